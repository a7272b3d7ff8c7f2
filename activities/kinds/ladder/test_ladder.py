"""The ladder: marks stand still until they are turned up together, and reasons wait for them."""

from typing import Any

import pytest

from activities.kinds.base import Answer, Note, Own, Phase, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part

RUNGS = ["control", "sharing", "participation", "consultation", "information", "none"]
CONFIG: dict[str, Any] = {
    "rungs": [{"id": name, "name": name.upper(), "text": f"About {name}."} for name in RUNGS],
    "questions": [
        {"id": "team", "text": "Your team?", "lane": "Our team now", "mark": "now", "subject": "team"},
        {"id": "self", "text": "And you?", "lane": "Me today", "mark": "now", "subject": "self"},
        {"id": "role", "text": "Where should you be?", "lane": "Should be", "mark": "should", "subject": "role"},
        {
            "id": "real", "text": "Where could you be?", "lane": "Could be", "mark": "should", "subject": "realistic",
            "reason": True,
        },
    ],
    "notes": [{"id": "who", "title": "Who with", "text": "Who else?"}],
}  # fmt: skip
ladder = kind("ladder")


def info(config: dict[str, Any] = CONFIG) -> StepInfo:
    return StepInfo(
        1, "t.1", "ladder", "The ladder", "Where are we?", "", "What it is for.", "", (), "", "everyone",
        "everyone_no_names", 25, False, ladder.clean_config(config),
    )  # fmt: skip


def phase(key: str) -> Phase:
    return ladder.phase(info().config, key)


def marks(item: str, *rungs: str, first: int = 0) -> list[Answer]:
    return [Answer(10 + i, item, rung, person=first + i, id=i) for i, rung in enumerate(rungs)]


def state(key: str, *rows: Answer, **more: Any) -> State:
    return State(info(), phase(key), view_rev=5, head=99, answers=list(rows), **more)


def shown(key: str, surface: str, *rows: Answer, **more: Any) -> str:
    return "".join(str(render_part(part)) for part in ladder.parts(state(key, *rows, **more), surface))


def reason(**more: Any) -> Note:
    return Note(7, 30, "why-real", "Our manager listens", **{"shown": True, **more})


def test_phases_place_and_show_each_kind_of_mark_then_read_why() -> None:
    keys = [p.key for p in ladder.phases(info().config)]

    assert keys == ["place-now", "show-now", "place-should", "show-should", "why", "notes", "read"]


def test_ladder_of_today_alone_has_neither_gap_nor_reasons() -> None:
    config = {"rungs": CONFIG["rungs"], "questions": CONFIG["questions"][:1]}

    assert [p.key for p in ladder.phases(info(config).config)] == ["place-now", "show-now"]


@pytest.mark.parametrize("surface", ["stage", "console", "phone"])
def test_where_marks_stand_shows_nowhere_before_they_are_turned(surface: str) -> None:
    low = shown("place-now", surface, *marks("team", *["none"] * 6))
    high = shown("place-now", surface, *marks("team", *RUNGS))

    assert low == high


def test_placing_counts_people_not_marks() -> None:
    rows = [*marks("team", "none", "sharing"), *marks("self", "none")]

    assert ladder.answered(state("place-now", *rows)) == 2
    assert "2 people have placed a mark." in shown("place-now", "stage", *rows)


def test_people_who_placed_marks_before_have_not_answered_the_next_questions() -> None:
    assert ladder.answered(state("place-should", *marks("team", "none", "sharing"))) == 0


def test_first_reveal_keeps_what_should_be_down() -> None:
    html = shown("show-now", "phone", *marks("team", *["none"] * 5), *marks("role", *["control"] * 5))

    assert "Our team now" in html and "Should be" not in html


def test_gap_is_told_on_every_surface() -> None:
    rows = [*marks("self", *["information"] * 5), *marks("role", *["sharing"] * 5)]

    for surface in ("phone", "stage", "console"):
        assert "three rungs, up" in shown("show-should", surface, *rows), surface


def test_reasons_show_after_the_ladder_and_not_before() -> None:
    for key in ("place-now", "show-now", "place-should", "show-should", "notes", "read"):
        for surface in ("phone", "stage"):
            assert "manager" not in shown(key, surface, notes=[reason()]), (key, surface)
    assert "manager" in shown("why", "stage", notes=[reason()])
    assert "manager" in shown("why", "phone", notes=[reason()])


def test_reason_that_is_held_or_taken_back_does_not_show() -> None:
    for surface in ("phone", "stage"):
        assert "manager" not in shown("why", surface, notes=[reason(shown=False, held=True)])
        assert "manager" not in shown("why", surface, notes=[reason(shown=False, gone=True)])


def test_writer_of_a_reason_is_told_when_it_shows() -> None:
    assert ladder.saved(state("place-should"), reason()) == "Saved. It shows after the ladder."
    assert ladder.saved(state("why"), reason()) == ""


def test_own_earlier_marks_stand_on_the_rungs_of_the_next_questions() -> None:
    own = Own(answers={"team": Answer(8, "team", "none"), "self": Answer(9, "self", "")})

    parts = {part.id: part for part in ladder.mine(state("place-should"), own)}

    assert parts["mk-role-team"].slot == "at-role-none"
    assert parts["mk-role-self"].gone
    assert not list(ladder.mine(state("show-should"), own))


def test_few_marks_are_a_warning_to_the_facilitator_alone() -> None:
    rows = marks("team", "none", "sharing")

    assert "may show who stands where" in shown("show-now", "console", *rows)
    assert "may show who stands where" not in shown("show-now", "phone", *rows)


def test_report_leaves_out_lanes_of_fewer_than_five_and_keeps_the_reasons() -> None:
    rows = [*marks("team", *["none"] * 5), *marks("self", "control")]

    blocks = ladder.report(state("read", *rows, notes=[reason()]))

    assert blocks[0].columns == ("Rung", "Our team now")
    assert "Fewer than five people answered these, so they are not shown: " in blocks[0].text
    assert "Me today" in blocks[0].text.partition("not shown: ")[2]
    assert "Our team now" not in blocks[0].text.partition("not shown: ")[2]
    assert [block.items for block in blocks[1:]] == [["Our manager listens"]]


@pytest.mark.parametrize(
    "write",
    [
        Write("answer", item="role", value="none"),
        Write("answer", item="team", value="roof"),
        Write("clear", item="role"),
        Write("note", zone="who", text="Too early"),
    ],
)
def test_write_out_of_its_place_is_refused(write: Write) -> None:
    with pytest.raises(Refusal):
        ladder.accept(write, info(), phase("place-now"), Own())


def test_reason_goes_where_reasons_go() -> None:
    kept = ladder.accept(Write("note", text="Our manager listens"), info(), phase("place-should"), Own())

    assert kept.zone == "why-real"


def test_outputs_hand_on_reasons_and_notes_apart() -> None:
    notes = [reason(), Note(8, 31, "who", "The night team", shown=True)]

    outputs = ladder.outputs(state("read", notes=notes))

    assert [row.text for row in outputs["notes"]] == ["The night team"]
    assert [row.text for row in outputs["why-real"]] == ["Our manager listens"]
