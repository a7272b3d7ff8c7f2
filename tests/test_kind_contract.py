"""What every kind promises, tried with its own example.yaml: in one room and at two tables, on every surface, in every phase."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import get_template

from activities.drawing.readback import HOSTILE
from activities.kinds.base import Block, Own, Refusal, StepInfo, Write
from coprod.live.parts import Part, Position, View, change, render_part, whole
from sessions.source import finished_step
from sessions.surfaces import console_context, view
from sessions.workbook import workbook_context
from tests.kind_room import KINDS, WHERE, Room, Shot, kind_of

pytestmark = pytest.mark.django_db

SURFACES = ("console", "stage", "phone")


@pytest.fixture(params=[(name, where) for name in KINDS for where in WHERE], ids=lambda p: "-".join(p))
def room(request: pytest.FixtureRequest) -> Room:
    return Room(*request.param)


# -- pages ---------------------------------------------------------------------------------------------------------


def faults(html: str) -> list[str]:
    """What no page may hold."""
    found = []
    ids = re.findall(r'\sid="([^"]*)"', html)
    found += [f"id {name} twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    tags = re.findall(r"<[a-zA-Z][^>]*>", html)
    found += [f"style: {tag}" for tag in tags if re.search(r"\sstyle=", tag)]
    found += [f"script: {tag}" for tag in tags if re.search(r"<script|\son\w+=", tag, re.IGNORECASE)]
    found += ["<style>" for _ in re.findall("<style", html)]
    found += [f"#{name} is nowhere" for name in named(html) if name not in ids]
    return found


def named(html: str) -> set[str]:
    """The ids that labels and descriptions point at."""
    lists = re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
    return {name for names in lists for name in names.split()}


def test_every_kind_has_an_example_that_fills_each_of_its_phases(room: Room) -> None:
    phases = {phase.key: phase for phase in room.step.phases}
    rows = room.example["contributions"]
    assert {row["phase"] for row in rows} == {key for key, phase in phases.items() if phase.writes}
    assert len(phases) == len(room.step.phases)
    for phase in phases.values():
        assert phase.name and phase.effect
        assert len(phase.now) <= 44


def test_every_phase_is_a_clean_page_on_every_surface(room: Room) -> None:
    for phase in room.walk():
        state = room.state()
        for audience in room.audiences:
            html = whole(view(state, *audience), "en-gb")
            assert not faults(html), (phase, audience)
        for phone in room.phones[:2]:
            scope = room.audiences[-1][1] if phone is room.phones[1] else room.audiences[2][1]
            shared = view(state, "phone", scope)
            mine = room.own(phone, state)
            both = View(shared.key, 0, 0, "", shared.template, shared.context, shared.parts + mine.parts)
            assert not faults(whole(both, "en-gb")), (phase, "with one's own")


def test_a_phase_with_its_own_minutes_has_one_place_for_the_clock_of_the_big_screen(room: Room) -> None:
    for _ in room.walk():
        html = whole(view(room.state(), "stage", None), "en-gb")
        assert html.count('data-slot="timer"') == 1, room.session.place


def test_a_frame_takes_no_name_that_the_floor_uses(room: Room) -> None:
    """A kind's "place" would hide the console's own, and Next would leave a place where nobody stands."""
    for _ in room.walk():
        state = room.state()
        taken = {"session", "surface", "here", "state", "step", "phase", "config", "kind_template", "slots"}
        taken |= set(console_context(state)) | set(workbook_context(state))
        for surface in SURFACES:
            assert not taken & set(kind_of(room.name).frame(state.step_state(None), surface))


def test_every_part_has_a_slot_to_stand_in(room: Room) -> None:
    for phase in room.walk():
        state = room.state()
        for audience in room.audiences:
            html = whole(view(state, *audience), "en-gb")
            for part in kind_of(room.name).parts(state.step_state(audience[1]), audience[0]):
                if not part.gone:
                    assert f'data-slot="{part.slot}"' in html, (phase, audience, part.id)
                    assert "data-slot" not in render_part(part) or audience[0] == "console", "a slot inside a part"


def test_a_change_brings_a_screen_to_where_a_new_one_would_be(room: Room) -> None:
    """From whatever revision it starts: snapshot(k) with the delta is snapshot(n)."""
    taken: dict[tuple[str, int | None], list[Shot]] = {}
    for _ in room.walk():
        for shot in room.shots():
            taken.setdefault(shot.audience, []).append(shot)
    for audience, shots in taken.items():
        for last in shots:
            for first in shots:
                if first.view.head < last.view.head and first.view.key == last.view.key:
                    assert with_delta(first, last) == last.drawn, (audience, first.view.head, last.view.head)


def test_a_view_of_what_is_newer_leaves_out_only_what_is_older(room: Room) -> None:
    for phase in room.walk():
        state = room.state()
        for audience in room.audiences:
            everything = view(state, *audience)
            for since in (state.session.view_rev, state.session.rev - 1, state.session.rev - 2):
                newer = view(state, *audience, since)
                assert drawn_after(newer, since) == drawn_after(everything, since), (phase, audience, since)


def drawn_after(now: View, since: int) -> dict[str, tuple[str, str, str]]:
    return {part.id: (part.slot, part.order, render_part(part)) for part in now.parts if part.rev > since}


def with_delta(first: Shot, last: Shot) -> dict[str, tuple[str, str, str]]:
    after = dict(first.drawn)
    for part in last.view.parts:
        if part.rev <= first.view.head:
            continue
        if part.gone:
            after.pop(part.id, None)
        else:
            after[part.id] = (part.slot, part.order, render_part(part))
    return after


def test_without_the_revision_rule_a_screen_falls_behind() -> None:
    """The control: a part that keeps an old revision while what it shows changes is found."""

    def shot(head: int, text: str) -> Shot:
        part = Part("note", 1, "wall", "", "kinds/board/_count.html", {"count": int(text)})
        now = View("place", 1, head, "e", "", {}, (part,))
        return Shot(("stage", None), now, {"note": ("wall", "", render_part(part))})

    first, last = shot(1, "1"), shot(2, "2")

    assert with_delta(first, last) != last.drawn


def test_a_followed_room_shows_what_a_newly_read_one_does(room: Room) -> None:
    for _ in room.walk():
        followed, fresh = room.followed(), room.state()
        for audience in room.audiences:
            assert Shot.take(followed, audience).drawn == Shot.take(fresh, audience).drawn


def test_a_screen_that_is_level_gets_nothing(room: Room) -> None:
    for _ in room.walk():
        state = room.state()
        for audience in room.audiences:
            now = view(state, *audience)
            assert change(now, Position(now.head, now.key, now.epoch), "en-gb") is None


# -- what may not be seen ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_words_of_one_table_never_reach_the_other(name: str) -> None:
    room = Room(name, "tables", hostile="canary of a table")
    other = [row for row in room.example["contributions"] if table_of(room, row) != 2]
    room.example["contributions"] = other
    for phase in room.walk():
        html = whole(view(room.state(), "phone", 2), "en-gb")
        assert "canary" not in html, phase


@pytest.mark.parametrize("name", KINDS)
def test_what_one_table_does_changes_nothing_at_the_other(name: str) -> None:
    room = Room(name, "tables")
    room.example["contributions"] = [row for row in room.example["contributions"] if table_of(room, row) == 1]
    before: tuple[str, dict[str, Any]] | None = None
    for phase in room.walk():
        drawn = Shot.take(room.state(), ("phone", 2)).drawn
        if before and before[0] == phase:
            assert drawn == before[1], phase
        before = (phase, drawn)


def table_of(room: Room, row: dict[str, Any]) -> int | None:
    """The table where the phone that is named in a contribution sits in that phase; None where nobody in particular, or the
    facilitator, writes."""
    who = row.get("who")
    if not isinstance(who, int):
        return None
    found, config = kind_of(room.name), room.step.info.config
    return found.seat(config, found.phase(config, row["phase"]), who % 2 + 1, (1, 2))


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("words", [HOSTILE[0], HOSTILE[4], HOSTILE[14], "</p><img src=x onerror=y>"])
def test_words_stay_words_on_every_surface(name: str, words: str) -> None:
    room = Room(name, "room", hostile=words)
    for phase in room.walk():
        state = room.state()
        for audience in room.audiences:
            assert not faults(whole(view(state, *audience), "en-gb")), (phase, audience)


def test_a_screen_shows_no_note_that_waits(room: Room) -> None:
    """With "read first" on, words go to the facilitator and to their writer, and to no other screen."""
    room.example["contributions"] = [r for r in room.example["contributions"] if r["verb"] not in ("theme", "rename")]
    room.hostile, room.names = "a canary that waits", {"time": 0}
    room.session.set(read_first=True)
    for phase in room.walk():
        for audience in room.audiences[1:]:
            assert "canary" not in whole(view(room.state(), *audience), "en-gb"), (phase, audience)


def test_a_write_of_another_phase_is_refused(room: Room) -> None:
    found, step = kind_of(room.name), room.step.info
    for phase in room.step.phases:
        for verb in {"note", "answer", "theme", "move"} - phase.writes:
            with pytest.raises(Refusal):
                found.accept(Write(verb, text="Words", item="x", value="y"), step, phase, Own())
        if "answer" in phase.writes:
            with pytest.raises(Refusal):
                found.accept(Write("answer", item="no such item", value="no such value"), step, phase, Own())


def test_words_that_are_too_long_are_refused_by_their_length(room: Room) -> None:
    found, step = kind_of(room.name), room.step.info
    for phase in room.step.phases:
        if "note" in phase.writes:
            with pytest.raises(Refusal, match="too long"):
                found.accept(Write("note", text="x" * 5000), step, phase, Own())


# -- afterwards ----------------------------------------------------------------------------------------------------


def test_report_and_paper_are_made(room: Room) -> None:
    for _ in room.walk():
        pass
    state = finished_step(room.step)
    blocks = list(kind_of(room.name).report(state))
    assert blocks
    for block in blocks:
        check_block(block)
    for rows in kind_of(room.name).outputs(state).values():
        assert len({row.id for row in rows}) == len(rows)
        assert all(row.text for row in rows)


def check_block(block: Block) -> None:
    assert block.heading
    assert block.text or block.rows or block.items or block.drawing or block.columns == ()
    assert all(len(row) == len(block.columns) for row in block.rows)
    assert all(isinstance(cell, str) for row in block.rows for cell in row)
    if block.drawing:
        assert ElementTree.fromstring(block.drawing)[0].tag.endswith("title")
        assert block.text, "a drawing says itself in words"


@pytest.mark.parametrize("name", KINDS)
def test_report_of_a_step_in_which_nobody_wrote(name: str) -> None:
    room = Room(name, "room")

    blocks = kind_of(name).report(finished_step(room.step))

    for block in blocks:
        check_block(block)


@pytest.mark.parametrize("name", KINDS)
def test_sheet_to_write_on_by_hand(name: str) -> None:
    info: StepInfo = Room(name, "room").step.info
    html = get_template(kind_of(name).template("print")).render({"step": info, "config": info.config})

    assert not faults(html)
    assert len(re.sub(r"<[^>]+>|\s", "", html)) > 40


@pytest.mark.parametrize("name", KINDS)
def test_phones_stay_light(name: str) -> None:
    """No answer of somebody else costs a phone of a whole room more than 1,500 bytes."""
    room = Room(name, "room")
    before: View | None = None
    for phase in room.walk():
        now = view(room.state(), "phone", None)
        if before and before.key == now.key:
            fragment = change(now, Position(before.head, before.key, before.epoch), "en-gb")
            assert fragment is None or len(json.dumps(fragment.html)) <= 1500, phase
        before = now
    assert before is not None
