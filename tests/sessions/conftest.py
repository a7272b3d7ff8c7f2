"""A room with a facilitator and phones, made without surprises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from sessions.access import cookie_name
from sessions.joining import admit
from sessions.models import LiveSession, Participant, SessionStep

BOARD = {
    "zones": [
        {"id": "good", "title": "What went well", "colour": "leaf"},
        {"id": "bad", "title": "Not working yet", "colour": "rose"},
    ],
}


@dataclass
class Phone:
    participant: Participant
    secret: str
    client: Client

    def post(self, session: LiveSession, **fields: Any) -> Any:
        data = {"step": session.step_id, "verb": "note", **fields}
        return self.client.post(f"/r/{session.public}/write/", data, headers={"accept": "application/json"})


def make_session(*, steps: list[dict[str, Any]] | None = None, **values: Any) -> LiveSession:
    user, _ = get_user_model().objects.get_or_create(username="sam", defaults={"first_name": "Sam"})
    session = LiveSession.objects.create(owner=user, title="Having a real say", facilitator_name="Sam", **values)
    for position, step in enumerate(steps or [{"kind": "board", "config": BOARD}]):
        row = SessionStep(
            session=session, position=position, **{"title": "What have you tried?", "key": f"t.{position}", **step}
        )
        row.phase = row.phases[0].key
        row.save()
    return session


@pytest.fixture
def session(db: None) -> LiveSession:
    """One board, standing at its first phase."""
    made = make_session()
    made.advance("lobby")
    return made


@pytest.fixture
def facilitator(session: LiveSession) -> Client:
    client = Client()
    client.force_login(session.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def join(session: LiveSession, name: str = "") -> Phone:
    participant, secret = admit(session, name)
    client = Client()
    client.cookies[cookie_name(session.public)] = secret
    return Phone(participant, secret, client)


@pytest.fixture
def phone(session: LiveSession) -> Phone:
    return join(session)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Moves the clock by days."""
    real = timezone.now

    def move(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=days))

    return move
