"""The scenarios. Each takes a target, starts it, and gives back plain figures; nothing is compared here."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from tests.bench.crowd import CrowdProcess, Orders, Record
from tests.bench.measure import cpu_seconds, percentile, resident_bytes
from tests.bench.targets import Target

Posts = list[tuple[float, int]]
"""(when it was sent, the revision it made), in order of revision."""
CONFIRM_BYTES = 32_768
WARM_UP = 2.0  # seconds of posts that are not counted
SETTLE = 2.0  # seconds after the last post before a missing one counts as lost


@contextmanager
def running(target: Target, phones: int) -> Iterator[None]:
    target.start(phones)
    try:
        yield
    finally:
        target.stop()


async def post_steadily(target: Target, first: int, count: int, rate: float) -> Posts:
    """`count` posts on the clock, whether or not the last one was answered: a room does not wait either."""
    began = time.monotonic()

    async def one(serial: int) -> tuple[float, int]:
        await asyncio.sleep(began + (serial - first) / rate - time.monotonic())
        sent = time.monotonic()
        return sent, await target.post(serial)

    return sorted(await asyncio.gather(*map(one, range(first, first + count))), key=lambda post: post[1])


def deliveries(posts: Posts, record: Record, phones: range) -> tuple[list[float], int]:
    """Seconds from each post to each phone, and how many pairs never met."""
    frames: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for phone, revision, when in zip(record.phones, record.revisions, record.times, strict=True):
        frames[phone].append((revision, when))
    delays, lost = [], 0
    for phone in phones:
        coming = iter(frames[phone])
        reached, when = -1, 0.0
        for sent, revision in posts:
            while reached < revision:
                step = next(coming, None)
                if step is None:
                    break
                if step[0] > reached:
                    reached, when = step
            if reached >= revision:
                delays.append(when - sent)
            else:
                lost += 1
    return delays, lost


async def steady(
    target: Target,
    phones: int,
    seconds: float,
    rate: float = 10,
    stalled: int = 0,
    meanwhile: Callable[[Target], Awaitable[None]] | None = None,
) -> dict[str, float]:
    """Ten posts a second to every phone: processor time per (post, phone), delay, losses.

    `meanwhile` is started with the first counted post, and waited for at the end.
    """
    with running(target, phones), CrowdProcess(Orders(target.port, target.seats(), CONFIRM_BYTES, stalled)) as crowd:
        await target.open(8)
        warm = int(WARM_UP * rate)
        await post_steadily(target, 1, warm, rate)
        await asyncio.sleep(0.5)
        crowd.fresh()
        memory, before = resident_bytes(target.pid), cpu_seconds(target.pid)
        other = asyncio.ensure_future(meanwhile(target)) if meanwhile else None
        posts = await post_steadily(target, warm + 1, int(seconds * rate), rate)
        if other is not None:
            await other
        await asyncio.sleep(SETTLE)
        spent = cpu_seconds(target.pid) - before
        memory = resident_bytes(target.pid) - memory
        record, held = crowd.stop()
        await target.close()
    delays, lost = deliveries(posts, record, range(stalled, phones))
    pairs = len(posts) * phones
    return {
        "cpu_us": spent / pairs * 1e6,
        "p50_ms": percentile(delays, 50) * 1e3,
        "p95_ms": percentile(delays, 95) * 1e3,
        "p99_ms": percentile(delays, 99) * 1e3,
        "lost": lost,
        "closed": len(record.closed),
        "frames_per_post": len(record.times) / pairs,
        "frame_bytes": len(record.last_frame),
        "held_kb": max(held, default=0) / 1000,
        "grown_kb": memory / 1000,
    }


async def burst(target: Target, phones: int, count: int = 200) -> dict[str, float]:
    """Everybody presses Send in the same moment: seconds until the last phone has all."""
    with running(target, phones), CrowdProcess(Orders(target.port, target.seats(), CONFIRM_BYTES)) as crowd:
        await target.open(count)
        await post_steadily(target, 1, 10, 10)
        await asyncio.sleep(1)
        crowd.fresh()
        before, began = cpu_seconds(target.pid), time.monotonic()
        posts = await post_steadily(target, 11, count, 1e9)
        answered = time.monotonic() - began
        await asyncio.sleep(max(4.0, phones / 100))
        spent = cpu_seconds(target.pid) - before
        record, _ = crowd.stop()
        await target.close()
    delays, lost = deliveries(posts, record, range(phones))
    return {
        "last_s": max(delays, default=float("nan")),
        "answered_s": answered,
        "lost": lost,
        "cpu_s": spent,
        "frames_per_phone": len(record.times) / phones,
    }


async def one_post(target: Target, count: int = 300) -> dict[str, float]:
    """A post with nobody listening, one after another: the price of HTTP, session, CSRF, form and commit."""
    with running(target, 20):
        await target.open(1)
        for serial in range(30):
            await target.post(serial)
        before, began = cpu_seconds(target.pid), time.monotonic()
        for serial in range(100, 100 + count):
            await target.post(serial)
        spent, elapsed = cpu_seconds(target.pid) - before, time.monotonic() - began
        await target.close()
    return {"cpu_ms": spent / count * 1e3, "wall_ms": elapsed / count * 1e3}
