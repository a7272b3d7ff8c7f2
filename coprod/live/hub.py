"""The hub: every socket of this process, one renderer per room, pokes from any thread or process.

A change is committed first; then the room is *poked* with nothing but its name. The hub reads the room once, renders
each audience once, and writes the same bytes to every socket that stands at the same place. Pokes are hints: when
one is lost, the next change or the heartbeat, which reads the revision from the database, brings everyone level.
"""

import asyncio
import gc
import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from asgiref.sync import async_to_sync
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.db import close_old_connections

from coprod.live.names import group
from coprod.live.parts import Fragment, PartCache, Position, View, change
from coprod.live.sources import Seat, Source, source_of
from coprod.live.wire import Outgoing, text_frame

log = logging.getLogger("coprod.live")

FIRST_GAP, LONGEST_GAP = 0.03, 0.25  # seconds between two renders of a room, at rest and under load
LULL = 0.01  # seconds without a change after which a rush is over
HEARTBEAT = 15.0  # seconds
REMOVED = 4403  # close code: this screen was taken out of the room on purpose; do not come back
LOOK_AGAIN = '{"m":1}'  # to one person's screens: fetch what only you see


class Socket:
    """One screen: its seat, its way out, and what it already has."""

    __slots__ = ("seat", "out", "at", "close", "group", "seating")

    def __init__(self, seat: Seat, out: Outgoing, close: Any) -> None:
        self.seat, self.out, self.close = seat, out, close
        self.at: Position | None = None
        self.group: Group | None = None  # its audience and language, as of `seating`
        self.seating: Hashable = None


Poke = tuple[str, int | None]  # a room, and the person who alone sees what else changed
Group = tuple[Hashable, str]  # (audience, language): the screens of a group at one position get the same bytes


class Change(NamedTuple):
    """What some screens, all at one position, are to get; no text where they lack nothing."""

    sockets: list[Socket]
    since: Position | None
    text: str = ""
    frame: bytes = b""
    at: Position | None = None


