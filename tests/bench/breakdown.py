"""Where the time of one post goes, inside one process without a server: `python -m tests.bench.breakdown`, with
COPROD_VAR_DIR set to a migrated folder of its own. Prints JSON: milliseconds of processor time.

The profiler slows what it watches, so its shares are applied to the time measured without it.
"""

import cProfile
import json
import os
import pstats
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from coprod.live import hub  # noqa: E402
from sessions.source import RoomState  # noqa: E402
from sessions.surfaces import view  # noqa: E402
from tests.bench.targets import CSRF, note_text  # noqa: E402
from tests.live import world as making  # noqa: E402

PEOPLE, POSTS = 100, 300
# (what is said in the table, file, function); each is inside the one before it or beside it, and never counted twice below
PIECES = {
    "who": ("sessions/access.py", "find_here"),
    "keep": ("sessions/writes.py", "keep"),
    "commit": ("", "<method 'commit' of 'sqlite3.Connection' objects>"),
    "form": ("sessions/posted.py", "read"),
    "view": ("django/views/decorators/http.py", "inner"),
}


def main() -> dict[str, float]:
    world = making.main({"participants": PEOPLE})
    handler, factory = WSGIHandler(), RequestFactory()

    def post(serial: int) -> None:
        cookie = f"coprod_{world['room']}={world['secrets'][serial % PEOPLE]}; csrftoken={CSRF}"
        fields = {
            "id": f"breakdown-{serial:012d}",
            "verb": "note",
            "step": world["step"],
            "phase": world["phase"],
            "zone": world["zones"][0],
            "text": note_text(serial),
        }
        headers = {"host": "127.0.0.1", "cookie": cookie, "x-csrftoken": CSRF, "accept": "application/json"}
        response = handler.get_response(factory.post(f"/r/{world['room']}/write/", fields, headers=headers))
        assert response.status_code == 200, response.content

    for serial in range(50):
        post(serial)
    whole = timed(lambda: [post(serial) for serial in range(100, 100 + POSTS)]) / POSTS
    shares = profiled(lambda: [post(serial) for serial in range(1000, 1000 + POSTS)])
    pieces = {name: whole * share for name, share in shares.items()}
    return {
        "in_process_ms": whole,
        "middleware_ms": whole - pieces["view"],
        "who_ms": pieces["who"],
        "form_ms": pieces["form"],
        "keep_ms": pieces["keep"] - pieces["commit"],
        "commit_ms": pieces["commit"],
        "view_rest_ms": pieces["view"] - pieces["who"] - pieces["form"] - pieces["keep"],
        "draw_ms": draw(world, post),
    }


def timed(work: Any) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e3


def profiled(work: Any) -> dict[str, float]:
    """Each piece's share of the whole."""
    profile = cProfile.Profile()
    profile.runcall(work)
    found = pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    total = max(row[3] for _, row in found)
    return {  # of two functions of one name in a file, the outer one
        name: max(row[3] for (file, _, called), row in found if file.endswith(path) and called == function) / total
        for name, (path, function) in PIECES.items()
    }


def draw(world: dict[str, Any], post: Any) -> float:
    """What the hub does after a post: read what is newer and make the fragment, for a room of 450 notes."""
    state = RoomState.load(world["room"])
    cache = hub.PartCache()
    spent = 0.0
    for serial in range(5000, 5050):
        before = view(state, "phone", 1, state.session.rev)
        at = hub.Position(before.head, before.key, before.epoch)
        post(serial)

        def bring_level(at: Any = at) -> None:
            nonlocal state
            state = RoomState.load(world["room"], state)
            hub.encode(hub.change(view(state, "phone", 1, at.rev), at, "en-gb", cache))

        spent += timed(bring_level)
    return spent / 50


if __name__ == "__main__":
    print(json.dumps(main()))
