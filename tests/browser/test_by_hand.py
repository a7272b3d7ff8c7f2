"""Values into groups, a few votes, a row and a column: by mouse, by finger and by keyboard, in real pages."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Room
from tests.browser.test_floor import all_sent
from tests.live.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def at(server: Server, browser: Browser) -> Iterator[Callable[..., Room]]:
    """A session at the first phase of a kind's example, with four phones; `tables=0` is one room."""
    made: list[Room] = []

    def make(kind: str, tables: int) -> Room:
        made.append(Room(server, browser, server.make_world(4, tables=tables, example=kind)))
        server.start()
        return made[0]

    yield make
    for room in made:
        room.close()


def press_next(console: Page) -> None:
    here = console.locator("form:has([data-next]) [name=leaving]").get_attribute("value")
    console.keyboard.press("n")
    expect(console.locator(f"form:has([data-next]) [name=leaving][value='{here}']")).to_have_count(0)
    time.sleep(0.7)  # Next cannot be pressed twice by accident


def pick(phone: Page, *names: str) -> None:
    for name in names:
        phone.get_by_label(name, exact=True).check(force=True)
    all_sent(phone)


def test_facilitator_drags_a_value_into_a_group_and_taps_another_in(at: Callable[..., Room]) -> None:
    room = at("values_tree", 0)
    phone, stage, console = room.phone(0), room.stage(), room.console()
    pick(phone, "Honesty", "Fun")
    press_next(console)
    press_next(console)
    console.get_by_label("Name a new group").fill("Straight talk")
    console.get_by_role("button", name="Make this group").click()
    group = console.locator(".into button", has_text="Straight talk")
    expect(group).to_be_visible()
    console.locator("#new-group").evaluate("field => field.scrollIntoView({ block: 'start' })")
    card, place = console.locator("[data-drag]", has_text="Honesty").bounding_box(), group.bounding_box()
    assert card and place

    console.mouse.move(card["x"] + 20, card["y"] + 20)
    console.mouse.down()
    console.mouse.move(place["x"] + 20, place["y"] + 20, steps=6)
    expect(console.locator(".dragged")).to_have_text("Honesty")
    console.mouse.up()

    expect(console.locator("[data-slot=grouped]")).to_contain_text("Honesty")
    console.locator("[data-drag]", has_text="Fun").click()
    group.click()
    expect(console.locator("[data-slot=grouped]")).to_contain_text("Fun")
    expect(stage.locator("#tree table")).to_contain_text("Honesty 1, Fun 1")
    expect(phone.locator("[data-slot=grouped]")).to_contain_text("Honesty")
    assert room.said == []


