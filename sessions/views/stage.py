"""The big screen: read-only, behind its own secret link, never anything private or held."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sessions.models import LiveSession
from sessions.source import RoomState
from sessions.surfaces import view
from sessions.views import room


def _load(stage_token: str) -> RoomState:
    session = get_object_or_404(LiveSession, stage_token=stage_token)
    state = RoomState.load(session.public)
    assert state is not None
    return state


@never_cache
@require_GET
def stage(request: HttpRequest, stage_token: str) -> HttpResponse:
    state = _load(stage_token)
    now = view(state, "stage", None)
    floor = room.first_render(request, now, state.session.language)
    context = {"session": state.session, "view": now, "floor": floor}
    return render(request, "sessions/stage/stage.html", context)


@never_cache
@require_GET
def since(request: HttpRequest, stage_token: str) -> HttpResponse:
    state = _load(stage_token)
    return room.since(request, view(state, "stage", None), state.session.language)


@never_cache
@require_GET
def pane(request: HttpRequest, stage_token: str, number: int) -> HttpResponse:
    """One table as the big screen shows it, for standing side by side with others."""
    state = _load(stage_token)
    now = view(state, "pane", number)
    floor = room.first_render(request, now, state.session.language)
    context = {"session": state.session, "view": now, "floor": floor, "number": number}
    return render(request, "sessions/stage/pane.html", context)


@never_cache
@require_GET
def pane_since(request: HttpRequest, stage_token: str, number: int) -> HttpResponse:
    state = _load(stage_token)
    return room.since(request, view(state, "pane", number), state.session.language)
