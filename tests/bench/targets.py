"""What is measured: F, and the product under each server, behind one small interface."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Protocol

from tests.bench.crowd import Seat
from tests.bench.measure import pin_server
from tests.live.server import ROOT, Server, free_port
from tests.live.wire import Line, Socket

CSRF = "b" * 32
SENTENCE = "We could meet in the library on Tuesdays, with tea, and ask who would like to help. "


def note_text(serial: int) -> str:
    """What people write in a workshop is about this long; `qz` lets the crowd count notes."""
    return f"qz{serial} {SENTENCE}"


class Target(Protocol):
    name: str
    port: int

    @property
    def pid(self) -> int: ...
    def start(self, phones: int) -> None: ...
    def stop(self) -> None: ...
    def seats(self) -> list[Seat]: ...
    async def open(self, lines: int) -> None: ...
    async def post(self, serial: int) -> int:
        """Post once; the revision by which a phone knows that it has it."""
        ...

    async def close(self) -> None: ...


class Floor:
    """F: the same fragment, broadcast and forgotten."""

    name = "F"

    def __init__(self, fragment: str):
        self.fragment = fragment
        self.port = free_port()

    def start(self, phones: int) -> None:
        self.phones = phones
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.floor", str(self.port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=pin_server,
        )
        assert self.process.stdout is not None and self.process.stdout.readline()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    @property
    def pid(self) -> int:
        return self.process.pid

    def seats(self) -> list[Seat]:
        return [Seat("/")] * self.phones

    async def open(self, lines: int) -> None:
        self.sockets = [await Socket.open(self.port, "/post") for _ in range(lines)]

    async def post(self, serial: int) -> int:
        body = f'{{"r":{serial},{self.fragment}'
        self.sockets[serial % len(self.sockets)].send(body)
        return serial

    async def close(self) -> None:
        for socket in self.sockets:
            socket.close()


def fragment_of(frame: bytes) -> str:
    """A product frame without its revision, so that F sends the same bytes."""
    return re.sub(r'^\{"r": ?\d+,', "", frame.decode())


class Product:
    """The product on a fresh database; `phones` participants with a cookie each."""

    def __init__(self, prepared: Path, kind: str, **wishes: int):
        self.name, self.prepared, self.kind, self.wishes = kind.capitalize(), prepared, kind, wishes

    def start(self, phones: int) -> None:
        self.server = Server(self.prepared, self.kind, before=pin_server)
        self.world: dict[str, Any] = self.server.make_world(phones, **self.wishes)
        self.server.start()
        self.port = self.server.port

    def stop(self) -> None:
        self.server.__exit__()

    @property
    def pid(self) -> int:
        return self.server.pid

    def cookie(self, index: int) -> str:
        secrets = self.world["secrets"]
        return f"coprod_{self.world['room']}={secrets[index % len(secrets)]}; csrftoken={CSRF}"

    def seats(self) -> list[Seat]:
        hello = json.dumps(self.world["position"])
        return [Seat(f"/ws/r/{self.world['room']}/", self.cookie(index), hello) for index in range(self.count)]

    @property
    def count(self) -> int:
        return len(self.world["secrets"])

    async def open(self, lines: int) -> None:
        self.idle = [Line(self.port) for _ in range(lines)]
        for line in self.idle:
            await line.get("/healthz")

    async def post(self, serial: int) -> int:
        line = self.idle.pop() if self.idle else Line(self.port)
        fields = {
            "id": f"bench-{serial:012d}-{time.monotonic_ns():x}",
            "verb": "note",
            "step": str(self.world["step"]),
            "phase": self.world["phase"],
            "zone": self.world["zones"][serial % 2],
            "text": note_text(serial),
        }
        headers = {"Cookie": self.cookie(serial), "X-CSRFToken": CSRF, "Accept": "application/json"}
        try:
            reply = await line.post(f"/r/{self.world['room']}/write/", fields, headers)
        except (OSError, EOFError):  # uvicorn closes a line that was idle for five seconds
            reply = await line.post(f"/r/{self.world['room']}/write/", fields, headers)
        self.idle.append(line)
        if reply.status != 200:
            raise RuntimeError(f"a post was answered with {reply.status}: {reply.body[:300]!r}")
        return json.loads(reply.body)["rev"]

    async def close(self) -> None:
        for line in self.idle:
            line.close()
