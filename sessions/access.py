"""Who may come in: participants by their cookie, the facilitator by signing in, the big screen by its secret link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from coprod.cookies import cookies_of, off_the_loop, user_of
from coprod.live.endpoint import Admit
from coprod.live.sources import Seat
from coprod.prepared import PreparedModels
from sessions import kept, secrets
from sessions.models import LiveSession, Participant
from sessions.source import own_rows

COOKIE_DAYS = 60


_participant = PreparedModels(
    lambda public, digest: Participant.objects.select_related("session", "table").filter(
        session__public=public, digest=digest
    )
)


def cookie_name(public: str) -> str:
    return f"coprod_{public}"


@dataclass(frozen=True)
class Here:
    """A phone in a room."""

    session: LiveSession
    participant: Participant
    secret: str


def find_here(public: str, cookies: dict[str, str]) -> Here | None:
    """The participant whose secret the cookies hold; None when the cookie or the room is not known."""
    secret = cookies.get(cookie_name(public), "")
    if not secret:
        return None
    found = _participant.first(public, secrets.digest(secret))
    return Here(found.session, found, secret) if found else None


def writer_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view a `Here`, also of a phone that was taken out: its notes stay its owner's. Others see how to join."""

    @wraps(view)
    def wrapped(request: HttpRequest, public: str, *args: Any, **kwargs: Any) -> HttpResponse:
        here = find_here(public, request.COOKIES)
        return view(request, here, *args, **kwargs) if here else _no_room(request, public)

    return wrapped


def participant_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `writer_required`, for what is done in the room: a phone that was taken out is told so."""

    @writer_required
    @wraps(view)
    def wrapped(request: HttpRequest, here: Here, *args: Any, **kwargs: Any) -> HttpResponse:
        return _taken_out(request, here) if here.participant.removed else view(request, here, *args, **kwargs)

    return wrapped


def _taken_out(request: HttpRequest, here: Here) -> HttpResponse:
    """What it wrote is there to be taken back, and no more of the room."""
    visited = here.session.steps.filter(visited=True)
    notes = [(step, note) for step in visited for note in own_rows(step, here.secret).notes if note.live]
    context = {"session": here.session, "notes": notes}
    return render(request, "sessions/phone/removed.html", context, status=403)


def _no_room(request: HttpRequest, public: str) -> HttpResponse:
    """A phone whose session is gone may still hold the key to what its owner keeps; any other one sees how to join."""
    secret = request.COOKIES.get(cookie_name(public), "")
    if secret and request.method == "GET" and kept.shelf(secret):
        return redirect("kept", public)
    return render(request, "sessions/phone/not_joined.html", status=403)


def facilitator_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view the session when the signed-in facilitator owns it; for anyone else it does not exist."""

    @wraps(view)
    @login_required
    def wrapped(request: HttpRequest, public: str, *args: Any, **kwargs: Any) -> HttpResponse:
        session = get_object_or_404(LiveSession.objects.select_related("step"), public=public, owner=request.user)
        return view(request, session, *args, **kwargs)

    return wrapped


@dataclass(frozen=True)
class Holder:
    """Somebody with a secret of a session, who may be in its room no more: it was deleted, and what they keep was not."""

    public: str
    secret: str
    here: Here | None

    @property
    def session(self) -> LiveSession | None:
        return self.here.session if self.here else None


def holder_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view a `Holder`; a phone without a secret sees how to open its own link."""

    @wraps(view)
    def wrapped(request: HttpRequest, public: str, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = request.COOKIES.get(cookie_name(public), "")
        if not secret:
            return render(request, "sessions/phone/not_joined.html", status=403)
        here = find_here(public, request.COOKIES)
        return view(request, Holder(public, secret, here), *args, **kwargs)

    return wrapped


def steering_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `facilitator_required`, for what leads a room. A session from a file is over: its report is all there is of it."""

    @wraps(view)
    @facilitator_required
    def wrapped(request: HttpRequest, session: LiveSession, *args: Any, **kwargs: Any) -> HttpResponse:
        if session.origin:
            return redirect("session-report", session.public)
        return view(request, session, *args, **kwargs)

    return wrapped


def set_secret(response: HttpResponse, public: str, secret: str, until: date | None = None) -> None:
    """The cookie that lets this phone in. It lasts as long as what it opens, and 60 days at least."""
    days = max(COOKIE_DAYS, (until - timezone.localdate()).days + 1 if until else 0)
    response.set_cookie(
        cookie_name(public), secret, max_age=days * 86400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


# -- websockets -------------------------------------------------------------------------------------------------------


def _args(scope: dict[str, Any]) -> dict[str, str]:
    return scope["url_route"]["kwargs"]


@off_the_loop
def admit_phone(scope: dict[str, Any]) -> Admit | None:
    here = find_here(_args(scope)["public"], cookies_of(scope))
    if here is None or here.participant.removed:
        return None
    return Admit(here.session.room, Seat("phone", here.participant.pk, here.session.language))


@off_the_loop
def admit_stage(scope: dict[str, Any]) -> Admit | None:
    session = LiveSession.objects.filter(stage_token=_args(scope)["stage_token"]).first()
    return Admit(session.room, _seat(scope, "stage", "pane", session)) if session else None


@off_the_loop
def admit_console(scope: dict[str, Any]) -> Admit | None:
    owner = user_of(scope).pk
    session = LiveSession.objects.filter(public=_args(scope)["public"], owner_id=owner).first() if owner else None
    return Admit(session.room, _seat(scope, "console", "look", session)) if session else None


def _seat(scope: dict[str, Any], whole: str, one: str, session: LiveSession) -> Seat:
    """A screen of the whole room, or of one table: "pane:3" on the big screen, "look:3" for the facilitator."""
    number = _args(scope).get("number")
    return Seat(f"{one}:{number}" if number else whole, None, session.language)
