"""Agreeing on a sentence: nobody's words are overwritten, and differing is a result."""

import pytest

from activities.drawing.readback import HOSTILE, check, title
from activities.kinds.base import Note, Own, Refusal, StepInfo, Write
from activities.kinds.registry import kind
from activities.kinds.stems.drawing import Poster, Sentence, draw_poster, poster_words, runs
from activities.kinds.stems.versions import standing, versions

STEM = "We want to make things together with people because…"


def edit(pk: int, base: int, text: str, *, table: int | None = None, differ: str = "", gone: bool = False) -> Note:
    return Note(pk, pk, f"agreed:need:{base}{differ}", "" if gone else text, not gone, gone, table=table)


def texts_of(*notes: Note, table: int | None = None) -> list[str]:
    return [made.text for made in standing(versions(notes, "agreed", "need", table))]


def test_an_edit_replaces_the_version_it_was_made_from() -> None:
    assert texts_of(edit(5, 0, "first"), edit(7, 5, "second")) == ["second"]


def test_two_edits_of_one_version_both_stay() -> None:
    assert texts_of(edit(5, 0, "first"), edit(7, 5, "hers"), edit(8, 5, "his")) == ["hers", "his"]


def test_a_choice_between_two_settles_it() -> None:
    assert texts_of(edit(5, 0, "first"), edit(7, 5, "hers"), edit(8, 5, "his"), edit(9, 8, "hers")) == ["hers"]


def test_an_edit_begun_before_the_choice_is_not_lost_with_it() -> None:
    late = edit(10, 5, "begun long ago")

    assert texts_of(edit(5, 0, "a"), edit(7, 5, "b"), edit(8, 5, "c"), edit(9, 8, "b"), late) == ["b", "begun long ago"]


def test_a_version_taken_back_brings_the_one_before_it_back() -> None:
    assert texts_of(edit(5, 0, "first"), edit(7, 5, "", gone=True)) == ["first"]


def test_each_table_has_its_own_sentence() -> None:
    both = [edit(5, 0, "one", table=1), edit(6, 0, "two", table=2)]

    assert (texts_of(*both, table=1), texts_of(*both, table=2)) == (["one"], ["two"])


def step() -> StepInfo:
    config = kind("stems").clean_config({"stems": [{"ref": "x", "id": "need", "text": STEM}], "agree": "room"})
    return StepInfo(1, "t", "stems", "", "", "", "", "", (), "", "tables", "everyone_no_names", 5, False, config)


def test_a_change_of_ones_own_version_is_a_version_on_top_of_it() -> None:
    found, info = kind("stems"), step()
    own = Own(notes=(edit(5, 0, "mine"),))

    write = found.accept(Write("change", note=5, text="better"), info, found.phase(info.config, "agree"), own)

    assert (write.verb, write.note, write.zone) == ("note", None, "agreed:need:5")


def test_the_rooms_sentence_is_not_written_from_a_phone() -> None:
    found, info = kind("stems"), step()
    write, phase = Write("note", zone="room:need:0", text="Ours"), found.phase(info.config, "agree")

    assert found.accept(write, info, phase, Own(facilitator=True)) == write
    with pytest.raises(Refusal, match="whole room"):
        found.accept(write, info, phase, Own())


@pytest.mark.parametrize("zone", ["", "need", "agreed:need:", "agreed:other:0", "agreed:need:x", "agreed:need:1dd"])
def test_an_edit_of_nothing_is_refused(zone: str) -> None:
    found, info = kind("stems"), step()

    with pytest.raises(Refusal):
        found.accept(Write("note", zone=zone, text="Ours"), info, found.phase(info.config, "agree"), Own())


# -- the poster ----------------------------------------------------------------------------------------------------


def test_a_part_is_known_by_the_words_of_its_table() -> None:
    ours = Sentence("On our own we guess wrong, and plans made without them do not last.")
    parts = (
        Sentence("on our own we guess wrong", 1),
        Sentence("plans made without them fail", 2),
        Sentence("money", 3),
    )

    found = runs(Poster(STEM, (ours,), parts))

    assert [(part.table, run) for part, run in found] == [(1, (0, 5)), (2, (7, 10))]


def test_seeing_it_differently_is_said_first() -> None:
    poster = Poster(STEM, (Sentence("It is a right.", differ=True), Sentence("It saves money.", differ=True)))

    assert poster.differ
    assert poster_words(poster).text.startswith("We see it differently, and that is fine. It is a right.")
    check(draw_poster(poster))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 6, 9])
@pytest.mark.parametrize("length", [3, 25, 80])
def test_sentences_stay_on_the_wall(n: int, length: int) -> None:
    words = "many hands make it ours " * (length // 5 or 1)
    tables = tuple(Sentence(f"{words}at table {i}", i) for i in range(1, n + 1))

    check(draw_poster(Poster(STEM, tables)))
    check(draw_poster(Poster(STEM, (Sentence(words),), tables)))


def test_poster_says_itself() -> None:
    assert title(draw_poster(Poster(STEM, (Sentence("we guess wrong."),)))).endswith("we guess wrong.")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_poster(Poster(words, (Sentence(words),), (Sentence(words, 1),))))
    check(draw_poster(Poster(words, (Sentence(words, 1), Sentence(words, 2, True)))))


@pytest.mark.parametrize("tables", [7, 20, 40])
def test_tables_without_room_are_named_or_counted_in_one_line(tables: int) -> None:
    sentences = tuple(Sentence(f"We ask before a plan is made, at table {i}.", i) for i in range(1, tables + 1))

    svg = draw_poster(Poster(STEM, sentences))

    check(svg)
    assert ("Also on the phones: Table 7<" in svg) is (tables == 7)
    assert (f"and {tables - 6} more tables on the phones" in svg) is (tables > 7)
