"""What each surface shows: the parts around a step, and the step's own parts from its kind."""

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.urls import reverse

from activities.kinds.base import Note, Own, State, Write
from activities.kinds.registry import kind
from coprod.live.parts import Part, View
from sessions.agenda import agenda_context
from sessions.models import Contact, LiveSession, Participant
from sessions.seats import writes_for
from sessions.source import RoomState
from sessions.tables import side_by_side, turns
from sessions.workbook import only_read, workbook_context

# One table on its own: a pane of the big screen, and what the facilitator sees who looks in. Kinds show them what they show the whole.
SHOWN_AS = {"pane": "stage", "look": "console"}


def view(state: RoomState, surface: str, scope: int | None, since: int = -1) -> View:
    """What one audience sees now, or of it what is newer than `since`. `scope` is a table's number while the step is done at tables."""
    session = state.session
    step = _step_state(state, surface, scope, since)
    return View(
        key=_key(state, surface, scope),
        rev=session.view_rev,
        head=session.rev,
        epoch=session.epoch,
        template=f"sessions/{surface}/_floor.html",
        context=partial(_context, state, surface, step, scope),
        parts=tuple(_parts(state, surface, step)),
        since=since,
        touched=tuple(state.judged.items()) if surface == "phone" else (),
    )


def _step_state(state: RoomState, surface: str, scope: int | None, since: int = -1) -> State | None:
    if state.step is None or state.session.stage != LiveSession.Stage.LIVE:
        return None
    if surface == "stage":
        scope = None if _pages(state) else state.session.shared_screen
    return state.step_state(scope if state.at_tables else None, since)


def _key(state: RoomState, surface: str, scope: int | None) -> str:
    """Changes whenever a screen of this surface has to be drawn anew."""
    session = state.session
    handed = [(c.id, c.text) for c in state.carried] + [(b.title, b.rows) for b in state.looked_back]
    rows = zlib.crc32(repr(handed).encode()) if handed else 0
    return f"{session.place}.{session.view_rev}.{scope or 0}.{rows:x}"


def _context(state: RoomState, surface: str, step: State | None, scope: int | None = None) -> Mapping[str, Any]:
    session = state.session
    as_kind = SHOWN_AS.get(surface, surface)
    context: dict[str, Any] = {"session": session, "surface": as_kind, "here": state.here}
    if surface in SHOWN_AS:
        context["one_table"] = scope
    if as_kind == "console":
        context |= console_context(state)
        context["report_url"] = reverse("session-report", args=[session.public])
    if surface == "stage":
        context["panes"] = _panes(state)
    if surface == "phone":
        context["copy_url"] = reverse("phone-copy", args=[session.public])
        context["personal_link"] = reverse("own-link", args=[session.public])
        context["at_tables_today"] = bool(state.tables)
        if session.alone:
            context |= workbook_context(state)
    if step is None:
        return context
    found = kind(step.step.kind)
    return context | {
        "state": step,
        "step": step.step,
        "phase": step.phase,
        "config": step.config,
        "keeps_table": bool(step.scope) and not found.moves(step.config),  # whoever moves is told where to by the kind
        "looked_back": [back.at(step.scope) for back in state.looked_back],
        "kind_template": found.template(as_kind),
        "limit": found.limit(Write("note"), step.config),
        **found.frame(step, as_kind),
        **only_read(state, step),
    }


def _parts(state: RoomState, surface: str, step: State | None) -> Iterable[Part]:
    around = {"phone": _phone_parts, "stage": _stage_parts, "console": _console_parts, "look": _look_parts}
    if surface in around:
        yield from around[surface](state, step)
    if state.session.alone and state.step and state.step.to_read:
        return
    as_kind = SHOWN_AS.get(surface, surface)
    in_panes = surface == "stage" and _panes(state)
    if step is not None and not in_panes and not (state.session.paused and as_kind != "console"):
        yield from kind(step.step.kind).parts(step, as_kind)


