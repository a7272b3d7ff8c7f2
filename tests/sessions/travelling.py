"""A session that travels as a file: sent, read and told again."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sessions.models import LiveSession
from sessions.models.session import default_delete_on
from sessions.moving import into, out
from sessions.report import gather


def again(session: LiveSession, body: bytes) -> LiveSession:
    return into.bring_in(session.owner, into.read(body), default_delete_on())


def told(session: LiveSession) -> list[Any]:
    """All that the report says, without the drawings, whose ids and papers go by the rows' numbers."""
    report = gather(session)
    return [
        (s.title, s.trouble, s.agreed, s.will_do, [(b.heading, b.text, b.columns, b.rows, b.items) for b in s.blocks])
        for s in report.sections
    ]


def send(client: Client, body: bytes, **data: Any) -> Any:
    file = SimpleUploadedFile("session.json", body, content_type="application/json")
    return client.post("/sessions/bring-in/", {"file": file, **data})


def body_of(session: LiveSession, **changed: Any) -> bytes:
    return json.dumps(json.loads(out.write(session)) | changed).encode()
