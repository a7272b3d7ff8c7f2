"""Many simulated phones on an event loop in a thread of their own, beside a test that drives real pages."""

import asyncio
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.live.simulated_phone import Rules, SimulatedPhone, marker


class Herd:
    """`with Herd(port, world, range(97)) as herd: herd.write(20, within=40); herd.wait(herd.all_acknowledged, 60)`."""

    def __init__(self, port: int, world: dict[str, Any], indexes: Iterable[int], rules: Rules | None = None):
        self.loop = asyncio.new_event_loop()
        self.phones: list[SimulatedPhone] = []
        self.order = (port, world, list(indexes), rules)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.ready = threading.Event()
        self.writing = 0

    def __enter__(self) -> "Herd":
        self.thread.start()
        assert self.ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self.loop).result(30)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._begin())
        self.ready.set()
        self.loop.run_forever()

    async def _begin(self) -> None:
        port, world, indexes, rules = self.order
        self.phones = [SimulatedPhone(port, world, index, rules) for index in indexes]
        for phone in self.phones:
            phone.start()

    def broken(self) -> list[BaseException]:
        """What ended a phone's life: a fault of the simulation or a frame that no phone could read."""
        ended = [task for phone in self.phones for task in phone.tasks if task.done() and not task.cancelled()]
        return [error for task in ended if (error := task.exception())]

    async def _stop(self) -> None:
        assert not self.broken(), self.broken()
        await asyncio.gather(*(phone.stop() for phone in self.phones))

    # -- writing -------------------------------------------------------------------------------------------------

    def write(self, each: int, within: float, first: int = 0) -> None:
        """Every phone writes `each` notes, numbered from `first`, at moments of its own within so many seconds."""
        self.writing += len(self.phones)
        for phone in self.phones:
            asyncio.run_coroutine_threadsafe(self._write(phone, each, within, first), self.loop)

    async def _write(self, phone: SimulatedPhone, each: int, within: float, first: int) -> None:
        chance = random.Random(1000 * first + phone.index)
        moments = sorted(chance.uniform(0, within) for _ in range(each))
        began = time.monotonic()
        for number, moment in enumerate(moments):
            await asyncio.sleep(began + moment - time.monotonic())
            phone.write(marker(phone.index, first + number))
        self.writing -= 1

    # -- looking -------------------------------------------------------------------------------------------------

    def all_open(self) -> bool:
        return all(phone.socket is not None and phone.screen.rev >= 0 for phone in self.phones)

    def all_answered(self) -> bool:
        """Everything was written and every outbox is empty."""
        return not self.writing and not any(phone.outbox for phone in self.phones)

    def acknowledged(self) -> list[str]:
        return [text for phone in self.phones for text in phone.acknowledged]

    def all_at(self, rev: int) -> bool:
        return all(phone.screen.rev == rev for phone in self.phones)

    def shown(self) -> dict[int, list[str]]:
        """The notes on each phone's screen, sorted; slow, so ask once, when `all_at` says that they are level."""
        return {phone.index: sorted(phone.screen.notes().values()) for phone in self.phones}


def wait(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def notes_in(database: Path) -> list[str]:
    """The texts of all notes that stand, sorted; read past the product's own code."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return sorted(text for (text,) in connection.execute("SELECT text FROM workshops_note WHERE state != 'gone'"))


def notes_by_table(database: Path) -> dict[int, list[str]]:
    """The same, for each table by its number."""
    found: dict[int, list[str]] = {}
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT t.number, n.text FROM workshops_note n JOIN workshops_table t ON t.id = n.table_id WHERE n.state != 'gone'"
        )
        for number, text in rows:
            found.setdefault(number, []).append(text)
    return {number: sorted(texts) for number, texts in found.items()}


def head_of(database: Path) -> int:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT rev FROM workshops_livesession").fetchone()[0]


def doubled(notes: list[str]) -> list[str]:
    return [text for text, count in Counter(notes).items() if count > 1]
