"""Pages by Django, each answered from beginning to end in one of a few threads that stay.

Django's own ASGI handler gives each request a thread of its own and hops to it for every middleware, so a database
connection can never be used twice and a small write costs several times what it does. Here a request makes one hop:
signals, middleware, view and database all run in that thread, and the connection is there for the next request.

Short writes, a note say, have a thread to themselves (`InTurn`). When a whole room presses Send at once, threads that take
turns at Python and wait for each other's lock on the database need twice as long.
"""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from coprod.live.hub import together

THREADS = min(16, 4 + 4 * (os.cpu_count() or 1))  # a few slow pages must not keep the others waiting

Answer = tuple[dict[str, Any], bytes]
Settled = tuple[asyncio.Future[Answer], Answer | Exception]


class InTurn:
    """One thread that does what comes in on one event loop, one after the other, and gives the answers back together.

    Two busy threads change places at every system call, dozens of times for one note, and each time costs. So one alone goes
    over at once; of a rush, what comes in until there is a `LULL`. Its answers and pokes wait for each other, `SHARE` at most.
    """

    SHARE, LULL = 0.1, 0.002  # seconds

    def __init__(self, work: Callable[..., Answer]) -> None:
        self.work = work
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="writes")
        self.waiting: deque[tuple[asyncio.Future[Answer], tuple[Any, ...]]] = deque()
        self.busy = False

    def do(self, *args: Any) -> asyncio.Future[Answer]:
        """On the loop: what `work` makes of these, once it is their turn."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self.waiting.append((answer, args))
        if not self.busy:
            self.busy = True
            loop.call_soon(self._go_on)
        return answer

    def _go_on(self) -> None:
        self.busy = bool(self.waiting)
        if len(self.waiting) > 1:
            self._wait_for_more(0, time.monotonic() + self.SHARE)
        elif self.waiting:
            self._begin()

    def _wait_for_more(self, before: int, until: float) -> None:
        """In a rush: until the loop has read what lies in its sockets. Before that, it would be busy beside the thread."""
        if len(self.waiting) > before and time.monotonic() < until:
            asyncio.get_running_loop().call_later(self.LULL, self._wait_for_more, len(self.waiting), until)
        else:
            self._begin()

    def _begin(self) -> None:
        asyncio.get_running_loop().run_in_executor(self.pool, self._some).add_done_callback(self._hand_back)

    def _some(self) -> list[Settled]:
        """In the thread: as many as there is time for."""
        done: list[Settled] = []
        until = time.monotonic() + self.SHARE
        with together():
            while self.waiting and (not done or time.monotonic() < until):
                answer, args = self.waiting.popleft()
                done.append((answer, self._one(args)))
        return done

    def _one(self, args: tuple[Any, ...]) -> Answer | Exception:
        try:
            return self.work(*args)
        except Exception as error:
            return error

    def _hand_back(self, turn: asyncio.Future[list[Settled]]) -> None:
        for answer, found in turn.result():
            if answer.done():  # whoever asked has gone
                continue
            if isinstance(found, Exception):
                answer.set_exception(found)
            else:
                answer.set_result(found)
        self._go_on()


class Pages(ASGIHandler):
    """The ASGI application for HTTP. Files and other streams are read whole before they are sent: ours are small.

    `is_short_write` tells them by their scope.
    """

    def __init__(self, is_short_write: Callable[[dict[str, Any]], bool] = lambda scope: False) -> None:
        super().__init__()
        self.load_middleware(is_async=False)
        self.is_short_write = is_short_write
        self.writes = InTurn(self._answer)
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="pages")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"only pages are served here, not {scope['type']}")
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        if self.is_short_write(scope):
            start, content = await self.writes.do(scope, body)
        else:
            start, content = await asyncio.get_running_loop().run_in_executor(self.pool, self._answer, scope, body)
        await send({"type": "http.response.start", **start})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, scope: Any, body: Any) -> Answer:
        """In a pool thread: the request's whole life, with the signals that look after its connection."""
        with body:
            set_script_prefix(get_script_prefix(scope))
            request_started.send(sender=self.__class__, scope=scope)
            request, error = self.create_request(scope, body)
            response: Any = self.get_response(request) if request is not None else error
            response._handler_class = self.__class__
            try:
                return _start(response), _content(response)
            finally:
                response.close()


def _content(response: HttpResponseBase) -> bytes:
    if response.streaming:
        return b"".join(response)  # type: ignore[call-overload]
    content: bytes = response.content  # type: ignore[attr-defined]
    return content


def _start(response: HttpResponseBase) -> dict[str, Any]:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", morsel.output(header="").strip().encode("ascii")) for morsel in response.cookies.values()
    ]
    return {"status": response.status_code, "headers": headers}
