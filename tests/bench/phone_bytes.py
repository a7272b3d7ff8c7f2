"""Bytes on a phone, counted by Chromium: the first load, and two hours of a lively session in a minute and a half.

Thirty people at five tables, six boards of ten notes a table and more, each read together afterwards; the page writes two notes on
each. Heartbeats, which a replay has too few of, are added for two hours.
"""

import asyncio
import threading
import time
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.bench.targets import Product
from tests.live.pages import PHONE, chromium

STEPS, PEOPLE, TABLES, NOTES_A_STEP = 6, 30, 5, 60
TWO_HOURS = 2 * 60 * 60
HEARTBEAT = 15


class Meter:
    """Adds up what Chromium receives, by resources and by the socket."""

    def __init__(self, page: Any):
        self.http, self.socket, self.beats, self.beat_bytes = 0, 0, 0, 0
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.loadingFinished", self.loaded)
        line.on("Network.webSocketFrameReceived", self.frame)

    def loaded(self, event: dict[str, Any]) -> None:
        self.http += int(event["encodedDataLength"])

    def frame(self, event: dict[str, Any]) -> None:
        size = len(event["response"]["payloadData"].encode())
        size += 2 if size < 126 else 4 if size < 65536 else 10
        if '"b":1' in event["response"]["payloadData"][:80]:
            self.beats += 1
            self.beat_bytes = size
        else:
            self.socket += size

    @property
    def total(self) -> int:
        return self.http + self.socket


def phone_bytes(target: Product, quick: bool = False) -> dict[str, float]:
    target.start(PEOPLE)
    try:
        with chromium() as browser:
            page = browser.new_context(**PHONE).new_page()  # type: ignore[arg-type]
            meter = Meter(page)
            base = f"http://127.0.0.1:{target.port}"
            page.goto(f"{base}/j/{target.world['join_token']}/")
            page.locator("form button, form [type=submit]").last.click()
            page.wait_for_url("**/r/**")
            while not page.evaluate("Boolean(window.coprod && coprod.live.opened)"):  # the page's policy forbids eval
                page.wait_for_timeout(50)
            page.wait_for_timeout(500)
            first, loaded = meter.total, meter.http
            replay(target, page, steps=2 if quick else STEPS)
            page.wait_for_timeout(1500)
    finally:
        target.stop()
    beats = TWO_HOURS // HEARTBEAT * (meter.beat_bytes or 40)
    return {
        "first_kb": first / 1000,
        "session_kb": (meter.total - first + beats) / 1000,
        "heartbeats_kb": beats / 1000,
        "socket_kb": meter.socket / 1000,
        "requests_kb": (meter.http - loaded) / 1000,
    }


def replay(target: Product, page: Any, steps: int) -> None:
    places = target.world["places"][1:-1]
    for step in range(steps):
        writing, reading = places[2 * step], places[2 * step + 1]
        target.world["step"], _, target.world["phase"] = writing.partition(".")[0], ".", writing.partition(".")[2]
        others = threading.Thread(target=lambda first=step * 1000: asyncio.run(write_all(target, first)))
        others.start()
        for number in range(2):
            page.wait_for_timeout(2000)
            page.locator("#composer textarea").fill(f"My own note {step} {number} about the library on Tuesdays")
            page.locator("#composer button.go").click()
        others.join()
        press_next(target, writing)
        page.wait_for_timeout(1000)
        press_next(target, reading)
        page.wait_for_timeout(1000)


async def write_all(target: Product, first: int) -> None:
    await target.open(4)
    began = time.monotonic()
    for number in range(NOTES_A_STEP):
        await asyncio.sleep(max(0.0, began + number / 6 - time.monotonic()))
        await target.post(first + number)
    await target.close()


def press_next(target: Product, leaving: str) -> None:
    body = urlencode({"leaving": leaving, "csrfmiddlewaretoken": "d" * 32}).encode()
    cookie = f"sessionid={target.world['facilitator']}; csrftoken={'d' * 32}"
    address = f"http://127.0.0.1:{target.port}/sessions/{target.world['room']}/next/"
    with urlopen(Request(address, body, {"Cookie": cookie, "Referer": address}), timeout=10) as reply:
        assert reply.status == 200
