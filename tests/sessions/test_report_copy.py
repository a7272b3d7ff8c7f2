"""A person's own copy: theirs alone, until the date, and kept nowhere."""

import re
from typing import Any

import pytest
from django.test import Client
from pdfua import validate

from coprod import pdf
from sessions import models, secrets
from sessions.models import LiveSession
from sessions.report import own
from tests.sessions.conftest import Phone, join
from tests.sessions.test_report_files import words_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrote(session: LiveSession, phone: Phone) -> Phone:
    """Somebody with a note on the wall, one that waits, and a private page; another person wrote as well."""
    phone.post(session, id="copy-test-note-0001", zone="good", text="My note on the wall")
    other = join(session)
    other.post(session, id="copy-test-note-0002", zone="bad", text="A note of somebody else")
    session.set(read_first=True)
    phone.post(session, id="copy-test-note-0003", zone="good", text="My note that waits")
    other.post(session, id="copy-test-note-0004", zone="good", text="canary-held-by-other")
    step = session.steps.get()
    for one, text in ((phone, "My private page"), (other, "canary-private-of-other")):
        sealed = secrets.seal(one.secret, step.salt, text)
        author = secrets.author_key(one.secret, step.salt)
        models.PrivateEntry.objects.create(step=step, author=author, field="box", sealed=sealed)
    return phone


def copy_page(phone: Phone, session: LiveSession) -> str:
    answer = phone.client.get(f"/r/{session.public}/copy/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_it_holds_my_words_and_what_we_made(session: LiveSession, wrote: Phone) -> None:
    html = copy_page(wrote, session)
    mine, together = html.split("What we made together")
    assert all(text in mine for text in ("My note on the wall", "My note that waits", "My private page"))
    assert "somebody else" not in mine and "A note of somebody else" in together
    assert "My note that waits" not in together and "My private page" not in together
    assert "canary" not in html
    assert not re.search(r"\sstyle=", html)


def test_a_note_is_taken_back_from_here(session: LiveSession, wrote: Phone) -> None:
    pk = models.Note.objects.get(text="My note on the wall").pk
    answer = wrote.client.post(f"/r/{session.public}/notes/{pk}/back/", {"back": "copy"})
    assert answer.url.endswith("/copy/")
    assert "My note on the wall" not in copy_page(wrote, session)


def test_the_pdf_says_the_same_and_is_kept_nowhere(session: LiveSession, wrote: Phone, tmp_path: Any) -> None:
    answer = wrote.client.get(f"/r/{session.public}/copy/pdf/")
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    words = words_of_pdf(answer.content)
    assert all(text in words for text in ("My note on the wall", "My private page", "A note of somebody else"))
    assert "canary" not in words
    assert not session.files.exists()
    (tmp_path / "made.pdf").write_bytes(answer.content)
    assert validate(str(tmp_path / "made.pdf")).findings == ()


def test_when_many_ask_at_once_some_are_asked_to_come_back(
    session: LiveSession, wrote: Phone, monkeypatch: Any
) -> None:
    for _ in range(4):
        own._waiting.acquire()
    try:
        answer = wrote.client.get(f"/r/{session.public}/copy/pdf/")
    finally:
        own._waiting.release(4)
    assert answer.status_code == 503 and "Try again in a minute" in answer.content.decode()

    def fail(*args: Any, **kwargs: Any) -> bytes:
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "make", fail)
    answer = wrote.client.get(f"/r/{session.public}/copy/pdf/")
    assert answer.status_code == 503 and "Pango" in answer.content.decode()


def test_nobody_without_the_phone_gets_in_and_the_end_links_to_it(session: LiveSession, wrote: Phone) -> None:
    assert Client().get(f"/r/{session.public}/copy/").status_code == 403
    assert Client().get(f"/r/{session.public}/copy/pdf/").status_code == 403
    session.go_to("ended")
    assert f'href="/r/{session.public}/copy/"' in wrote.client.get(f"/r/{session.public}/").content.decode()