@dataclass
class Room:
    name: str
    sockets: set[Socket] = field(default_factory=set)
    of_person: dict[int | None, set[Socket]] = field(default_factory=lambda: defaultdict(set))
    state: Any = None
    caches: dict[Hashable, PartCache] = field(default_factory=lambda: defaultdict(PartCache))
    known: int = -1
    poked: float = 0.0  # when it last changed, by the loop's clock
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    def add(self, socket: Socket) -> None:
        self.sockets.add(socket)
        self.of_person[socket.seat.person].add(socket)

    def discard(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        self.of_person[socket.seat.person].discard(socket)


def encode(fragment: Fragment) -> str:
    """The JSON a screen gets, by socket and by polling alike."""
    body: dict[str, Any] = {"r": fragment.at.rev, "v": fragment.at.view, "e": fragment.at.epoch, "h": fragment.html}
    if fragment.full:
        body["f"] = 1
    if fragment.touched:
        body["t"] = fragment.touched
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


class Hub:
    """The rooms of one event loop. Every method but `poke` belongs to that loop."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.rooms: dict[str, Room] = {}
        self.pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hub")
        self._heart = self.loop.create_task(self._beat())
        self._layer_task: asyncio.Task[None] | None = None
        self._channel = ""
        self._tasks: set[asyncio.Task[Any]] = set()

    # -- sockets come and go ------------------------------------------------------------------------------------

    async def enter(self, name: str, socket: Socket) -> None:
        """Join first, read afterwards: a change between the two is then never missed."""
        room = self.rooms.get(name)
        if room is None:
            room = self.rooms[name] = Room(name)
            await self._subscribe(name)
        if room.task is None:
            room.task = self.loop.create_task(self._serve(room))
        room.add(socket)
        room.wake.set()

    def leave(self, name: str, socket: Socket) -> None:
        room = self.rooms.get(name)
        if room is None:
            return
        room.discard(socket)
        if not room.sockets and room.task:
            room.task.cancel()
            del self.rooms[name]

    def confirmed(self, name: str) -> None:
        """A slow screen caught up: it may be owed something."""
        if name in self.rooms:
            self.rooms[name].wake.set()

    # -- changes ------------------------------------------------------------------------------------------------

    def poke(self, pokes: Sequence[Poke]) -> None:
        """From any thread: these rooms changed, and what only these people see."""
        self.loop.call_soon_threadsafe(self._poke_all, pokes)

    def _poke_all(self, pokes: Sequence[Poke]) -> None:
        for poke in pokes:
            self._poke(*poke)

    def _poke(self, name: str, person: int | None) -> None:
        room = self.rooms.get(name)
        if room is None:
            return
        room.poked = self.loop.time()
        room.wake.set()
        for socket in room.of_person.get(person, ()) if person is not None else ():
            socket.out.write(LOOK_AGAIN, text_frame(LOOK_AGAIN))

    # -- one room's loop ----------------------------------------------------------------------------------------

    async def _serve(self, room: Room) -> None:
        while True:
            await room.wake.wait()
            room.wake.clear()
            began = self.loop.time()
            try:
                await self._refresh(room)
            except asyncio.CancelledError:
                raise
            except Exception:
                log.exception("a room could not be refreshed; trying again")
                await asyncio.sleep(1)
                room.wake.set()
            await self._gather(room, began)

    async def _gather(self, room: Room, began: float) -> None:
        """The first change goes at once; those that follow it closely go together, and of a rush all that come in time."""
        spent = self.loop.time() - began
        await asyncio.sleep(min(LONGEST_GAP, max(FIRST_GAP, spent)))
        while self.loop.time() - room.poked < LULL and self.loop.time() - began < LONGEST_GAP:
            await asyncio.sleep(LULL)

    async def _refresh(self, room: Room) -> None:
        now, waiting = self.loop.time(), []
        for socket in room.sockets:
            if socket.out.ready(now):
                waiting.append(socket)
            elif socket.out.overdue(now):
                self._close(socket, 1013)
        found = await self.loop.run_in_executor(self.pool, _render, room, waiting)
        if found is None:
            for socket in list(room.sockets):
                self._close(socket, REMOVED)
            return
        changes, shut_out, room.known = found
        for socket in shut_out:
            self._close(socket, REMOVED)
        for sockets, since, text, frame, at in changes:
            for socket in sockets if text else ():
                if socket in room.sockets and socket.at == since:
                    socket.at = at
                    socket.out.write(text, frame)

    def _close(self, socket: Socket, code: int) -> None:
        task = self.loop.create_task(socket.close(code))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- heartbeat and other processes --------------------------------------------------------------------------

    async def _beat(self) -> None:
        await asyncio.sleep(HEARTBEAT / 3)
        gc.freeze()  # what was loaded at start never goes: leave it out of every later collection
        while True:
            for room in list(self.rooms.values()):
                try:
                    await self._beat_room(room)
                except Exception:
                    log.exception("a heartbeat failed")
            await asyncio.sleep(HEARTBEAT)

    async def _beat_room(self, room: Room) -> None:
        head = await self.loop.run_in_executor(self.pool, _head, room.name)
        text = json.dumps({"r": head[1] if head else -1, "b": 1, "n": int(time.time() * 1000)}, separators=(",", ":"))
        frame = text_frame(text)
        now = self.loop.time()
        for socket in list(room.sockets):
            if socket.out.ready(now):
                socket.out.write(text, frame)
            elif socket.out.overdue(now):
                self._close(socket, 1013)
        if head is None or head[1] != room.known:
            room.wake.set()
        await self._subscribe(room.name)  # a layer forgets its groups after a day, or when it restarts

    async def _subscribe(self, name: str) -> None:
        layer = get_channel_layer()
        if layer is None or isinstance(layer, InMemoryChannelLayer):
            return  # one process: a poke reaches this hub directly
        try:
            if self._layer_task is None:
                self._channel = await layer.new_channel()
                self._layer_task = self.loop.create_task(self._listen(layer))
            await layer.group_add(group(name), self._channel)
        except Exception:
            log.warning("the channel layer did not answer; heartbeats carry the room until it does")

    async def _listen(self, layer: Any) -> None:
        while True:
            try:
                message = await layer.receive(self._channel)
            except asyncio.CancelledError:
                raise
            except Exception:
                await asyncio.sleep(1)
                continue
            self._poke(message["room"], message.get("person"))


def _render(room: Room, waiting: Sequence[Socket]) -> tuple[list[Change], list[Socket], int] | None:
    """In a hub thread: read the room once, then one text for each (audience, language, position).

    Returns the changes, the screens that may not see the room any more, and the room's revision; None when the room is gone.
    """
    source = source_of(room.name)
    close_old_connections()
    room.state = state = source.load(room.name, room.state)
    if state is None:
        return None
    groups, shut_out = _grouped(source, state, waiting)
    changes, head = [], -1
    for (audience, language), places in groups.items():
        view, cache = view_for(source, state, audience, language, places), room.caches[audience]
        head = view.head
        changes += [_change(view, at, language, cache, sockets) for at, sockets in places.items()]
    return changes, shut_out, head


def _grouped(
    source: Source, state: Any, waiting: Sequence[Socket]
) -> tuple[dict[Group, dict[Position | None, list[Socket]]], list[Socket]]:
    """Screens by group and position; and those that have no audience."""
    groups: dict[Group, dict[Position | None, list[Socket]]] = defaultdict(lambda: defaultdict(list))
    shut_out, seating = [], source.seating(state)
    for socket in waiting:
        if socket.seating != seating:
            audience = source.audience(state, socket.seat)
            socket.group = None if audience is None else (audience, socket.seat.language)
            socket.seating = seating
        if socket.group is None:
            shut_out.append(socket)
        else:
            groups[socket.group][socket.at].append(socket)
    return groups, shut_out


def _change(view: View, since: Position | None, language: str, cache: PartCache, sockets: list[Socket]) -> Change:
    fragment = change(view, since, language, cache)
    if fragment is None:
        return Change(sockets, since)
    text = encode(fragment)
    return Change(sockets, since, text, text_frame(text), fragment.at)


def view_for(source: Source, state: Any, audience: Hashable, language: str, where: Iterable[Position | None]) -> View:
    """What is newer than the screen that is furthest behind; everything, when one of them cannot follow."""
    since = min(-1 if at is None else at.rev for at in where)
    view = source.view(state, audience, language, since)
    if since >= 0 and not all(view.follows(at) for at in where):
        return source.view(state, audience, language)
    return view


def _head(name: str) -> tuple[str, int] | None:
    close_old_connections()
    return source_of(name).head(name)


# -- the one hub of each loop, and pokes from anywhere ----------------------------------------------------------------

_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}
_lock = threading.Lock()


def this_hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    with _lock:
        for other in [known for known in _hubs if known.is_closed()]:
            del _hubs[other]
        if loop not in _hubs:
            _hubs[loop] = Hub()
        return _hubs[loop]


_held = threading.local()


@contextmanager
def together() -> Iterator[None]:
    """Pokes of this thread wait for each other and go at the end. Until then the loop is left in peace."""
    pokes: list[Poke] = []
    _held.pokes = pokes
    try:
        yield
    finally:
        _held.pokes = None
        if pokes:
            _send(pokes)


def poke(room: str, person: int | None = None) -> None:
    """Tell every hub, here and in other processes, that a room changed, and what `person` alone sees of it.

    Call it after commit. It never fails: a lost poke is made good by the next one or by the heartbeat.
    """
    held: list[Poke] | None = getattr(_held, "pokes", None)
    if held is None:
        _send([(room, person)])
    else:
        held.append((room, person))


def _send(pokes: Sequence[Poke]) -> None:
    for hub in list(_hubs.values()):
        if not hub.loop.is_closed():
            hub.poke(pokes)
    layer = get_channel_layer()
    if layer is None or isinstance(layer, InMemoryChannelLayer):
        return
    for room, person in pokes:
        try:
            async_to_sync(layer.group_send)(group(room), {"type": "poke", "room": room, "person": person})
        except Exception:
            log.warning("a poke could not be sent to the other processes")
