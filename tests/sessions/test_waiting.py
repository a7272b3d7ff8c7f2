"""Notes that wait in a step the room has left: the console shows them, and they are judged without moving the room."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coprod.live.parts import PartCache, Position, change, whole
from sessions.models import LiveSession, Note
from sessions.source import RoomState
from sessions.surfaces import view
from tests.sessions.conftest import BOARD, Phone, join, make_session

pytestmark = pytest.mark.django_db

STEPS: list[dict[str, Any]] = [
    {"kind": "board", "config": BOARD, "title": "What we tried", "hold": True},
    {"kind": "board", "config": BOARD, "title": "What comes next"},
]


@pytest.fixture
def session() -> LiveSession:
    """Two boards, of which the first is read before it shows; the room stands there."""
    made = make_session(steps=STEPS)
    made.advance("lobby")
    return made


@pytest.fixture
def left(session: LiveSession, facilitator: Client) -> tuple[Phone, int]:
    """Somebody's note that was put up in the first step, and was changed after the room had gone to the second."""
    phone = join(session)
    pk = phone.post(session, zone="good", text="They rang me back").json()["note"]
    facilitator.post(f"/sessions/{session.public}/notes/{pk}/", {"what": "up"})
    session.go_to(f"{session.steps.all()[1].pk}.{session.steps.all()[1].phases[0].key}")
    phone.client.post(f"/r/{session.public}/notes/{pk}/change/", {"text": "They rang me back twice"})
    return phone, pk


def loaded(session: LiveSession, before: RoomState | None = None) -> RoomState:
    state = RoomState.load(session.public, before)
    assert state is not None
    return state


def elsewhere(session: LiveSession) -> str:
    """What the console lists of other steps."""
    html = whole(view(loaded(session), "console", None), "en-gb")
    return html.partition('data-slot="elsewhere">')[2].partition("</ul>")[0]


def test_a_note_changed_after_the_room_moved_on_waits_on_the_console(
    session: LiveSession, left: tuple[Phone, int]
) -> None:
    html = elsewhere(session)

    assert "They rang me back twice" in html
    assert "What we tried" in html and "What comes next" not in html
    assert reverse("console-note", args=[session.public, left[1]]) in html


def test_a_note_that_nobody_read_before_next_waits_on(session: LiveSession) -> None:
    join(session).post(session, zone="good", text="Left unread")
    assert elsewhere(session) == ""

    session.go_to("ended")

    assert "Left unread" in elsewhere(session)


@pytest.mark.parametrize(("what", "state"), [("up", "shown"), ("off", "kept_off")])
def test_it_is_judged_where_it_is_and_the_room_stays(
    session: LiveSession, left: tuple[Phone, int], facilitator: Client, what: str, state: str
) -> None:
    session.refresh_from_db()
    place = session.place

    facilitator.post(f"/sessions/{session.public}/notes/{left[1]}/", {"what": what})

    session.refresh_from_db()
    assert (Note.objects.get().state, session.place) == (state, place)
    assert elsewhere(session) == ""


@pytest.mark.parametrize("kept", [True, False], ids=["as the hub keeps it", "read anew, as a poll does"])
def test_an_open_console_learns_that_it_waits_and_that_it_went(
    session: LiveSession, left: tuple[Phone, int], facilitator: Client, kept: bool
) -> None:
    phone, pk = left
    cache, before = PartCache(), loaded(session)
    drawn = view(before, "console", None)
    at = Position(drawn.head, drawn.key, drawn.epoch)

    def news() -> str:
        nonlocal at
        state = loaded(session, before if kept else None)
        fragment = change(view(state, "console", None, at.rev if kept else -1), at, "en-gb", cache)
        assert fragment is not None and not fragment.full
        at = fragment.at
        return fragment.html

    facilitator.post(f"/sessions/{session.public}/notes/{pk}/", {"what": "up"})
    assert f'<i id="row{pk}" data-gone></i>' in news()

    phone.client.post(f"/r/{session.public}/notes/{pk}/change/", {"text": "Once more"})
    assert "Once more" in news()

    phone.client.post(f"/r/{session.public}/notes/{pk}/back/")
    assert f'<i id="row{pk}" data-gone></i>' in news()


def test_no_other_screen_has_it(session: LiveSession, left: tuple[Phone, int]) -> None:
    state = loaded(session)
    for surface in ("phone", "stage"):
        assert "They rang me back twice" not in whole(view(state, surface, None), "en-gb")


def test_the_room_is_read_for_phones_without_them(session: LiveSession, left: tuple[Phone, int]) -> None:
    counts = []
    for surface in ("phone", "console"):
        state = loaded(session)
        with CaptureQueriesContext(connection) as asked:
            view(state, surface, None)
        counts.append(len(asked))
    assert counts == [0, 2]
