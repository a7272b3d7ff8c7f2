"""The websocket end of a screen, as a plain ASGI application.

A Channels consumer hops to a thread for every message it dispatches; a room of phones cannot afford that. An app
answers one question, "who is this?", with `Admit`; the rest is the same for every screen.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from coprod.live.hub import Socket, this_hub
from coprod.live.parts import Position
from coprod.live.sources import Seat
from coprod.live.wire import Outgoing

MAX_MESSAGE = 2000  # characters; a screen only ever says where it is and how much it has


class Admit(NamedTuple):
    room: str
    seat: Seat


Who = Callable[[dict[str, Any]], Awaitable[Admit | None]]


def endpoint(who: Who) -> Callable[..., Awaitable[None]]:
    """An ASGI application that admits the screens `who` knows and serves them their room."""

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if (await receive())["type"] != "websocket.connect":
            return
        admit = await who(scope)
        if admit is None:
            await send({"type": "websocket.close", "code": 4403})
            return
        await send({"type": "websocket.accept"})

        async def close(code: int) -> None:
            await send({"type": "websocket.close", "code": code})

        socket = Socket(admit.seat, Outgoing(send), close)
        hub, entered = this_hub(), False
        try:
            while (message := await receive())["type"] == "websocket.receive":
                said = _read(message.get("text") or "")
                if "rev" in said and not entered:
                    socket.at = position(said.get("rev"), said.get("view"), said.get("epoch"))
                    entered = True
                    await hub.enter(admit.room, socket)
                elif isinstance(have := said.get("have"), int):
                    socket.out.confirm(have)
                    if socket.out.blocked_since is not None:
                        hub.confirmed(admit.room)
        finally:
            hub.leave(admit.room, socket)

    return application


def position(rev: object, view: object, epoch: object) -> Position | None:
    """Where a screen says it is, from words that may be anything; None when they make no sense."""
    try:
        return Position(int(rev), str(view or ""), str(epoch or ""))  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return None


def _read(text: str) -> dict[str, Any]:
    if len(text) > MAX_MESSAGE:
        return {}
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
