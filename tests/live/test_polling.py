"""Some networks let no websocket through, and some answers come late. The page must stay level all the same."""

import time

import pytest

from tests.live.herd import Herd, wait
from tests.live.pages import Page, open_pages
from tests.live.proxy import Proxy
from tests.live.server import Server
from tests.live.simulated_phone import marker

pytestmark = pytest.mark.browser
BY_POLLING = 6.0


def seconds_until_shown(page: Page, herd: Herd, number: int) -> float:
    """From a note being written on another phone to its standing on the page."""
    began = time.monotonic()
    herd.loop.call_soon_threadsafe(herd.phones[0].write, marker(herd.phones[0].index, number))
    shown = wait(lambda: marker(herd.phones[0].index, number) in page.notes(), 20)
    return time.monotonic() - began if shown else float("inf")


def test_blocked_websocket_posts_come_by_polling(server: Server) -> None:
    world = server.make_world(2)
    server.start()
    with Proxy(server.port, websockets=False) as proxy, Herd(server.port, world, [0]) as herd:
        assert wait(herd.all_open, 20)
        with open_pages(proxy.port, world, [1]) as [page]:
            took = [seconds_until_shown(page, herd, number) for number in range(3)]

        assert proxy.refused
        assert max(took) < BY_POLLING


def test_blocked_websocket_own_notes_are_saved(server: Server) -> None:
    world = server.make_world(1)
    server.start()
    with Proxy(server.port, websockets=False) as proxy, open_pages(proxy.port, world, [0]) as [page]:
        page.write(marker(0, 0))

        assert wait(lambda: not page.waiting() and page.notes() == [marker(0, 0)], BY_POLLING)


def test_late_whole_answer_does_not_put_the_page_back(server: Server) -> None:
    """A poll that was asked before the socket came back may answer after it, with an older picture of the same room."""
    world = server.make_world(2)
    server.start()
    with Herd(server.port, world, [0]) as herd, open_pages(server.port, world, [1]) as [page]:
        assert wait(herd.all_open, 20)
        late = page.page.evaluate(
            "fetch(`${floor.dataset.since}?rev=-1&view=&epoch=`).then(answer => answer.json())"
            ".then(frame => { window.late = frame; return frame.r; })"
        )
        assert seconds_until_shown(page, herd, 0) < 3
        page.page.evaluate("coprod.live.take(window.late)")

        assert page.notes() == [marker(0, 0)]
        assert page.page.evaluate("coprod.live.at.rev") > late
