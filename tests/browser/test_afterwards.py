"""After the day in real pages: a promise, an address, an answer, and what was done; each screen is looked at with axe."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as ChromiumPage

from tests.browser.conftest import LAPTOP, Room
from tests.live.server import Server, manage

pytestmark = pytest.mark.browser
SMALL = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
SENT = "from sessions.models import Contact; Contact.objects.update(sent_on='2026-11-21')"


@pytest.fixture
def promises(server: Server, browser: Browser) -> Iterator[Room]:
    """The step of promises in a whole room, with two phones."""
    made = Room(server, browser, server.make_world(2, tables=0, example="commitment"))
    server.start()
    yield made
    made.close()


def look(*pages: ChromiumPage) -> list[str]:
    """What axe finds, and whether a page is broader than its screen."""
    found = []
    for page in pages:
        found += [
            f"{page.url}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{page.url} is too broad")
    return found


def test_a_promise_is_asked_about_and_answered_and_told_of(promises: Room) -> None:
    phone = promises.phone(0, **SMALL)
    phone.locator("#composer textarea").fill("ring the council")
    phone.locator("#composer button.go").click()
    phone.get_by_role("link", name="Ask me later").click()  # the offer came by itself once the promise was kept
    found = look(phone)
    address = phone.get_by_label("Your e-mail address").first
    address.fill("robin@example")
    phone.get_by_label("Yes, ask me once by e-mail how it went.").check()
    phone.get_by_role("button", name="Save my address").first.click()
    expect(address).to_be_focused()
    expect(address).to_have_value("robin@example")
    found += look(phone)
    address.fill("robin@example.org")
    phone.get_by_role("button", name="Save my address").first.click()
    expect(phone.get_by_text("Saved. You can stop it here")).to_be_visible()
    assert phone.evaluate("JSON.stringify(localStorage).includes('robin')") is False
    found += look(phone)
    stop = phone.get_by_role("link", name="My link to stop").get_attribute("href") or ""

    stranger = promises.page(stop.removesuffix("stop/"), **SMALL)
    expect(stranger.get_by_text("You can answer here then.")).to_be_visible()
    found += look(stranger)
    manage(promises.server.var, "shell", "-c", SENT)
    stranger.reload()
    found += look(stranger)
    stranger.get_by_role("button", name="I did a part of it").click()
    expect(stranger.get_by_text("Saved: I did a part of it.")).to_be_visible()
    stranger.get_by_label("Say more, if you like").fill("They rang back")
    stranger.get_by_role("button", name="Save these words").click()
    found += look(stranger)
    stranger.get_by_role("link", name="Stop, and delete it now").click()
    found += look(stranger)
    stranger.get_by_role("button", name="Delete my address").click()
    expect(stranger.get_by_role("heading", name="It is deleted")).to_be_visible()

    found += organiser(promises)
    assert found == []
    assert [line for line in promises.said if "422" not in line] == []


def organiser(room: Room) -> list[str]:
    """Reads how it went, answers the promise, puts the page up; a stranger with the link reads it."""
    cookies = {"sessionid": room.world["facilitator"]}
    laptop = room.page(f"/sessions/{room.world['room']}/promises/", cookies, **LAPTOP)
    expect(laptop.get_by_text("They rang back")).to_be_visible()
    found = look(laptop)
    laptop.get_by_role("link", name="People to write to").click()
    found += look(laptop)
    laptop.get_by_role("link", name="You said, we did").click()
    laptop.get_by_role("link", name=re.compile("^Answer ?: ring the council$")).click()
    laptop.get_by_label("Not possible").check()
    laptop.get_by_role("button", name="Save the answer").click()
    expect(laptop.get_by_text("People are owed a reason")).to_be_visible()
    found += look(laptop)
    laptop.get_by_label("What you did, or what comes next").fill("The line is closed.")
    laptop.get_by_role("button", name="Save the answer").click()
    laptop.get_by_role("button", name="Put the page up").click()
    found += look(laptop)
    link = laptop.locator(".link-text a").get_attribute("href") or ""
    reader = room.page(link, **SMALL)
    expect(reader.get_by_text("The line is closed.")).to_be_visible()
    return [*found, *look(reader, room.page(link, **LAPTOP))]
