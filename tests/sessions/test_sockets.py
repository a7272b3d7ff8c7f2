"""Who a websocket of a session lets in: the same people as the page it belongs to."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from coprod.live.endpoint import Admit
from sessions.access import admit_console, admit_phone, admit_stage
from sessions.models import LiveSession
from tests.sessions.conftest import Phone


def asked(client: Client | None = None, **args: Any) -> dict[str, Any]:
    """A websocket's scope as the server makes it for this browser."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()) if client else ""
    return {"headers": [(b"cookie", cookies.encode())], "url_route": {"kwargs": args}}


def seat(admit: Any, scope: dict[str, Any]) -> str | None:
    """As which screen it is let in; without the thread that a server puts it into."""
    found: Admit | None = admit.func(scope)
    return found.seat.surface if found else None


def test_console_admits_the_sessions_own_facilitator(session: LiveSession, facilitator: Client) -> None:
    other = Client()
    other.force_login(get_user_model().objects.create_user("alex"), backend="django.contrib.auth.backends.ModelBackend")

    assert seat(admit_console, asked(facilitator, public=session.public)) == "console"
    assert seat(admit_console, asked(facilitator, public=session.public, number=3)) == "look:3"
    assert [seat(admit_console, asked(who, public=session.public)) for who in (other, Client(), None)] == [None] * 3


@pytest.mark.parametrize("change", ["new password", "closed account"])
def test_console_admits_no_sign_in_that_pages_take_no_more(
    session: LiveSession, facilitator: Client, change: str
) -> None:
    if change == "new password":
        session.owner.set_password("five red kites")
    else:
        session.owner.is_active = False
    session.owner.save()

    assert seat(admit_console, asked(facilitator, public=session.public)) is None
    assert facilitator.get(f"/sessions/{session.public}/").status_code == 302


def test_phone_is_admitted_until_it_is_taken_out(session: LiveSession, phone: Phone) -> None:
    assert seat(admit_phone, asked(phone.client, public=session.public)) == "phone"
    assert seat(admit_phone, asked(Client(), public=session.public)) is None

    session.participants.update(removed=True)

    assert seat(admit_phone, asked(phone.client, public=session.public)) is None


def test_phone_is_admitted_to_its_own_session_alone(session: LiveSession, phone: Phone) -> None:
    scope = asked(phone.client, public="another")
    scope["headers"] = [(b"cookie", f"coprod_another={phone.secret}".encode())]

    assert seat(admit_phone, scope) is None


def test_stage_is_admitted_by_its_link(session: LiveSession) -> None:
    assert seat(admit_stage, asked(stage_token=session.stage_token)) == "stage"
    assert seat(admit_stage, asked(stage_token=session.stage_token, number=2)) == "pane:2"
    assert seat(admit_stage, asked(stage_token=session.public)) is None
