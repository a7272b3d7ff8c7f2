"""A table to fill in: every note has a cell, the screen never runs over, rows that people take are handed on."""

from dataclasses import replace
from typing import Any

import pytest

from activities.kinds.base import Answer, Carried, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.grid.filling import FLOOR, HEAD, Filling
from activities.kinds.registry import kind
from coprod.live.parts import render_part

CONFIG = {
    "rows_title": "The value",
    "rows": [{"id": "honesty", "text": "Honesty"}, {"id": "fun", "text": "Fun"}],
    "own_rows": True,
    "columns": [
        {"id": "looks", "title": "What it looks like"},
        {"id": "hard", "title": "What is hard", "colour": "rose"},
    ],
    "closing": [{"id": "carry", "text": "Which ones will you take?"}],
}
grid = kind("grid")


def info(**config: Any) -> StepInfo:
    return StepInfo(
        1, "t.1", "grid", "Values", "In real life", "", "", "", (), "", "tables", "everyone_no_names", 20, False,
        grid.clean_config({**CONFIG, **config}),
    )  # fmt: skip


def note(pk: int, zone: str, text: str = "Words", table: int | None = None, **more: Any) -> Note:
    return Note(pk, pk, zone, text, more.pop("shown", True), table=table, person=pk, **more)


def answer(rev: int, item: str, value: str = "1", person: int = 0, table: int | None = None) -> Answer:
    return Answer(rev, item, value, person=person, table=table, id=rev)


def state(key: str, *rows: Any, **more: Any) -> State:
    step = more.pop("step", info())
    notes = [row for row in rows if isinstance(row, Note)]
    answers = [row for row in rows if isinstance(row, Answer)]
    return State(step, grid.phase(step.config, key), view_rev=5, head=999, notes=notes, answers=answers, **more)


def shown(surface: str, now: State) -> str:
    return "".join(str(render_part(part)) for part in grid.parts(now, surface))


def accept(key: str, write: Write, own: Own | None = None, **config: Any) -> Write:
    step = info(**config)
    return grid.accept(write, step, grid.phase(step.config, key), own or Own())


# -- writing -------------------------------------------------------------------------------------------------------


