"""Tables and turns as they are drawn: everything on the floor, nothing over anything, and said in words."""

import pytest

from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.rounds.drawing import COLUMN, ROOM, Place, Rotation, draw_rotation, rows, where_next
from activities.kinds.rounds.turn_drawing import Slip, Turn, draw_turn, turn_words

TITLES = ("Being asked", "What gets in the way", "A good place to meet")
SLIPS = (Slip("Tell it", 3), Slip("Talk it through", 5), Slip("Answer", 2))


def rotation(n: int, **more: object) -> Rotation:
    places = tuple(Place(i + 1, TITLES[i % 3], i % 3, hosted=i == 1) for i in range(n))
    return Rotation(places, 1, 3, 12, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 40])
@pytest.mark.parametrize("moment", ["clock", "moving", "over"])
def test_tables_hold_any_number(n: int, moment: str) -> None:
    svg = draw_rotation(rotation(n, **{moment: True}))

    check(svg)
    assert {str(i) for i in range(1, n + 1)} <= {box.text for box in lines(svg)}


@pytest.mark.parametrize("n", [4, 8, 9, 40])
@pytest.mark.parametrize("moment", ["clock", "moving", "over"])
def test_what_lies_on_a_table_is_said_in_words_however_many_there_are(n: int, moment: str) -> None:
    svg = draw_rotation(rotation(n, **{moment: True}))

    said = " ".join(line.text for line in lines(svg))
    assert [title for title in TITLES if title not in said] == []
    assert svg.count("-mark") >= n


def test_nine_tables_stand_three_by_three() -> None:
    spots, _r = rows(9, ROOM)

    assert (len({x for x, _y in spots}), len({y for _x, y in spots})) == (3, 3)


def test_the_clock_has_its_room() -> None:
    in_column = [line for line in lines(draw_rotation(rotation(4, clock=True))) if line.box.left >= COLUMN]

    assert min(line.box.top for line in in_column) > 300


def test_where_to_go_next_is_said_in_words() -> None:
    assert where_next(rotation(4, moving=True)).endswith("From 4 go to 1.")
    assert where_next(rotation(2, moving=True)) == "The two tables change places."
    assert where_next(Rotation(rotation(4).places, 3, 3)) == "This is the last round."
    assert where_next(rotation(1)) == "Stay where you are."


def test_the_last_round_points_nowhere() -> None:
    assert "d-moves" in draw_rotation(rotation(3))
    assert "d-moves" not in draw_rotation(Rotation(rotation(3).places, 3, 3))


def test_the_drawing_says_itself() -> None:
    said = title(
        draw_rotation(Rotation((Place(1, "Being asked", notes=2), Place(2, "A place", 1, notes=1)), over=True))
    )

    assert (
        said
        == "What was left at the tables. Table 1: Being asked, 2 notes. Table 2: A place, 1 note. 3 notes were left in all."
    )


@pytest.mark.parametrize("part", [None, 0, 1, 2])
@pytest.mark.parametrize("speaks", ["sharer", "helpers", "everyone"])
def test_a_turn_stays_on_the_floor(part: int | None, speaks: str) -> None:
    check(draw_turn(Turn(SLIPS, part, speaks, 2, 4, clock=part is not None)))


def test_a_turn_of_five_parts_stays_on_the_floor() -> None:
    check(draw_turn(Turn(tuple(Slip("A part with a long name", 10) for _ in range(5)), 4, "everyone", 1, 1, True)))


def test_a_turn_says_who_speaks_and_what_comes_next() -> None:
    assert turn_words(Turn(SLIPS, 1, "helpers", 2, 4)).text == (
        "Talk it through, 5 minutes. Whoever has the turn only listens. The others speak. Then: Answer."
    )
    assert turn_words(Turn(SLIPS, 2, "everyone", 4, 4)).text.endswith("This is the last turn.")


def test_balloons_belong_to_who_speaks() -> None:
    count = {who: draw_turn(Turn(SLIPS, 0, who, 1, 4)).count("d-speech") for who in ("sharer", "helpers", "everyone")}

    assert count == {"sharer": 1, "helpers": 2, "everyone": 3}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_rotation(Rotation((Place(1, words), Place(2, words, 1)), 1, 3, 12)))
    check(draw_turn(Turn((Slip(words, 3), Slip(words, 5)), 0, "sharer", 1, 2)))
