"""Addresses for later: given with a consent of their own, seen by nobody else, gone when they should be."""

import re
from collections.abc import Callable
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
from sessions.report import files, gather
from tests.sessions.conftest import Phone, join, make_session
from tests.sessions.test_deletion import every_byte, found

ADDRESS = "canary.robin@example.org"
PROMISE = {
    "kind": "commitment",
    "config": {
        "start": {"text": "One thing I will do is…"},
        "follow_up": {"text": "Ask me in a few months how it went.", "months": 3},
    },
}
Later = Callable[[int], None]


@pytest.fixture
def promised(db: None, settings: LazySettings, tmp_path: Path) -> LiveSession:
    """A session at the step of promises, with a data folder of its own."""
    settings.VAR_DIR = tmp_path
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    return session


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


# -- nobody else sees it -----------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_the_address_is_in_no_page_file_log_or_task(
    settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.VAR_DIR, settings.SENDS_MAIL, settings.SITE_URL = tmp_path, True, "https://rooms.example"
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    phone, other, owner = join(session), join(session), Client()
    owner.force_login(session.owner, "django.contrib.auth.backends.ModelBackend")
    promise(session, phone)
    ask(session, phone)
    news(session, phone)
    report = gather(session)
    seen = [
        *(owner.get(reverse(name, args=[session.public])).content for name in
          ("console", "console-room", "session-report", "session-did", "session-promises", "session-follow-ups", "session-certificate")),
        *(phone.client.get(reverse(name, args=[session.public])).content for name in ("phone", "phone-later", "phone-copy", "phone-notes")),
        other.client.get(reverse("phone", args=[session.public])).content,
        Client().get(reverse("stage", args=[session.stage_token])).content,
        *(make(report) for kind, make in files.AT_ONCE.items() if kind in ("csv", "md")),
        files.pdf_html(report).encode(), caplog.text.encode(), *(content for _, content in every_byte(tmp_path)),
    ]  # fmt: skip
    assert not [content for content in seen if b"canary" in content]
    assert found(tmp_path, [bytes(Contact.objects.asks().get().sealed)]) != {}  # the control: the row is in the file


def test_by_hand_the_organiser_sees_the_address_and_never_the_promise(promised: LiveSession, later: Later) -> None:  # noqa: F811
    phone, owner = join(promised), Client()
    owner.force_login(promised.owner, "django.contrib.auth.backends.ModelBackend")
    promise(promised, phone, "canary-promise")
    ask(promised, phone)
    url = reverse("session-follow-ups", args=[promised.public])
    before = owner.get(url).content.decode()
    assert ADDRESS in before and "The e-mail to send" not in before
    later(95)
    owner.force_login(promised.owner, "django.contrib.auth.backends.ModelBackend")
    due = owner.get(url).content.decode()
    assert ADDRESS in due and "The e-mail to send" in due and "canary-promise" not in due
    contact = Contact.objects.get()
    assert "canary-promise" not in owner.get(reverse("later", args=[contact.token])).content.decode()
    owner.post(reverse("session-follow-up-sent", args=[promised.public, contact.pk]))
    contact.refresh_from_db()
    assert (bytes(contact.sealed), contact.sent_on) == (b"", timezone.localdate())
    assert ADDRESS not in owner.get(url).content.decode()


def test_who_holds_address_and_link_learns_from_no_answer_whose_promise_it_is(
    promised: LiveSession,
    later: Later,  # noqa: F811
) -> None:
    """The organiser who writes by hand could watch where an answer comes up. The control: a link that only the mail had."""
    phone, other, owner = join(promised), join(promised), Client()
    promise(promised, phone)
    mailed = promise(promised, other, "write to the paper")
    ask(promised, phone)
    ask(promised, other, months=6)
    later(95)
    owner.force_login(promised.owner, "django.contrib.auth.backends.ModelBackend")
    owner.get(reverse("session-follow-ups", args=[promised.public]))
    by_hand, by_mail = Contact.objects.order_by("due_on")
    assert (by_hand.shown, by_mail.shown) == (True, False)
    Contact.objects.filter(pk=by_mail.pk).update(sent_on=timezone.localdate())
    for contact in (by_hand, by_mail):
        Client().post(reverse("later", args=[contact.token]), {"how": "did"})
    assert [row.note for row in models.Outcome.objects.order_by("contact__due_on")] == [None, mailed]


