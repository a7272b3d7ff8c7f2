"""Paper for people without phones."""

from django.test import Client

from sessions.models import LiveSession
from tests.sessions.conftest import Phone


def test_every_step_has_a_sheet(session: LiveSession, facilitator: Client) -> None:
    page = facilitator.get(f"/sessions/{session.public}/paper/").content.decode()

    assert page.count('<article class="one-sheet">') == session.steps.count() == 1
    assert "What went well" in page and "Not working yet" in page


def test_sheets_are_the_facilitators_own(session: LiveSession, phone: Phone) -> None:
    assert phone.client.get(f"/sessions/{session.public}/paper/").status_code == 302
