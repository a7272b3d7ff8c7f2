"""People who leave an address for later: a promise on the wall, and the two forms beside it."""

from typing import Any

from django.urls import reverse

from sessions import models, secrets
from sessions.models import LiveSession
from tests.sessions.conftest import Phone

ADDRESS = "canary.robin@example.org"


def promise(session: LiveSession, phone: Phone, text: str = "ring the council") -> models.Note:
    answer = phone.post(session, id=secrets.new_secret()[:30], zone="promise", text=text)
    return models.Note.objects.get(pk=answer.json()["note"])


def ask(session: LiveSession, phone: Phone, **fields: Any) -> Any:
    step = session.steps.get()
    values = {"address": ADDRESS, "months": 3, "consent": "on", **fields}
    data = {f"ask{step.pk}-{name}": value for name, value in values.items() if value is not None}
    return phone.client.post(reverse("phone-later-ask", args=[session.public, step.pk]), data)


def news(session: LiveSession, phone: Phone, **fields: Any) -> Any:
    values = {"address": ADDRESS, "months": 6, "consent": "on", **fields}
    data = {f"news-{name}": value for name, value in values.items() if value is not None}
    return phone.client.post(reverse("phone-later-news", args=[session.public]), data)
