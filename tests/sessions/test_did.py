"""You said, we did: what was done stands beside what people said, for as long as they say it."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse

from activities.kinds.registry import kind
from sessions import contacts, models, responses
from sessions.models import Contact, LiveSession, Note, Response
from sessions.report import files, gather
from tests.sessions.addresses import ADDRESS, promise
from tests.sessions.conftest import BOARD, PROMISE, Phone, join, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def add(session: LiveSession, text: str, **values: Any) -> Note:
    step = values.pop("step", None) or session.steps.first()
    return Note.objects.create(step=step, zone="good", text=text, author="a" * 32, rev=session.rev, **values)


def answer(session: LiveSession, facilitator: Client, note: Note, **fields: Any) -> Any:
    data = {"state": "done", "text": "We did it.", **fields}
    return facilitator.post(reverse("session-respond", args=[session.public, note.pk]), data)


def public_page(session: LiveSession) -> str:
    found = Client().get(reverse("did-page", args=[responses.page_of(session).token]))
    return found.content.decode() if found.status_code == 200 else ""


def test_an_answer_shows_on_the_page_once_it_is_up(session: LiveSession, facilitator: Client) -> None:
    note = add(session, "Pay bus <fares>")
    assert answer(session, facilitator, note, day="2026-11-20").status_code == 302
    assert public_page(session) == ""
    facilitator.post(reverse("session-did-page", args=[session.public]), {"up": "1"})
    html = public_page(session)
    assert "Pay bus &lt;fares&gt;" in html and "We did it." in html and "20 November 2026" in html
    assert "Sam" not in html and "<script>" not in html
    facilitator.post(reverse("session-did-page", args=[session.public]), {"up": "0"})
    assert public_page(session) == ""


def test_the_page_is_for_whoever_has_the_link_and_not_for_search_machines(session: LiveSession) -> None:
    responses.put_up(session, True)
    token = responses.page_of(session).token
    found = Client().get(reverse("did-page", args=[token]))
    assert (found.status_code, found["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "no-store" in found["Cache-Control"]
    assert "Nothing is written here yet" in found.content.decode()
    assert len(token) == 43
    for guess in (token[:-1], session.public, session.stage_token, "1"):
        assert Client().get(reverse("did-page", args=[guess])).status_code == 404


@pytest.mark.parametrize("how", ["take-back", "held", "kept_off", "left-out"])
def test_what_is_not_up_any_more_is_nowhere_and_its_answer_neither(
    session: LiveSession, facilitator: Client, phone: Phone, how: str
) -> None:
    phone.post(session, id="a" * 22, zone="good", text="canary-said")
    note = Note.objects.get()
    answer(session, facilitator, note, text="canary-did")
    responses.put_up(session, True)
    assert "canary-said" in public_page(session) and "canary-did" in public_page(session)  # the control
    if how == "take-back":
        phone.client.post(reverse("phone-note-back", args=[session.public, note.pk]))
        assert not Response.objects.exists()
    elif how == "left-out":
        facilitator.post(reverse("session-report", args=[session.public]), {"note": ""})
    else:
        Note.objects.update(state=how)
    session.refresh_from_db()
    seen = [public_page(session), *(make(gather(session)).decode() for make in (files.markdown, files.comma_separated))]
    assert not [html for html in seen if "canary" in html]
    assert facilitator.get(reverse("session-respond", args=[session.public, note.pk])).status_code == 404


def test_phones_link_to_the_page_while_it_is_up(session: LiveSession, phone: Phone) -> None:
    url = reverse("phone-later", args=[session.public])
    assert "Read what was done so far" not in phone.client.get(url).content.decode()
    responses.put_up(session, True)
    assert reverse("did-page", args=[session.did_page.token]) in phone.client.get(url).content.decode()
    responses.put_up(session, False)
    assert "Read what was done so far" not in phone.client.get(url).content.decode()


def test_what_a_table_said_to_itself_cannot_be_answered(facilitator: Client, session: LiveSession) -> None:
    models.SessionStep.objects.update(privacy="table_no_names")
    note = add(session, "canary-table")
    assert answer(session, facilitator, note).status_code == 404
    Response.objects.create(note=note, state="done", text="canary")
    responses.put_up(session, True)
    assert "canary" not in public_page(session)


def test_a_name_that_somebody_chose_is_not_on_the_page(session: LiveSession, facilitator: Client) -> None:
    note = add(session, "Pay bus fares", name="canary-name")
    answer(session, facilitator, note)
    responses.put_up(session, True)
    assert "Pay bus fares" in public_page(session) and "canary" not in public_page(session)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": ""}, "Choose how things stand"),
        ({"state": "no", "text": " "}, "Say why it is not possible"),
        ({"text": "long " * 201}, "1,000 letters fit"),
        ({"day": "soon"}, "no date we can read"),
    ],
)
def test_an_answer_that_needs_another_look_stays_in_the_box(
    session: LiveSession, facilitator: Client, fields: dict[str, Any], words: str
) -> None:
    note = add(session, "Pay bus fares")
    found = answer(session, facilitator, note, **fields)
    html = found.content.decode()
    assert (found.status_code, Response.objects.count()) == (422, 0)
    assert words in html and fields.get("text", "We did it.").strip() in html


def test_an_answer_is_changed_and_taken_away(session: LiveSession, facilitator: Client) -> None:
    note = add(session, "Pay bus fares")
    answer(session, facilitator, note)
    answer(session, facilitator, note, state="under-way", text="")
    assert [(row.state, row.text, row.news) for row in Response.objects.all()] == [("under-way", "", True)]
    answer(session, facilitator, note, delete="1")
    assert not Response.objects.exists()


def test_the_report_and_ones_own_copy_say_it_while_the_page_is_up(
    session: LiveSession, facilitator: Client, phone: Phone
) -> None:
    answer(session, facilitator, add(session, "Pay bus fares"), text="canary-did")
    copy = reverse("phone-copy", args=[session.public])
    assert "canary-did" not in phone.client.get(copy).content.decode()
    session.refresh_from_db()
    before = files.stamp(session)
    responses.put_up(session, True)
    assert "canary-did" in phone.client.get(copy).content.decode()
    assert "| Pay bus fares | Done. canary-did |" in files.markdown(gather(session)).decode()
    session.refresh_from_db()
    assert files.stamp(session) != before


def test_people_are_told_once_for_all_that_is_new(
    session: LiveSession, facilitator: Client, settings: LazySettings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.SENDS_MAIL, settings.SITE_URL = True, "https://rooms.example"
    contacts.tell_news(session, "a" * 32, ADDRESS, 6)
    contacts.tell_news(session, "b" * 32, "other@example.org", 6)
    url = reverse("session-did-tell", args=[session.public])

    def tell() -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            facilitator.post(url)
        for contact in Contact.objects.all():
            from sessions import mails

            mails.send(contact.pk)
        return sorted(address for sent in mail.outbox for address in sent.to)

    first, second = add(session, "Pay bus fares"), add(session, "A quieter room")
    answer(session, facilitator, first)
    answer(session, facilitator, second)
    assert tell() == []  # the page is down
    responses.put_up(session, True)
    assert tell() == [ADDRESS, "other@example.org"]
    assert tell() == []  # nothing new
    answer(session, facilitator, first, text="And more.")
    assert tell() == [ADDRESS, "other@example.org"]
    assert all(contacts.address_of(contact) for contact in Contact.objects.all())  # news may come again


def test_by_hand_the_words_hold_what_was_done_where_no_link_would_work(
    session: LiveSession, facilitator: Client
) -> None:
    contacts.tell_news(session, "a" * 32, ADDRESS, 6)
    answer(session, facilitator, add(session, "Pay bus fares"))
    responses.put_up(session, True)
    found = facilitator.post(reverse("session-did-tell", args=[session.public]), follow=True).content.decode()
    assert ADDRESS in found and "You said: Pay bus fares\nWe did: Done. We did it." in found
    contact = Contact.objects.get()
    facilitator.post(reverse("session-follow-up-sent", args=[session.public, contact.pk]))
    contact.refresh_from_db()
    assert contact.sent_on and contacts.address_of(contact) == ADDRESS
    again = facilitator.get(reverse("session-follow-ups", args=[session.public])).content.decode()
    assert "The e-mail to send" not in again


@pytest.mark.parametrize("name", ["session-did-page", "session-did-tell"])
def test_another_facilitator_changes_nothing(session: LiveSession, name: str, django_user_model: Any) -> None:
    other = Client()
    other.force_login(django_user_model.objects.create(username="kim"), "django.contrib.auth.backends.ModelBackend")
    note = add(session, "Pay bus fares")
    assert other.post(reverse(name, args=[session.public]), {"up": "1"}).status_code == 404
    assert answer(session, other, note).status_code == 404
    assert other.get(reverse("session-respond", args=[session.public, note.pk])).status_code == 404
    assert not responses.page_of(session).up


def test_a_note_of_another_session_cannot_be_answered_from_this_one(session: LiveSession, facilitator: Client) -> None:
    elsewhere = make_session()
    elsewhere.advance("lobby")
    assert answer(session, facilitator, add(elsewhere, "Theirs")).status_code == 404


@pytest.mark.parametrize("name", ["session-did", "session-promises", "did-page"])
def test_the_lists_take_as_many_queries_for_three_answers_as_for_one(
    name: str, facilitator: Client, django_assert_num_queries: Any
) -> None:
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    responses.put_up(session, True)
    address = session.did_page.token if name == "did-page" else session.public
    client = Client() if name == "did-page" else facilitator
    queries = {"session-did": 18, "session-promises": 6, "did-page": 2}[name]
    for count in (1, 3):
        for number in range(Note.objects.count(), count):
            note = add(session, f"Note number {number}")
            Response.objects.create(note=note, state="done", text="Yes.")
            models.Outcome.objects.create(note=note, step=note.step, how="did")
        with django_assert_num_queries(queries):
            assert client.get(reverse(name, args=[address])).content.decode().count("Note number") >= count


def test_pages_say_so_when_there_is_nothing(session: LiveSession, facilitator: Client) -> None:
    pages = {
        "session-did": "There is nothing to answer yet",
        "session-promises": "No promises yet",
        "session-follow-ups": "Nobody has asked for this yet",
    }
    for name, words in pages.items():
        assert words in facilitator.get(reverse(name, args=[session.public])).content.decode()


# -- promises ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def kept() -> tuple[LiveSession, Client, Note]:
    """A promise that went well, in words of its writer."""
    session = make_session(steps=[PROMISE])
    session.advance("lobby")
    phone, owner = join(session), Client()
    owner.force_login(session.owner, "django.contrib.auth.backends.ModelBackend")
    note = promise(session, phone, "ring the council")
    models.Outcome.objects.create(step=note.step, note=note, how="did", text="They rang back")
    return session, owner, note


def test_how_it_went_stands_beside_the_promise_and_in_the_report(kept: tuple[LiveSession, Client, Note]) -> None:
    session, owner, _note = kept
    html = owner.get(reverse("session-promises", args=[session.public])).content.decode()
    assert html.index("ring the council") < html.index("I did it") < html.index("They rang back")
    assert "| ring the council | I did it | They rang back |" in files.markdown(gather(session)).decode()


def test_the_organiser_leaves_somebodys_words_out_of_the_report(kept: tuple[LiveSession, Client, Note]) -> None:
    session, owner, _note = kept
    row = models.Outcome.objects.get()
    url = reverse("session-outcome-words", args=[session.public, row.pk])
    owner.post(url, {"off": "1"})
    text = files.markdown(gather(session)).decode()
    assert "I did it" in text and "They rang back" not in text
    owner.post(url, {"off": "0"})
    assert "They rang back" in files.markdown(gather(session)).decode()
    elsewhere = make_session()
    assert owner.post(reverse("session-outcome-words", args=[elsewhere.public, row.pk])).status_code == 404


def test_a_promise_that_was_kept_off_takes_its_answer_with_it(kept: tuple[LiveSession, Client, Note]) -> None:
    session, owner, _note = kept
    Note.objects.update(state="kept_off")
    html = owner.get(reverse("session-promises", args=[session.public])).content.decode()
    assert "They rang back" not in html + files.markdown(gather(session)).decode()


def test_only_the_commitment_asks_later() -> None:
    config = kind("commitment").clean_config(PROMISE["config"])
    offer = kind("commitment").ask_later(config)
    assert offer is not None and (offer.choices, offer.months) == ((1, 2, 3, 6), 3)
    assert kind("commitment").ask_later(kind("commitment").clean_config({"start": {"text": "I will"}})) is None
    assert kind("board").ask_later(kind("board").clean_config(BOARD)) is None
