"""Real pages in Chromium before a real server: phones, the facilitator's laptop and the projector."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as ChromiumPage

from tests.live.pages import PHONE, chromium
from tests.live.server import Server, prepare

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@dataclass
class Room:
    """A running session, and pages that look at it. `said` collects what the pages' consoles complain about."""

    server: Server
    browser: Browser
    world: dict[str, Any]
    contexts: list[BrowserContext] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def page(self, path: str, cookies: dict[str, str] | None = None, **looks: Any) -> ChromiumPage:
        context = self.browser.new_context(**looks)
        self.contexts.append(context)
        context.add_cookies([{"name": n, "value": v, "url": self.site} for n, v in (cookies or {}).items()])
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: self.frames.append(str(frame))))
        page.goto(self.site + path)
        return page

    def phone(self, index: int, **looks: Any) -> ChromiumPage:
        cookies = {f"coprod_{self.world['room']}": self.world["secrets"][index]}
        return self.page(f"/r/{self.world['room']}/", cookies, **{**PHONE, **looks})

    def stage(self, **looks: Any) -> ChromiumPage:
        return self.page(f"/stage/{self.world['stage_token']}/", **{**PROJECTOR, **looks})

    def console(self, **looks: Any) -> ChromiumPage:
        cookies = {"sessionid": self.world["facilitator"]}
        return self.page(f"/sessions/{self.world['room']}/", cookies, **{**LAPTOP, **looks})

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def server(prepared: Path) -> Iterator[Server]:
    with Server(prepared) as made:
        yield made


@pytest.fixture
def room(server: Server, browser: Browser) -> Iterator[Room]:
    """One board in a whole room with three phones, at its first phase."""
    made = Room(server, browser, server.make_world(3, tables=0))
    server.start()
    yield made
    made.close()


@pytest.fixture
def tables(server: Server, browser: Browser) -> Iterator[Room]:
    """One board at two tables with four phones: phones 0 and 2 sit at table 1, 1 and 3 at table 2."""
    made = Room(server, browser, server.make_world(4, tables=2))
    server.start()
    yield made
    made.close()
