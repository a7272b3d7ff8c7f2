"""One's own link: it lets its owner in again from another phone, and the server keeps nothing that could make it."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from sessions import kept, models
from sessions.access import cookie_name
from sessions.models import LiveSession
from tests.sessions.conftest import Phone, join, make_session

pytestmark = pytest.mark.django_db
ID = "own-link-test-note-1"


def key_of(phone: Phone, session: LiveSession) -> str:
    return f"{session.public}.{phone.secret}"


def opened(link: str, client: Client | None = None, **more: str) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.post("/my/", {"link": link, **more})


def test_the_page_shows_the_whole_link_and_is_stored_nowhere(session: LiveSession, phone: Phone) -> None:
    answer = phone.client.get(f"/r/{session.public}/link/")
    html = answer.content.decode()
    assert f"/my/#{key_of(phone, session)}</textarea>" in html
    assert "no-store" in answer["Cache-Control"]
    assert html.count("<svg") > html.count('<svg class="i') and 'class="qr"' in html
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*src=)", html)


def test_another_phone_gets_the_same_notes_and_can_change_and_take_them_back(
    session: LiveSession, phone: Phone
) -> None:
    phone.post(session, id=ID, zone="good", text="First words")
    other, answer = opened(f"http://laptop/my/#{key_of(phone, session)}")
    assert (answer.status_code, answer.url) == (302, f"/r/{session.public}/")
    assert other.cookies[cookie_name(session.public)].value == phone.secret
    note = models.Note.objects.get()
    assert "First words" in other.get(f"/r/{session.public}/notes/").content.decode()
    assert "First words" in other.get(f"/r/{session.public}/copy/").content.decode()

    other.post(f"/r/{session.public}/notes/{note.pk}/change/", {"text": "Second words"})
    note.refresh_from_db()
    assert note.text == "Second words"
    other.post(f"/r/{session.public}/notes/{note.pk}/back/")
    note.refresh_from_db()
    assert (note.text, note.state) == ("", "gone")


def test_a_link_that_opens_nothing_gets_one_answer_and_keeps_what_was_typed(session: LiveSession, phone: Phone) -> None:
    for link in (f"{session.public}.{'x' * 43}", f"{'a' * 12}.{phone.secret}"):
        client, answer = opened(link)
        assert answer.status_code == 422 and not client.cookies.get(cookie_name(session.public))
        assert "opens nothing any more" in answer.content.decode() and link in answer.content.decode()
    _client, answer = opened("http://laptop/my/")
    assert answer.status_code == 422 and "not a whole link" in answer.content.decode()


def test_a_phone_that_is_somebody_else_is_asked_first(session: LiveSession, phone: Phone) -> None:
    other = join(session)
    name = cookie_name(session.public)
    client, answer = opened(key_of(phone, session), other.client)
    assert answer.status_code == 409 and client.cookies[name].value == other.secret
    client, answer = opened(key_of(phone, session), other.client, instead="1")
    assert answer.status_code == 302 and client.cookies[name].value == phone.secret


def test_a_phone_that_holds_somebodys_kept_pages_asks_first_too(session: LiveSession, phone: Phone) -> None:
    """The session is deleted. What its people keep is not, and a shared phone may hold the only key to one's pages."""
    other, name = join(session), cookie_name(session.public)
    until = timezone.localdate() + timedelta(days=90)
    for one in (phone, other):
        kept.Kept(0, until, "Goals", session.title, "", [kept.Take(timezone.localdate(), [])]).save(
            one.secret, new=True
        )
    link = key_of(phone, session)
    session.delete()

    client, answer = opened(link, other.client)
    assert answer.status_code == 409 and client.cookies[name].value == other.secret
    html = answer.content.decode()
    assert "would take their place" in html and f'href="/r/{session.public}/kept/"' in html
    client, answer = opened(link, other.client, instead="1")
    assert answer.url == f"/r/{session.public}/kept/" and client.cookies[name].value == phone.secret


def test_a_look_clears_nothing_from_a_phone(session: LiveSession, phone: Phone) -> None:
    """Programs that look at a page before it is opened ask for its head alone. The control: a press does clear it."""
    answer = phone.client.head(f"/r/{session.public}/finish/")
    assert "Clear-Site-Data" not in answer and phone.client.cookies[cookie_name(session.public)].value
    assert "Clear-Site-Data" in phone.client.post(f"/r/{session.public}/finish/")


