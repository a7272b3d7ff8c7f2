"""Every activity of the packs, from its lobby to its end, as people see it: a laptop, the big screen and two phones.

At each phase both phones give what their page asks for, through its own forms; two people sit at two tables where a step is
done at tables. Every screen is then held to what Coprod promises: no fault that axe finds, no error, no failed request, nothing
over the edge, and what people wrote is where the line above the box said, and nowhere else. Each kind of page goes past axe once.
"""

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from activities.pack_loader import owner_only_steps, read_packs
from tests.browser.conftest import LAPTOP, PROJECTOR
from tests.browser.giving import ASKS_NOTHING, GIVES, Giver, Words, give, group
from tests.browser.looking import axe, cut_off, everything, too_wide
from tests.browser.test_floor import all_sent
from tests.live.pages import PHONE
from tests.live.server import Server, manage

pytestmark = pytest.mark.browser

PACK = read_packs()
ALONE = owner_only_steps(PACK)  # on a personal link and in no group's session: test_own_link.py walks it
ACTIVITIES = [a.slug for _, a in PACK.activities if not all(f"{a.slug}.{step.slug}" in ALONE for step in a.steps)]
SMALL: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 568}}
SCREENS: dict[str, dict[str, Any]] = {"console": LAPTOP, "stage": PROJECTOR, "phone": PHONE, "small": SMALL}
PHONES = ("phone", "small")
PICTURES = os.environ.get("COPROD_PICTURES", "")  # a folder: every phase on every screen is kept there, to be looked at


