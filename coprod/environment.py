"""What `coprod.settings` reads from the environment. A value that cannot be right is refused in words that name its variable.

Guessing would be worse: a slip in COPROD_HTTPS would switch secure cookies off and say nothing.
"""

import difflib
import os
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
WORDS = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
DATABASES = ("postgres", "postgresql", "sqlite")
PACKAGES = "needs packages that are not here yet. Type: script/bootstrap --hosted"
REDIS = ("redis", "rediss", "unix")
MAIL = ("smtp", "smtp+tls", "smtp+ssl")
_known: set[str] = set()


def wrong(name: str, needs: str, value: str = "") -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} must be {needs}." + (f" It is: {value}" if value else ""))


def text(name: str, default: str = "") -> str:
    """Empty counts as not set: a compose file hands on variables that nobody gave a value."""
    _known.add(name)
    return os.environ.get(name, "").strip() or default


def switch(name: str, default: bool = False) -> bool:
    value = text(name)
    if value and value.lower() not in WORDS:
        raise wrong(name, "on or off", value)
    return WORDS[value.lower()] if value else default


def https(name: str, site: str) -> bool:
    """Whether a proxy speaks HTTPS for us. At an https address one does; not to know it would make each form fail."""
    value = switch(name)
    if site.startswith("https://") and not value:
        raise wrong(name, "on where COPROD_SITE_URL begins with https://")
    return value


def days(name: str, default: int) -> int:
    value = text(name)
    if value and not (value.isdecimal() and 1 <= int(value) <= 3650):
        raise wrong(name, "a whole number of days, from 1 to 3650", value)
    return int(value) if value else default


def site(name: str) -> str:
    """The scheme and host of an address, without a slash at its end; empty when it is not set."""
    return _origin(name, value) if (value := text(name)) else ""


def origins(name: str) -> list[str]:
    return [_origin(name, value) for value in _several(name)]


def _origin(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise wrong(name, "an address like https://coprod.example.org", value)
    return f"{parts.scheme}://{parts.netloc}"


def hosts(name: str, default: Iterable[str]) -> list[str]:
    found = _several(name)
    for host in found:
        if not host.strip("[]") or "*" in host or "/" in host or (":" in host and not host.startswith("[")):
            raise wrong(name, "host names without https://, port or *, for example coprod.example.org", host)
    return found or list(default)


def _several(name: str) -> list[str]:
    return [part.strip() for part in text(name).split(",") if part.strip()]


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise wrong(name, "a time zone like Europe/London", value) from error
    return value


def database(name: str, default: Path) -> dict[str, Any]:
    """The value stays out of the words: it holds a password. The default is a file for SQLite, whatever its folder is called."""
    value = text(name)
    if not value:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": default}
    try:
        config = env.db_url_config(value) if urlsplit(value).scheme in DATABASES else {}
    except ValueError:  # a port that is no number
        config = {}
    if not config.get("NAME"):
        raise wrong(name, "like postgres://user:password@host/name. A # or / in the password is written %23 or %2F")
    if urlsplit(value).scheme != "sqlite" and find_spec("psycopg") is None:
        raise ImproperlyConfigured(f"{name} names PostgreSQL, which {PACKAGES}")
    return config


def redis(name: str) -> str:
    value = text(name)
    if value and urlsplit(value).scheme not in REDIS:
        raise wrong(name, "like redis://host:6379/0")
    if value and find_spec("channels_redis") is None:
        raise ImproperlyConfigured(f"{name} names Redis, which {PACKAGES}")
    return value


def mail(name: str) -> dict[str, Any]:
    """Settings for Django's mail; without a value nothing is sent. Never to the console: it is a log."""
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        config = env.email_url_config(value) if urlsplit(value).scheme in MAIL else {}
    except ValueError:  # a port that is no number
        config = {}
    if not config.get("EMAIL_HOST"):
        raise wrong(name, "like smtp+tls://user:password@host:587")
    return config


def unknown() -> list[str]:
    """What is set and never read, in words: most likely a slip of the keyboard."""
    found = []
    for name in sorted(os.environ):
        if name.startswith("COPROD_") and name not in _known:
            near = difflib.get_close_matches(name, _known, 1)
            found.append(f"{name} is not a setting of Coprod." + (f" Did you mean {near[0]}?" if near else ""))
    return found
