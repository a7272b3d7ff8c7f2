"""Two people and one checklist, in two real browsers, on a line that drops."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.live.pages import chromium
from tests.live.server import ROOT, Server, environment, prepare

pytestmark = pytest.mark.browser

WORLD = """
import django, json; django.setup()
from django.contrib.auth import get_user_model, login
from django.test import RequestFactory, Client
from checklists.access import cookie_name
from checklists.models import Invite, Member, Project
sam = get_user_model().objects.create_user("sam", first_name="Sam")
plan = Project.start(sam, "Tuesday drop-in")
link, secret = Invite.open(plan, "edit")
ayesha = Member.objects.create(project=plan, invite=link, role="edit", name="Ayesha")
browser = Client()
browser.force_login(sam)
print(json.dumps({"plan": plan.public, "sam": ["sessionid", browser.cookies["sessionid"].value],
    "ayesha": [cookie_name(plan.public), ayesha.new_key()], "invite": secret}))
"""


@dataclass
class World:
    url: str
    plan: str
    sam: list[str]
    ayesha: list[str]
    invite: str
    browser: Browser

    def open(self, who: list[str] | None, path: str = "2d/", width: int = 1366, height: int = 768) -> Page:
        context = self.browser.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(15_000)
        if who:
            context.add_cookies([{"name": who[0], "value": who[1], "url": self.url}])
        page = context.new_page()
        page.faults = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
        page.goto(f"{self.url}/plan/{self.plan}/{path}")
        return page


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("plans"))


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def world(folder: Path, chrome: Browser) -> Iterator[World]:
    with Server(folder) as server:
        made = subprocess.run(
            [sys.executable, "-c", WORLD], cwd=ROOT, env=environment(server.var), capture_output=True, check=True
        )
        server.start()
        yield World(f"http://127.0.0.1:{server.port}", browser=chrome, **json.loads(made.stdout))
        for context in chrome.contexts:
            context.close()


def box(page: Page, ref: str):
    return page.locator(f'[id="a-{ref.replace(".", "-")}-1"]')


def question(page: Page, ref: str):
    return page.locator(f'[id="q-{ref.replace(".", "-")}-1"]')


def cut(page: Page, off: bool = True) -> None:
    context: BrowserContext = page.context
    context.set_offline(off)


def clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert page.faults == []  # type: ignore[attr-defined]


def test_two_people_fill_2d_through_a_dropped_line_and_print_the_same(world: World):
    sam, ayesha = world.open(world.sam), world.open(world.ayesha)
    expect(sam.locator("#here")).to_contain_text("Ayesha")

    # What one writes, the other sees, with who is writing.
    box(ayesha, "flic-2d.03").press_sequentially("Eight to ten", delay=15)
    expect(question(sam, "flic-2d.03")).to_contain_text("Ayesha is writing here")
    expect(box(sam, "flic-2d.03")).to_have_value("Eight to ten")
    expect(ayesha.locator("#saved")).to_have_text(re.compile(r"Saved \d"))

    # The line drops: both go on.
    cut(ayesha)
    box(ayesha, "flic-2d.05").fill("A flyer")
    expect(ayesha.locator("#saved")).to_contain_text("It will go when the line is back")
    box(sam, "flic-2d.05").fill("A chat over tea")
    expect(sam.locator("#saved")).to_have_text(re.compile(r"Saved \d"))
    question(sam, "flic-2d.06").get_by_role("radio", name="Agreed").check()

    # It comes back: nothing is overwritten, Ayesha sees both and keeps both.
    cut(ayesha, False)
    clash = question(ayesha, "flic-2d.05")
    expect(clash).to_contain_text("You and Sam both changed this.")
    expect(clash).to_contain_text("A flyer")
    expect(clash).to_contain_text("A chat over tea")
    clean(ayesha)
    clash.get_by_role("button", name="Keep both, one under the other").click()
    both = "A chat over tea\n\nA flyer"
    expect(box(ayesha, "flic-2d.05")).to_have_value(both)
    expect(box(sam, "flic-2d.05")).to_have_value(both)
    expect(question(ayesha, "flic-2d.06").get_by_role("radio", name="Agreed")).to_be_checked()

    assert printed(sam, world) == printed(ayesha, world)
    clean(sam)


def printed(page: Page, world: World) -> bytes:
    url = f"{world.url}/plan/{world.plan}/download/2d/filled/"
    until = time.monotonic() + 60
    while (answer := page.request.get(url)).status == 202 and time.monotonic() < until:
        time.sleep(0.3)
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def test_typed_words_survive_a_closed_tab_without_a_line(world: World):
    page = world.open(world.ayesha)
    expect(page.locator("#here")).to_contain_text("Ayesha")
    cut(page)
    box(page, "flic-2d.07").fill("Say what is settled")
    expect(page.locator("#saved")).to_contain_text("It will go when the line is back")
    again = page.context.new_page()
    page.close()
    cut(again, False)
    again.goto(f"{world.url}/plan/{world.plan}/2d/")
    expect(box(again, "flic-2d.07")).to_have_value("Say what is settled")
    expect(again.locator("#saved")).to_have_text(re.compile(r"Saved \d"))
    again.reload()
    expect(box(again, "flic-2d.07")).to_have_value("Say what is settled")
    assert again.evaluate("localStorage.length") == 0


def test_a_stopped_link_is_told_at_once_and_the_words_stay_in_the_box(world: World):
    page, sam = world.open(world.ayesha), world.open(world.sam, "people/")
    expect(page.locator("#here")).to_contain_text("Ayesha")
    sam.get_by_role("button", name="Stop this link").click()
    expect(page.locator("#saved")).to_contain_text("Your link to this project has been stopped.")
    box(page, "flic-2d.03").fill("Too late")
    expect(question(page, "flic-2d.03")).to_contain_text("Your words are still in the box. You can copy them.")
    expect(box(page, "flic-2d.03")).to_have_value("Too late")


def test_a_checklist_taken_off_while_someone_types_is_told(world: World):
    page = world.open(world.ayesha)
    expect(page.locator("#here")).to_contain_text("Ayesha")
    world.open(world.sam).get_by_role("button", name="Take this checklist out of the project").click()
    box(page, "flic-2d.03").fill("Too late")
    expect(question(page, "flic-2d.03")).to_contain_text(
        "This checklist was taken out of the project. Your words are still in the box."
    )
    expect(box(page, "flic-2d.03")).to_have_value("Too late")


def test_the_other_changes_do_not_move_what_i_am_typing(world: World):
    sam, ayesha = world.open(world.sam), world.open(world.ayesha)
    expect(sam.locator("#here")).to_contain_text("Ayesha")
    mine = box(ayesha, "flic-2d.03")
    mine.click()
    mine.press_sequentially("Eig", delay=5)
    question(sam, "flic-2d.03").get_by_role("checkbox", name="This is hard").check()
    expect(question(ayesha, "flic-2d.03").get_by_role("checkbox", name="This is hard")).to_be_checked()
    mine.press_sequentially("ht", delay=5)
    expect(mine).to_be_focused()
    expect(mine).to_have_value("Eight")
    expect(box(sam, "flic-2d.03")).to_have_value("Eight")


def test_a_new_organiser_makes_a_plan_invites_a_colleague_and_gets_the_pdf(world: World):
    page = world.open(world.sam, "../")
    page.get_by_role("link", name="Start a project").click()
    page.get_by_label("What is the project called?").fill("A new garden")
    page.get_by_role("button", name="Start the project").click()
    page.get_by_role("link", name="Next: What is this project about?").click()
    page.get_by_label("Your answer: What is this project about?").fill("Beds that people can reach")
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d"))
    page.get_by_role("link", name="All questions").click()
    page.get_by_role("link", name="A new garden").click()
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("The link").input_value()

    phone = world.open(None, "../../", 390, 844)
    phone.goto(link)
    phone.get_by_label("What should the others call you?").fill("Robin")
    clean(phone)
    phone.get_by_role("button", name="Open the project").click()
    phone.get_by_role("link", name="Purpose").click()
    phone.get_by_role("link", name="What is this project about?").click()
    expect(phone.get_by_label("Your answer: What is this project about?")).to_have_value("Beds that people can reach")
    phone.get_by_role("radio", name="Agreed").check()
    expect(phone.locator("#saved")).to_have_text(re.compile(r"Saved \d"))

    page.get_by_role("link", name="A new garden").click()
    page.get_by_role("link", name="Download").click()
    page.get_by_role("link", name="With our answers", exact=True).click()
    with page.expect_response(lambda answer: answer.headers.get("content-type") == "application/pdf", timeout=60_000):
        pass


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (320, 568)])
def test_every_page_is_clean_and_fits(world: World, width: int, height: int):
    page = world.open(world.sam, "", width, height)
    for path in ("", "2d/", "2g/", "2g/area/topic/", "2h/", "2d/question/11/", "people/", "actions/", "download/"):
        page.goto(f"{world.url}/plan/{world.plan}/{path}")
        clean(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
