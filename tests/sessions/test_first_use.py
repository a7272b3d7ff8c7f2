"""What somebody meets who has never been here: where to sit, what is called what, and only the controls that do something."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client

from activities.models import Plan
from coprod.accounts import sign_in_link
from sessions.models import LiveSession
from sessions.tables import move, seat_everyone
from tests.kind_room import example
from tests.sessions.conftest import BOARD, join, make_session

pytestmark = pytest.mark.django_db

AT_TABLES = {"kind": "board", "config": BOARD, "grouping": "tables"}
CARDS = {
    "agree": {"text": "Which do you agree with?"}, "disagree": {"text": "Which not?"}, "rounds": ["alone"],
    "cards": [{"id": name, "text": f"Card {name}"} for name in ("a", "b", "c")],
}  # fmt: skip


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def facilitator_of(session: LiveSession) -> Client:
    client = Client()
    client.force_login(session.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


# -- where people sit ----------------------------------------------------------------------------------------------


def test_whoever_waits_is_told_which_table_is_theirs() -> None:
    session = make_session(steps=[AT_TABLES])
    phone, other = join(session), join(session)
    seat_everyone(session, 2)
    move(session, phone.participant.pk, 2)
    move(session, other.participant.pk, 1)

    page = phone.client.get(f"/r/{session.public}/").content.decode()
    fetched = json.loads(other.client.get(f"/r/{session.public}/mine/").content)["h"]

    assert "You sit at Table 2 ." in words(page)
    assert "data-fetch-mine" in page
    assert "You sit at Table 1 ." in words(fetched)


def test_whoever_waits_where_people_choose_their_seats_is_asked_for_theirs() -> None:
    session = make_session(steps=[AT_TABLES])
    phone = join(session)
    seat_everyone(session, 2, by_chance=False)

    page = phone.client.get(f"/r/{session.public}/").content.decode()

    assert f'<a href="/r/{session.public}/table/">Say where you sit</a>' in page


CAFE = {"kind": "rounds", "config": example("rounds")["config"], "grouping": "tables"}


@pytest.mark.parametrize(("step", "said"), [(AT_TABLES, ["You sit at Table 1"]), (CAFE, ["You are at Table 1"])])
def test_a_step_at_tables_says_the_table_once_and_where_people_move_the_kind_says_it(
    step: dict[str, object], said: list[str]
) -> None:
    session = make_session(steps=[step])
    phone = join(session)
    seat_everyone(session, 1)
    session.refresh_from_db()
    session.advance("lobby")

    page = words(phone.client.get(f"/r/{session.public}/").content.decode())
    assert re.findall(r"You (?:sit|are) at Table \d", page) == said


# -- controls that do something ------------------------------------------------------------------------------------


def test_the_pen_is_not_offered_where_nothing_is_written_together() -> None:
    cards = {"kind": "card_sort", "config": CARDS, "grouping": "tables"}
    session = make_session(steps=[cards, AT_TABLES], one_scribe=True)
    phone = join(session)
    seat_everyone(session, 1)
    session.refresh_from_db()
    session.advance("lobby")
    among_marks = phone.client.get(f"/r/{session.public}/").content.decode()
    session.go_to(f"{session.steps.last().pk}.{session.steps.last().phases[0].key}")

    among_notes = phone.client.get(f"/r/{session.public}/").content.decode()

    assert "I will write" not in among_marks
    assert "I will write" in among_notes


def test_tables_are_chosen_for_the_screen_only_in_steps_at_tables() -> None:
    session = make_session(steps=[{"kind": "board", "config": BOARD}, AT_TABLES])
    join(session)
    seat_everyone(session, 2)
    session.refresh_from_db()
    client = facilitator_of(session)
    session.advance("lobby")
    in_the_room = client.get(f"/sessions/{session.public}/").content.decode()
    session.go_to(f"{session.steps.last().pk}.{session.steps.last().phases[0].key}")

    at_tables = client.get(f"/sessions/{session.public}/").content.decode()

    assert "Every table" not in in_the_room
    assert "Every table" in at_tables


def test_a_phone_that_cannot_follow_has_a_way_on_in_every_step(session: LiveSession) -> None:
    phone = join(session)

    page = phone.client.get(f"/r/{session.public}/").content.decode()

    assert re.search(rf'class="act no-js"><a [^>]*href="/r/{session.public}/">Look for the next step</a>', page)


# -- names and words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"), [("Ana", "Ana is out of the session."), ("", "Phone 1 is out of the session.")]
)
def test_who_was_taken_out_is_called_as_in_the_list(session: LiveSession, name: str, told: str) -> None:
    phone = join(session, name)
    client, back = facilitator_of(session), {"what": "remove", "back": "console-room"}

    page = client.post(f"/sessions/{session.public}/devices/{phone.participant.pk}/", back, follow=True)

    assert told in page.content.decode()


@pytest.fixture
def plan(db: None) -> Plan:
    return Plan.objects.create(slug="short", title="A short one", minutes=10, items=[{"break": 5, "title": "Welcome"}])


def test_a_session_without_a_name_of_its_facilitator_says_why_beside_the_box(plan: Plan) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_user("sam"), "django.contrib.auth.backends.ModelBackend")

    page = client.post("/sessions/new/", {"plan": plan.slug}).content.decode()

    assert '<p class="error" id="facilitator_name-wrong">' in page
    assert 'aria-describedby="facilitator_name-hint facilitator_name-wrong"' in page
    assert "Write your first name." in page
    assert "required." not in page


def test_the_name_of_the_last_session_is_there_again(plan: Plan) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_user("sam"), "django.contrib.auth.backends.ModelBackend")
    client.post("/sessions/new/", {"plan": plan.slug, "facilitator_name": "Samira"})

    page = client.get("/sessions/new/").content.decode()

    assert 'name="facilitator_name" value="Samira"' in page


def test_a_used_link_tells_somebody_who_is_signed_in_that_they_are(client: Client) -> None:
    user = get_user_model().objects.create_user("sam")
    link = sign_in_link(user, "")
    client.post("/in/", {"sesame": link.split("sesame=")[1]})

    page = client.get(link)

    assert page.status_code == 410
    assert "You are signed in" in page.content.decode()
    assert "no longer works" not in page.content.decode()
    assert "no longer works" in Client().get(link).content.decode()


def test_the_page_for_a_fault_of_ours_is_true_on_laptops_too() -> None:
    page = render_to_string("500.html")

    assert "Something broke on our side" in page
    assert "Words that a phone had not sent are still on it." in page
    assert "this phone" not in page
