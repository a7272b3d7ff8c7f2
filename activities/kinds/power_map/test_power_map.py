"""Which decisions are worked on, what may be said of them, and the map that comes of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from activities.kinds.base import Answer, Carried, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.power_map.config import PowerMapConfig
from activities.kinds.power_map.decisions import worked_on
from activities.kinds.power_map.kind import PowerMap
from activities.kinds.power_map.mapped import decisions_of

KIND = PowerMap()
RAW: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
PLAIN = {
    **RAW,
    "cards": [],
    "decisions": [{"id": "jobs", "text": "Who gets the job"}, {"id": "money", "text": "Money"}],
}


def step(raw: dict[str, Any]) -> StepInfo:
    config: PowerMapConfig = KIND.clean_config(raw)
    return StepInfo(
        1, "flic-9.decisions", "power_map", "Who decides?", "Who decides?", "", "", "", (), "", "tables",
        "everyone_no_names", 40, False, config,
    )  # fmt: skip


def at(phase: str, raw: dict[str, Any] | None = None, **rows: Any) -> State:
    info = step(raw or RAW)
    return State(info, KIND.phase(info.config, phase), 1, 9, **rows)


def answers(*given: tuple[str, str], table: int | None = None, first: int = 0) -> list[Answer]:
    return [Answer(2, item, value, "", first + n, table, first + n) for n, (item, value) in enumerate(given)]


def accepted(phase: str, own: Own | None = None, **fields: Any) -> Write:
    info = step(RAW)
    return KIND.accept(Write(**fields), info, KIND.phase(info.config, phase), own or Own())


def ids(state: State) -> list[str]:
    return [row.id for row in worked_on(state)]


# -- which decisions


def test_decisions_come_from_the_pack() -> None:
    assert ids(at("now", PLAIN)) == ["jobs", "money"]


def test_decisions_carried_in_stand_instead_of_the_packs() -> None:
    assert ids(at("now", PLAIN, carried=[Carried("n7", "The rules")])) == ["from-n7"]


def test_added_decisions_stand_after_them_once_they_show() -> None:
    note = Note(5, 2, "decision", "The rules", True)
    waits = replace(note, id=6, shown=False, held=True)

    assert ids(at("now", PLAIN, notes=[note, waits])) == ["jobs", "money", "own-5"]


def test_card_that_most_people_picked_brings_its_decisions() -> None:
    picked = answers(("card", "campaign"), ("card", "job"), ("card", "campaign"))

    assert ids(at("now", answers=picked)) == ["campaign.brand", "campaign.money"]


def test_without_a_pick_the_first_card_is_worked_on() -> None:
    assert ids(at("decisions")) == []
    assert ids(at("now")) == ["job.role", "job.advert"]


def test_each_table_has_its_card_and_the_room_has_both() -> None:
    picked = [*answers(("card", "job"), table=1), *answers(("card", "campaign"), table=2, first=1)]
    room = at("now", answers=picked, tables=(1, 2))

    assert ids(room.at(1)) == ["job.role", "job.advert"]
    assert ids(room.at(2)) == ["campaign.brand", "campaign.money"]
    assert ids(room) == ["job.role", "job.advert", "campaign.brand", "campaign.money"]


def test_six_are_worked_on_those_with_most_taps_first() -> None:
    carried = [Carried(f"n{n}", f"Decision {n}") for n in range(9)]
    taps = answers(("pick:from-n8", "1"), ("pick:from-n8", "1"), ("pick:from-n4", "1"))
    state = at("now", PLAIN, carried=carried, answers=taps)

    assert ids(state) == ["from-n8", "from-n4", "from-n0", "from-n1", "from-n2", "from-n3"]


# -- what is accepted


def test_levels_are_kept_for_a_decision_and_a_group() -> None:
    fields = {"verb": "answer", "item": "now:campaign.money:staff", "value": "4"}

    assert accepted("now", **fields).item == "now:campaign.money:staff"


@pytest.mark.parametrize(
    ("item", "value"),
    [("now:nothing:staff", "1"), ("now:job.role:cats", "1"), ("now:job.role:staff", "5"), ("wanted:job.role:staff", "1"),
     ("card", "job"), ("now::staff", "1"), ("now:own-x:staff", "1")],
)  # fmt: skip
def test_other_answers_are_refused(item: str, value: str) -> None:
    with pytest.raises(Refusal):
        accepted("now", verb="answer", item=item, value=value)


def test_note_goes_to_its_decision_and_question() -> None:
    assert accepted("share", verb="note", item="job.role", zone="worries", text="W").zone == "job.role:worries"


@pytest.mark.parametrize("fields", [{"zone": "worries"}, {"item": "job.role"}, {"item": "job.role", "zone": "now"}])
def test_note_without_a_decision_or_question_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(Refusal, match="Your words are still in the box"):
        accepted("share", verb="note", text="Words", **fields)


def test_decision_stays_short_when_it_is_changed() -> None:
    own = Own(notes=[Note(5, 2, "decision", "The rules", True)])

    with pytest.raises(Refusal, match="too long"):
        accepted("decisions", own, verb="change", note=5, text="x" * 100)


# -- the map


def test_map_takes_the_middle_and_puts_the_biggest_gap_first() -> None:
    said = answers(
        ("now:money:people", "0"), ("now:money:people", "1"), ("now:money:people", "0"), ("wanted:money:people", "3"),
        ("now:jobs:people", "2"), ("wanted:jobs:people", "3"),
    )  # fmt: skip
    state = at("map", PLAIN, answers=said)

    decisions = [(row.id, decision.gap) for row, decision in decisions_of(state)]

    assert decisions == [("money", 3), ("jobs", 1)]
    assert [row.id for row in KIND.outputs(state)["decisions"]] == ["money", "jobs"]


def test_answers_for_a_decision_that_was_taken_off_are_not_drawn() -> None:
    gone = Note(5, 3, "decision", "", False, gone=True)
    state = at("map", PLAIN, notes=[gone], answers=answers(("now:own-5:people", "1")))

    assert "own-5" not in ids(state)


@pytest.mark.parametrize("phase", ["decisions", "now", "wanted"])
def test_screen_shows_no_level_before_the_map(phase: str) -> None:
    before, after = (
        {part.id: (part.rev, part.order) for part in KIND.parts(at(phase, PLAIN, answers=given), "stage")}
        for given in ([], answers(("now:money:people", "0"), ("wanted:money:people", "4")))
    )

    assert before == after


QUESTIONS = ("share", "results", "change", "worries")


def sharing(*more: Note, **rows: Any) -> State:
    """A note about each question at table 1, all about the decision "money"."""
    notes = [Note(n, n, f"money:{zone}", f"About {zone}", True, table=1) for n, zone in enumerate(QUESTIONS, 3)]
    return at("share", PLAIN, notes=[*notes, *more], tables=(1, 2), **rows)


def on_the_wall(state: State) -> dict[int, tuple[str, str, int | None]]:
    """The notes on the big screen, each with its slot, the decision it names and its table."""
    parts = [part for part in KIND.parts(state, "stage") if not part.gone]
    return {p.context["note"].id: (p.slot, p.context["row"].text, p.context["table"]) for p in parts}


def test_everyone_sees_each_note_about_sharing_under_its_question() -> None:
    assert on_the_wall(sharing()) == {n: (f"zone-{zone}", "Money", 1) for n, zone in enumerate(QUESTIONS, 3)}


def test_note_that_waits_or_is_kept_off_is_not_on_the_wall() -> None:
    waits = Note(8, 8, "money:change", "Waits", False, held=True)
    kept_off = Note(9, 9, "money:change", "Kept off", False, kept_off=True)

    assert on_the_wall(sharing(waits, kept_off)) == on_the_wall(sharing())


def test_note_about_a_decision_that_was_taken_off_stays_without_its_words() -> None:
    added, about = Note(8, 8, "decision", "The rules", True), Note(9, 9, "own-8:change", "Ask us first", True, table=2)
    gone = replace(added, rev=10, text="", shown=False, gone=True)

    assert on_the_wall(sharing(added, about))[9] == ("zone-change", "The rules", 2)
    assert on_the_wall(sharing(gone, about, since=9)) == {9: ("zone-change", "", 2)}


def test_map_is_seen_before_people_write_and_once_more_after() -> None:
    phases = KIND.phases(KIND.clean_config(PLAIN))

    assert [phase.key for phase in phases] == ["decisions", "now", "wanted", "gaps", "share", "map"]
    assert [[part.id for part in KIND.parts(at(key, PLAIN), "stage")] for key in ("gaps", "map")] == [
        ["map", "map-page"]
    ] * 2


def test_facilitator_hears_when_few_answered() -> None:
    few, many = (
        next(iter(KIND.parts(at("now", PLAIN, answers=answers(*[("now:jobs:staff", "1")] * n)), "console"))).context[
            "few"
        ]
        for n in (4, 5)
    )

    assert (few, many) == (True, False)


def test_map_without_any_decision_is_a_fault() -> None:
    with pytest.raises(ValidationError, match="no decision to map"):
        KIND.clean_config({**PLAIN, "decisions": [], "own_decisions": False})


def test_story_map_ends_without_sharing_where_nothing_is_asked_of_it() -> None:
    questions = {key: RAW["questions"][key] for key in ("now", "wanted")}
    config = KIND.clean_config({**RAW, "questions": questions})

    assert [phase.key for phase in KIND.phases(config)] == ["decisions", "now", "wanted", "map"]


@pytest.mark.parametrize(("people", "told"), [(4, False), (5, True)])
def test_the_report_tells_a_say_from_five_people_on(people: int, told: bool) -> None:
    cells = [f"{row}:{group}" for row in ("jobs", "money") for group in ("people", "staff", "managers")]
    given = [(f"{when}:{cell}", "3") for when in ("now", "wanted") for cell in cells if cell != "jobs:staff"] * 5
    given += [("now:jobs:staff", "3"), ("wanted:jobs:staff", "1")] * people
    block = KIND.report(at("map", PLAIN, answers=answers(*given)))[0]

    assert ("Where fewer than five people answered, it is not shown." in block.text) is not told
    staff = {row[0]: row[2] for row in block.rows}
    assert staff["Who gets the job"] == ("from decides with others to is told" if told else "")


@pytest.mark.parametrize(("people", "kept_back"), [(4, {"now:jobs:staff"}), (5, set())])
def test_no_file_has_the_say_that_the_report_keeps_to_itself(people: int, kept_back: set[str]) -> None:
    given = answers(*[("now:jobs:staff", "3")] * people, ("pick:jobs", "1"))

    assert KIND.few(at("map", PLAIN, answers=given)) == kept_back