def test_note_goes_into_its_cell() -> None:
    assert accept("write", Write("note", item="n12", zone="looks", text="A bus")).zone == "n12:looks"
    assert accept("write", Write("note", zone="honesty:hard", text="A bus")).zone == "honesty:hard"


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (Write("note", zone="looks", text="A bus"), "Choose a row first"),
        (Write("note", item="honesty", zone="elsewhere", text="A bus"), "Choose a column first"),
        (Write("note", item="a:b", zone="looks", text="A bus"), "Choose a row first"),
        (Write("note", zone="rows", text="x" * 81), "too long"),
    ],
)
def test_note_without_a_cell_is_refused_and_says_why(write: Write, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        accept("write", write)


def test_own_row_is_refused_where_rows_are_set() -> None:
    assert accept("write", Write("note", zone="rows", text="Patience")).zone == "rows"
    with pytest.raises(Refusal, match="rows are set"):
        accept("write", Write("note", zone="rows", text="Patience"), own_rows=False)


def test_only_the_facilitator_turns_the_page_and_in_any_phase() -> None:
    turn = Write("answer", item="screen:page", value="2")

    for phase in grid.phases(info().config):
        assert grid.accept(turn, info(), phase, Own(facilitator=True)) == turn
        with pytest.raises(Refusal):
            grid.accept(turn, info(), phase, Own())


def test_grid_without_closing_ends_with_reading() -> None:
    assert [p.key for p in grid.phases(info(closing=[]).config)] == ["write", "read"]
    assert [p.key for p in grid.phases(info().config)] == ["write", "read", "close", "kept"]


# -- rows ----------------------------------------------------------------------------------------------------------


def test_carried_rows_take_the_place_of_the_packs_own() -> None:
    carried = (Carried("n7", "Being heard"),)

    assert [line.text for line in Filling(state("write", carried=carried)).lines] == ["Being heard"]
    assert [line.text for line in Filling(state("write")).lines] == ["Honesty", "Fun"]


def test_note_whose_row_was_taken_back_is_not_lost() -> None:
    row, cell = note(20, "rows", "Patience"), note(21, "n20:looks", "We wait")
    gone = replace(row, text="", shown=False, gone=True, rev=30)

    assert [line.text for line in Filling(state("read", row, cell)).lines] == ["Honesty", "Fun", "Patience"]
    filling = Filling(state("read", gone, cell))
    assert [line.text for line in filling.lines] == ["Honesty", "Fun", "Other"]
    assert filling.cells["other", "looks"] == [cell]


def test_table_that_takes_a_row_is_named_on_the_screen_and_unknown_to_the_others() -> None:
    rows = [answer(10, "take:honesty", "1", 1, 1), answer(11, "take:fun", "1", 2, 2), answer(12, "take:fun", "", 3, 2)]
    room = state("write", *rows, tables=(1, 2))

    assert [Filling(room).tables(line) for line in Filling(room).lines] == [[1], []]
    assert "Our table</b>" in shown("phone", room.at(1))
    assert "Our table</b>" not in shown("phone", room.at(2))


def test_held_note_is_in_no_cell() -> None:
    held = note(20, "honesty:looks", "Canary", shown=False, held=True)

    for key in ("write", "read", "close"):
        for surface in ("stage", "phone"):
            assert "Canary" not in shown(surface, state(key, held))


# -- the big screen ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 3, 30, 300])
@pytest.mark.parametrize("words", ["Tea", "A bus fare up front, not paid back weeks later when it has gone", "x" * 280])
def test_pages_hold_every_row_and_run_over_nowhere(count: int, words: str) -> None:
    rows = [{"id": f"r{i}", "text": f"Row {i} of some length"} for i in range(10)]
    notes = [note(100 + i, f"r{i * 7 % 10}:{('looks', 'hard')[i % 2]}", words) for i in range(count)]
    filling = Filling(state("read", *notes, step=info(rows=rows)))

    assert [shown.line.key for page in filling.pages for shown in page] == [f"r{i}" for i in range(10)]
    for page in filling.pages:
        most = filling.most(large=filling.large)
        assert sum(filling._shown(one.line, most, filling.large)[1] for one in page) <= FLOOR - HEAD
    for page in filling.pages:
        for row in page:
            kept = sum(len(some) + more for _colour, some, more in row.cells)
            assert kept == filling.count(row.line)


def test_page_is_the_one_the_facilitator_turned_to_last() -> None:
    notes = [
        note(100 + i, f"{('honesty', 'fun')[i % 2]}:looks", "A long line of words about it " * 5) for i in range(30)
    ]
    turned = [answer(200, "screen:page", "1", 7), answer(201, "screen:page", "2", 8)]

    assert len(Filling(state("read", *notes)).pages) == 2
    assert Filling(state("read", *notes)).page == 1
    assert Filling(state("read", *notes, *turned)).page == 2
    assert Filling(state("read", *notes, answer(202, "screen:page", "99", 8))).page == 2
    assert "Page 2 of 2" in shown("stage", state("read", *notes, *turned))


def test_screen_has_a_real_table_with_heads() -> None:
    html = shown("stage", state("read", note(20, "honesty:looks", "<b>Tea</b>")))

    assert html.count('<th scope="col">') == 3
    assert html.count('<th scope="row">') == 2
    assert "&lt;b&gt;Tea&lt;/b&gt;" in html


# -- what people take with them ------------------------------------------------------------------------------------


def test_choices_stay_face_down_until_the_last_phase() -> None:
    keeps = [answer(30, "keep:fun", person=1), answer(31, "keep:fun", person=2), answer(32, "keep:honesty", person=2)]

    for surface in ("stage", "phone"):
        assert shown(surface, state("close", *keeps)) == shown(surface, state("close"))
    html = shown("stage", state("kept", *keeps))
    assert "2 people take this" in html
    assert "1 person takes this" in html


def test_kept_rows_are_handed_on_most_chosen_first() -> None:
    keeps = [answer(30, "keep:fun", person=1), answer(31, "keep:fun", person=2), answer(32, "keep:honesty", person=2)]

    assert grid.outputs(state("kept", *keeps))["kept"] == [Carried("fun", "Fun", 2), Carried("honesty", "Honesty", 1)]
    assert grid.outputs(state("kept"))["kept"] == [Carried("honesty", "Honesty"), Carried("fun", "Fun")]


def test_tally_counts_people_of_the_phase() -> None:
    rows = [note(20, "honesty:looks"), note(21, "q-carry"), answer(30, "take:fun", person=8), answer(31, "keep:fun", person=9),
            answer(32, "screen:page", "2", person=10)]  # fmt: skip

    assert grid.answered(state("write", *rows)) == 1
    assert grid.answered(state("close", *rows)) == 2


def test_report_tells_the_table_of_each_note() -> None:
    rows = [note(20, "honesty:looks", "Tea", 1), note(21, "honesty:looks", "Cake", 2), note(22, "q-carry", "All", 1)]

    blocks = grid.report(state("kept", *rows, answer(30, "keep:fun", person=1), tables=(1, 2)))

    assert list(blocks[0].rows) == [("Honesty", "Tea (table 1); Cake (table 2)", "")]
    assert blocks[1].rows == [("Fun", "1")]
    assert blocks[2].items == ["All"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"columns": []},
        {"rows": [], "own_rows": False},
        {"rows": [{"id": "a", "text": "A"}, {"id": "a", "text": "B"}]},
        {"rows": [{"id": "a b", "text": "A"}]},
        {"columns": [{"id": "looks", "title": "x" * 23}]},
        {"colums": []},
    ],
)
def test_slip_in_a_pack_is_found(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        info(**wrong)