def _beside(state: RoomState) -> int:
    """How many tables can stand side by side on the big screen now."""
    if state.step is None or not state.at_tables:
        return 1
    return kind(state.step.kind).beside(state.step.info.config, state.step.phase_now)


def _pages(state: RoomState) -> list[Sequence[int]]:
    """The tables that the big screen shows side by side, page by page; none while it does not."""
    most = _beside(state) if state.session.side_by_side else 1
    return side_by_side(sorted(state.tables.values()), most) if most > 1 else []


def _panes(state: RoomState) -> Sequence[int]:
    """The tables on the page that is up."""
    pages, first = _pages(state), state.session.shared_screen
    return next((page for page in pages if first in page), pages[0] if pages else ())


def _phone_parts(state: RoomState, step: State | None) -> Iterable[Part]:
    session = state.session
    if step is not None and not session.paused:
        yield Part(
            "reads-first", session.settings_rev, "who", template="sessions/phone/_reads_first.html",
            context={"session": session, "step": step.step}, tag="span",
        )  # fmt: skip


def _stage_parts(state: RoomState, step: State | None) -> Iterable[Part]:
    session = state.session
    yield Part("join", session.settings_rev, "join", template="sessions/stage/_join.html", context={"session": session})
    yield Part("timer", session.timer_rev, "timer", template="sessions/stage/_timer.html", context={"session": session})
    if step is None:
        people = {"session": session, "here": state.here}
        yield Part("lobby", state.people_rev, "lobby", template="sessions/stage/_lobby.html", context=people)
    elif step.phase.writes:
        answered = kind(step.step.kind).answered(step)
        if answered is not None:
            yield _tally(state, step, answered)


def _tally(state: RoomState, step: State, answered: int) -> Part:
    """How many have answered, counted over notes and answers by people who are not told apart."""
    rev = max(step.rows_rev, state.people_rev, step.view_rev)
    return Part(
        "tally", rev, "tally", template="sessions/stage/_tally.html",
        context={"answered": answered, "notes": len(step.shown), "people": state.here},
    )  # fmt: skip


def _console_parts(state: RoomState, step: State | None) -> Iterable[Part]:
    session = state.session
    counts = {"session": session, "here": state.here}
    rev = max(session.settings_rev, state.people_rev)
    yield Part("head", rev, "head", template="sessions/console/_head.html", context=counts)
    if session.stage == LiveSession.Stage.LOBBY:
        yield Part("lobby", state.people_rev, "lobby", template="sessions/console/_lobby_count.html", context=counts)
    agenda_rev = max(session.agenda_rev, session.view_rev)
    yield Part("agenda", agenda_rev, "agenda", template="sessions/console/_agenda.html", context=agenda_context(state))
    switch = "sessions/console/_read_first.html"
    yield Part("read-first", session.settings_rev, "read-first", template=switch, context={"session": session})
    minutes = step.phase.minutes if step else 0
    timer = {"session": session, "more_time": _wanting_time(state), "minutes": minutes}
    timer_rev = max(session.timer_rev, *(s.rev for s in state.signals.values()), 0)
    yield Part("timer", timer_rev, "timer", template="sessions/console/_timer.html", context=timer)
    yield from _needs(state)
    yield from _waiting_elsewhere(state)
    if step is not None:
        yield writes_for(state)
        yield from _note_rows(state, step)


def _needs(state: RoomState, only: int | None = None) -> Iterable[Part]:
    """Private signals, of the room or of one table."""
    for signal in state.signals.values():
        table = state.seat(signal.participant_id)  # type: ignore[attr-defined]
        if only is None or table == only:
            yield Part(
                f"signal{signal.pk}", signal.rev, "needs", f"{signal.pk:09d}", "sessions/console/_need.html",
                {"signal": signal, "session": state.session, "table": table}, "li",
                gone=signal.state == signal.State.OVER,
            )  # fmt: skip


