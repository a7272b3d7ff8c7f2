"""The e-mails people asked for: what they say, that they go once, and that one press answers or stops."""

from datetime import timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from sessions import contacts, mails, models, responses, tasks
from sessions.models import Contact, LiveSession, Outcome
from tests.sessions.addresses import ADDRESS, ask, promise
from tests.sessions.conftest import PROMISE, Later, join, make_session

SITE = "https://rooms.example"


@pytest.fixture
def sends(settings: LazySettings, tmp_path: Path) -> LazySettings:
    settings.SENDS_MAIL, settings.SITE_URL, settings.VAR_DIR = True, SITE, tmp_path
    return settings


@pytest.fixture
def asked(db: None, sends: LazySettings) -> Contact:
    """Somebody promised something and wants to be asked after three months."""
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    phone = join(session)
    promise(session, phone, "ring the council <today>")
    ask(session, phone)
    return Contact.objects.get()


# -- the words ---------------------------------------------------------------------------------------------------------


def test_the_mail_asks_in_plain_words_with_a_link_to_answer_and_one_to_stop(asked: Contact, later: Later) -> None:
    later(95)
    assert mails.send(asked.pk)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to, sent.cc, sent.bcc) == ("How did it go?", [ADDRESS], [], [])
    day = asked.session.created_on.strftime("%-d %B %Y")
    assert (
        sent.body
        == f"""Hello,

On {day} you were at: Having a real say.
You wrote one thing that you would do:

    ring the council <today>

You asked us to write and ask how it went. Any answer is fine.

Answer here, with one press:
{SITE}/later/{asked.token}/

Your name and address do not stand with your answer. If you do not answer, nobody asks again.
This is the only e-mail. Your address is deleted now that it is sent.

To delete the link above as well:
{SITE}/later/{asked.token}/stop/

The session was led by: Sam
"""
    )
    assert sent.extra_headers["List-Unsubscribe"] == f"<{SITE}/later/{asked.token}/stop/>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Sam" not in sent.from_email and "council" not in str(sent.message()["Subject"])


@pytest.mark.django_db
def test_the_news_mail_links_to_the_page(sends: LazySettings, session: LiveSession) -> None:
    contact = contacts.tell_news(session, "k" * 32, ADDRESS, 6)
    responses.put_up(session, True)
    page = session.did_page
    until = f"{contact.until.day} {contact.until:%B %Y}"
    day = f"{session.created_on.day} {session.created_on:%B %Y}"
    assert (
        mails.words_of(contact, SITE)
        == f"""Hello,

On {day} you were at: Having a real say.
You asked to hear what came of it. There is something new.

Read what people said, and what was done:
{SITE}/did/{page.token}/

We keep your address until {until}. Then it is deleted.
To stop these e-mails and delete your address now:
{SITE}/later/{contact.token}/stop/

The session was led by: Sam
"""
    )


def test_without_an_address_of_the_site_the_words_ask_to_write_back(asked: Contact) -> None:
    words = mails.words_of(asked, "", by_hand=True)
    assert "Write back with one of these: I did it." in words
    assert "http" not in words and "council" not in words


def test_a_title_cannot_add_a_header(asked: Contact, later: Later) -> None:
    LiveSession.objects.update(title="Our day\nBcc: all@example.org", facilitator_name="Sam\r\nTo: all@example.org")
    later(95)
    assert mails.send(asked.pk)
    message = mail.outbox[0].message()
    assert (message["Bcc"], message["To"], mail.outbox[0].recipients()) == (None, ADDRESS, [ADDRESS])


@pytest.mark.parametrize("state", ["held", "kept_off"])
def test_a_promise_that_is_not_up_is_not_in_the_mail(asked: Contact, state: str) -> None:
    models.Note.objects.update(state=state)
    asked.refresh_from_db()
    assert "council" not in mails.words_of(asked, SITE)


# -- going once --------------------------------------------------------------------------------------------------------


