"""How pages are answered: in which thread, and with what of the request."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from coprod.live import hub
from coprod.pages import InTurn, Pages

inside, most_inside = 0, 0
lock, full = threading.Lock(), threading.Barrier(2, timeout=0.2)


def where(request: HttpRequest) -> HttpResponse:
    """Waits a moment for a second one to come in, and says in which thread and with whom it was answered."""
    global inside, most_inside
    with lock:
        inside += 1
        most_inside = max(inside, most_inside)
    try:
        full.wait()
    except threading.BrokenBarrierError:
        full.reset()
    with lock:
        inside -= 1
    return HttpResponse(f"{threading.current_thread().name} {request.body.decode()}")


urlpatterns = [path("write/", where), path("page/", where)]


@pytest.fixture
def pages() -> Iterator[Pages]:
    global most_inside
    most_inside = 0
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield Pages(is_short_write=lambda scope: scope["path"] == "/write/")


async def ask(pages: Pages, address: str, body: bytes) -> str:
    scope = {"type": "http", "method": "POST", "path": address, "query_string": b"", "headers": [], "root_path": ""}
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await pages(scope, receive, send)
    return sent[1]["body"].decode()


async def ask_all(pages: Pages, address: str) -> list[str]:
    return await asyncio.gather(*(ask(pages, address, str(n).encode()) for n in range(4)))


@pytest.mark.django_db
def test_short_writes_are_kept_one_after_the_other_in_the_order_they_came(pages: Pages) -> None:
    assert asyncio.run(ask_all(pages, "/write/")) == [f"writes_0 {n}" for n in range(4)]
    assert most_inside == 1


@pytest.mark.django_db
def test_a_slow_page_keeps_no_other_waiting(pages: Pages) -> None:
    answers = asyncio.run(ask_all(pages, "/page/"))

    assert [answer.split()[1] for answer in answers] == ["0", "1", "2", "3"]
    assert all(answer.startswith("pages_") for answer in answers)
    assert most_inside > 1


class Work:
    """Pokes a room and answers with the number it is given; 13 breaks."""

    def __call__(self, number: int) -> Any:
        hub.poke("a:room", number)
        if number == 13:
            raise ZeroDivisionError
        return number


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The pokes that left the thread, as they left."""
    left: list[list[int]] = []
    monkeypatch.setattr(hub, "_send", lambda pokes: left.append([person for _, person in pokes]))
    return left


@pytest.mark.parametrize(("share", "turns"), [(60.0, [[1, 2, 3]]), (0.0, [[1], [2], [3]])])
def test_what_comes_together_goes_back_together_as_long_as_there_is_time(
    share: float, turns: list[list[int]], sent: list[list[int]]
) -> None:
    async def run() -> list[Any]:
        writes = InTurn(Work())
        writes.SHARE = share
        return await asyncio.gather(*(writes.do(number) for number in (1, 2, 3)))

    assert asyncio.run(run()) == [1, 2, 3]
    assert sent == turns


def test_a_rush_is_waited_for_and_one_alone_is_not(sent: list[list[int]]) -> None:
    async def run() -> None:
        writes = InTurn(Work())
        writes.LULL = 0.05
        rush = [writes.do(1), writes.do(2)]
        await asyncio.sleep(0.01)
        await asyncio.gather(*rush, writes.do(3))
        writes.LULL = 60
        await asyncio.wait_for(writes.do(4), 5)

    asyncio.run(run())
    assert sent == [[1, 2, 3], [4]]


def test_one_that_breaks_and_one_whose_asker_has_gone_stop_no_other(sent: list[list[int]]) -> None:
    async def run() -> list[Any]:
        writes = InTurn(Work())
        answers = [writes.do(number) for number in (1, 13, 2, 3)]
        answers[2].cancel()
        first = await asyncio.gather(*answers, return_exceptions=True)
        return [*map(type, first), await writes.do(4)]

    assert asyncio.run(run()) == [int, ZeroDivisionError, asyncio.CancelledError, int, 4]
    assert sum(sent, []) == [1, 13, 2, 3, 4]
