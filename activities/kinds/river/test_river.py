"""Notes at the stages of the river, and how possible each stage feels."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from activities.kinds.base import Answer, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.river.kind import River, RiverConfig

RIVER = River()
RAW: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
CONFIG: RiverConfig = RIVER.clean_config(RAW)
STEP = StepInfo(
    1, "flic-12.river", "river", "The recovery river", "The river", "", "", "", (), "", "tables", "everyone_no_names",
    45, False, CONFIG,
)  # fmt: skip


def at(phase: str, **rows: Any) -> State:
    return State(STEP, RIVER.phase(CONFIG, phase), 1, 9, **rows)


def accepted(phase: str, own: Own | None = None, **fields: Any) -> Write:
    return RIVER.accept(Write(**fields), STEP, RIVER.phase(CONFIG, phase), own or Own())


def felt(values: str, stage: str = "spring") -> list[Answer]:
    return [Answer(2, f"possible:{stage}", value, "", person) for person, value in enumerate(values)]


def test_boat_sails_from_spring_to_ocean_before_anything_else() -> None:
    keys = [phase.key for phase in RIVER.phases(CONFIG)]

    assert keys == ["at-spring", "at-stream", "at-rapids", "at-pool", "at-river", "at-ocean", "possible", "whole"]


def test_river_that_does_not_ask_how_possible_has_no_such_phase() -> None:
    config = RIVER.clean_config({**RAW, "possible": None})

    assert [phase.key for phase in RIVER.phases(config)][-2:] == ["at-ocean", "whole"]


def test_note_without_a_stage_is_for_where_the_boat_is() -> None:
    assert accepted("at-rapids", verb="note", zone="helps", text="Tea").zone == "rapids:helps"


def test_note_goes_to_the_stone_that_was_tapped() -> None:
    assert accepted("at-rapids", verb="note", item="ocean", zone="helps", text="Tea").zone == "ocean:helps"


@pytest.mark.parametrize("zone", ["", "helps:helps", "spring:", "spring:luck", "spring:helps:more"])
def test_note_for_no_question_of_the_river_is_refused(zone: str) -> None:
    with pytest.raises(Refusal, match="Choose what your note is about"):
        accepted("at-spring", verb="note", zone=zone, text="Tea")


def test_changed_note_stays_at_its_stage() -> None:
    assert accepted("at-ocean", verb="change", note=3, zone="ocean:helps", text="Tea").zone == ""


@pytest.mark.parametrize("value", ["6", "-1", "", "three"])
def test_number_off_the_scale_is_refused(value: str) -> None:
    with pytest.raises(Refusal):
        accepted("possible", verb="answer", item="possible:spring", value=value)


def test_middle_needs_five_answers() -> None:
    four, five = (RIVER.felt(at("whole", answers=felt(values)))[0] for values in ("2233", "22334"))

    assert (four.count, four.middle) == (4, None)
    assert (five.count, five.middle) == (5, 3)


def test_middle_leaves_out_answers_that_were_taken_off() -> None:
    answers = [*felt("2233"), Answer(3, "possible:spring", "", "", 9)]

    assert RIVER.felt(at("whole", answers=answers))[0].middle is None


def test_pebbles_lie_face_down_until_the_whole_river_shows() -> None:
    before, after = (RIVER.river(at(phase, answers=felt("44444"))) for phase in ("possible", "whole"))

    assert before.phases[0].possible is None
    assert after.phases[0].possible == 4


def test_report_shows_no_middle_of_four() -> None:
    rows = RIVER.report(at("possible", answers=felt("1111")))[-1].rows

    assert rows[0] == ("THE SPRING", "Fewer than five people answered, so this is not shown.", "")


def test_screen_has_no_note_that_waits_or_was_taken_back() -> None:
    shown = Note(1, 2, "spring:helps", "Tea", True)
    waits, gone = replace(shown, id=2, text="", shown=False, gone=True), replace(shown, id=3, text="W", shown=False)

    river = RIVER.river(at("at-spring", notes=[shown, waits, gone]))

    assert river.phases[0].below.notes == ("Tea",)
    assert river.at == 0


def test_stages_that_we_wrote_say_so() -> None:
    assert CONFIG.whose() == "The first four stages were lost. We wrote these. Change them with your group."
    ours = [{**stage, "own": False} for stage in RAW["phases"]]
    assert RIVER.clean_config({**RAW, "phases": ours}).whose() == ""


def test_two_stages_of_one_name_are_a_fault() -> None:
    with pytest.raises(ValidationError, match="two phases have the same id"):
        RIVER.clean_config({**RAW, "phases": [RAW["phases"][0], RAW["phases"][0]]})


def test_phone_of_a_whole_room_gets_no_notes_of_others_while_they_write() -> None:
    note = Note(1, 2, "spring:helps", "Tea", True)

    assert not list(RIVER.parts(at("at-spring", notes=[note]), "phone"))
    assert len(list(RIVER.parts(at("at-spring", notes=[replace(note, table=1)], tables=(1, 2)).at(1), "phone"))) == 1
