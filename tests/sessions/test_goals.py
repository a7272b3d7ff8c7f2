"""Goals that somebody set in one session come back to them, and to nobody else."""

from typing import Any

import pytest

from tests.content.test_arrows import STEPS as OF_PACKS
from tests.sessions.conftest import join, make_session

GOALS: list[dict[str, Any]] = [
    {
        "kind": "sheet", "key": "shef-1.goals", "privacy": "only_you",
        "config": {
            "parts": [{"id": "s", "fields": [{"id": "want", "text": "What would you like to know?", "lines": True}]}],
            "share": {"fields": ["want"], "output": "goals", "goals": "want"},
        },
    },
    {
        "kind": "survey", "key": "shef-11.survey", "privacy": "anonymous",
        "carry": OF_PACKS["shef-11.survey"]["carry"],
        "config": {
            "scale": ["a", "b", "c", "d", "e"],
            "statements": [
                {"id": "other", "text": "I had a good time."},
                {"id": "goals", "text": "I got what I came for.", "recall": "goals"},
            ],
        },
    },
]  # fmt: skip


@pytest.mark.django_db
def test_goals_come_back_to_their_owner_and_reach_nobody_else(db: None) -> None:
    from coprod.live.parts import whole
    from sessions.source import RoomState
    from sessions.surfaces import view

    session = make_session(steps=GOALS)
    session.advance("lobby")
    phone, other = join(session), join(session)
    phone.post(session, verb="keep", item="want", text="canary-goal one\ncanary-goal two")
    session.go_to(f"{session.steps.last().pk}.answer")  # type: ignore[union-attr]

    state = RoomState.load(session.public)
    assert state is not None
    for audience in (("console", None), ("stage", None), ("phone", None)):
        assert "canary-goal" not in whole(view(state, *audience), "en-gb"), audience
    for path in ("", "mine/", "since/"):
        assert b"canary-goal" not in other.client.get(f"/r/{session.public}/{path}").content, path
    assert phone.client.get(f"/r/{session.public}/mine/").content.count(b"canary-goal") == 2
    html = phone.client.get(f"/r/{session.public}/").content.decode()
    assert html.index("I got what I came for.") < html.index("canary-goal one")
    assert b"on another day" not in other.client.get(f"/r/{session.public}/").content


@pytest.mark.django_db
def test_on_another_day_a_phone_that_may_be_lent_says_where_goals_are_and_not_what(db: None) -> None:
    one, two = make_session(steps=GOALS[:1]), make_session(steps=GOALS[1:])
    one.advance("lobby")
    phone = join(one)
    phone.post(one, verb="keep", item="want", text="canary-goal")
    two.go_to(f"{two.steps.get().pk}.answer")
    later = join(two)
    later.client.cookies.update(phone.client.cookies)

    html = later.client.get(f"/r/{two.public}/").content.decode()

    assert "Did you write goals on another day? You find them on your own link from that day." in html
    assert "canary-goal" not in html
    assert "canary-goal" in phone.client.get(f"/r/{one.public}/page/{one.steps.get().pk}/").content.decode()
