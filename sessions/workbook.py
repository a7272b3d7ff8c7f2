"""What the phone of somebody who works alone shows around a step: where they stand, and a sheet to read where a step takes others."""

from typing import Any

from activities.kinds.base import State
from activities.kinds.registry import kind
from sessions.models import LiveSession, SessionStep
from sessions.source import RoomState


def only_read(state: RoomState, step: State) -> dict[str, Any]:
    """A step that takes others shows its sheet to somebody who works alone."""
    if not (state.session.alone and state.step and state.step.to_read):
        return {}
    found = kind(step.step.kind)
    return {"kind_template": "sessions/alone/_reading.html", "print_template": found.template("print"), "head": ""}


def workbook_context(state: RoomState) -> dict[str, Any]:
    """Where one person stands in their workbook, and what Next and Back lead to."""
    session = state.session
    places: list[tuple[str, SessionStep | None, str]] = [(LiveSession.Stage.LOBBY.value, None, "")]
    places += [(f"{s.pk}.{p.key}", s, p.name) for s in state.agenda for p in s.walked(alone=True)]
    places.append((LiveSession.Stage.ENDED.value, None, ""))
    index = next((i for i, (place, _step, _name) in enumerate(places) if place == session.place), 0)
    after = places[index + 1] if index + 1 < len(places) else None
    same = after is not None and after[1] is not None and after[1] == state.step and session.place != "lobby"
    return {
        "place": session.place, "first": index == 0, "same_step": same, "steps_in_all": len(state.agenda),
        "next_title": (after[2] if same else str(after[1])) if after and after[1] else "",
        "part_here": next((n for n, s in enumerate(state.agenda, 1) if s == state.step), 0), "agenda": state.agenda,
    }  # fmt: skip
