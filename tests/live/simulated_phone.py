"""A phone in Python, with the rules of the shipped one: an outbox that is kept until it is acknowledged, tried in order
with jitter; subscribe, then read; parts applied to an ordered screen. Tests switch single rules off as controls.
"""

import asyncio
import json
import random
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.live.wire import Line, Refused, Socket

SEND_EVERY = 32 * 1024
"""Bytes to receive before saying so, as in static/js/live.js."""
CSRF = "c" * 32
BROKEN = (OSError, EOFError, asyncio.IncompleteReadError, asyncio.TimeoutError)
PART = re.compile(r'<\w+ id="([^"]+)" data-s="([^"]*)" data-o="([^"]*)"|<i id="([^"]+)" data-gone></i>')
MARKER = re.compile(r"w\d+x\d+w")


def marker(phone: int, number: int) -> str:
    """The text of a test note: found again in a page, a frame or the database whatever stands around it."""
    return f"w{phone}x{number}w"


@dataclass
class Screen:
    """What one phone shows: parts by id, with their slot and sort key, and the position they bring it to."""

    rev: int = -1
    view: str = ""
    epoch: str = ""
    parts: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def apply(self, frame: dict[str, Any]) -> None:
        if frame.get("f"):
            self.parts = {}
        elif (frame["v"], frame["e"]) != (self.view, self.epoch):
            return  # meant for a screen that this one no longer is
        if frame["r"] < self.rev and not frame.get("f"):
            return
        self.take(frame["h"])
        self.rev, self.view, self.epoch = frame["r"], frame["v"], frame["e"]

    def take(self, html: str) -> None:
        found = list(PART.finditer(html))
        ends = [match.start() for match in found[1:]] + [len(html)]
        for match, end in zip(found, ends, strict=False):
            if match[4]:
                self.parts.pop(match[4], None)
            else:
                self.parts[match[1]] = (match[2], match[3], html[match.start() : end])

    def notes(self) -> dict[str, str]:
        """Test notes on the screen, part by part, in the order of the slots."""
        ordered = sorted(self.parts.items(), key=lambda item: item[1][:2])
        return {name: found[0] for name, (_, _, html) in ordered if (found := MARKER.search(html))}

    @property
    def position(self) -> dict[str, Any]:
        return {"rev": self.rev, "view": self.view, "epoch": self.epoch}


@dataclass
class Entry:
    id: str
    fields: dict[str, str]
    tries: int = 0


@dataclass
class Rules:
    """The protections; a control test turns one off."""

    keep_until_acknowledged: bool = True
    same_id_on_retry: bool = True
    confirm: bool = True
    read: bool = True


def new_id() -> str:
    return secrets.token_urlsafe(16)


class SimulatedPhone:
    def __init__(self, port: int, world: dict[str, Any], index: int, rules: Rules | None = None):
        self.port, self.world, self.index = port, world, index
        self.rules = rules or Rules()
        self.cookie = f"coprod_{world['room']}={world['secrets'][index]}; csrftoken={CSRF}"
        self.screen = Screen()
        self.outbox: list[Entry] = []
        self.acknowledged: dict[str, dict[str, Any]] = {}
        """By the note's text: what the server answered."""
        self.refused: dict[str, str] = {}
        self.own: dict[str, str] = {}
        """My notes, as the phone's own request for them answered."""
        self.something, self.own_changed = asyncio.Event(), asyncio.Event()
        self.line = Line(port)
        self.socket: Socket | None = None
        self.opened = 0
        self.random = random.Random(index)
        self.tasks: list[asyncio.Task[None]] = []

    # -- living --------------------------------------------------------------------------------------------------

    def start(self) -> None:
        self.tasks = [asyncio.create_task(work()) for work in (self.follow, self.deliver, self.look_after_own)]

    async def stop(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        self.line.close()

    async def pause(self, tries: int) -> None:
        """Between two tries: from a fifth of a second up to two, never everyone at once."""
        await asyncio.sleep(min(2.0, 0.2 * 2 ** min(tries, 4)) * (0.5 + self.random.random() / 2))

    # -- writing -------------------------------------------------------------------------------------------------

    def write(self, text: str, **fields: str) -> None:
        zone = self.world["zones"][self.index % len(self.world["zones"])]
        body = {"verb": "note", "zone": zone, "text": text, **fields}
        self.outbox.append(Entry(new_id(), body))
        self.something.set()

    async def deliver(self) -> None:
        while True:
            while self.outbox:
                await self.deliver_first()
            self.something.clear()
            await self.something.wait()

    async def deliver_first(self) -> None:
        entry = self.outbox[0]
        entry.tries += 1
        try:
            reply = await asyncio.wait_for(self.post(entry), 10)
            if reply.status not in (200, 403, 422):
                raise ConnectionError(f"answered {reply.status}")
            answer = json.loads(reply.body)
        except (*BROKEN, ValueError):
            if not self.rules.keep_until_acknowledged:
                self.outbox.pop(0)
                return
            if not self.rules.same_id_on_retry:
                entry.id = new_id()
            await self.pause(entry.tries)
            return
        self.outbox.pop(0)
        if reply.status == 200:
            self.acknowledged[entry.fields["text"]] = answer
        else:
            self.refused[entry.fields["text"]] = answer.get("message", str(reply.status))

    async def post(self, entry: Entry) -> Any:
        fields = {"id": entry.id, "step": str(self.world["step"]), "phase": self.world["phase"], **entry.fields}
        headers = {"Cookie": self.cookie, "X-CSRFToken": CSRF, "Accept": "application/json"}
        return await self.line.post(f"/r/{self.world['room']}/write/", fields, headers)

    async def look_after_own(self) -> None:
        """What is only mine comes by a request of its own, a moment after a hint that it changed."""
        line = Line(self.port)
        while True:
            await self.own_changed.wait()
            await asyncio.sleep(0.15)
            self.own_changed.clear()
            try:
                reply = await asyncio.wait_for(line.get(f"/r/{self.world['room']}/mine/", {"Cookie": self.cookie}), 10)
                if reply.status == 200:
                    screen = Screen()
                    screen.take(json.loads(reply.body)["h"])
                    self.own = screen.notes()
            except BROKEN:
                continue  # the next save asks again

    # -- following -----------------------------------------------------------------------------------------------

    async def follow(self) -> None:
        tries = 0
        while True:
            try:
                self.socket = await asyncio.wait_for(
                    Socket.open(self.port, f"/ws/r/{self.world['room']}/", self.cookie), 10
                )
                self.opened += 1
                tries = 0
                await self.listen(self.socket)
            except (*BROKEN, Refused):
                tries += 1
            finally:
                if self.socket is not None:
                    self.socket.close()
                    self.socket = None
            await self.pause(tries)

    async def listen(self, socket: Socket) -> None:
        """Subscribe first, then read: the answer to the position is everything that was missed."""
        socket.send(json.dumps(self.screen.position))
        confirmed = 0
        while self.rules.read:
            frame = json.loads(await socket.receive())
            if "h" in frame:
                self.screen.apply(frame)
            elif "m" in frame:
                self.own_changed.set()
            if self.rules.confirm and socket.received - confirmed >= SEND_EVERY:
                confirmed = socket.received
                socket.send(json.dumps({"have": confirmed}))
        await asyncio.Event().wait()