def test_it_goes_on_its_day_once_and_the_address_with_it(asked: Contact, later: Later) -> None:
    assert not mails.send(asked.pk) and not mail.outbox
    later(95)
    assert mails.send(asked.pk)
    assert not mails.send(asked.pk) and mails.send_due() == 0
    assert len(mail.outbox) == 1
    asked.refresh_from_db()
    assert (bytes(asked.sealed), asked.sent_on) == (b"", timezone.localdate())


def test_the_worker_is_asked_for_that_morning_with_a_number_alone(asked: Contact) -> None:
    (job,) = DBTaskResult.objects.all()
    assert job.run_after is not None and asked.due_on is not None
    assert timezone.localtime(job.run_after).isoformat()[:16] == f"{asked.due_on}T09:00"
    assert job.args_kwargs == {"args": [asked.pk], "kwargs": {}}


def test_the_worker_sends_it_when_the_day_has_come(asked: Contact, later: Later) -> None:
    assert not tasks.send_mail.call(asked.pk)
    later(95)
    assert tasks.send_mail.call(asked.pk)
    assert len(mail.outbox) == 1


def test_serve_sends_what_is_due_without_a_worker(asked: Contact, later: Later) -> None:
    later(95)
    assert mails.send_due() == 1


def test_a_mail_server_that_refuses_is_asked_again_and_its_words_are_logged_nowhere(
    asked: Contact,
    later: Later,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> int:
        raise SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})

    later(95)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        assert not mails.send(asked.pk)
    asked.refresh_from_db()
    assert (asked.sent_on, asked.trouble, contacts.address_of(asked)) == (None, True, ADDRESS)
    assert "SMTPRecipientsRefused" in caplog.text and ADDRESS not in caplog.text
    assert DBTaskResult.objects.order_by("run_after").first().run_after > timezone.now() - timedelta(days=7)
    assert mails.send(asked.pk)
    asked.refresh_from_db()
    assert not asked.trouble


