"""The server is pulled from under a hundred writing phones, twenty times, by SIGKILL: sometimes at any moment,
sometimes in the very moment when an answer is on its way (the note is kept, and nobody was told)."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.live.herd import Herd, doubled, head_of, notes_by_table, notes_in, wait
from tests.live.pages import Page, open_pages
from tests.live.proxy import Proxy
from tests.live.server import Server
from tests.live.simulated_phone import Rules, marker

KILLS, EACH, TABLES = 20, 20, 4
DIRECT, BEHIND_PROXY, REAL = range(87), range(87, 97), range(97, 100)
LEVEL_WITHIN = 3.0
USUAL_START = 1.6  # seconds a server takes to come up on a machine that does nothing else


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


def kill_and_restart(
    server: Server, times: int, answer: AtAnAnswer, busy: Callable[[], None], at_once: bool = False
) -> float:
    """Kills and restarts; `busy` is called all the while. Returns how long the last start took, in seconds."""
    chance = random.Random(7)
    for turn in range(times):
        until = time.monotonic() + (0.2 if at_once else chance.uniform(0.8, 2.4))
        while time.monotonic() < until:
            busy()
        if turn % 2:
            answer.armed = True
            wait(lambda: not server.running, 2)
        server.kill()
        took = server.start(meanwhile=busy)
    answer.armed = False
    return took


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
    world = server.make_world(100, tables=TABLES)
    server.start()
    with crowd(server, world) as (herds, answer), open_pages(server.port, world, REAL) as pages:
        for herd in herds:
            herd.write(EACH - 1, within=55)
        typing = typists(pages)
        kill_and_restart(server, KILLS - 1, answer, lambda: next(typing))
        assert next(typing) == "done"
        assert wait(lambda: is_level(server, herds, pages, {}), 90), who_is_behind(server, herds, pages)

        # Once more, while everybody's last note is on its way: this time by the clock.
        for herd in herds:
            herd.write(1, within=0.5, first=EACH - 1)
        for page in pages:
            page.write(marker(page.index, EACH - 1))
        start = kill_and_restart(server, 1, answer, lambda: time.sleep(0.02), at_once=True)
        ready = time.monotonic()
        arrived: dict[str, float] = {}
        level = wait(lambda: is_level(server, herds, pages, arrived), 20)

        took = time.monotonic() - ready
        notes = notes_in(server.database)
        written = [marker(index, number) for index in range(100) for number in range(EACH)]
        assert level, who_is_behind(server, herds, pages)
        assert notes == sorted(written), (len(notes), doubled(notes)[:5])
        assert sorted(text for herd in herds for text in herd.acknowledged()) == [
            text for text in notes if int(text[1:].split("x")[0]) not in REAL
        ]
        tables = notes_by_table(server.database)
        shown = {index: notes for herd in herds for index, notes in herd.shown().items()}
        shown |= {page.index: sorted(page.notes()) for page in pages}
        assert shown == {index: tables[index % TABLES + 1] for index in range(100)}
        late = {who: round(when - ready, 1) for who, when in arrived.items()}
        within = LEVEL_WITHIN * max(1.0, start / USUAL_START)  # a busy machine is slow at this as it was at starting
        assert took < within, f"level {took:.1f} s after the last restart, which took {start:.1f} s: {late}"


def typists(pages: list[Page]) -> Iterator[str]:
    """Each step, one of the pages writes a note, at most three a second in all; "done" when they have written theirs."""
    for number in range(EACH - 1):
        for page in pages:
            until = time.monotonic() + 0.3
            page.write(marker(page.index, number))
            while time.monotonic() < until:
                yield "waiting"
                time.sleep(0.02)
    while True:
        yield "done"
        time.sleep(0.02)


def is_level(server: Server, herds: list[Herd], pages: list[Page], arrived: dict[str, float]) -> bool:
    """Whether everything is sent and shown everywhere; `arrived` keeps when each of those was first so."""
    rev = head_of(server.database)
    steps = {
        "simulated phones have sent all": lambda: all(herd.all_answered() for herd in herds),
        "pages have sent all": lambda: not any(page.waiting() for page in pages),
        "simulated phones show all": lambda: all(herd.all_at(rev) for herd in herds),
        "pages show all": lambda: all(page.rev() == rev for page in pages),
    }
    for name, true in steps.items():
        if not true():
            return False
        arrived.setdefault(name, time.monotonic())
    return rev == head_of(server.database)


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