def test_opening_needs_the_page_own_token(session: LiveSession, phone: Phone) -> None:
    """Otherwise another site could make a phone somebody else, who then reads what is written on it."""
    assert Client(enforce_csrf_checks=True).post("/my/", {"link": key_of(phone, session)}).status_code == 403


def test_the_secret_is_in_no_row_no_log_and_no_address(
    session: LiveSession, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    phone.client.get(f"/r/{session.public}/link/")
    _client, answer = opened(key_of(phone, session))
    assert phone.secret not in answer.url
    assert phone.secret not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608
            assert phone.secret not in repr(cursor.fetchall()), table


def test_without_a_script_the_page_takes_the_link_in_a_box() -> None:
    html = Client().get("/my/").content.decode()
    assert 'name="link"' in html and "Paste your whole link here." in html and "csrfmiddlewaretoken" in html


def test_finishing_on_a_phone_deletes_nothing_that_the_link_opens(session: LiveSession, phone: Phone) -> None:
    phone.post(session, id=ID, zone="good", text="Still mine")
    assert "your own link opens them again" in phone.client.get(f"/r/{session.public}/finish/").content.decode()
    phone.client.post(f"/r/{session.public}/finish/")
    phone.client.cookies.pop(cookie_name(session.public), None)
    assert phone.client.get(f"/r/{session.public}/").status_code == 403
    opened(key_of(phone, session), phone.client)
    assert "Still mine" in phone.client.get(f"/r/{session.public}/notes/").content.decode()


# -- change a note of any step ---------------------------------------------------------------------------------------


def change(phone: Phone, session: LiveSession, pk: int, text: str) -> Any:
    return phone.client.post(f"/r/{session.public}/notes/{pk}/change/", {"text": text})


def test_a_changed_note_waits_again_where_notes_are_read_first(session: LiveSession, phone: Phone) -> None:
    phone.post(session, id=ID, zone="good", text="Shown")
    session.set(read_first=True)
    note = models.Note.objects.get()
    change(phone, session, note.pk, "Changed")
    note.refresh_from_db()
    assert (note.text, note.state) == ("Changed", "held")


def test_a_change_that_cannot_be_kept_leaves_the_words_in_the_box(session: LiveSession, phone: Phone) -> None:
    phone.post(session, id=ID, zone="good", text="Shown")
    note = models.Note.objects.get()
    for text in ("x" * 281, ""):
        answer = change(phone, session, note.pk, text)
        assert answer.status_code == 422 and f">{text}</textarea>" in answer.content.decode()
    note.refresh_from_db()
    assert note.text == "Shown"


def test_nobody_changes_a_note_of_somebody_else(session: LiveSession, phone: Phone) -> None:
    phone.post(session, id=ID, zone="good", text="Mine")
    note = models.Note.objects.get()
    assert change(join(session), session, note.pk, "Theirs").status_code == 422
    note.refresh_from_db()
    assert note.text == "Mine"


def test_a_note_in_a_cell_stays_in_its_cell_when_its_words_change(db: None) -> None:
    grid = {
        "rows_title": "The row",
        "rows": [{"id": "tea", "text": "Tea"}],
        "columns": [{"id": "how", "title": "How", "text": "How?"}],
    }
    session = make_session(steps=[{"kind": "grid", "config": grid}])
    session.advance("lobby")
    phone = join(session)
    phone.post(session, id=ID, zone="tea:how", text="Hot")
    note = models.Note.objects.get()
    session.advance(session.place)
    change(phone, session, note.pk, "Warm")
    note.refresh_from_db()
    assert (note.text, note.zone) == ("Warm", "tea:how")


def test_words_kept_for_oneself_under_a_promise_are_there_to_read(db: None) -> None:
    session = make_session(steps=[{"kind": "commitment", "config": {"start": {"text": "One thing I will do"}}}])
    session.advance("lobby")
    phone = join(session)
    phone.post(session, verb="keep", item="moved-on-1", text="Half a promise")
    assert "Half a promise" in phone.client.get(f"/r/{session.public}/notes/").content.decode()
    html = phone.client.get(f"/r/{session.public}/page/{session.step_id}/").content.decode()
    assert ">Half a promise</textarea>" in html and "<b>Only you</b> can see this." in html
