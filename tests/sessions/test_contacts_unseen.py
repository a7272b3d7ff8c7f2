"""Addresses for later are seen by nobody who could join one to a promise, and by no other facilitator."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sessions import contacts, models
from sessions.models import Contact, LiveSession
from sessions.report import files, gather
from tests.sessions.addresses import ADDRESS, ask, news, promise
from tests.sessions.conftest import PROMISE, Later, join, make_session
from tests.sessions.test_deletion import every_byte, found


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


def test_by_hand_the_organiser_sees_the_address_and_never_the_promise(promised: LiveSession, later: Later) -> None:
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
    later: Later,
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
    later: Later,
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
    later: Later,
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
