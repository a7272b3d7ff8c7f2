"""A whole workshop, as people run it: a facilitator, the big screen and three phones, through every kind of step.

At each phase each phone gives what the page asks for, every screen is looked at with axe, and nothing may complain.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, Room
from tests.browser.test_floor import all_sent
from tests.live.server import Server, manage

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("COPROD_PICTURES", "")  # a folder: every phase on every screen is kept there, to be looked at
SMALL = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
AXE = Axe()


@pytest.fixture(scope="session")
def with_packs(prepared: Path) -> Path:
    manage(prepared, "load_packs")
    return prepared


@pytest.fixture
def workshop(with_packs: Path, browser: Browser) -> Iterator[Room]:
    with Server(with_packs) as server:
        world = server.make_world(0, tables=0)  # for its facilitator, who is signed in
        server.start()
        room = Room(server, browser, world)
        yield room
        room.close()


def start(room: Room, plan: str) -> Page:
    """Three clicks: a plan, its button, and the console is there."""
    page = room.page("/home/", {"sessionid": room.world["facilitator"]}, **LAPTOP)
    page.locator(f"a[href$='?plan={plan}']").click()
    page.get_by_label("Your first name").fill("Sam")
    page.get_by_role("button", name="Make this session").click()
    page.wait_for_url(re.compile(r"/sessions/[a-z0-9]{12}/$"))
    return page


def join(room: Room, code: str, **looks: object) -> Page:
    phone = room.page("/", **looks)  # type: ignore[arg-type]
    phone.get_by_label("code").fill(code)
    phone.get_by_role("button", name="Join").click()
    phone.get_by_role("button", name="I am ready").click()
    expect(phone.get_by_role("heading", name="You are in. We start soon.")).to_be_visible()
    return phone


def give(phone: Page, number: int) -> None:
    """Gives what this page asks for: an answer to the first three questions, a note in the box."""
    for i in range(min(3, phone.locator("form[data-write=answer]").count())):
        form = phone.locator("form[data-write=answer]").nth(i)
        choices = form.locator("input[name=value]")
        if not form.is_visible() or not choices.count():
            continue
        choice = choices.nth((number + i) % choices.count())
        choice.evaluate("input => { input.click(); }")
        button = form.locator("button.go, button.second").first
        if form.get_attribute("data-auto") is None and button.count() and button.is_visible():
            button.click()
    box = phone.locator("form[data-write=note] textarea").first
    if box.count() and box.is_visible():
        where = phone.locator("form[data-write=note] input[type=radio]")
        if where.count() and not phone.locator("form[data-write=note] input[type=radio]:checked").count():
            where.nth(number % where.count()).evaluate("input => { input.click(); }")
        box.fill(f"What phone {number} has to say here")
        phone.locator("form[data-write=note] button.go").first.click()
    all_sent(phone)


def place(console: Page) -> str:
    leaving = console.locator("form:has([data-next]) [name=leaving]")
    return (leaving.get_attribute("value") or "") if leaving.count() else "ended"


def look(name: str, page: Page) -> list[str]:
    """What axe finds, with the screen's name before it; a picture is kept when a folder is named."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=False)
    found = AXE.run(page).response["violations"]
    return [f"{name}: {v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


def walk(room: Room, console: Page, screens: dict[str, Page], phones: list[Page], plan: str) -> list[str]:
    """Presses Next to the end; returns what axe found on the way."""
    found: list[str] = []
    for step in range(200):
        here = place(console)
        name = f"{plan}-{step:02d}-{here}"
        for number, phone in enumerate(phones):
            expect(phone.locator("#floor")).to_have_attribute(
                "data-view", re.compile("^" + re.escape(here) + r"\."), timeout=10000
            )
            give(phone, number)
        read = console.get_by_role("button", name="Put all of these up")
        if read.count() and read.first.is_visible():
            read.first.click()
        for screen, page in screens.items():
            found += look(f"{name}-{screen}", page)
        if here == "ended":
            return found
        console.keyboard.press("n")
        expect(console.locator("#floor")).not_to_have_attribute(
            "data-view", re.compile("^" + re.escape(here) + r"\."), timeout=10000
        )
    raise AssertionError("the workshop never ended")


@pytest.mark.parametrize("plan", ["tour", "world-cafe", "help-each-other"])
def test_workshop_runs_through_every_kind(workshop: Room, plan: str) -> None:
    console = start(workshop, plan)
    code = console.locator(".code").first.inner_text()
    stage_path = console.get_by_role("link", name="Open the big screen").first.get_attribute("href") or ""
    stage = workshop.page(stage_path, viewport={"width": 1920, "height": 1080})
    phones = [
        join(workshop, code, viewport={"width": 390, "height": 844}),
        join(workshop, code, **SMALL),
        join(workshop, code),
    ]
    expect(stage.get_by_text("here so far")).to_be_attached()

    found = walk(
        workshop, console, {"console": console, "stage": stage, "phone": phones[0], "small": phones[1]}, phones, plan
    )

    assert found == []
    assert workshop.said == []
