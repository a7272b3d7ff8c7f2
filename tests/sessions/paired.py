"""Phones that work in pairs."""

import json
from typing import Any

from sessions.models import LiveSession, Participant
from tests.sessions.conftest import Phone

ASK = {"questions": [{"id": "good-at", "text": "What are you good at?"}], "share": {"text": "Choose."}}
STEP: dict[str, Any] = {"kind": "interview", "config": ASK, "grouping": "pairs", "privacy": "only_you"}


def sizes(session: LiveSession) -> list[int]:
    return sorted(pair.people.count() for pair in session.pairs.all())


def start(session: LiveSession) -> LiveSession:
    session.advance("lobby")
    return session


def partners_of(phone: Phone) -> set[int]:
    me = Participant.objects.get(pk=phone.participant.pk)
    return set(Participant.objects.filter(pair=me.pair).values_list("pk", flat=True)) - {me.pk} if me.pair else set()


def mine(session: LiveSession, phone: Phone) -> str:
    return json.loads(phone.client.get(f"/r/{session.public}/mine/").content)["h"]
