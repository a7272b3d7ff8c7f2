"""A session leaves as a file and comes back, and sessions stand side by side, in real pages and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, Room
from tests.live.server import Server

pytestmark = pytest.mark.browser
SMALL = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
AXE = Axe()


@pytest.fixture
def room(prepared: Path, browser: Browser) -> Iterator[Room]:
    with Server(prepared) as server:
        world = server.make_world(1, tables=0, example="ladder")
        server.start()
        opened = Room(server, browser, world)
        yield opened
        opened.close()


def check(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [violation["id"] for violation in AXE.run(page).response["violations"]] == []


@pytest.mark.parametrize("looks", [LAPTOP, SMALL], ids=["laptop", "small"])
def test_a_session_leaves_and_comes_back_by_keyboard(room: Room, looks: dict[str, object], tmp_path: Path) -> None:
    page = room.page(f"/sessions/{room.world['room']}/report/", {"sessionid": room.world["facilitator"]}, **looks)
    page.get_by_text("Other kinds of file").press("Enter")
    check(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="The whole session, to bring in elsewhere").press("Enter")
    saved = tmp_path / "session.json"
    saving.value.save_as(saved)
    cut_off = tmp_path / "cut-off.json"
    cut_off.write_bytes(saved.read_bytes()[:-40])

    page.goto(room.site + "/home/")
    page.get_by_role("link", name="Bring a session in from a file").press("Enter")
    page.get_by_label("The file").set_input_files(cut_off)
    page.get_by_role("button", name="Bring it in").press("Enter")
    expect(page.get_by_text("its end is missing")).to_be_visible()
    check(page)

    page.get_by_label("The file").set_input_files(saved)
    page.get_by_role("button", name="Bring it in").press("Enter")
    expect(page.get_by_text("The session is here.")).to_be_visible()
    expect(page.get_by_text("This session came from a file")).to_be_visible()
    check(page)
    page.get_by_text("Other kinds of file").press("Enter")
    with page.expect_download() as saving:
        page.get_by_role("link", name="The whole session, to bring in elsewhere").press("Enter")
    saving.value.save_as(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == saved.read_bytes()

    page.goto(room.site + "/sessions/across/")
    expect(page.get_by_role("heading", name="Sessions side by side")).to_be_visible()
    check(page)
