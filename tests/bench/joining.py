"""A room comes in: 200 phones within ten seconds, each with everything a first visit loads, and its socket."""

import asyncio
import json
import re
import time

from tests.bench.measure import cpu_seconds, percentile
from tests.bench.targets import CSRF, Product
from tests.live.wire import Line, Reply, Socket

FILE = re.compile(rb"""["'(](/static/[^"'()?#]+)""")
IMPORT = re.compile(rb"""from ["'](\./[^"']+)["']""")
LANGUAGE = {"Accept-Encoding": "gzip, br"}


async def joining(target: Product, phones: int = 200, within: float = 10.0) -> dict[str, float]:
    target.start(1)
    try:
        files = await first_visit_files(target)
        before = cpu_seconds(target.pid)
        began = time.monotonic()

        async def one(number: int) -> tuple[list[float], float]:
            await asyncio.sleep(began + number * within / phones - time.monotonic())
            return await come_in(target, files)

        came = await asyncio.gather(*map(one, range(phones)))
        spent = cpu_seconds(target.pid) - before
    finally:
        target.stop()
    pages = [seconds for taken, _ in came for seconds in taken]
    return {
        "page_p50_ms": percentile(pages, 50) * 1e3,
        "page_p95_ms": percentile(pages, 95) * 1e3,
        "in_p95_ms": percentile([ready for _, ready in came], 95) * 1e3,
        "cpu_ms": spent / phones * 1e3,
        "files": len(files),
    }


async def first_visit_files(target: Product) -> list[str]:
    """The addresses that the pages of joining name: styles, scripts and what those import, the typeface."""
    line = Line(target.port)
    found: dict[str, None] = {}
    for page in await pages_of_joining(line, target):
        for address in FILE.findall(page.body):
            found[address.decode()] = None
    for address in list(found):
        reply = await line.get(address)
        if address.endswith(".js"):
            folder = address.rpartition("/")[0]
            for name in IMPORT.findall(reply.body):
                found[f"{folder}/{name.decode()[2:]}"] = None
    line.close()
    return list(found)


async def pages_of_joining(line: Line, target: Product, taken: list[float] | None = None) -> list[Reply]:
    """What to expect, coming in, and the phone's page, as a browser asks for them."""
    cookie = f"csrftoken={CSRF}"
    enter = f"/j/{target.world['join_token']}/"
    replies = []
    for method in ("GET", "POST", "GET"):
        began = time.monotonic()
        if method == "POST":
            reply = await line.post(enter, {"name": "", "csrfmiddlewaretoken": CSRF}, {"Cookie": cookie})
            assert reply.status == 302, (reply.status, reply.body[:300])
            cookie = "; ".join([cookie, *(f"{name}={value}" for name, value in reply.cookies.items())])
        else:
            address = enter if not replies else f"/r/{target.world['room']}/"
            reply = await line.get(address, {"Cookie": cookie, **LANGUAGE})
            assert reply.status == 200, (reply.status, address)
        if taken is not None:
            taken.append(time.monotonic() - began)
        replies.append(reply)
    line.cookie = cookie  # type: ignore[attr-defined]
    return replies


async def come_in(target: Product, files: list[str]) -> tuple[list[float], float]:
    """Seconds of each page, and until the files are there and the socket has its first frame."""
    began = time.monotonic()
    line, taken = Line(target.port), []
    await pages_of_joining(line, target, taken)
    lines = [line, Line(target.port)]
    await asyncio.gather(*(fetch(each, files[number::2]) for number, each in enumerate(lines)))
    socket = await Socket.open(target.port, f"/ws/r/{target.world['room']}/", line.cookie)  # type: ignore[attr-defined]
    socket.send(json.dumps({"rev": -1, "view": "", "epoch": ""}))
    await socket.receive()
    ready = time.monotonic() - began
    for each in lines:
        each.close()
    socket.close()
    return taken, ready


async def fetch(line: Line, files: list[str]) -> None:
    for address in files:
        await line.get(address, LANGUAGE)