def _look_parts(state: RoomState, step: State | None, /) -> Iterable[Part]:
    """One table: who sits there, who asked for something, and its notes."""
    scope = step.scope if step else None
    head = {"session": state.session, "here": state.here}
    rev = max(state.session.settings_rev, state.people_rev)
    yield Part("head", rev, "head", template="sessions/console/_head.html", context=head)
    if step is not None and scope is not None:
        yield from _needs(state, scope)
        people = [p for pk, p in state.people.items() if state.seat(pk) == scope and not p.removed]
        yield Part("seated", state.people_rev, "seated", "", "sessions/console/_seated.html", {"people": people})
        yield from _note_rows(state, step)


def _note_rows(state: RoomState, step: State) -> Iterable[Part]:
    zones, marks = step.config.zone_titles(), step.config.zone_marks()
    for note in step.moved:
        yield Part(
            f"row{note.id}", note.rev, "to-read" if note.held else "read", f"{note.id:09d}",
            "sessions/console/_note_row.html",
            {"note": note, "session": state.session, "zone": zones.get(note.zone), "mark": marks.get(note.zone, "sun"),
             "may_name": may_name_someone(note.text)}, "li",
            gone=note.gone,
        )  # fmt: skip


def _waiting_elsewhere(state: RoomState) -> Iterable[Part]:
    """Notes that wait in other steps: changed by their writers after the room moved on, or left unread there."""
    titles = {step.pk: step.title for step in state.agenda}
    for step_pk, note in state.notes_of_other_steps():
        yield Part(
            f"row{note.id}", note.rev, "elsewhere", f"{note.id:09d}", "sessions/console/_note_row.html",
            {"note": note, "session": state.session, "zone": titles.get(step_pk, ""),
             "may_name": may_name_someone(note.text)}, "li",
            gone=not note.held,
        )  # fmt: skip


NAMING = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\b\.?\s+\w|\b(?:\d[ -]?){9,}\d\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\S@\S+\.\S",
    re.UNICODE,
)


def may_name_someone(text: str) -> bool:
    """A title, a phone number, a postcode or an e-mail address: a hint for the facilitator, who decides."""
    return bool(NAMING.search(text))


def _wanting_time(state: RoomState) -> int:
    return sum(s.what == "time" and s.state != s.State.OVER for s in state.signals.values())


def console_context(state: RoomState) -> dict[str, Any]:
    """The agenda and what Next and Back will do."""
    session = state.session
    places = [LiveSession.Stage.LOBBY.value]
    names: dict[str, tuple[str, str]] = {}
    numbers, pages = sorted(state.tables.values()) if state.at_tables else [], _pages(state)
    for step in state.agenda:
        for phase in step.phases:
            place = f"{step.pk}.{phase.key}"
            places.append(place)
            names[place] = (step.title, phase.name)
    places.append(LiveSession.Stage.ENDED.value)
    here = session.place
    index = places.index(here) if here in places else 0
    after = places[index + 1] if index + 1 < len(places) else None
    next_step = next((s for s in state.agenda if after and after.startswith(f"{s.pk}.")), None)
    next_phase = None
    if next_step and after:
        next_phase = next(p for p in next_step.phases if after == f"{next_step.pk}.{p.key}")
    return {
        "agenda": state.agenda,
        "current": state.step if session.stage == LiveSession.Stage.LIVE else None,
        "place": here,
        "first": index == 0,
        "next_place": after,
        "next_step": next_step if next_step != state.step or session.stage != LiveSession.Stage.LIVE else None,
        "next_phase": next_phase,
        "phases": state.step.phases if state.step else [],
        "tables": numbers,
        "may_stand_beside": _beside(state) > 1,
        "by_page": len(pages) > 1,
        **(turns([p[0] for p in pages], _panes(state)[0]) if len(pages) > 1 else turns(numbers, session.shared_screen)),
        "has_drafts": session.stage == LiveSession.Stage.LOBBY
        and '"own": true' in json.dumps([s.config for s in state.agenda]),
    }


