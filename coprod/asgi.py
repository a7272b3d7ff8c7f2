"""The ASGI entry: pages by Django, live rooms by websocket."""

import gc
import os
from functools import lru_cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")

import django  # noqa: E402

django.setup()

import twisted.web.http  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from checklists import content  # noqa: E402
from checklists.sockets import sockets as plans  # noqa: E402
from coprod.pages import Pages  # noqa: E402
from sessions.sockets import sockets as sessions  # noqa: E402


def is_note(scope: dict[str, Any]) -> bool:
    """A write from a phone (sessions.urls, "write")."""
    return bool(scope["method"] == "POST" and scope["path"].endswith("/write/"))


def remember_content_types() -> None:
    """Under Daphne: Twisted asks Python's e-mail parser what type a form is, and that makes a new class for each request.

    That is an eighth of a millisecond, as long as the database takes to commit. Pages send one or two types all day.
    """
    http: Any = twisted.web.http  # the function is Twisted's own: where it has gone there is nothing to keep
    if hasattr(http, "_parseContentType"):
        http._parseContentType = lru_cache(maxsize=64)(http._parseContentType)


remember_content_types()
# When a room presses Send at once, its requests live side by side. After every 700 new objects, Python's own figure, it would
# look through all of them for rubbish that is not there.
gc.set_threshold(20_000, 20, 20)
content.boxes()  # the checklists are read now, and not by the first ten threads that want them, in the middle of a session
application = ProtocolTypeRouter(
    {"http": Pages(is_short_write=is_note), "websocket": AllowedHostsOriginValidator(URLRouter([*sessions, *plans]))}
)
