"""Words begun on a phone and not sent: they stay in view whatever the room does, until their writer decides."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Room
from tests.browser.looking import axe
from tests.live.server import Server

pytestmark = pytest.mark.browser
BOX = "#composer textarea"
WORDS = "The letters come when it is too late"


@pytest.fixture
def room(server: Server, browser: Browser) -> Iterator[Room]:
    """Two boards in a whole room, one after the other, at the first phase of the first."""
    made = Room(server, browser, server.make_world(2, tables=0, steps=2))
    server.start()
    yield made
    made.close()


def begin(phone: Page) -> None:
    phone.focus(BOX)
    phone.keyboard.type(WORDS)


def begin_a_change(phone: Page) -> None:
    phone.fill(BOX, "Letters")
    phone.click("#composer button.go")
    phone.get_by_role("button", name="Change").click()
    phone.get_by_label("Change your note").fill(WORDS)


def jump(room: Room, console: Page, place: int) -> None:
    console.get_by_text("Go to another part").click()
    console.get_by_label("Part of today").select_option(room.world["places"][place])
    console.get_by_role("button", name="Go there").click()
    expect(console.locator("form:has([data-key=back]) [name=leaving]")).to_have_value(room.world["places"][place])


def second_board(room: Room) -> int:
    """The place of the second step's first phase, where there is a box to write in again."""
    first = room.world["places"][1].split(".")[0]
    return next(i for i, place in enumerate(room.world["places"]) if i and not place.startswith(f"{first}."))


def test_words_begun_before_a_pause_are_in_view_when_another_step_follows(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin(phone)
    console.get_by_role("button", name="Pause everyone").click()
    expect(phone.get_by_text("They wait on this phone.")).to_be_visible()
    expect(console.get_by_role("button", name="Start again")).to_be_visible()

    jump(room, console, second_board(room))

    expect(phone.locator(BOX)).to_be_visible()
    expect(phone.locator("[data-moved-on]")).to_contain_text(WORDS)
    expect(phone.get_by_role("button", name="Keep it for me")).to_be_visible()
    assert axe(phone) == []
    assert room.said == []


def test_words_begun_stay_in_view_while_the_room_moves_on_twice(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin(phone)
    jump(room, console, second_board(room) - 1)
    expect(phone.locator("[data-moved-on]")).to_contain_text(WORDS)

    jump(room, console, second_board(room))

    expect(phone.locator(BOX)).to_be_visible()
    expect(phone.locator("[data-moved-on]")).to_contain_text(WORDS)


def test_words_begun_are_in_view_when_the_page_is_loaded_in_a_later_step(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin(phone)
    phone.goto("about:blank")
    jump(room, console, second_board(room))

    phone.goto(f"{room.site}/r/{room.world['room']}/")

    expect(phone.locator("[data-moved-on]")).to_contain_text(WORDS)
    expect(phone.locator(BOX)).to_have_value("")


def test_words_begun_are_back_in_their_box_when_the_room_goes_back(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin(phone)
    jump(room, console, second_board(room))
    expect(phone.locator("[data-moved-on]")).to_be_visible()

    jump(room, console, 1)

    expect(phone.locator("[data-moved-on]")).to_have_count(0)
    expect(phone.locator(BOX)).to_have_value(WORDS)


def test_words_that_were_thrown_away_do_not_come_back(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin(phone)
    jump(room, console, second_board(room))

    phone.get_by_role("button", name="Throw it away").click()

    expect(phone.locator("#floor h1").first).to_be_focused()
    phone.reload()
    expect(phone.locator(BOX)).to_be_visible()
    assert WORDS not in phone.content()


def test_a_change_begun_is_in_view_when_notes_can_no_longer_be_changed(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin_a_change(phone)

    jump(room, console, second_board(room))

    expect(phone.locator("[data-moved-on]")).to_contain_text(WORDS)


def test_a_change_that_was_left_as_it_is_leaves_nothing_behind(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    begin_a_change(phone)

    phone.get_by_role("button", name="Leave it as it is").click()

    expect(phone.get_by_role("button", name="Change")).to_be_focused()
    jump(room, console, second_board(room))
    expect(phone.locator(BOX)).to_be_visible()
    expect(phone.locator("[data-moved-on]")).to_have_count(0)
