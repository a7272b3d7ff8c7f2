"""When the hub draws a room anew: at once, and in a rush rarely. Its clock is ours here, so nothing waits."""

import asyncio
from collections.abc import Callable

import pytest

from coprod.live import hub
from coprod.live.hub import FIRST_GAP, LONGEST_GAP, LULL, Hub, Room, Socket
from coprod.live.sources import Seat


class Clock:
    """A loop's clock that goes on while somebody sleeps; `changes` says whether the room changes just then."""

    def __init__(self, changes: Callable[[float], bool]) -> None:
        self.now, self.changes = 100.0, changes
        self.room = Room("a:room", poked=self.now)

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """In steps of a millisecond, the last of which is now."""
        for _ in range(round(seconds * 1000)):
            self.now += 0.001
            if self.changes(self.now - 100):
                self.room.poked = self.now


@pytest.mark.parametrize(
    ("changes", "gap"),
    [
        (lambda at: False, FIRST_GAP),
        (lambda at: at < 0.1, 0.1 + LULL),
        (lambda at: True, LONGEST_GAP),
    ],
    ids=["at rest", "a rush", "a rush without end"],
)
def test_what_comes_closely_together_goes_together(
    changes: Callable[[float], bool], gap: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(changes)
    floor = Hub.__new__(Hub)
    floor.loop = clock  # type: ignore[assignment]
    monkeypatch.setattr(hub.asyncio, "sleep", clock.sleep)

    asyncio.run(floor._gather(clock.room, clock.now))

    assert clock.now - 100 == pytest.approx(gap, abs=LULL)


class Out:
    def __init__(self) -> None:
        self.got: list[str] = []

    def write(self, text: str, frame: bytes) -> None:
        self.got.append(text)


def test_what_one_person_alone_sees_is_told_to_their_screens_only() -> None:
    async def told() -> tuple[list[list[str]], bool]:
        floor, room = Hub(), Room("a:room")
        floor.rooms[room.name] = room
        screens = [Out() for _ in range(3)]
        for person, out in zip((1, 2, None), screens, strict=True):
            room.add(Socket(Seat("phone", person), out, None))  # type: ignore[arg-type]
        floor._poke(room.name, 2)
        return [out.got for out in screens], room.wake.is_set()

    assert asyncio.run(told()) == ([[], ['{"m":1}'], []], True)
