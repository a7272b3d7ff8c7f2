"""A thousand phones in one process, as cheap as Python can make them.

Ten posts a second to a thousand phones are ten thousand frames a second. An ordinary websocket client would need more
than the one core it has here and would measure itself, so this speaks just enough of RFC 6455 over epoll, reads the
revision from the frame's first bytes, and writes down three numbers per frame. CLOCK_MONOTONIC is shared by all
processes of the machine, so the poster's time and the phone's time can be subtracted.
"""

import gc
import re
import select
import socket
import time
from array import array
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from tests.bench.measure import pin_clients

REVISION = re.compile(rb'"r": ?(\d+)')
MARK = b"qz"
"""Every post of the bench carries it, so that the phones can count notes and not only revisions."""
HANDSHAKES_AT_ONCE = 20


def client_frame(payload: bytes, opcode: int = 1) -> bytes:
    """A masked frame whose mask is zero: legal, and free to make."""
    head = bytes([0x80 | opcode])
    if len(payload) < 126:
        return head + bytes([0x80 | len(payload)]) + b"\0\0\0\0" + payload
    return head + b"\xfe" + len(payload).to_bytes(2, "big") + b"\0\0\0\0" + payload


def split_frames(data: bytes) -> tuple[list[tuple[int, bytes]], bytes]:
    """Whole server frames as (opcode, payload), and the bytes that do not make one yet."""
    frames, start, size = [], 0, len(data)
    while size - start >= 2:
        length, head = data[start + 1] & 127, 2
        if length == 126:
            head = 4
        elif length == 127:
            head = 10
        if size - start < head:
            break
        if head > 2:
            length = int.from_bytes(data[start + 2 : start + head], "big")
        if size - start < head + length:
            break
        frames.append((data[start] & 15, data[start + head : start + head + length]))
        start += head + length
    return frames, data[start:]


@dataclass(slots=True)
class Seat:
    """What a phone needs to open its socket: path, cookie, and its first message (None: it sends nothing)."""

    path: str
    cookie: str = ""
    hello: str | None = None


@dataclass
class Orders:
    """`confirm` is the bytes after which a phone tells what it has, as static/js/live.js does (0: never)."""

    port: int
    seats: list[Seat]
    confirm: int = 0
    stalled: int = 0


@dataclass
class Record:
    """Per frame: which phone, which revision, when; per phone: bytes and marks seen; and who lost the line."""

    phones: array = field(default_factory=lambda: array("i"))
    revisions: array = field(default_factory=lambda: array("q"))
    times: array = field(default_factory=lambda: array("d"))
    bytes: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    last_frame: bytes = b""
    cpu: float = 0.0


@dataclass(slots=True)
class Phone:
    index: int
    seat: Seat
    line: socket.socket
    buffer: bytes = b""
    is_open: bool = False
    received: int = 0
    confirmed: int = 0
    marks: int = 0


