"""Stories on cards: a table keeps the one it took, and what others tried waits for the table's own ideas."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from activities.kinds.base import Answer, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part

CONFIG: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
found = kind("scenarios")
INFO = StepInfo(
    1, "t.1", "scenarios", "Stories", "What would help?", "", "", "", (), "", "tables", "everyone_no_names", 45, True,
    found.clean_config(CONFIG),
)  # fmt: skip


def state(key: str, *, answers: tuple[Answer, ...] = (), notes: tuple[Note, ...] = (), **more: Any) -> State:
    return State(INFO, found.phase(INFO.config, key), 1, 99, list(notes), list(answers), **more)


def took(value: str, rev: int, table: int | None = None, **more: Any) -> Answer:
    return Answer(rev, "card", value, person=rev, table=table, id=rev, **more)


def drawn(at: State, surface: str) -> str:
    return "".join(str(render_part(part)) for part in found.parts(at, surface))


def test_the_last_tap_at_a_table_counts_and_other_tables_keep_theirs() -> None:
    rows = (took("keen", 2, 1), took("talked-over", 3, 1), took("wrong-day", 4, 2))
    room = state("think", answers=rows, tables=(1, 2))

    assert found.card(room.at(1)).id == "talked-over"  # type: ignore[attr-defined]
    assert found.card(room.at(2)).id == "wrong-day"  # type: ignore[attr-defined]


def test_a_table_that_took_none_gets_the_next_in_turn() -> None:
    room = state("think", tables=(1, 2, 3, 4))

    assert [row["card"].id for row in found.tables(room)] == ["keen", "talked-over", "wrong-day", "keen"]  # type: ignore[attr-defined]


def test_a_room_takes_what_most_chose_unless_the_facilitator_says() -> None:
    rows = (took("keen", 2), took("talked-over", 3), took("talked-over", 4), took("keen", 5), took("talked-over", 6))

    assert found.card(state("think", answers=rows)).id == "talked-over"  # type: ignore[attr-defined]
    helped = (*rows, took("wrong-day", 7, proxy=True))
    assert found.card(state("think", answers=helped)).id == "talked-over"  # type: ignore[attr-defined]
    said = (*rows, Answer(8, "room-card", "wrong-day", person=8, id=8))
    assert found.card(state("think", answers=said)).id == "wrong-day"  # type: ignore[attr-defined]


def test_the_story_of_the_room_is_not_one_phones_to_say() -> None:
    write, phase = Write("answer", item="room-card", value="keen"), found.phase(INFO.config, "choose")

    assert found.accept(write, INFO, phase, Own(facilitator=True)) == write
    with pytest.raises(Refusal):
        found.accept(write, INFO, phase, Own())


def test_the_story_is_kept_once_people_think_about_it() -> None:
    with pytest.raises(Refusal):
        found.accept(Write("answer", item="card", value="keen"), INFO, found.phase(INFO.config, "think"), Own())


def test_what_others_tried_is_in_no_phone_and_on_no_screen_before_the_reveal() -> None:
    from django.template.loader import get_template

    for key, there in (("choose", False), ("think", False), ("reveal", True)):
        at = state(key, tables=(1, 2)).at(1)
        for surface in ("phone", "stage"):
            frame = found.frame(at, surface)
            context = {"state": at, "step": at.step, "phase": at.phase, "config": at.config, **frame}
            html = get_template(found.template(surface)).render(context)
            assert ("Meet once more" in html) is there, (key, surface)


def test_the_big_screen_shows_one_table_with_its_own_ideas() -> None:
    notes = (
        Note(1, 5, "keen:could-do", "Go for a walk", True, table=1),
        Note(2, 6, "talked-over:could-do", "Agree how we speak", True, table=2),
        Note(3, 7, "keen:could-do", "Waits", False, held=True, table=1),
    )
    room = state("reveal", notes=notes, tables=(1, 2))

    assert "walk" not in drawn(room, "stage")
    assert "1 idea" in drawn(room, "stage")
    assert "walk" in drawn(room.at(1), "stage")
    assert "Agree" not in drawn(room.at(1), "stage") + drawn(room.at(1), "phone")
    assert "Waits" not in drawn(room.at(1), "stage")


def test_ideas_do_not_reach_the_big_screen_while_people_think() -> None:
    notes = (Note(1, 5, "keen:could-do", "Go for a walk", True, table=1),)

    assert "walk" not in drawn(state("think", notes=notes, tables=(1,)).at(1), "stage")
    assert "walk" in drawn(state("think", notes=notes, tables=(1,)).at(1), "phone")


def test_the_report_holds_the_stories_that_were_taken_and_what_others_tried() -> None:
    notes = (Note(1, 5, "keen:could-do", "Go for a walk", True), Note(2, 6, "more", "Tea first", True))
    blocks = found.report(state("more", notes=notes))

    assert [block.heading for block in blocks] == ["Not there yet", "What others tried", CONFIG["closing"]["text"]]
    assert list(blocks[0].rows) == [("What could you do so that they feel safe?", "Go for a walk")]
