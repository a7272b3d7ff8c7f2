"""Who opens a websocket, by the cookies it brings, read as Django reads those of a page."""

from functools import partial
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, parse_cookie

# Makes a coroutine of what asks the database. A connection that died with the database's last restart is let go first.
off_the_loop = partial(database_sync_to_async, thread_sensitive=False)


def cookies_of(scope: dict[str, Any]) -> dict[str, str]:
    """Programs at the same address may have left cookies that Python's own reader stops at, and then it finds none of ours."""
    raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(raw.decode("latin-1"))


def user_of(scope: dict[str, Any]) -> AbstractBaseUser | AnonymousUser:
    """Who is signed in. A sign-in that a page takes no more, after a new password say, opens no socket either."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(cookies_of(scope).get(settings.SESSION_COOKIE_NAME))
    return get_user(cast(HttpRequest, SimpleNamespace(session=store)))