class Crowd:
    """The process's own side: opens the sockets, reads until told to stop."""

    def __init__(self, orders: Orders, pipe: Connection):
        self.orders, self.pipe = orders, pipe
        self.record = Record()
        self.epoll = select.epoll()
        self.phones: dict[int, Phone] = {}
        self.waiting = 0
        self.stalled: list[Phone] = []

    def run(self) -> None:
        started = time.monotonic()
        seats = list(enumerate(self.orders.seats))[::-1]
        while seats or self.waiting:
            while seats and self.waiting < HANDSHAKES_AT_ONCE:
                self.dial(*seats.pop())
            self.read_ready(0.05)
        for phone in list(self.phones.values())[: self.orders.stalled]:
            self.epoll.unregister(phone.line.fileno())
            self.stalled.append(phone)
        gc.collect()
        gc.freeze()
        gc.disable()
        self.pipe.send(("open", len(self.phones), time.monotonic() - started))
        self.listen()

    def dial(self, index: int, seat: Seat) -> None:
        line = socket.socket()
        if index < self.orders.stalled:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", self.orders.port))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(
            f"GET {seat.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.orders.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nOrigin: http://127.0.0.1:{self.orders.port}\r\nCookie: {seat.cookie}\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        line.setblocking(False)
        self.phones[line.fileno()] = Phone(index, seat, line)
        self.epoll.register(line.fileno(), select.EPOLLIN)
        self.waiting += 1

    def read_ready(self, timeout: float) -> None:
        for fd, _ in self.epoll.poll(timeout):
            if phone := self.phones.get(fd):
                self.read(phone)

    def read(self, phone: Phone) -> None:
        try:
            data = phone.line.recv(262144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        now = time.monotonic()
        if not data:
            self.lost(phone)
            return
        if phone.is_open:
            self.frames(phone, data, now)
        else:
            self.handshake(phone, phone.buffer + data, now)

    def handshake(self, phone: Phone, data: bytes, now: float) -> None:
        head, end, rest = data.partition(b"\r\n\r\n")
        phone.buffer = b"" if end else data
        if not end:
            return
        self.waiting -= 1
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionRefusedError(head.split(b"\r\n")[0].decode())
        phone.is_open = True
        if phone.seat.hello is not None:
            phone.line.send(client_frame(phone.seat.hello.encode()))
        if rest:
            self.frames(phone, rest, now)

    def frames(self, phone: Phone, data: bytes, now: float) -> None:
        phone.received += len(data)
        frames, phone.buffer = split_frames(phone.buffer + data if phone.buffer else data)
        for opcode, payload in frames:
            if opcode == 1:
                if found := REVISION.search(payload, 0, 64):
                    self.record.phones.append(phone.index)
                    self.record.revisions.append(int(found[1]))
                    self.record.times.append(now)
                if count := payload.count(MARK):
                    phone.marks += count
                    self.record.last_frame = payload
            elif opcode == 9:
                phone.line.send(client_frame(payload, 10))
        if self.orders.confirm and phone.received - phone.confirmed >= self.orders.confirm:
            phone.confirmed = phone.received
            phone.line.send(client_frame(b'{"have":%d}' % phone.received))

    def lost(self, phone: Phone) -> None:
        self.record.closed.append(phone.index)
        self.epoll.unregister(phone.line.fileno())
        self.waiting -= not phone.is_open
        del self.phones[phone.line.fileno()]
        phone.line.close()

    def listen(self) -> None:
        self.epoll.register(self.pipe.fileno(), select.EPOLLIN)
        while not self.told_to_stop():
            self.read_ready(0.05)
        self.report()

    def told_to_stop(self) -> bool:
        if not self.pipe.poll():
            return False
        if self.pipe.recv() == "stop":
            return True
        self.record = Record()
        for phone in self.phones.values():
            phone.marks = 0
        self.pipe.send("fresh")
        return False

    def report(self) -> None:
        held = [self.drain(phone) for phone in self.stalled]
        self.record.bytes = [phone.received for phone in self.phones.values()]
        self.record.marks = [phone.marks for phone in self.phones.values()]
        self.record.cpu = time.process_time()
        self.pipe.send((self.record, held))

    def drain(self, phone: Phone) -> int:
        """What had piled up for a phone that stopped reading: in the kernel's buffers and in the server's own."""
        phone.line.settimeout(0.5)
        total = 0
        try:
            while data := phone.line.recv(1 << 20):
                total += len(data)
        except OSError:
            pass
        return total


def _main(orders: Orders, pipe: Connection) -> None:
    pin_clients()
    Crowd(orders, pipe).run()


class CrowdProcess:
    """The bench's handle on the crowd: `with CrowdProcess(orders) as crowd: ...; record = crowd.stop()`."""

    def __init__(self, orders: Orders, patience: float = 120):
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_main, args=(orders, theirs), daemon=True)
        self.patience = patience

    def __enter__(self) -> "CrowdProcess":
        self.process.start()
        _, self.open, self.seconds = self._receive()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.join()

    def fresh(self) -> None:
        """Forget what was seen so far: the warm-up is over."""
        self.pipe.send("fresh")
        self._receive()

    def stop(self) -> tuple[Record, list[int]]:
        self.pipe.send("stop")
        return self._receive()

    def _receive(self) -> Any:
        if not self.pipe.poll(self.patience):
            raise TimeoutError("the crowd did not answer")
        return self.pipe.recv()
