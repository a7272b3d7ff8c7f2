"""Ten PDFs, and a full day's report, while a room is live: what its phones notice of it, and how long the paper takes.

`python -m tests.bench.papers`, with COPROD_VAR_DIR set to a world's folder, adds to it a plan with all eight checklists filled
and a past session of twelve activities, and prints where they are.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from tests.bench.scenarios import steady
from tests.bench.targets import CSRF, Product
from tests.live.server import ROOT, environment
from tests.live.wire import Line

PEOPLE, NOTES = 40, 600
DAY = (
    "quiz", "ladder", "board", "words", "values_tree", "grid", "power_map", "river", "card_sort", "stems", "scenarios",
    "commitment",
)  # fmt: skip
PAPERS = [*(("all", kind) for kind in ("filled", "filled-large")), *((f"2{letter}", "filled") for letter in "abcdefgh")]


async def beside(target: Product, what: str, seconds: float) -> dict[str, float]:
    """A room of 200 phones at 10 notes a second, alone ("nothing") or while "ten" PDFs or the "report" are made."""
    made: dict[str, float] = {}
    work = {"nothing": None, "ten": partial(ten, made), "report": partial(report, made)}[what]
    found = await steady(target, 200, seconds, meanwhile=work)
    return {**found, **made}


class WithPapers(Product):
    """The product with a filled plan and a past session beside the live one."""

    def start(self, phones: int) -> None:
        super().start(phones)
        add_papers(self)


def add_papers(target: Product) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.papers"], cwd=ROOT, env=environment(target.server.var), capture_output=True
    )
    if done.returncode:
        raise RuntimeError(f"no papers: {done.stderr.decode()[-3000:]}")
    target.world |= json.loads(done.stdout)


async def ten(made: dict[str, float], target: Product) -> None:
    began = time.monotonic()
    sizes = await asyncio.gather(*(fetch(target, f"/plan/{target.world['plan']}/download/{w}/{k}/") for w, k in PAPERS))
    made |= {"papers_s": time.monotonic() - began, "papers_kb": sum(sizes) / 1000}


async def report(made: dict[str, float], target: Product) -> None:
    began = time.monotonic()
    size = await fetch(target, f"/sessions/{target.world['past']}/report/pdf/")
    made |= {"papers_s": time.monotonic() - began, "papers_kb": size / 1000}


async def fetch(target: Product, address: str) -> int:
    """Asks as the page does (static/js/making.js) until the file is there; its size in bytes."""
    wait = 0.7
    cookie = f"sessionid={target.world['facilitator']}; csrftoken={CSRF}"
    while True:
        line = Line(target.port)
        reply = await line.get(address, {"Cookie": cookie, "Accept": "application/json"})
        line.close()
        if reply.status != 200:
            raise RuntimeError(f"{address} was answered with {reply.status}")
        said = json.loads(reply.body)
        if said["failure"]:
            raise RuntimeError(f"{address}: {said['failure']}")
        if said["ready"]:
            break
        await asyncio.sleep(wait * random.uniform(0.85, 1.15))
        wait = min(5.0, wait * 1.3)
    line = Line(target.port)
    reply = await line.get(address, {"Cookie": cookie})
    line.close()
    assert reply.body.startswith(b"%PDF"), reply.body[:100]
    return len(reply.body)


# -- the world ---------------------------------------------------------------------------------------------------------


def main() -> dict[str, Any]:
    from django.contrib.auth import get_user_model

    owner = get_user_model().objects.get(username="sam@example.org")
    return {"plan": fill_plan(owner), "past": past_session(owner)}


def fill_plan(owner: Any) -> str:
    from checklists import content
    from checklists.models import Answer, Project

    project = Project.start(owner, "Tuesday drop-in")
    text = "People who come on Tuesdays, with tea and a quiet room. We ask again each month.\n- Who else could come\n- What it costs"
    Answer.objects.bulk_create(
        Answer(project=project, ref=box.ref, text=text, state="talking", who="Example Ayesha")
        for box in content.boxes().values()
    )
    return project.public


def past_session(owner: Any) -> str:
    from ruamel.yaml import YAML

    from sessions.models import Answer, LiveSession, Note, SessionStep

    session = LiveSession.objects.create(owner=owner, title="A full day", facilitator_name="Sam", stage="ended")
    for position, name in enumerate(DAY):
        example = YAML(typ="safe").load(Path(f"activities/kinds/{name}/example.yaml"))
        step = SessionStep(
            session=session, position=position, key=f"past.{name}", kind=name, activity_title=f"Activity {position + 1}",
            title=name.replace("_", " "), words={"now": "Look", "purpose": "To see."}, config=example["config"], visited=True,
        )  # fmt: skip
        step.phase = step.phases[-1].key
        step.save()
        zones = list(step.info.config.zone_titles()) or ["notes"]
        Note.objects.bulk_create(
            Note(
                step=step,
                author=f"a{n % PEOPLE}",
                zone=zones[n % len(zones)],
                text=f"Note {n}: a warm room, and tea on Tuesdays",
            )
            for n in range(NOTES // len(DAY))
        )
        said = {row["item"]: row.get("value", "") for row in example["contributions"] if row["verb"] == "answer"}
        Answer.objects.bulk_create(
            Answer(step=step, author=f"a{n}", item=item, value=value)
            for n in range(PEOPLE) for item, value in said.items() if "{" not in f"{item}{value}"
        )  # fmt: skip
    return session.public


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        world = main()
    print(json.dumps(world))
