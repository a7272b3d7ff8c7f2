"""A room with a facilitator and phones, made without surprises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from sessions.access import cookie_name
from sessions.joining import admit
from sessions.models import LiveSession, Note, Participant, SessionStep

Later = Callable[[int], None]  # moves the clock by so many days
BOARD = {
    "zones": [
        {"id": "good", "title": "What went well", "colour": "leaf"},
        {"id": "bad", "title": "Not working yet", "colour": "rose"},
    ],
}
PROMISE = {
    "kind": "commitment",
    "config": {
        "start": {"text": "One thing I will do is…"},
        "follow_up": {"text": "Ask me in a few months how it went.", "months": 3},
    },
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
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Moves the clock by days."""
    real = timezone.now

    def move(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=days))

    return move


@pytest.fixture
def promised(db: None, settings: LazySettings, tmp_path: Path) -> LiveSession:
    """A session at the step of promises, with a data folder of its own."""
    settings.VAR_DIR = tmp_path
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    return session


@pytest.fixture
def small(db: None) -> LiveSession:
    """A board with one note on it."""
    session = make_session()
    session.advance("lobby")
    Note.objects.create(step=session.step, zone="good", text="A cup of tea", rev=1)
    return session
