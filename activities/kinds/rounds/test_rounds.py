"""Rounds: who does what, where notes go, and what nobody is shown."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from activities.kinds.base import Answer, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part

rounds = kind("rounds")


def info_of(name: str) -> StepInfo:
    config = YAML(typ="safe").load(Path(__file__).with_name(name))["config"]
    return StepInfo(
        1, "t.1", "rounds", "Rounds", "Move from table to table", "", "", "The step's own words.", (), "", "tables",
        "everyone_no_names", 60, False, rounds.clean_config(config),
    )  # fmt: skip


CAFE, TURNS = info_of("example.yaml"), info_of("example-turns.yaml")


def state(info: StepInfo, key: str, *notes: Note, **more: Any) -> State:
    return State(info, rounds.phase(info.config, key), 1, 99, list(notes), **more)


def drawn(at: State, surface: str) -> str:
    return "".join(str(render_part(part)) for part in rounds.parts(at, surface) if not part.gone)


# -- the configuration ---------------------------------------------------------------------------------------------


def test_rounds_are_either_turns_or_tables() -> None:
    config = CAFE.config.model_dump()
    for wrong in ({**config, "turns": TURNS.config.turns.model_dump()}, {**config, "tables": None}):
        with pytest.raises(ValidationError, match="either turns or tables"):
            rounds.clean_config(wrong)


def test_phases_follow_from_the_configuration() -> None:
    assert [p.key for p in rounds.phases(CAFE.config)] == [
        "round-1", "move-2", "round-2", "move-3", "round-3", "look-1", "look-2", "look-3", "harvest",
    ]  # fmt: skip
    assert [p.key for p in rounds.phases(TURNS.config)] == [
        "turn-1", "turn-1-tell", "turn-1-talk", "turn-1-answer", "turn-2", "turn-2-tell", "turn-2-talk", "turn-2-answer",
        "harvest",
    ]  # fmt: skip


def test_what_goes_by_the_clock_has_its_own_minutes() -> None:
    assert [p.minutes for p in rounds.phases(CAFE.config)] == [12, 0, 12, 0, 12, 0, 0, 0, 0]
    assert [p.minutes for p in rounds.phases(TURNS.config)] == [0, 3, 5, 3, 0, 3, 5, 3, 0]


# -- tables that move on -------------------------------------------------------------------------------------------


def seats(key: str) -> list[int]:
    return [rounds.seat(CAFE.config, rounds.phase(CAFE.config, key), home, (1, 2, 3)) for home in (1, 2, 3)]


def test_people_sit_one_table_on_in_each_round_and_walk_from_where_they_are() -> None:
    keys = ("round-1", "move-2", "round-2", "move-3", "round-3", "look-1", "harvest")

    assert [seats(key) for key in keys] == [
        [1, 2, 3], [1, 2, 3], [2, 3, 1], [2, 3, 1], [3, 1, 2], [3, 1, 2], [3, 1, 2],
    ]  # fmt: skip


def zone(key: str, own: Own, **fields: str) -> str:
    return rounds.accept(Write("note", text="Words", **fields), CAFE, rounds.phase(CAFE.config, key), own).zone


def test_a_note_goes_to_the_question_of_the_table_where_its_writer_sits() -> None:
    assert zone("round-1", Own(table=2, tables=(1, 2, 3))) == "way:1"
    assert zone("round-2", Own(table=2, tables=(1, 2, 3))) == "way:2"
    assert zone("move-3", Own(table=2, tables=(1, 2, 3))) == "way:2"
    assert zone("round-3", Own()) == "place:3"  # one room takes one question after another


def test_a_note_begun_at_another_table_is_refused_and_stays_in_the_box() -> None:
    with pytest.raises(Refusal, match="Your words are still in the box"):
        zone("round-2", Own(table=2, tables=(1, 2, 3)), zone="asked:1")


def test_somebody_without_a_seat_is_asked_to_say_where_they_sit() -> None:
    with pytest.raises(Refusal, match="Say where you sit"):
        zone("round-1", Own(tables=(1, 2, 3)))


def test_one_note_at_a_time_a_table_finds_what_the_last_one_left() -> None:
    notes = (
        Note(1, 5, "way:1", "The last bus", True, table=2),
        Note(2, 6, "asked:1", "They rang back", True, table=1),
        Note(3, 7, "way:2", "And trains", True, table=2),
        Note(4, 8, "way:1", "Waits", False, held=True, table=2),
    )
    at = state(CAFE, "round-2", *notes, tables=(1, 2, 3), scope=None).at(2)
    slots = {part.id: part.slot for part in rounds.parts(at, "phone") if not part.gone}

    assert slots == {"n1": "left", "n3": "now"}


def test_the_phone_says_where_to_go_next_and_the_last_table_goes_to_the_first() -> None:
    room = state(CAFE, "move-2", tables=(1, 2, 3))

    assert [rounds.frame(room.at(n), "phone")["next_table"] for n in (1, 2, 3)] == [2, 3, 1]
    alone = rounds.frame(state(CAFE, "move-2"), "phone")
    assert (alone["next_table"], alone["next_question"].id) == (None, "way")


def test_one_room_goes_on_to_the_next_question_with_nothing_of_the_last_on_the_big_screen() -> None:
    note = Note(1, 5, "asked:1", "They rang back", True)

    assert "They rang" in drawn(state(CAFE, "round-1", note), "stage")
    assert drawn(state(CAFE, "move-2", note), "stage") == ""
    frame = rounds.frame(state(CAFE, "round-2", note), "phone")
    assert (frame["question"].id, frame["how"].ref) == ("way", "flic-tools-world-cafe.02")


def test_words_stay_off_the_big_screen_until_everyone_looks() -> None:
    note = Note(1, 5, "way:1", "The last bus", True, table=2)

    assert "bus" not in drawn(state(CAFE, "round-2", note, tables=(1, 2, 3)), "stage")
    assert "bus" not in drawn(state(CAFE, "look-1", note, tables=(1, 2, 3)), "stage")
    assert "bus" in drawn(state(CAFE, "look-2", note, tables=(1, 2, 3)), "stage")


def test_a_table_looks_at_a_question_that_lay_on_it_and_at_the_big_screen_for_others() -> None:
    room = state(CAFE, "look-2", tables=(1, 2, 3))

    assert [rounds.frame(room.at(n), "phone")["had"] for n in (1, 2, 3)] == [False, True, False]


def test_the_facilitator_is_told_when_the_number_of_tables_does_not_fit() -> None:
    four = rounds.frame(state(CAFE, "round-1", tables=(1, 2, 3, 4)), "console")["warning"]

    assert four == "With 4 tables some people meet a question twice and miss another. 3 or 6 tables fit."
    assert rounds.frame(state(CAFE, "round-1", tables=(1, 2, 3)), "console")["warning"] == ""


def test_who_stays_is_offered_their_place_and_the_others_see_that_somebody_does() -> None:
    room = state(CAFE, "round-1", tables=(1, 2), staying=frozenset({2}), staying_rev=7)
    stays = "".join(str(render_part(p)) for p in rounds.mine(room.at(2), Own(stays=True)))

    assert "You stay at Table 2" in stays
    assert "Somebody stays" in drawn(room.at(2), "phone")
    assert "Somebody stays" not in drawn(room.at(1), "phone")
    assert list(rounds.mine(state(CAFE, "round-3", tables=(1, 2)).at(2), Own())) == []  # nobody moves any more


def test_the_report_says_what_each_table_left_round_by_round() -> None:
    notes = (
        Note(1, 5, "way:2", "And trains", True, table=2),
        Note(2, 6, "way:1", "The last bus", True, table=2),
        Note(3, 7, "way:1", "Waits", False, held=True, table=2),
        Note(4, 8, "heard", "Ask early", True, table=1),
    )
    blocks = {b.heading: b for b in rounds.report(state(CAFE, "harvest", *notes, tables=(1, 2, 3)))}

    assert list(blocks["What gets in the way"].rows) == [("1", "2", "The last bus"), ("2", "2", "And trains")]
    assert "Table 2: What gets in the way, 2 notes" in blocks["What was left at the tables"].text
    assert list(blocks["What we heard"].items) == ["Ask early"]


def test_one_room_has_no_tables_in_its_report() -> None:
    blocks = rounds.report(state(CAFE, "harvest", Note(1, 5, "way:2", "And trains", True)))

    assert [b.heading for b in blocks][0] == "Being asked"
    assert list(blocks[1].rows) == [("2", "And trains")]


# -- turns with roles ----------------------------------------------------------------------------------------------


def role(key: str, **said: str) -> str:
    answers = {item.replace("_", "-"): Answer(2, item, value) for item, value in said.items()}
    parts = [p for p in rounds.mine(state(TURNS, key), Own(answers=answers)) if p.slot == "role"]
    return "".join(str(render_part(p)) for p in parts)


def test_a_phone_says_the_role_its_owner_took() -> None:
    assert "It is your turn." in role("turn-1-tell", turn_1="mine")
    assert "You help this time." in role("turn-1-tell", turn_1="help")
    assert "You have had a turn." in role("turn-2", turn_1="mine")


def test_who_takes_a_turn_is_on_no_shared_screen() -> None:
    answers = [Answer(5, "turn-1", "mine", person=3, id=1), Answer(6, "turn-1", "help", person=4, id=2)]
    at = state(TURNS, "turn-1", answers=answers)

    assert "1 person takes this turn. 1 helps." in " ".join(drawn(at, "console").split())
    assert drawn(at, "phone") == ""
    assert rounds.answered(at) is None


@pytest.mark.parametrize(("item", "value"), [("turn-2", "mine"), ("turn-1", "theirs"), ("", "mine")])
def test_a_turn_that_is_not_on_cannot_be_taken(item: str, value: str) -> None:
    with pytest.raises(Refusal):
        rounds.accept(Write("answer", item=item, value=value), TURNS, rounds.phase(TURNS.config, "turn-1"), Own())


def test_each_part_has_its_own_words_to_say_and_the_first_turn_opens_with_the_steps() -> None:
    def say(key: str) -> str | None:
        return rounds.frame(state(TURNS, key), "console").get("say")

    assert (say("turn-1"), say("turn-2")) == ("", "Who would like the next turn? Nobody has to.")
    assert say("turn-1-tell") == "Say what you are stuck with. Only listen. Ask nothing yet."
    assert say("turn-2-answer") == "Now whoever had the turn answers, if they like."


def test_the_harvest_can_come_as_soon_as_a_turn_was_had() -> None:
    def ahead(key: str) -> str | None:
        return rounds.frame(state(TURNS, key), "console").get("ahead", {}).get("phase")

    assert [ahead(key) for key in ("turn-1", "turn-1-tell", "turn-2", "turn-2-tell")] == [None, None, "harvest", None]


def test_only_ones_own_line_is_kept_and_the_report_holds_no_word_of_a_turn() -> None:
    assert [rounds.keeps(TURNS.config, field) for field in ("keep", "turn-1", "moved-on-17")] == [True, False, True]
    blocks = rounds.report(state(TURNS, "harvest", Note(1, 5, "shifted", "Not only me", True)))

    assert "stays with them" in blocks[0].text
    assert [list(b.items) for b in blocks[1:]] == [["Not only me"]]
