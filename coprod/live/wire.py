"""One websocket message to many sockets, framed once.

ASGI's `send` frames the message again for every socket and may wait for a slow one. Both servers we know keep the
bytes' way out within reach of `send`; `raw_writer` finds it. For any other server it answers None and the
public way is used.
"""

import asyncio
import struct
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]


def text_frame(text: str) -> bytes:
    """An unmasked, unfragmented text frame (RFC 6455, section 5.2)."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + payload
    if size < 65536:
        return struct.pack("!BBH", 0x81, 126, size) + payload
    return struct.pack("!BBQ", 0x81, 127, size) + payload


def raw_writer(send: Any) -> Callable[[bytes], None] | None:
    """The function that writes bytes to this socket without waiting, or None where it cannot be had."""
    if isinstance(send, partial) and send.args:  # Daphne: partial(Server.handle_reply, protocol)
        transport: Any = getattr(send.args[0], "transport", None)
        if hasattr(transport, "write") and hasattr(send.args[0], "serverSend"):
            return _now_or_later(transport) if _is_tcp(transport) else transport.write  # type: ignore[no-any-return]
    protocol: Any = getattr(send, "__self__", None)  # uvicorn: the protocol's bound method
    if type(protocol).__name__ == "WebSocketsSansIOProtocol":
        return protocol.transport.write  # type: ignore[no-any-return]
    return None


def _is_tcp(transport: Any) -> bool:
    """Twisted's own connection, without TLS between it and the socket."""
    from twisted.internet.tcp import Connection

    return isinstance(transport, Connection)


def _now_or_later(transport: Any) -> Callable[[bytes], None]:
    """Twisted's `write` asks the reactor to call back when the socket is free: three system calls for each phone.

    Where nothing is waiting the socket is free already, and one call does; what does not fit goes the usual way.
    """

    def write(frame: bytes) -> None:
        waiting = transport.dataBuffer or transport._tempDataBuffer
        if waiting or not transport.connected or transport.disconnecting:
            transport.write(frame)
            return
        sent = transport.writeSomeData(frame)
        if not isinstance(sent, int):  # the line is gone, and its reader will notice
            return
        if sent < len(frame):
            transport.write(frame[sent:])

    return write


class Outgoing:
    """The way out to one screen: a single latest-revision slot, never a queue of fragments.

    A screen confirms the bytes it has. While more than `LIMIT` are unconfirmed nothing is sent: what it missed
    reaches it later as one delta.
    """

    LIMIT = 64 * 1024
    PATIENCE = 30.0

    def __init__(self, send: Send) -> None:
        self._send = send
        self._raw = raw_writer(send)
        self._busy: asyncio.Task[None] | None = None
        self.sent = 0
        self.confirmed = 0
        self.blocked_since: float | None = None

    def ready(self, now: float) -> bool:
        """Whether this screen may be sent to; starts the clock of `overdue` when not."""
        if self.sent - self.confirmed <= self.LIMIT and (self._busy is None or self._busy.done()):
            self.blocked_since = None
            return True
        if self.blocked_since is None:
            self.blocked_since = now
        return False

    def overdue(self, now: float) -> bool:
        return self.blocked_since is not None and now - self.blocked_since > self.PATIENCE

    def write(self, text: str, frame: bytes) -> None:
        """Hand over one message without waiting. `frame` is `text_frame(text)`, made once for all."""
        self.sent += len(frame)
        if self._raw is not None:
            self._raw(frame)
        else:
            self._busy = asyncio.ensure_future(self._send({"type": "websocket.send", "text": text}))
            self._busy.add_done_callback(_quiet)

    def confirm(self, size: int) -> None:
        self.confirmed = max(self.confirmed, min(size, self.sent))


def _quiet(task: "asyncio.Future[None]") -> None:
    if not task.cancelled():
        task.exception()  # a closed socket is noticed by its reader; here it only must not be reported as unhandled
