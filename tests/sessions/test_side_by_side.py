"""Tables side by side on the big screen, page by page, where the words of each can be read from the back row."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from ruamel.yaml import YAML

from coprod.live.parts import whole
from sessions.models import LiveSession
from sessions.source import RoomState
from sessions.surfaces import console_context, view
from sessions.tables import seat_everyone, side_by_side
from tests.sessions.conftest import BOARD, make_session

RIVER: dict[str, Any] = YAML(typ="safe").load(Path("activities/kinds/river/example.yaml"))["config"]


def at_five_tables(kind: str, config: dict[str, Any]) -> LiveSession:
    session = make_session(steps=[{"kind": kind, "config": config, "grouping": "tables"}])
    seat_everyone(session, 5)
    session.refresh_from_db()
    session.advance("lobby")
    return session


def after(facilitator: Client, session: LiveSession, choice: str) -> tuple[str, dict[str, Any]]:
    """The big screen and what the console knows once the facilitator chose what it shows."""
    facilitator.post(f"/sessions/{session.public}/settings/", {"shared_screen": choice})
    state = RoomState.load(session.public)
    assert state is not None
    return whole(view(state, "stage", None), "en-gb"), console_context(state)


@pytest.mark.django_db
def test_tables_side_by_side_are_turned_page_by_page(facilitator: Client) -> None:
    session = at_five_tables("board", BOARD)
    seen = []
    for choice in ("side", "side-3", "side-5", "5"):
        stage, context = after(facilitator, session, choice)
        shown = [number for number in range(1, 6) if f"/table/{number}/" in stage]
        seen.append((shown, context["table_before"], context["table_after"]))

    assert seen == [([1, 2], None, 3), ([3, 4], 1, 5), ([5], 3, None), ([], 4, None)]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "config", "may"), [("board", BOARD, True), ("river", RIVER, False)])
def test_what_needs_the_whole_screen_does_not_stand_side_by_side(
    facilitator: Client, kind: str, config: dict[str, Any], may: bool
) -> None:
    stage, context = after(facilitator, at_five_tables(kind, config), "side")

    assert (context["may_stand_beside"], "<iframe" in stage) == (may, may)


@pytest.mark.parametrize(
    ("count", "most", "pages"), [(2, 4, [2]), (4, 4, [4]), (5, 4, [3, 2]), (9, 4, [3, 3, 3]), (7, 2, [2, 2, 2, 1])]
)
def test_pages_of_tables_are_even(count: int, most: int, pages: list[int]) -> None:
    numbers = list(range(1, count + 1))
    made = side_by_side(numbers, most)

    assert [len(page) for page in made] == pages
    assert [number for page in made for number in page] == numbers
