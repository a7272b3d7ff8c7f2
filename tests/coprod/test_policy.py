"""Our pages connect to this host and to nowhere else."""

import pytest
from django.conf import LazySettings
from django.test import Client


def allowed(answer: object) -> dict[str, list[str]]:
    policy = answer["Content-Security-Policy"]  # type: ignore[index]
    return {name: places for name, *places in (part.split() for part in policy.split(";"))}


@pytest.mark.django_db
def test_a_page_may_open_a_socket_to_its_own_host_alone(settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["laptop.local"]
    answer = Client(headers={"host": "laptop.local:8000"}).get("/")
    assert allowed(answer)["connect-src"] == ["'self'", "ws://laptop.local:8000", "wss://laptop.local:8000"]
    assert allowed(answer)["default-src"] == ["'self'"]


def test_a_host_that_is_not_ours_is_named_nowhere() -> None:
    answer = Client(headers={"host": "evil.example"}).get("/")
    assert answer.status_code == 400
    assert allowed(answer)["connect-src"] == ["'self'"]
