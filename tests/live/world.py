"""Makes a running session at an open board, in a process of its own, and prints what phones need to know as JSON.

`python -m tests.live.world '{"participants": 100}'`, with the environment of the server it is for. Everybody sits at
one table, because there a phone shows every note as it comes (in a whole room it shows counts until the reading).
Further wishes: `tables` (0 is a whole room), `steps`, and `example`: a kind whose example.yaml stands in place of the board.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from ruamel.yaml import YAML

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from sessions import secrets  # noqa: E402
from sessions.models import LiveSession, Participant, SessionStep, Table  # noqa: E402
from sessions.source import RoomState  # noqa: E402
from sessions.surfaces import view  # noqa: E402

ZONES = [
    {"id": "help", "title": "What helps", "text": "What already helps here?", "colour": "leaf"},
    {"id": "way", "title": "In the way", "text": "What gets in the way?", "colour": "rose"},
]


def main(wishes: dict[str, Any]) -> dict[str, Any]:
    owner = get_user_model().objects.create_user("sam@example.org", password="a-long-enough-word")
    values = {"title": "A lively session", "facilitator_name": "Sam"}
    session = LiveSession.objects.create(owner=owner, **values)
    for position in range(wishes.get("steps", 1)):
        add_board(session, position, wishes)
    tables = [Table.objects.create(session=session, number=number + 1) for number in range(wishes.get("tables", 1))]
    people = [
        seat(session, number + 1, tables[number % len(tables)] if tables else None)
        for number in range(wishes["participants"])
    ]
    session.go_to(session.places()[1])
    return describe(session, owner, people)


def add_board(session: LiveSession, position: int, wishes: dict[str, Any]) -> None:
    name, config = "board", {"zones": ZONES}
    if "example" in wishes:
        name = wishes["example"]
        config = YAML(typ="safe").load(Path(f"activities/kinds/{name}/example.yaml"))["config"]
    step = SessionStep(
        session=session, position=position, key=f"live.board{position}", kind=name, activity_title="A board",
        title="What would help",
        words={"now": "Write what would help", "purpose": "So that everyone sees what is needed."},
        config=config, grouping="tables" if wishes.get("tables", 1) else "everyone",
    )  # fmt: skip
    step.phase = step.phases[0].key
    step.save()


def seat(session: LiveSession, number: int, table: Table | None) -> str:
    secret = secrets.new_secret()
    Participant.objects.create(session=session, number=number, digest=secrets.digest(secret), table=table)
    return secret


def describe(session: LiveSession, owner: Any, people: list[str]) -> dict[str, Any]:
    state = RoomState.load(session.public)
    assert state is not None and state.step is not None
    first = session.participants.select_related("table").first()
    now = view(state, "phone", first.table.number if first and first.table else None)
    client = Client()
    client.force_login(owner)
    return {
        "room": session.public,
        "join_token": session.join_token,
        "stage_token": session.stage_token,
        "secrets": people,
        "step": state.step.pk,
        "phase": state.step.phase,
        "zones": [zone["id"] for zone in state.step.config.get("zones", [])],
        "position": {"rev": now.head, "view": now.key, "epoch": now.epoch},
        "facilitator": client.cookies["sessionid"].value,
        "places": session.places(),
    }


if __name__ == "__main__":
    from django.db import transaction

    with transaction.atomic():
        world = main(json.loads(sys.argv[1]))
    print(json.dumps(world))