@dataclass
class House:
    """A server with a session for each activity, and four screens that go from one session to the next."""

    site: str
    world: dict[str, Any]
    pages: dict[str, Page]
    past_axe: set[tuple[str, ...]] = field(default_factory=set)
    said: list[str] = field(default_factory=list)  # what consoles and the network complain about
    frames: dict[str, list[str]] = field(default_factory=dict)
    writes: dict[str, int] = field(default_factory=dict)

    def listen(self, name: str, page: Page) -> None:
        page.on("console", lambda m: self.said.append(f"{name}: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(f"{name}: {error}"))
        page.on("requestfailed", lambda request: self.failed(name, request))
        page.on("response", lambda response: self.answered(name, response))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda f: self.frames[name].append(str(f))))

    def failed(self, name: str, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a page still asked for while it was left
            self.said.append(f"{name}: {request.url} {request.failure}")

    def answered(self, name: str, response: Response) -> None:
        if response.status >= 400:
            self.said.append(f"{name}: {response.url} {response.status}")
        elif response.request.method == "POST" and "verb=" in (response.request.post_data or ""):
            self.writes[name] += 1

    def enter(self, activity: dict[str, Any]) -> None:
        """All screens go to the lobby of this session."""
        self.said.clear()
        for name, page in self.pages.items():
            self.frames[name], self.writes[name] = [], 0
            if name in PHONES:
                secret = activity["secrets"][PHONES.index(name)]
                page.context.add_cookies([{"name": f"coprod_{activity['room']}", "value": secret, "url": self.site}])
            page.goto(self.site + self.path(name, activity))

    @staticmethod
    def path(name: str, activity: dict[str, Any]) -> str:
        room, stage = activity["room"], activity["stage_token"]
        return {"console": f"/sessions/{room}/", "stage": f"/stage/{stage}/"}.get(name, f"/r/{room}/")


@pytest.fixture(scope="module")
def house(prepared: Path, browser: Browser) -> Iterator[House]:
    with Server(prepared) as server:
        manage(server.var, "load_packs")
        world = server.make("activities")
        server.start()
        site = f"http://127.0.0.1:{server.port}"
        contexts: dict[str, BrowserContext] = {name: browser.new_context(**looks) for name, looks in SCREENS.items()}
        contexts["console"].add_cookies([{"name": "sessionid", "value": world["facilitator"], "url": site}])
        house = House(site, world, {name: context.new_page() for name, context in contexts.items()})
        for name, page in house.pages.items():
            page.set_default_timeout(5000)
            page.set_default_navigation_timeout(20000)
            house.listen(name, page)
        yield house
        for context in contexts.values():
            context.close()


@dataclass
class Walk:
    """One activity on its way. `found` gathers everything that is not as it should be, each with its place and screen."""

    house: House
    activity: dict[str, Any]
    said: list[Words] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    here: str = "lobby"

    def __post_init__(self) -> None:
        self.givers = [Giver(name, number, self.pages[name], self.said) for number, name in enumerate(PHONES)]
        self.facilitator = Giver("console", 0, self.pages["console"], self.said)

    @property
    def pages(self) -> dict[str, Page]:
        return self.house.pages

    @property
    def step(self) -> dict[str, Any]:
        return self.activity["steps"].get(self.here.partition(".")[0], {})  # type: ignore[no-any-return]

    @property
    def phase(self) -> str:
        return self.here.partition(".")[2]

    def run(self) -> list[str]:
        places = self.activity["places"]
        self.house.enter(self.activity)
        for self.here in places:
            self.arrive()
            if self.step:
                self.contribute()
            self.look()
            if self.here != places[-1]:
                self.pages["console"].locator("[data-next]").click()
        return [*self.found, *self.house.said]

    def arrive(self) -> None:
        """Waits until the room's own news has brought every screen to where the session stands."""
        start = re.escape(self.here) + r"\."
        until = time.monotonic() + 10
        for name, page in self.pages.items():
            while not re.match(start, page.evaluate("document.getElementById('floor').dataset.view")):
                assert time.monotonic() < until, f"{name} did not come to {self.here}"
                time.sleep(0.01)

    def contribute(self) -> None:
        step, writes = self.step, set(self.step["writes"][self.phase])
        assert step["kind"] in GIVES, (
            f"say in tests/browser/giving.py what people give in a step of kind {step['kind']}"
        )
        if not writes & {"note", "answer", "keep", "theme"} or (step["kind"], self.phase) in ASKS_NOTHING:
            return
        before = dict(self.house.writes)
        for giver in self.givers:
            giver.step = step["key"]
            give(giver, step["kind"])
        for giver in self.givers:
            all_sent(giver.page)
        self.facilitate(writes)
        silent = [name for name in PHONES if self.house.writes[name] == before[name]]
        by_facilitator = self.house.writes["console"] > before["console"]
        if silent and not by_facilitator:
            self.found.append(f"{self.name}: nothing was written on {silent}")

    def facilitate(self, writes: set[str]) -> None:
        """Groups for the whole room are made on the laptop; notes that wait are looked for elsewhere before they are put up."""
        console = self.pages["console"]
        if "theme" in writes and not self.step["tables"] and console.locator("#new-group").count():
            group(self.facilitator)
        waiting = console.locator("[data-slot=to-read] > li")
        if waiting.count():
            self.level()
            self.keep_promises(waiting=waiting.all_inner_texts())
            console.get_by_role("button", name="Put all of these up").click()
            waiting.first.wait_for(state="detached")

    def level(self) -> None:
        for page in self.pages.values():
            page.evaluate("window.coprod && coprod.live.catchUp()")

    @property
    def name(self) -> str:
        return f"{self.step['key']} {self.phase}" if self.step else self.here

    def look(self) -> None:
        self.level()
        for name, page in self.pages.items():
            faults = too_wide(page) + (cut_off(page) if name == "stage" else [])
            kind = (self.step.get("kind", ""), self.phase.partition("-")[0] if self.step else self.here, name)
            if kind not in self.house.past_axe:
                self.house.past_axe.add(kind)
                faults += axe(page)
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{self.name.replace(' ', '-')}-{name}.png")
            self.found += [f"{self.name}, {name}: {fault}" for fault in faults]
        self.keep_promises()
        if self.step and not self.step["writes"][self.phase]:
            self.turn_to_tables()
        if self.step and self.phase == list(self.step["writes"])[-1]:
            self.found += [f"{self.name}: everyone was to see {words}" for words in self.missing()]

    def missing(self) -> list[Words]:
        """What everyone here was to see, and only its writer and the facilitator have seen."""
        here = [words for words in self.said if words.seen_by == "everyone" and words.step == self.step["key"]]
        return [words for words in here if not words.shown_on - {"console", words.writer}]

    def turn_to_tables(self) -> None:
        """Some drawings sum up what tables said. Then the screen is turned to one table after the other."""
        console = self.pages["console"]
        for number in (1, 2) if self.step["tables"] and self.missing() else ():
            console.goto(f"{self.house.site}/sessions/{self.activity['room']}/tables/")
            with console.expect_navigation():
                console.locator(f"button[name=shared_screen][value='{number}']").click()
            self.level()
            self.keep_promises()
        if "/tables/" in console.url:
            console.goto(f"{self.house.site}/sessions/{self.activity['room']}/")

    def keep_promises(self, waiting: list[str] = []) -> None:  # noqa: B006
        """What only its owner may see is in nobody else's page and in no frame; what waits is with its writer and the laptop."""
        tables = self.step.get("tables", False)
        for name, page in self.pages.items():
            held, frames = everything(page), "".join(self.house.frames[name])
            for words in self.said:
                if words.token not in held and words.token not in frames:
                    continue
                words.shown_on.add(name)
                waits = any(words.token in text for text in waiting)
                if not may_hold(name, words, waits, tables) or (words.seen_by == "owner" and words.token in frames):
                    self.found.append(f"{self.name}, {name}: holds {words}")
            chosen = self.house.world["name"]
            if chosen in frames or (chosen in held and not self.may_name(name, page)):
                self.found.append(f"{self.name}, {name}: holds the name that a person chose")

    def may_name(self, name: str, page: Page) -> bool:
        """The person's own page; the facilitator's, where people are moved; and their partner's, which alone fetches it."""
        partner = name == "small" and self.phase in self.step.get("pairs", ())
        return name == "phone" or "/tables/" in page.url or partner


def may_hold(screen: str, words: Words, waits: bool, tables: bool) -> bool:
    if screen == words.writer:
        return True
    if words.seen_by == "owner":
        return False
    if screen == "console":
        return True
    return words.seen_by == "everyone" and not waits


@pytest.mark.parametrize("slug", ACTIVITIES)
def test_activity_holds_on_every_screen_from_its_lobby_to_its_end(house: House, slug: str) -> None:
    walk = Walk(house, house.world["activities"][slug])

    assert "\n".join(walk.run()) == ""


def test_without_its_looks_the_walk_would_miss_faults(house: House) -> None:
    """The control: private words in another phone, words under the edge of the big screen and a page that is too wide are found."""
    walk = Walk(house, next(iter(house.world["activities"].values())))
    house.enter(walk.activity)
    token = walk.givers[0].words("owner")

    walk.pages["small"].evaluate("token => document.getElementById('floor').append(token)", token)
    walk.keep_promises()
    put = "(floor, [name, value]) => { floor.append('Over the edge'); floor.style[name] = value; }"
    walk.pages["stage"].locator(".floor").evaluate(put, ["top", "2000px"])
    walk.pages["phone"].locator("#floor").evaluate(put, ["width", "2000px"])

    assert [fault.partition(": ")[0] for fault in walk.found] == ["lobby, small"]
    assert cut_off(walk.pages["stage"]) != []
    assert too_wide(walk.pages["phone"]) != []
