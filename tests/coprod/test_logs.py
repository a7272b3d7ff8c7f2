"""The log of a page that broke says which page it was and what broke, and holds no link."""

import logging.config
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.urls import reverse


@pytest.fixture
def said() -> Any:
    """What was written to the log as it is set up, not as the tests catch it."""
    logging.config.dictConfig(settings.LOGGING)
    (console,) = (handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler)
    console.setStream(StringIO())
    return lambda: console.stream.getvalue()


@pytest.mark.parametrize(
    ("name", "args", "module"),
    [
        ("later", ["canary-token"], "sessions.views.later._contact"),
        ("enter", ["canary-token"], "sessions.views.join.session_by_token"),
        ("checklists:come-back", ["some-plan", "canary-token"], "checklists.views.people.get_object_or_404"),
    ],
)
def test_a_page_that_breaks_leaves_no_link_in_the_log(
    name: str, args: list[str], module: str, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def boom(*_args: object, **_more: object) -> None:
        raise RuntimeError("canary" + "-token")

    monkeypatch.setattr(module, boom)

    assert Client(raise_request_exception=False).get(reverse(name, args=args)).status_code == 500

    log = said()
    assert "in boom" in log and "RuntimeError" in log and "<str:" in log
    assert "canary-token" not in log


@pytest.mark.parametrize("error", [ValueError, IntegrityError, KeyError])
def test_what_an_error_quotes_stays_out_of_the_log(error: type[Exception], said: Any) -> None:
    """PostgreSQL tells the row that it refused, and Python the text that it could not read."""
    try:
        try:
            raise error("canary" + " words")
        except error as first:
            raise RuntimeError("canary" + " again") from first
    except RuntimeError:
        logging.getLogger("coprod").exception("a file was not made")

    log = said()
    assert "a file was not made" in log and error.__name__ in log and "builtins.RuntimeError" in log
    assert 'raise error("canary" + " words")' in log
    assert "canary words" not in log and "canary again" not in log


def test_what_the_system_says_of_itself_is_told(said: Any) -> None:
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        logging.getLogger("coprod").exception("a file was not made")

    assert "OperationalError: database is locked" in said()
