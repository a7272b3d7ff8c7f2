"""Addresses for later: given with a consent of their own, seen by nobody else, gone when they should be."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sessions import contacts, deletion, erasure, models, secrets
from sessions.models import Contact, LiveSession
from tests.sessions.addresses import ADDRESS, ask, news, promise
from tests.sessions.conftest import PROMISE, Later, Phone, join, make_session
from tests.sessions.test_deletion import found

# -- giving one --------------------------------------------------------------------------------------------------------


def test_the_offer_stands_beside_ones_own_promise_and_nowhere_else(promised: LiveSession) -> None:
    phone, other = join(promised), join(promised)
    url = reverse("phone", args=[promised.public])
    assert "Ask me later" not in phone.client.get(url).content.decode()
    promise(promised, phone)
    assert "Ask me later" in phone.client.get(url).content.decode()
    assert "Ask me later" not in other.client.get(url).content.decode()
    ask(promised, phone)
    shown = phone.client.get(url).content.decode()
    assert "Ask me later" not in shown and "Change it or stop it" in shown and ADDRESS not in shown


def test_the_offer_goes_from_the_page_with_the_promise(promised: LiveSession) -> None:
    phone = join(promised)
    note = promise(promised, phone)
    url = reverse("mine", args=[promised.public])
    assert "Ask me later" in phone.client.get(url).json()["h"]
    phone.client.post(reverse("phone-note-back", args=[promised.public, note.pk]))
    assert '<i id="ask-later" data-gone></i>' in phone.client.get(url).json()["h"]


def test_the_box_is_not_ticked_and_says_what_who_and_until_when(promised: LiveSession) -> None:
    phone = join(promised)
    promise(promised, phone)
    html = phone.client.get(reverse("phone-later", args=[promised.public])).content.decode()
    (tick,) = re.findall(r"<input type=\"checkbox\" name=\"ask[^>]*>", html)
    assert "checked" not in tick
    for words in ("What for:", "Who has it:", "Until when:", "Only the organisers</b> see your e-mail"):
        assert words in html


def test_a_contact_leads_to_the_promise_and_to_nothing_else(promised: LiveSession) -> None:
    phone = join(promised)
    note = promise(promised, phone)
    assert ask(promised, phone).status_code == 302
    news(promised, phone)
    contact, other = Contact.objects.asks().get(), Contact.objects.news().get()
    assert (contact.note, contact.months, contact.due_on) == (note, 3, contacts.months_on(timezone.localdate(), 3))
    assert contact.until == contact.due_on + timedelta(days=contacts.ANSWER_DAYS)
    assert contacts.address_of(contact) == ADDRESS and ADDRESS.encode() not in bytes(contact.sealed)
    keys = {note.author, secrets.digest(phone.secret)}
    assert contact.owner != other.owner and not keys & {contact.owner, other.owner}
    assert (other.note, other.step) == (None, None)
    names = {field.name for field in Contact._meta.get_fields()}
    assert names == {
        "id", "session", "purpose", "step", "note", "owner", "sealed", "token", "months", "due_on", "sent_on", "trouble",
        "shown", "until", "outcome",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"address": "robin@example"}, "not a whole e-mail address"),
        ({"address": "robin example.org"}, "not a whole e-mail address"),
        ({"address": "robin@example.org\nBcc: all@example.org"}, "not a whole e-mail address"),
        ({"address": "a@example.org, b@example.org"}, "not a whole e-mail address"),
        ({"address": ""}, "Write your e-mail address"),
        ({"consent": None}, "Without the tick we keep nothing"),
        ({"months": 7}, "Choose one of the times"),
    ],
)
def test_what_cannot_be_kept_stays_in_the_box_with_a_reason(
    promised: LiveSession, fields: dict[str, Any], words: str
) -> None:
    phone = join(promised)
    promise(promised, phone)
    answer = ask(promised, phone, **fields)
    html = answer.content.decode()
    assert (answer.status_code, Contact.objects.count()) == (422, 0)
    assert words in html
    assert fields.get("address", ADDRESS).split("\n")[0] in html


def test_asking_again_takes_the_place_of_the_first(promised: LiveSession) -> None:
    phone = join(promised)
    first, second = promise(promised, phone, "first"), promise(promised, phone, "second")
    ask(promised, phone)
    assert Contact.objects.get().note == second
    step = promised.steps.get()
    data = {"note": first.pk, f"ask{step.pk}-address": "other@example.org", f"ask{step.pk}-months": 1}
    phone.client.post(
        reverse("phone-later-ask", args=[promised.public, step.pk]), {**data, f"ask{step.pk}-consent": "on"}
    )
    contact = Contact.objects.get()
    assert (contact.note, contact.months, contacts.address_of(contact)) == (first, 1, "other@example.org")


def test_nobody_asks_about_a_note_of_somebody_else(promised: LiveSession) -> None:
    phone, other = join(promised), join(promised)
    note = promise(promised, phone)
    assert ask(promised, other).status_code == 302
    assert not Contact.objects.exists()
    own = promise(promised, other, "my own")
    step = promised.steps.get()
    values = {
        "note": note.pk,
        f"ask{step.pk}-address": ADDRESS,
        f"ask{step.pk}-months": 3,
        f"ask{step.pk}-consent": "on",
    }
    other.client.post(reverse("phone-later-ask", args=[promised.public, step.pk]), values)
    assert Contact.objects.get().note == own


def test_outsiders_have_no_page_to_ask_on(promised: LiveSession) -> None:
    assert Client().get(reverse("phone-later", args=[promised.public])).status_code == 403
    assert Client().post(reverse("phone-later-news", args=[promised.public])).status_code == 403


def test_a_step_that_asks_nothing_takes_no_address(session: LiveSession, phone: Phone) -> None:
    phone.post(session, id="a" * 22, zone="good", text="Drop-in")
    html = phone.client.get(reverse("phone-later", args=[session.public])).content.decode()
    assert "Ask me how it went" not in html and "Tell me what came of it" in html
    ask(session, phone)
    assert not Contact.objects.exists()


def test_the_page_takes_as_many_queries_for_three_promises_as_for_one(
    promised: LiveSession, django_assert_num_queries: Any
) -> None:
    phone = join(promised)
    url = reverse("phone-later", args=[promised.public])
    promise(promised, phone)
    with django_assert_num_queries(6):
        phone.client.get(url)
    promise(promised, phone, "second")
    promise(promised, phone, "third")
    with django_assert_num_queries(6):
        phone.client.get(url)


# -- it goes -----------------------------------------------------------------------------------------------------------


def test_its_owner_stops_it_on_their_phone_and_nobody_else_does(promised: LiveSession) -> None:
    phone, other = join(promised), join(promised)
    promise(promised, phone)
    ask(promised, phone)
    url, token = reverse("phone-later-stop", args=[promised.public]), Contact.objects.get().token
    other.client.post(url, {"token": token})
    assert Contact.objects.count() == 1
    phone.client.post(url, {"token": token})
    assert Contact.objects.count() == 0


def test_taking_back_the_promise_ends_the_asking(promised: LiveSession) -> None:
    phone = join(promised)
    note = promise(promised, phone)
    ask(promised, phone)
    Contact.objects.update(sent_on=timezone.localdate())
    phone.client.post(reverse("later", args=[Contact.objects.get().token]), {"how": "did"})
    assert models.Outcome.objects.get().note == note
    phone.client.post(reverse("phone-note-back", args=[promised.public, note.pk]))
    assert (Contact.objects.count(), models.Outcome.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_address_outlives_the_session_and_no_file_holds_it_after_its_own_day(
    tmp_path: Path,
    settings: LazySettings,
    later: Later,
) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    phone = join(session)
    promise(session, phone)
    ask(session, phone)
    contact = Contact.objects.get()
    pieces = [bytes(contact.sealed), contact.token.encode()]
    owner = contact.owner.encode()
    call_command("backup", tmp_path / "backups", verbosity=0)
    assert all(any(".tar.gz" in name for name in names) for names in found(tmp_path, pieces).values())
    later(31)
    call_command("delete_due", verbosity=0)
    assert all(found(tmp_path, pieces).values())  # asked for: it stays
    assert not found(tmp_path, [owner])[owner]  # and the key of its owner's phone is gone
    assert deletion.personal_rows(session) == 0
    page = Client()
    page.force_login(session.owner, "django.contrib.auth.backends.ModelBackend")
    told = page.get(reverse("session-certificate", args=[session.public])).content.decode()
    assert "1 person asked to hear from you later" in told
    later((contact.until - date.today()).days)
    call_command("delete_due", verbosity=0)
    assert not any(found(tmp_path, pieces).values())
    assert len(list((tmp_path / "backups").iterdir())) == 1


@pytest.mark.django_db(transaction=True)
def test_stopping_clears_the_backups_at_the_next_round(tmp_path: Path, settings: LazySettings) -> None:
    settings.VAR_DIR = tmp_path
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    contact = contacts.tell_news(session, "k" * 32, ADDRESS, 6)
    sealed = bytes(contact.sealed)
    call_command("backup", tmp_path / "backups", verbosity=0)
    Client().post(reverse("later-stop", args=[contact.token]))
    assert not Contact.objects.exists()
    assert found(tmp_path, [sealed])[sealed]  # the control: a backup still holds it
    call_command("delete_due", verbosity=0)
    assert not found(tmp_path, [sealed])[sealed]
    assert not erasure.owed()


def test_months_end_where_the_month_does() -> None:
    assert contacts.months_on(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert contacts.months_on(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert contacts.months_on(date(2026, 1, 15), 12) == date(2027, 1, 15)


def test_an_address_is_masked_to_what_its_owner_knows_again() -> None:
    assert [contacts.masked(address) for address in ("robin@example.org", "")] == ["r…@example.org", ""]
