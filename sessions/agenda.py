"""Today as the console shows it: each step with its times."""

import datetime
from typing import Any

from sessions.models import LiveSession
from sessions.source import RoomState


def agenda_context(state: RoomState) -> dict[str, Any]:
    """The steps with their times: when they began, or will if each takes its minutes from here on."""
    current = state.step if state.session.stage == LiveSession.Stage.LIVE else None
    rows, clock = [], None
    for item in state.agenda:
        here = current is not None and item.pk == current.pk
        began = item.began if here or (current is not None and item.position < current.position) else None
        starts = began or clock
        rows.append({"item": item, "starts": starts, "now": here, "done": item.visited and not here})
        clock = starts + datetime.timedelta(minutes=item.minutes) if starts else None
    minutes = sum(item.minutes for item in state.agenda)
    return {"session": state.session, "rows": rows, "ends": clock, "minutes": minutes, "place": state.session.place}
