"""A limit holds for each key by itself, over the last minute."""

import pytest

from sessions import limits
from sessions.limits import Limit


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    return now


def test_each_key_has_room_of_its_own(clock: list[float]) -> None:
    limit = Limit(2)

    assert [limit.hit(1), limit.hit(1), limit.hit(1), limit.hit(2)] == [True, True, False, True]
    assert (limit.has_room(1), limit.has_room(2)) == (False, True)


def test_room_comes_back_a_minute_after_what_took_it(clock: list[float]) -> None:
    limit = Limit(2)
    limit.hit(1)
    clock[0] += 40
    limit.hit(1)
    clock[0] += 19
    assert limit.hit(1) is False
    clock[0] += 2

    assert [limit.hit(1), limit.hit(1)] == [True, False]


def test_what_was_refused_takes_no_room(clock: list[float]) -> None:
    limit = Limit(1)
    limit.hit(1)
    clock[0] += 59
    limit.hit(1)
    clock[0] += 2

    assert limit.hit(1) is True


def test_idle_keys_are_forgotten_and_busy_ones_are_not(clock: list[float]) -> None:
    limit = Limit(1)
    for key in range(Limit.KEYS + 1):
        limit.hit(key)
    clock[0] += 61
    limit.hit("busy")
    limit.hit("another")

    assert set(limit._times) == {"busy", "another"}
    assert limit.has_room("busy") is False
