"""The log of a page that broke says which page it was and what broke, and holds no link."""

import logging.config
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """What was written to the log as it is set up, not as the tests catch it."""
    logging.config.dictConfig(settings.LOGGING)
    return lambda: capsys.readouterr().err


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
        raise RuntimeError("boom")

    monkeypatch.setattr(module, boom)

    assert Client(raise_request_exception=False).get(reverse(name, args=args)).status_code == 500

    log = said()
    assert "RuntimeError: boom" in log and "<str:" in log
    assert "canary-token" not in log
