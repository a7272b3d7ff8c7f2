"""Tables side by side on the big screen: however many there are, the back row reads the words of each."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Room
from tests.browser.looking import wrong_in_pane
from tests.browser.test_floor import all_sent
from tests.live.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def nine(prepared: Path, browser: Browser) -> Iterator[Room]:
    """A board of two columns at nine tables, with somebody at each."""
    with Server(prepared) as server:
        made = Room(server, browser, server.make_world(9, tables=9))
        server.start()
        yield made
        made.close()


def test_nine_tables_come_in_pages_that_the_back_row_reads(nine: Room) -> None:
    for number in range(3):
        phone = nine.phone(number)
        for words in (
            "A cup of tea",
            "Bus fares that are paid on the day, in cash, before anybody has to ask for them",
        ):
            phone.locator("#composer textarea").fill(words)
            phone.locator("#composer button.go").click()
            all_sent(phone)
    console, stage = nine.console(), nine.stage()
    panes, foot = stage.locator(".panes iframe"), stage.locator(".frame-foot")

    console.locator("#shared-screen").select_option("side")
    expect(foot).to_contain_text("Tables 1 to 2, side by side")
    expect(panes).to_have_count(2)
    expect(panes.first.content_frame.locator(".note").first).to_be_visible()
    faults = [fault for pane in stage.frames[1:] for fault in wrong_in_pane(pane, 1920)]
    console.get_by_role("button", name="Next tables").click()

    expect(foot).to_contain_text("Tables 3 to 4, side by side")
    assert faults == []
