"""Makes a session for every activity of the packs, in a process of its own, and prints what its screens need to know as JSON.

`python -m tests.live.activities '{}'`, with the environment of the server it is for, after `load_packs`. Each session stands in
its lobby, holds two people, and before the activity's own steps the one that they carry from, as a facilitator would plan it.
The first person chose a name. Where a step is done at tables, each sits at a table of their own.
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.test import Client  # noqa: E402

from activities.models import Activity, Plan, Step  # noqa: E402
from sessions.joining import admit, start_session  # noqa: E402
from sessions.models import LiveSession, SessionStep  # noqa: E402
from sessions.tables import move, seat_everyone  # noqa: E402

NAME = "Zebedee"


def main(wishes: dict[str, Any]) -> dict[str, Any]:
    owner = get_user_model().objects.create_user("sam@example.org", password="a-long-enough-word", first_name="Sam")
    client = Client()
    client.force_login(owner)
    return {
        "facilitator": client.cookies["sessionid"].value,
        "name": NAME,
        "activities": {activity.slug: make(owner, activity) for activity in Activity.objects.all()},
    }


def make(owner: Any, activity: Activity) -> dict[str, Any]:
    items = [{"step": step.key} for step in with_what_they_carry(list(activity.steps.all()))]
    session = start_session(owner, Plan(items=items), title=str(activity), facilitator_name="Sam")
    people = [admit(session, NAME), admit(session)]
    if session.steps.filter(grouping="tables").exists():
        seat_everyone(session, len(people), by_chance=False)
        for number, (participant, _) in enumerate(people, start=1):
            move(session, participant.pk, number)
    session.refresh_from_db()
    return describe(session, [secret for _, secret in people])


def with_what_they_carry(steps: list[Step]) -> list[Step]:
    """What they start from stands before them; it comes from an earlier activity, or is one of them."""
    keys = [step.carry["from"] for step in steps if step.carry.get("from")]
    firsts = [key if isinstance(key, str) else key[0] for key in keys]
    sources = {key: Step.objects.get(key=key) for key in firsts}
    return [*(source for source in sources.values() if source not in steps), *steps]


def describe(session: LiveSession, secrets: list[str]) -> dict[str, Any]:
    steps = {step.pk: place_of(step) for step in session.steps.all()}
    return {
        "room": session.public,
        "stage_token": session.stage_token,
        "secrets": secrets,
        "places": session.places(),
        "steps": steps,
    }


def place_of(step: SessionStep) -> dict[str, Any]:
    return {
        "key": step.key,
        "kind": step.kind,
        "tables": step.grouping == "tables",
        "pairs": [phase.key for phase in step.phases if phase.pairs],
        "writes": {phase.key: sorted(phase.writes) for phase in step.phases},
    }


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
