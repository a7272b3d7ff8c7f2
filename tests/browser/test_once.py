"""A form that is on its way: a second press waits, the button shows it, and Back gives the form as it was."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Room
from tests.browser.looking import axe

pytestmark = pytest.mark.browser

# Who listens last sees whether a press would have been sent, and keeps the page from being left.
LISTEN = """() => {
  window.sent = [];
  addEventListener("submit", event => { sent.push(!event.defaultPrevented); event.preventDefault(); });
}"""
BACK = 'dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))'


def test_a_second_press_waits_for_the_answer_to_the_first(room: Room) -> None:
    page = room.console()
    page.get_by_role("link", name="Room").click()
    button, busy = page.get_by_role("button", name="Change the code"), page.locator("form[aria-busy]")
    page.evaluate(LISTEN)

    button.click()
    button.click()

    assert page.evaluate("sent") == [True, False]
    expect(busy.get_by_role("button")).to_have_attribute("data-pressed", "")
    assert axe(page) == []

    page.evaluate(BACK)
    expect(busy).to_have_count(0)
    expect(button).not_to_have_attribute("data-pressed", "")
    button.click()
    assert page.evaluate("sent") == [True, False, True]

    page.reload()
    button.click()
    expect(page.get_by_text("The code is new.")).to_be_visible()
    assert room.said == []


def test_forms_that_a_script_sends_are_left_to_it(room: Room) -> None:
    console = room.console()

    for shown in ("Start again", "Pause everyone", "Start again"):
        console.locator("[data-key=pause]").click()
        expect(console.locator("[data-key=pause]")).to_have_text(shown)

    assert console.locator("form[aria-busy]").count() == 0