def test_an_address_that_is_refused_is_tried_once_a_day(
    asked: Contact,
    later: Later,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`serve` looks each hour, for weeks: a mail server would take that many tries for an attack."""
    tries: list[int] = []

    def refuse(*args: Any, **kwargs: Any) -> int:
        tries.append(1)
        raise SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})

    monkeypatch.setattr(mails, "_refused_on", {})
    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    later(95)
    assert [mails.send_due() for _hour in range(3)] == [0, 0, 0] and len(tries) == 1
    later(96)
    assert mails.send_due() == 0 and len(tries) == 2


def test_nothing_is_sent_where_no_mail_server_is_named(asked: Contact, later: Later, settings: LazySettings) -> None:
    settings.SENDS_MAIL = False
    later(95)
    assert not mails.send(asked.pk) and mails.send_due() == 0 and not mail.outbox
    asked.refresh_from_db()
    assert contacts.address_of(asked) == ADDRESS


def test_nobody_is_written_to_after_the_last_day(asked: Contact, later: Later) -> None:
    later((asked.until - timezone.localdate()).days)
    assert not mails.send(asked.pk) and not mail.outbox


@pytest.fixture
def written(asked: Contact) -> Contact:
    """The same, and the e-mail has gone."""
    Contact.objects.filter(pk=asked.pk).update(due_on=timezone.localdate())
    assert mails.send(asked.pk)
    asked.refresh_from_db()
    return asked


# -- behind the links --------------------------------------------------------------------------------------------------


def test_looking_at_a_link_changes_nothing(written: Contact) -> None:
    """Mail filters open every link. The control: a press does change it."""
    stranger = Client()
    for name in ("later", "later-stop"):
        assert stranger.get(reverse(name, args=[written.token])).status_code == 200
        assert stranger.head(reverse(name, args=[written.token])).status_code == 200
    assert (Contact.objects.count(), Outcome.objects.count()) == (1, 0)
    stranger.post(reverse("later", args=[written.token]), {"how": "did"})
    stranger.post(reverse("later-stop", args=[written.token]))
    assert (Contact.objects.count(), Outcome.objects.count()) == (0, 1)


def test_one_press_answers_and_words_may_follow(written: Contact) -> None:
    url, stranger = reverse("later", args=[written.token]), Client()
    rev = written.session.rev
    assert stranger.post(url, {"how": "partly"}).url == url
    assert "Saved: I did a part of it" in stranger.get(url).content.decode()
    stranger.post(url, {"text": "Half of it.\x00"})
    stranger.post(url, {"how": "did"})
    row = Outcome.objects.get()
    assert (row.how, row.text, row.note, row.contact) == ("did", "Half of it.", written.note, written)
    written.session.refresh_from_db()
    assert written.session.rev > rev  # a report that was made before is made anew
    stranger.post(url, {"back": "1"})
    assert not Outcome.objects.exists()


def test_words_that_are_too_long_stay_in_the_box(written: Contact) -> None:
    url, stranger = reverse("later", args=[written.token]), Client()
    stranger.post(url, {"how": "did"})
    answer = stranger.post(url, {"text": "word " * 101})
    html = answer.content.decode()
    assert (answer.status_code, Outcome.objects.get().text) == (422, "")
    assert "500 letters fit" in html and html.count("word word") > 0
    assert stranger.post(url, {"how": "<script>"}).status_code == 302
    assert Outcome.objects.get().how == "did"


def test_a_second_promise_is_asked_about_and_answered_by_itself(written: Contact) -> None:
    """Who answered, and then asks to be asked about another promise, has two answers, each beside its own."""
    url, step = reverse("later", args=[written.token]), written.step
    Client().post(url, {"how": "did"})
    second = models.Note.objects.create(step=step, text="write to the paper", author="a" * 32, rev=1)
    assert step is not None and contacts.ask_about(step, second, written.owner, ADDRESS, 3) == written
    assert "Saved: I did it" not in Client().get(url).content.decode()
    mails.after_sending(written)

    assert Client().post(url, {"how": "partly"}).status_code == 302
    assert [(o.note_id, o.how) for o in Outcome.objects.order_by("pk")] == [
        (written.note_id, "did"),
        (second.pk, "partly"),
    ]  # type: ignore[attr-defined]
    assert "Saved: I did a part of it" in Client().get(url).content.decode()


def test_who_asks_again_about_the_same_promise_still_sees_their_answer(written: Contact) -> None:
    Client().post(reverse("later", args=[written.token]), {"how": "did"})
    step = written.step
    assert step is not None
    contacts.ask_about(step, written.note, written.owner, ADDRESS, 3)
    assert Outcome.objects.get().contact == written


def test_a_mail_program_stops_it_with_one_click(written: Contact) -> None:
    machine = Client(enforce_csrf_checks=True)
    answer = machine.post(reverse("later-stop", args=[written.token]), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, Contact.objects.count()) == (200, 0)
    assert Client(enforce_csrf_checks=True).post(reverse("later", args=["x"]), {"how": "did"}).status_code == 403


def test_stopping_keeps_what_was_said_and_ends_the_link(written: Contact) -> None:
    stranger = Client()
    stranger.post(reverse("later", args=[written.token]), {"how": "changed"})
    stranger.post(reverse("later-stop", args=[written.token]))
    row = Outcome.objects.get()
    assert (row.how, row.contact, row.note) == ("changed", None, written.note)
    for name in ("later", "later-stop"):
        answer = stranger.get(reverse(name, args=[written.token]))
        assert answer.status_code == 404 and "Nothing is here any more" in answer.content.decode()


def test_a_guess_and_an_ended_link_get_the_same_answer(written: Contact) -> None:
    token, stranger = written.token, Client()
    assert len(token) == 43
    guesses = [token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), str(written.pk), token.swapcase()]
    pages = [stranger.get(reverse("later", args=[guess])) for guess in guesses]
    contacts.stop(written)
    pages.append(stranger.get(reverse("later", args=[token])))
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_the_page_behind_the_link_holds_neither_address_nor_promise(written: Contact) -> None:
    for name in ("later", "later-stop"):
        html = Client().get(reverse(name, args=[written.token])).content.decode()
        assert ADDRESS not in html and "council" not in html and "sesame" not in html