def test_finger_drags_a_value_by_its_grip_at_a_table_and_the_other_table_sees_nothing(at: Callable[..., Room]) -> None:
    room = at("values_tree", 2)
    phone, other, console = room.phone(0), room.phone(1), room.console()
    pick(phone, "Honesty")
    press_next(console)
    press_next(console)
    phone.get_by_label("Name a new group").fill("Straight talk")
    phone.get_by_role("button", name="Make this group").click()
    head = phone.locator(".group-head [data-drop]")
    expect(head).to_contain_text("Straight talk")

    start, end = phone.locator("[data-grip]").bounding_box(), head.bounding_box()
    assert start and end
    touch = phone.context.new_cdp_session(phone)

    def finger(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, y = start["x"] + 20, start["y"] + 20
    finger("touchStart", x, y)
    for part in range(1, 7):
        finger("touchMove", x + (end["x"] + 30 - x) * part / 6, y + (end["y"] + 10 - y) * part / 6)
    finger("touchEnd", 0, 0)

    expect(phone.locator("[data-slot=grouped]")).to_contain_text("Honesty")
    expect(other.get_by_text("Straight talk")).to_have_count(0)
    assert room.said == []


def test_a_vote_too_many_is_taken_off_again_and_says_why(at: Callable[..., Room]) -> None:
    room = at("values_tree", 0)
    phone, console = room.phone(0), room.console()
    pick(phone, "Honesty", "Fun", "Curiosity")
    for _ in range(3):
        press_next(console)
    pick(phone, "Honesty", "Fun")

    phone.get_by_label("Curiosity", exact=True).click(force=True)

    expect(phone.get_by_label("Curiosity", exact=True)).not_to_be_checked()
    expect(phone.get_by_text("You have 2 votes. Take one off first.")).to_be_visible()
    expect(phone.get_by_label("Fun", exact=True)).to_be_checked()
    assert phone.evaluate("coprod.outbox.entries().length") == 0
    assert room.said == []


def test_ticks_stand_still_while_they_are_saved(at: Callable[..., Room]) -> None:
    """Quick taps: no tick that was set is seen off again, although the phone reads its answers meanwhile."""
    room = at("values_tree", 0)
    phone = room.phone(0)
    phone.evaluate("""() => { window.seen = new Set(); setInterval(() => {
      for (const box of document.querySelectorAll('.vals input')) if (window.set && window.set.includes(box) && !box.checked) window.seen.add(box.form.dataset.item);
    }, 5); window.set = []; }""")
    boxes = phone.locator(".vals input[type=checkbox]")
    for i in range(boxes.count()):
        boxes.nth(i).evaluate("box => { box.click(); window.set.push(box); }")
        time.sleep(0.13)
    all_sent(phone)
    time.sleep(0.8)

    assert phone.evaluate("[...window.seen]") == []


def test_row_is_chosen_then_the_column_and_both_stay_for_the_next_note(at: Callable[..., Room]) -> None:
    room = at("grid", 0)
    phone, stage = room.phone(0), room.stage()
    phone.fill("#composer textarea", "Tea for all")
    phone.click("#composer button.go")
    assert phone.locator("#composer textarea").input_value() == "Tea for all"  # no row yet: nothing is sent

    phone.get_by_label("Fun", exact=True).check(force=True)
    expect(phone.locator("[data-chosen]")).to_have_text("Fun")
    expect(phone.get_by_label("Honesty", exact=True)).to_be_hidden()
    phone.get_by_label("Where we do it").check(force=True)
    phone.click("#composer button.go")
    phone.fill("#composer textarea", "Cake on Fridays")
    phone.click("#composer button.go")

    row = stage.locator("tr", has=stage.locator("th", has_text="Fun"))
    expect(row.locator("td").nth(1)).to_contain_text("Cake on Fridays")
    expect(row.locator("td").nth(1)).to_contain_text("Tea for all")
    assert room.said == []


def test_rows_are_chosen_by_keyboard(at: Callable[..., Room]) -> None:
    room = at("grid", 0)
    phone = room.phone(0)

    phone.get_by_label("Honesty", exact=True).focus()
    phone.keyboard.press("Space")
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_label("Fun", exact=True)).to_be_visible()
    phone.keyboard.press("Enter")

    expect(phone.locator("[data-chosen]")).to_have_text("Fun")
    expect(phone.get_by_label("Fun", exact=True)).to_be_hidden()
    expect(phone.locator("summary:has([data-chosen])")).to_be_focused()


def test_a_card_stays_when_answers_given_before_come_late(at: Callable[..., Room]) -> None:
    """Whoever taps what shows must not meet another card. The page asks for earlier answers after it turned: here, later still."""
    room = at("card_sort", 0)
    phone, console = room.phone(0), room.console()
    for _ in range(2):
        phone.locator(".card-turn:visible label.pick").first.click()
        all_sent(phone)
    expect(phone.get_by_text("Card 3 of")).to_be_visible()
    asked: list[Route] = []
    phone.route("**/mine/", lambda route: asked.append(route))
    press_next(console)
    expect(phone.get_by_text("Card 1 of")).to_be_visible()
    while not asked:
        phone.wait_for_timeout(50)
    with phone.expect_response("**/mine/"):
        asked[-1].continue_()
    expect(phone.locator(".card-turn form.answered")).to_have_count(2)
    expect(phone.get_by_text("Card 1 of")).to_be_visible()
