"""Our pages connect to this host and to nowhere else."""

import pytest
from django.conf import LazySettings
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory

from coprod.policy import ContentPolicy


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


@pytest.mark.django_db
def test_pages_and_errors_carry_it(client: Client) -> None:
    for address in ("/", "/nowhere/"):
        assert "Content-Security-Policy" in client.get(address), address


def test_an_answer_in_json_goes_without() -> None:
    policy, request = (
        ContentPolicy(lambda _: JsonResponse({})),
        RequestFactory().get("/", headers={"host": "127.0.0.1"}),
    )

    assert "Content-Security-Policy" not in policy(request)
    policy.get_response = lambda _: HttpResponse("<p>")
    assert "Content-Security-Policy" in policy(request)
