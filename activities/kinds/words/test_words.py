"""Counting and drawing words."""

from dataclasses import replace

import pytest

from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.base import Note, Theme
from activities.kinds.words.drawing import draw_cloud, draw_clusters
from activities.kinds.words.tally import Cluster, clusters, counted, words_of

POWER = [
    ("control", 9),
    ("money", 8),
    ("voice", 7),
    ("choice", 6),
    ("being heard", 4),
    ("my own key", 1),
    ("a union", 1),
]


def notes(*words: str, table: int | None = None) -> list[Note]:
    return [Note(i, i, "word", word, True, table=table) for i, word in enumerate(words, 1)]


def test_same_spelling_and_plural_are_one_word() -> None:
    found = words_of(notes("Rules", "rule", "rules!", " RULE ", "voice"))

    assert counted(found) == [("Rules", 4), ("voice", 1)]


def test_words_that_only_look_like_plurals_stay_apart() -> None:
    assert counted(words_of(notes("boss", "bo", "police", "bus"))) == [
        ("boss", 1),
        ("bo", 1),
        ("police", 1),
        ("bus", 1),
    ]


def test_word_stands_in_the_group_of_its_first_note() -> None:
    first, second, other = notes("voice", "Voice", "money")
    found, loose = clusters(words_of([replace(first, theme=7), second, other]), [Theme(7, 1, "Together")])

    assert found == [Cluster("Together", (("voice", 2),), 7)]
    assert loose == [("money", 1)]


def test_groups_of_one_name_at_two_tables_are_one_on_the_screen() -> None:
    one, two = notes("voice", table=1)[0], replace(notes("voice", table=2)[0], id=2)
    words = words_of([replace(one, theme=1), replace(two, theme=2)], by_table=True)

    found, _loose = clusters(words, [Theme(1, 1, "Together"), Theme(2, 2, "together")])

    assert found == [Cluster("Together", (("voice", 2),), 1)]


@pytest.mark.parametrize("n", [0, 1, 3, 30, 60, 300])
def test_cloud_leaves_no_word_out_in_silence(n: int) -> None:
    words = [(f"word number {i}", max(1, 9 - i // 2)) for i in range(n)]
    svg = draw_cloud("Power", words)

    check(svg)
    shown = [box for box in lines(svg) if box.text.startswith("word number")]
    assert len(shown) == min(n, 60)
    if n > 60:
        assert "240 more words" in svg


def test_cloud_says_itself_in_words() -> None:
    assert title(draw_cloud("Power", POWER)).startswith("Power. 7 different words. control 9, money 8")


@pytest.mark.parametrize("n", range(9))
def test_loops_hold_their_words(n: int) -> None:
    found = [
        Cluster(f"A name of a group {i}", tuple((f"{word} {i}", count) for word, count in POWER), i) for i in range(n)
    ]
    check(draw_clusters("Power", found, [("left", 1), ("over", 2)]))


def test_a_crowded_loop_counts_what_it_cannot_show() -> None:
    words = tuple((f"a longer word {i}", 1) for i in range(120))
    svg = draw_clusters("Power", [Cluster(f"Group {k}", words, k) for k in range(4)], [])

    check(svg)
    assert svg.count("more</tspan>") == 4


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_cloud("Power", [(words, 5), ("voice", 1)]))
    check(draw_clusters(words, [Cluster(words, ((words, 3),), 1)], [(words, 1)]))


def test_long_words_stay_on_the_floor() -> None:
    check(draw_cloud("Power", [("w" * 100, 9), ("Donaudampfschifffahrtsgesellschaft " * 3, 1)]))
    check(draw_clusters("Power", [Cluster("n" * 60, (("w" * 100, 9),) * 5, 1)] * 6, []))