def test_nobody_answers_before_they_are_asked(promised: LiveSession) -> None:
    phone = join(promised)
    promise(promised, phone)
    ask(promised, phone)
    url = reverse("later", args=[Contact.objects.get().token])
    assert "You can answer here then" in Client().get(url).content.decode()
    Client().post(url, {"how": "did"})
    assert not models.Outcome.objects.exists()


@pytest.mark.parametrize("name", ["session-did", "session-promises", "session-follow-ups"])
def test_another_facilitator_sees_nothing_of_it(promised: LiveSession, name: str, django_user_model: Any) -> None:
    other = Client()
    other.force_login(django_user_model.objects.create(username="kim"), "django.contrib.auth.backends.ModelBackend")
    assert other.get(reverse(name, args=[promised.public])).status_code == 404
    assert Client().get(reverse(name, args=[promised.public])).status_code == 302


def test_another_facilitator_can_send_and_delete_nothing(promised: LiveSession, django_user_model: Any) -> None:
    phone = join(promised)
    promise(promised, phone)
    ask(promised, phone)
    contact, other = Contact.objects.get(), Client()
    other.force_login(django_user_model.objects.create(username="kim"), "django.contrib.auth.backends.ModelBackend")
    for name in ("session-follow-up-sent", "session-follow-up-stop"):
        assert other.post(reverse(name, args=[promised.public, contact.pk])).status_code == 404
    assert Contact.objects.get().sealed


@pytest.mark.parametrize("due", [False, True])
def test_the_list_takes_as_many_queries_for_three_people_as_for_one(
    promised: LiveSession,
    django_assert_num_queries: Any,
    later: Later,  # noqa: F811
    due: bool,
) -> None:
    owner = Client()
    owner.force_login(promised.owner, "django.contrib.auth.backends.ModelBackend")
    url, step = reverse("session-follow-ups", args=[promised.public]), promised.steps.get()
    step.session = promised
    people = ["a@example.org", "b@example.org", "c@example.org"]
    contacts.ask_about(step, None, "", people[0], 1)
    if due:
        later(32)
    with django_assert_num_queries(7 + due):
        assert people[0] in owner.get(url).content.decode()
    for address in people[1:]:
        contacts.ask_about(step, None, "", address, 1)
        contacts.tell_news(promised, "", address, 3)
    Contact.objects.asks().update(due_on=timezone.localdate() if due else timezone.localdate() + timedelta(days=9))
    with django_assert_num_queries(7 + due):
        assert people[2] in owner.get(url).content.decode()


def test_the_first_page_says_when_there_is_somebody_to_write_to(
    promised: LiveSession,
    later: Later,  # noqa: F811
    settings: LazySettings,
    django_user_model: Any,
) -> None:
    step = promised.steps.get()
    step.session = promised
    for address in ("a@example.org", "b@example.org"):
        contacts.ask_about(step, None, "", address, 1)
    owner = promised.owner.pk
    other = django_user_model.objects.create(username="kim").pk
    assert contacts.to_write_to(owner) == []
    later(32)
    client = Client()
    client.force_login(promised.owner, "django.contrib.auth.backends.ModelBackend")
    assert "2 people asked to hear from you about now" in client.get(reverse("home")).content.decode()
    expected = [{"public": promised.public, "title": "Having a real say", "n": 2}]
    assert (contacts.to_write_to(owner), contacts.to_write_to(other)) == (expected, [])
    settings.SENDS_MAIL = True
    assert contacts.to_write_to(owner) == []


def test_a_slip_of_paper_needs_its_tick_too(promised: LiveSession) -> None:
    owner = Client()
    owner.force_login(promised.owner, "django.contrib.auth.backends.ModelBackend")
    url = reverse("session-follow-ups", args=[promised.public])
    answer = owner.post(url, {"slip-address": ADDRESS, "slip-months": 2})
    assert answer.status_code == 422 and ADDRESS in answer.content.decode()
    assert owner.post(url, {"slip-address": ADDRESS, "slip-months": 2, "slip-consent": "on"}).status_code == 302
    assert (Contact.objects.get().note, Contact.objects.get().owner) == (None, "")
    owner.post(url, {"slip-address": ADDRESS, "slip-months": 2, "slip-consent": "on"})  # pressed twice
    assert Contact.objects.count() == 1
    owner.post(url, {"slip-address": f"another.{ADDRESS}", "slip-months": 2, "slip-consent": "on"})
    assert Contact.objects.count() == 2


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
    later: Later,  # noqa: F811
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
