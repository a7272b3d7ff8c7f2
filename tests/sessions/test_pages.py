"""Pages as they come: what stands on the console, the stage and the phone, and what must not."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from sessions.models import LiveSession
from sessions.tables import seat_everyone
from tests.sessions.conftest import Phone, join


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_square_leads_to_the_join_link(session: LiveSession, client: Client, settings) -> None:
    settings.SITE_URL = "https://rooms.example"
    answer = client.get(reverse("stage-square", args=[session.stage_token]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert answer.content.startswith(b"<svg")


def test_square_changes_with_the_code(session: LiveSession, client: Client) -> None:
    address = reverse("stage-square", args=[session.stage_token])
    before = client.get(address).content
    session.set(join_token="another-token-altogether")

    assert client.get(address).content != before


def test_square_needs_the_secret_of_the_stage(session: LiveSession, client: Client) -> None:
    assert client.get(reverse("stage-square", args=["not-the-token"])).status_code == 404


def test_stage_shows_the_code_and_no_held_note(session: LiveSession, phone: Phone, client: Client) -> None:
    session.set(read_first=True)
    phone.post(session, id="a" * 22, zone="good", text="Waits for the facilitator")

    html = client.get(reverse("stage", args=[session.stage_token])).content.decode()

    assert session.code_groups in words(html)
    assert "Waits for the facilitator" not in html


def test_console_shows_the_held_note_and_no_writer(session: LiveSession, facilitator: Client) -> None:
    session.set(read_first=True)
    join(session, "Heron").post(session, id="a" * 22, zone="good", text="Waits for the facilitator")

    html = facilitator.get(reverse("console", args=[session.public])).content.decode()

    assert "Waits for the facilitator" in html
    assert "Heron" not in html


@pytest.mark.parametrize("name", ["console", "console-room", "console-tables", "home", "session-new"])
def test_facilitator_page_has_one_heading_of_the_first_level(
    session: LiveSession, facilitator: Client, name: str
) -> None:
    args = [session.public] if name.startswith("console") else []
    html = facilitator.get(reverse(name, args=args)).content.decode()

    assert html.count("<h1") == 1


@pytest.mark.parametrize("name", ["console", "console-room", "console-tables", "home"])
def test_stranger_sees_no_page_of_the_facilitator(session: LiveSession, client: Client, name: str) -> None:
    args = [session.public] if name.startswith("console") else []

    assert client.get(reverse(name, args=args)).status_code in (302, 403, 404)


@pytest.mark.parametrize("page", ["notes", "menu", "need", "support", "who", "finish"])
def test_phone_page_has_a_heading_and_a_quick_exit(session: LiveSession, phone: Phone, page: str) -> None:
    html = phone.client.get(reverse(f"phone-{page}", args=[session.public])).content.decode()

    assert (html.count("<h1"), html.count("data-exit") > 0) == (1, True)


def test_phone_page_carries_the_support_card_for_when_the_line_is_gone(session: LiveSession, phone: Phone) -> None:
    session.set(support="Samaritans: any time, 116 123")

    html = phone.client.get(reverse("phone", args=[session.public])).content.decode()

    assert 'href="tel:116123"' in html


@pytest.mark.parametrize("state", ["lobby", "ended"])
def test_stage_says_where_we_are(session: LiveSession, client: Client, state: str) -> None:
    session.go_to(state)
    html = client.get(reverse("stage", args=[session.stage_token])).content.decode()

    said = {"lobby": "Welcome. Come in, sit anywhere.", "ended": "Thank you for coming"}[state]
    assert re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S).group(1) == said


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("seats/", {"count": ""}),
        ("settings/", {"shared_screen": ""}),
        ("timer/", {"what": "start", "minutes": ""}),
        ("people/now/", {"seat": ""}),
        ("report/", {"step": ""}),
    ],
)
@pytest.mark.parametrize("text", ["²", "9" * 5000])
def test_what_only_looks_like_a_number_is_none(
    session: LiveSession, facilitator: Client, path: str, fields: dict[str, str], text: str
) -> None:
    sent = {name: value or text for name, value in fields.items()}
    assert facilitator.post(f"/sessions/{session.public}/{path}", sent).status_code == 302


def test_a_table_that_only_looks_like_a_number_is_none(session: LiveSession, phone: Phone) -> None:
    seat_everyone(session, 2, by_chance=False)
    assert phone.client.post(f"/r/{session.public}/table/", {"table": "²"}).status_code == 200
    assert phone.client.post(f"/r/{session.public}/table/", {"table": "2"}).status_code == 302


def test_paused_stage_hides_the_step(session: LiveSession, phone: Phone, client: Client) -> None:
    phone.post(session, id="a" * 22, zone="good", text="Drop-in on Tuesdays")
    session.set(view=True, paused=True)

    html = client.get(reverse("stage", args=[session.stage_token])).content.decode()

    assert ("We have paused" in html, "Drop-in on Tuesdays" in html) == (True, False)


def test_console_says_the_opening_words_first_and_folds_them_later(session: LiveSession, facilitator: Client) -> None:
    step = session.steps.get()
    step.words = {"say": "Good morning, everyone.", "now": "What has been tried?"}
    step.save()
    spoken = r'<div class="say[^"]*"><h3>[^<]*</h3><p>(.*?)</p></div>'
    found = []
    for phase in (step.phases[0], step.phases[-1]):
        session.go_to(f"{step.pk}.{phase.key}")
        html = facilitator.get(reverse("console", args=[session.public])).content.decode()
        found.append((re.findall(spoken, html), "Said at the start" in html))

    assert found == [(["“Good morning, everyone.”"], False), ([f"“{step.phases[-1].now}”"], True)]


def test_phone_says_what_a_step_is_for_in_its_first_phase_alone(session: LiveSession, phone: Phone) -> None:
    step = session.steps.get()
    step.words = {"purpose": "So that everyone sees what is needed."}
    step.save()
    said = []
    for phase in (step.phases[0], step.phases[-1]):
        session.go_to(f"{step.pk}.{phase.key}")
        said.append("So that everyone sees" in phone.client.get(f"/r/{session.public}/").content.decode())

    assert said == [True, False]


@pytest.mark.parametrize("back", ["console", "console-room", "console-tables"])
def test_the_facilitator_is_told_once(session: LiveSession, facilitator: Client, back: str) -> None:
    page = facilitator.post(f"/sessions/{session.public}/code/", {"back": back}, follow=True)

    assert page.content.decode().count("The code is new.") == 1
