"""One phone stops reading (a lift, a tunnel, a cracked screen). The others must not notice, and the server must not
keep for it more than the few kilobytes that flow control allows."""

import asyncio
import json
import time

import pytest

from tests.live.herd import Herd, notes_in, wait
from tests.live.server import Server
from tests.live.simulated_phone import Rules, SimulatedPhone, marker
from tests.live.wire import Socket

pytestmark = pytest.mark.live
PHONES = 12
LONG = " " + "x" * 250


def slowest(server: Server, world: dict, herd: Herd, notes: int) -> float:
    """Seconds the slowest of `notes` notes took to be on every phone of the herd."""
    writer = herd.phones[0]
    took = []
    for number in range(notes):
        began = time.monotonic()
        herd.loop.call_soon_threadsafe(writer.write, marker(writer.index, number) + LONG)
        assert wait(lambda count=number + 1: all(len(p.screen.notes()) == count for p in herd.phones), 5)
        took.append(time.monotonic() - began)
    return max(took)


async def stall(port: int, world: dict) -> Socket:
    """A phone that says where it is and then never reads again."""
    phone = SimulatedPhone(port, world, PHONES)
    socket = await Socket.open(port, f"/ws/r/{world['room']}/", phone.cookie)
    socket.send(json.dumps(phone.screen.position))
    socket.reader._transport.pause_reading()  # type: ignore[attr-defined]
    return socket


def test_stalled_phone_holds_up_nobody_and_gets_level_in_one_delta(server: Server) -> None:
    world = server.make_world(PHONES + 1)
    server.start()
    with Herd(server.port, world, range(PHONES)) as herd:
        assert wait(herd.all_open, 20)
        stalled = asyncio.run_coroutine_threadsafe(stall(server.port, world), herd.loop).result(10)

        assert slowest(server, world, herd, 150) < 1.0

        held = asyncio.run_coroutine_threadsafe(read_on(stalled), herd.loop).result(20)
        assert len(held["first"]) < 64 * 1024 + 16 * 1024
        assert held["notes"] == notes_in(server.database)


async def read_on(socket: Socket) -> dict:
    """What had piled up, then, after the phone says what it has, the rest in one delta."""
    phone_screen = SimulatedPhone(0, {"room": "", "secrets": [""], "zones": []}, 0, Rules()).screen
    socket.reader._transport.resume_reading()  # type: ignore[attr-defined]
    first = ""
    while True:
        try:
            text = await asyncio.wait_for(socket.receive(), 1)
        except TimeoutError:
            break
        first += text
        phone_screen.apply(json.loads(text)) if '"h"' in text else None
    socket.send(json.dumps({"have": 10**9}))
    frame = json.loads(await asyncio.wait_for(socket.receive(), 5))
    phone_screen.apply(frame)
    notes = sorted(text + LONG for text in phone_screen.notes().values())
    return {"first": first, "notes": notes}
