"""The ladder shows as many marks as there are people, says the same in words, and keeps still before the reveal."""

from itertools import product

import pytest

from activities.drawing import pen
from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.ladder.drawing import Page, draw_ladder
from activities.kinds.ladder.ladder import Ladder, Lane, Rung
from activities.kinds.ladder.words import ladder_words

RUNGS = (
    Rung("FULL CONTROL", "The people who use the service make the big decisions."),
    Rung("SHARING POWER", "People and staff decide together, and both answer for the result."),
    Rung("PARTICIPATION", "People put ideas forward, and some of them change what happens."),
    Rung("CONSULTATION", "People are asked for a view, and it may change little."),
    Rung("INFORMATION", "People are told what staff have already decided."),
    Rung("NO CONTROL", "Things are done for people or to them, and nobody asks."),
)
SHAPES = [
    ("Our organisation", "organisation", False, (0, 1, 4, 13, 10, 2)),
    ("Our team", "team", False, (0, 4, 9, 12, 4, 1)),
    ("Me, in my role", "self", False, (1, 3, 7, 11, 5, 1)),
    ("Where my role should be", "role", True, (5, 16, 8, 1, 0, 0)),
    ("What is realistic", "realistic", True, (1, 6, 14, 8, 1, 0)),
]


def spread(people: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """Exactly so many people, in about those shares."""
    counts = [people * w // sum(weights) for w in weights]
    counts[weights.index(max(weights))] += people - sum(counts)
    return tuple(counts)


def ladder(people: int, lanes: int) -> Ladder:
    picked = SHAPES[-lanes:] if lanes > 2 else [SHAPES[2], SHAPES[3]][:lanes]
    return Ladder(RUNGS, tuple(Lane(t, spread(people, w), s, should) for t, s, should, w in picked))


def marks(svg: str) -> int:
    """Shapes in the groups of marks; each ends its outline once."""
    groups = svg.split('<g class="d-marks">')[1:]
    return sum(part.split("</g>")[0].count("Z") for part in groups)


@pytest.mark.parametrize(("people", "lanes"), list(product((0, 1, 3, 4, 5, 30, 120, 300, 5000), (1, 2, 3, 4, 5))))
def test_ladder_holds_any_room(people, lanes):
    svg = draw_ladder(ladder(people, lanes))
    check(svg)
    assert draw_ladder(ladder(people, lanes)) == svg


@pytest.mark.parametrize("people", [0, 1, 3, 12])
def test_ladder_draws_one_mark_for_each_answer(people):
    assert marks(draw_ladder(ladder(people, 5))) == people * 5


def test_ladder_of_three_hundred_says_what_a_mark_stands_for():
    svg = draw_ladder(ladder(300, 5))
    assert any("One mark: up to 10 people." in box.text for box in lines(svg))
    numbers = sum(int(box.text) for box in lines(svg) if box.text.isdigit())
    assert numbers == 300 * 5


@pytest.mark.parametrize("people", [0, 3, 30, 300])
def test_ladder_words_count_the_same_people(people):
    words = ladder_words(ladder(people, 5))
    assert words.columns == ("Rung", *(shape[0] for shape in SHAPES))
    assert [sum(int(row[k]) for row in words.rows) for k in range(1, 6)] == [people] * 5


def test_ladder_title_is_the_full_equivalent():
    lanes = (Lane("Our team now", (0, 1, 0, 2, 4, 0)), Lane("Our team, one day", (0, 7, 0, 0, 0, 0), should=True))
    assert title(draw_ladder(Ladder(RUNGS, lanes))) == (
        "Ladder. Our team now: 7 people. Sharing Power 1, Consultation 2, Information 4. Most chose Information. "
        "Our team, one day: 7 people. Sharing Power 7. Most chose Sharing Power. "
        "The gap from “Our team now” to “Our team, one day”: three rungs, up."
    )


@pytest.mark.parametrize(
    ("now", "should", "said"),
    [(4, 1, "The gap: three rungs"), (3, 3, "No gap: the same rung"), (1, 2, "The gap, down: one rung")],
)
def test_gap_is_said_in_words(now, should, said):
    def all_on(rung: int) -> tuple[int, ...]:
        return tuple(9 if i == rung else 0 for i in range(6))

    svg = draw_ladder(Ladder(RUNGS, (Lane("Now", all_on(now)), Lane("Should be", all_on(should), should=True))))
    assert said in " ".join(box.text for box in lines(svg))
    assert ('<g class="d-arrow">' in svg) == (now != should)


def test_fewer_than_five_have_no_middle_and_no_gap():
    four, five = draw_ladder(ladder(4, 4)), draw_ladder(ladder(5, 4))
    assert "d-middles" not in four and "d-gap" not in four
    assert "d-middles" in five and "d-gap" in five


def test_even_split_has_its_middle_on_the_higher_of_two_rungs():
    assert Lane("Now", (0, 0, 5, 5, 0, 0)).middle == 2


def test_nothing_of_the_answers_is_drawn_before_the_reveal():
    """The control: the same lanes, revealed, do change the drawing."""
    one, other = Ladder(RUNGS, ladder(30, 5).lanes, True, 22, 30), Ladder(RUNGS, (), True, 22, 30)
    hidden = [Ladder(RUNGS, data.lanes, False, 22, 30) for data in (one, other)]
    assert draw_ladder(hidden[0]) == draw_ladder(hidden[1])
    assert title(draw_ladder(hidden[0])) == "Ladder. 22 of 30 have placed a mark."
    assert draw_ladder(one) != draw_ladder(other)


@pytest.mark.parametrize("placed", [0, 1, 3, 30, 40, 41, 300])
def test_face_down_ladder_counts_who_has_placed(placed):
    svg = draw_ladder(Ladder(RUNGS, (), False, placed, max(placed, 1)))
    check(svg)
    assert f"{placed} of" in title(svg) if placed else "Nobody" in title(svg)


def test_gap_paper_lies_on_nobody():
    """Every rung of the last lane is taken, so the words go under the lowest."""
    full = (Lane("Now", (1, 1, 1, 1, 1, 9)), *(Lane(f"Should {i}", (9, 2, 2, 2, 2, 2), should=True) for i in range(3)))
    page = Page(Ladder(RUNGS, full))
    _x, y, _w = page.gap_place(["The gap:", "five rungs"])
    assert y is None
    check(draw_ladder(page.ladder))


@pytest.mark.parametrize(
    "words", [*HOSTILE, "W" * 80, "Llanfair" * 9, "👩‍👩‍👧" * 30, "نحن نقرر معا كل شيء هنا", "字" * 60]
)
def test_ladder_takes_any_words(words):
    lanes = tuple(Lane(words, (1, 2, 3, 4, 5, 6), should=i > 2) for i in range(5))
    check(draw_ladder(Ladder(tuple(Rung(words, words) for _ in range(6)), lanes, heading=words)))


def test_longer_ladders_keep_to_the_floor():
    rungs = tuple(Rung(f"Rung {i}") for i in range(8))
    check(draw_ladder(Ladder(rungs, (Lane("Now", (1,) * 8), Lane("Should be", (2,) * 8, should=True)))))


def test_published_capitals_are_drawn_as_a_name():
    assert [Rung("NO CONTROL").shown, Rung("Shared power").shown] == ["No Control", "Shared power"]
    assert pen.width("No Control", 42, 750) < pen.width("NO CONTROL", 42, 750)
