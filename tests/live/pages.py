"""Real phones: pages of the product in Chromium, driven like a thumb would."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from playwright.sync_api import Browser, Playwright, sync_playwright
from playwright.sync_api import Page as ChromiumPage

from tests.live.simulated_phone import MARKER

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    *("--no-sandbox", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


class Page:
    """One participant's page."""

    def __init__(self, browser: Browser, port: int, world: dict[str, Any], index: int):
        self.index, self.written = index, 0
        self.context = browser.new_context(**PHONE)  # type: ignore[arg-type]
        self.context.add_cookies(
            [{"name": f"coprod_{world['room']}", "value": world["secrets"][index], "url": f"http://127.0.0.1:{port}/"}]
        )
        self.page: ChromiumPage = self.context.new_page()
        self.page.goto(f"http://127.0.0.1:{port}/r/{world['room']}/")

    def write(self, text: str) -> None:
        box = self.page.locator("#composer textarea")
        box.fill(text)
        self.page.locator("#composer button.go").click()
        self.written += 1

    def rev(self) -> int:
        return int(self.page.locator("#floor").get_attribute("data-rev") or -1)

    def notes(self) -> list[str]:
        """Test notes on the page, each counted as often as it shows among the parts that everybody has."""
        texts = self.page.eval_on_selector_all(
            "#floor [data-s]:not([data-s^=my-])", "all => all.map(e => e.textContent)"
        )
        return [found[0] for text in texts if (found := MARKER.search(text))]

    def waiting(self) -> int:
        """Entries of the outbox that were not acknowledged yet."""
        return self.page.evaluate("coprod.outbox.entries().filter(entry => entry.state === 'waiting').length")


@cache
def driver() -> Playwright:
    """Playwright, started once for the whole run: a second one in the same process would refuse to start."""
    return sync_playwright().start()


@contextmanager
def chromium() -> Iterator[Browser]:
    browser = driver().chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def open_pages(port: int, world: dict[str, Any], indexes: Iterable[int]) -> Iterator[list[Page]]:
    with chromium() as browser:
        yield [Page(browser, port, world, index) for index in indexes]
