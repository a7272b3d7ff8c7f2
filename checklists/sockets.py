"""The websocket path of plans, and who may open it."""

from __future__ import annotations

from typing import Any

from django.urls import path

from checklists.access import seat_of
from checklists.models import Project
from coprod.cookies import cookies_of, off_the_loop, user_of
from coprod.live.endpoint import Admit, endpoint
from coprod.live.names import PLAN_SOCKET
from coprod.live.sources import Seat


@off_the_loop
def admit(scope: dict[str, Any]) -> Admit | None:
    project = Project.objects.filter(public=scope["url_route"]["kwargs"]["public"], removed_at=None).first()
    member = seat_of(project, user_of(scope), cookies_of(scope)) if project else None
    if project is None or member is None or not member.is_in:
        return None
    return Admit(project.room, Seat("plan", member.pk))


sockets: list[Any] = [path(PLAN_SOCKET, endpoint(admit))]  # type: ignore[arg-type]
