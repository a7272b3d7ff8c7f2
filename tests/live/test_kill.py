"""The server is pulled from under a hundred writing phones, twenty times, by SIGKILL: sometimes at any moment,
sometimes in the very moment when an answer is on its way (the note is kept, and nobody was told)."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.live.herd import Herd, doubled, head_of, notes_in, wait
from tests.live.pages import Page, open_pages
from tests.live.proxy import Proxy
from tests.live.server import Server
from tests.live.simulated_phone import Rules, marker

KILLS, EACH = 20, 20
DIRECT, BEHIND_PROXY, REAL = range(87), range(87, 97), range(97, 100)
LEVEL_WITHIN = 3.0


class AtAnAnswer:
    """A proxy's `lose`: once armed, the next kept note kills the server and its answer is lost with it."""

    def __init__(self, server: Server):
        self.server, self.armed = server, False

    def __call__(self, request: bytes, response: bytes) -> bool:
        kept = b"/write/ " in request.partition(b"\r\n")[0] and b" 200 " in response.partition(b"\r\n")[0]
        if not (self.armed and kept):
            return False
        self.armed = False
        os.kill(self.server.pid, signal.SIGKILL)
        return True


def kill_and_restart(server: Server, times: int, answer: AtAnAnswer, busy: Callable[[], None]) -> float:
    """Kills and restarts; `busy` is called all the while. Returns when the last restart was ready."""
    chance = random.Random(7)
    for turn in range(times):
        until = time.monotonic() + chance.uniform(0.8, 2.4)
        while time.monotonic() < until:
            busy()
        if turn % 2:
            answer.armed = True
            wait(lambda: not server.running, 2)
        server.kill()
        server.start(meanwhile=busy)
    answer.armed = False
    return time.monotonic()


@contextmanager
def crowd(server: Server, world: dict, rules: Rules | None = None) -> Iterator[tuple[list[Herd], AtAnAnswer]]:
    answer = AtAnAnswer(server)
    with ExitStack() as stack:
        proxy = stack.enter_context(Proxy(server.port, lose=answer))
        herds = [
            stack.enter_context(Herd(server.port, world, DIRECT, rules)),
            stack.enter_context(Herd(proxy.port, world, BEHIND_PROXY, rules)),
        ]
        assert wait(lambda: all(herd.all_open() for herd in herds), 30)
        yield herds, answer


@pytest.mark.browser
def test_kill_loses_and_doubles_nothing(server: Server) -> None:
    world = server.make_world(100)
    server.start()
    with crowd(server, world) as (herds, answer), open_pages(server.port, world, REAL) as pages:
        for herd in herds:
            herd.write(EACH, within=60)
        typing = typists(pages)

        ready = kill_and_restart(server, KILLS, answer, lambda: next(typing))
        assert next(typing) == "done"
        level = wait(lambda: is_level(server, herds, pages), 20)

        took = time.monotonic() - ready
        notes = notes_in(server.database)
        written = [marker(index, number) for index in range(100) for number in range(EACH)]
        assert level, who_is_behind(server, herds, pages)
        assert notes == sorted(written), (len(notes), doubled(notes)[:5])
        assert sorted(text for herd in herds for text in herd.acknowledged()) == [
            text for text in notes if int(text[1:].split("x")[0]) not in REAL
        ]
        assert all(shown == notes for herd in herds for shown in herd.shown())
        assert all(sorted(page.notes()) == notes for page in pages)
        assert took < LEVEL_WITHIN, f"level {took:.1f} s after the last restart"


def typists(pages: list[Page]) -> Iterator[str]:
    """Each step, one of the pages writes a note, at most three a second in all; "done" when they have written theirs."""
    for number in range(EACH):
        for page in pages:
            until = time.monotonic() + 0.3
            page.write(marker(page.index, number))
            while time.monotonic() < until:
                yield "waiting"
                time.sleep(0.02)
    while True:
        yield "done"
        time.sleep(0.02)


def is_level(server: Server, herds: list[Herd], pages: list[Page]) -> bool:
    if not all(herd.all_answered() for herd in herds) or any(page.waiting() for page in pages):
        return False
    rev = head_of(server.database)
    return all(herd.all_at(rev) for herd in herds) and all(page.rev() == rev for page in pages)


def who_is_behind(server: Server, herds: list[Herd], pages: list[Page]) -> str:
    rev = head_of(server.database)
    phones = [
        f"phone {phone.index}: rev {phone.screen.rev}, {len(phone.outbox)} to send, refused {phone.refused}"
        for herd in herds
        for phone in herd.phones
        if phone.screen.rev != rev or phone.outbox or phone.refused
    ]
    real = [f"page {page.index}: rev {page.rev()}, {page.waiting()} to send" for page in pages]
    return "\n".join([f"the database is at {rev}", *phones, *real])


def posts_under_kills(server: Server, rules: Rules) -> list[str]:
    world = server.make_world(97)
    server.start()
    with crowd(server, world, rules) as (herds, answer):
        for herd in herds:
            herd.write(6, within=15)
        kill_and_restart(server, 5, answer, lambda: time.sleep(0.02))
        assert wait(lambda: all(herd.all_answered() for herd in herds), 60)
    return notes_in(server.database)


@pytest.mark.live
def test_control_without_the_outbox_notes_are_lost(server: Server) -> None:
    notes = posts_under_kills(server, Rules(keep_until_acknowledged=False))

    assert len(set(notes)) < 97 * 6


@pytest.mark.live
def test_control_with_fresh_ids_notes_double(server: Server) -> None:
    notes = posts_under_kills(server, Rules(same_id_on_retry=False))

    assert len(set(notes)) == 97 * 6
    assert doubled(notes)
