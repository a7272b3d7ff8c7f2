"""Tables that move on, on real phones: each finds the table it is to go to, and words stay with their question."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Room
from tests.browser.test_floor import BOX, all_sent, write
from tests.live.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def cafe(server: Server, browser: Browser) -> Iterator[Room]:
    """A World Cafe at two tables with four phones: phones 0 and 2 begin at table 1, 1 and 3 at table 2."""
    made = Room(server, browser, server.make_world(4, tables=2, example="rounds"))
    server.start()
    yield made
    made.close()


def next_phase(console: Page) -> None:
    before = console.locator("#floor").get_attribute("data-view") or ""
    console.locator("[data-next]").click()
    expect(console.locator("#floor")).not_to_have_attribute("data-view", before)


def test_a_table_moves_on_and_finds_what_was_left(cafe: Room) -> None:
    console, stage, first, second = cafe.console(), cafe.stage(), cafe.phone(0), cafe.phone(1)
    expect(first.get_by_text("You are at Table 1.")).to_be_visible()
    expect(stage.locator(".rounds-clock b")).to_be_visible()
    write(second, "The last bus goes at six")
    all_sent(second)

    next_phase(console)
    expect(first.locator(".go-to b")).to_have_text("Table 2")
    expect(second.locator(".go-to b")).to_have_text("Table 1")
    next_phase(console)

    expect(first.get_by_text("You are at Table 2.")).to_be_visible()
    expect(first.locator("[data-slot=left]").get_by_text("The last bus goes at six")).to_be_visible()
    expect(second.locator("[data-slot=left] li")).to_have_count(0)
    assert cafe.said == []


def test_words_begun_at_one_table_never_go_to_the_next(cafe: Room) -> None:
    console, phone = cafe.console(), cafe.phone(0)
    phone.fill(BOX, "Half a thought")

    next_phase(console)
    expect(phone.get_by_role("heading", name="Move on")).to_be_visible()
    expect(phone.locator(BOX)).to_have_value("Half a thought")  # time to finish it
    next_phase(console)

    expect(phone.get_by_role("heading", name="Your words are still here")).to_be_visible()
    expect(phone.locator("[data-fill=text]")).to_have_text("Half a thought")
    expect(phone.locator(BOX)).to_have_value("")


def test_somebody_stays_while_the_others_go(cafe: Room) -> None:
    console, stays, goes = cafe.console(), cafe.phone(0), cafe.phone(2)
    stays.get_by_role("button", name="I stay at this table").click()
    expect(stays.get_by_text("You stay at Table 1.")).to_be_visible()
    expect(goes.get_by_text("Somebody stays at this table.")).to_be_visible()

    next_phase(console)
    expect(stays.locator(".go-to")).to_be_hidden()
    next_phase(console)

    expect(stays.get_by_text("You are at Table 1.")).to_be_visible()
    expect(goes.get_by_text("You are at Table 2.")).to_be_visible()
    assert cafe.said == []