def own_view(state: RoomState, scope: int | None, own: Own | None, participant: Participant) -> View:
    """What only its owner sees on a phone: their notes here, their signal, and what the kind shows of their answers."""
    session = state.session
    step = _step_state(state, "phone", scope)
    parts: list[Part] = [_my_signal(state, participant)]
    if session.stage == LiveSession.Stage.LOBBY and state.tables:
        parts.append(_my_seat(state, participant))
    if step is not None and own is not None:
        bare = State(
            step=step.step, phase=step.phase, view_rev=step.view_rev, head=step.head, carried=step.carried,
            scope=scope, tables=step.tables, facilitator=step.facilitator,
        )  # fmt: skip
        parts += [_my_note(state, step, note) for note in own.notes]
        parts.append(_my_answers(own))
        own = replace(own, stays=bool(state.hosts.get(participant.pk, (None, 0))[0]))
        parts += _ask_later(state, step, own)
        parts += kind(step.step.kind).mine(bare, own)
    return View(
        key=_key(state, "phone", scope), rev=0, head=session.rev, epoch=session.epoch,
        template="sessions/phone/_floor.html", context=partial(_context, state, "phone", step), parts=tuple(parts),
    )  # fmt: skip


def _my_signal(state: RoomState, participant: Participant) -> Part:
    mine = [s for s in state.signals.values() if s.participant_id == participant.pk]  # type: ignore[attr-defined]
    open_ = [s for s in mine if s.state != s.State.OVER]
    return Part(
        "my-signal", max((s.rev for s in mine), default=0), "signal", template="sessions/phone/_my_signal.html",
        context={"session": state.session, "signal": open_[-1] if open_ else None}, gone=not open_,
    )  # fmt: skip


def _my_seat(state: RoomState, participant: Participant) -> Part:
    """Where to sit, for people who wait: the lobby is the same for all of them, so it knows no table."""
    person = state.people.get(participant.pk)
    return Part(
        "my-seat", person.rev if person else 0, "seat", template="sessions/phone/_my_seat.html",
        context={"session": state.session, "number": state.seat(participant.pk)}, tag="p",
    )  # fmt: skip


def _my_answers(own: Own) -> Part:
    """Marks, picks and votes given before; the page's script puts them back into the forms of the view."""
    given = {item: [answer.value, answer.text] for item, answer in own.answers.items() if not answer.gone}
    rev = max((answer.rev for answer in own.answers.values()), default=0)
    return Part(
        "answers", rev, "own", template="sessions/phone/_my_answers.html",
        context={"answers": json.dumps(given, ensure_ascii=False)},
    )  # fmt: skip


def _my_note(state: RoomState, step: State, note: Note) -> Part:
    found, titles, zones = kind(step.step.kind), step.config.zone_titles(), step.config.zone_marks()
    return Part(
        f"mine{note.id}", note.rev, "my-notes", f"{note.id:09d}", "sessions/phone/_my_note.html",
        {"note": note, "session": state.session, "step": step.step, "mark": zones.get(note.zone, "sun"),
         "where": titles.get(note.zone, ""),
         "limit": found.limit(Write("change", zone=note.zone), step.config),
         "can_change": bool({"note", "change"} & step.phase.writes),
         "saved": found.saved(step, note), "seen_by": found.note_privacy or step.step.privacy},
        "li", gone=note.gone,
    )  # fmt: skip


def _ask_later(state: RoomState, step: State, own: Own) -> Iterable[Part]:
    """The offer to be asked later how it went, once there is a note to ask about. The address is given on a page of its own:
    no outbox and no draft may keep it on a phone that others use."""
    offer = kind(step.step.kind).ask_later(step.step.config)
    if offer is None or state.session.alone:  # nobody organises a workbook, so nobody would ask
        return ()
    notes = [note.id for note in own.notes if note.live]
    if not notes:
        return (Part("ask-later", 0, "follow-up", gone=True),)
    contact = Contact.objects.filter(note_id__in=notes).first()
    context = {"session": state.session, "offer": offer, "contact": contact}
    return (Part("ask-later", 0, "follow-up", template="sessions/phone/_ask_later.html", context=context),)
