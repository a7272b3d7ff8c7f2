"""Limits for each participant, never for an address: a room shares one.

Every note passes here. The library we used at first started a thread at each, which was more work than keeping the note's
receipt; a list of times is enough.
"""

import time
from collections import deque
from threading import Lock


class Limit:
    """At most `most` in any minute (or another `window` of seconds) for each key. It lies in memory: each process counts for itself."""

    KEYS = 1000  # more than these, and the idle ones are forgotten

    def __init__(self, most: int, window: float = 60.0) -> None:
        self.most, self.window = most, window
        self._times: dict[int | str, deque[float]] = {}
        self._lock = Lock()
        self._sweep_at = self.KEYS

    def hit(self, key: int | str) -> bool:
        """Counts one, if there is room for it; says whether there was."""
        with self._lock:
            times = self._recent(key)
            if len(times) >= self.most:
                return False
            times.append(time.monotonic())
            return True

    def has_room(self, key: int | str) -> bool:
        with self._lock:
            return len(self._recent(key)) < self.most

    def _recent(self, key: int | str) -> deque[float]:
        if len(self._times) > self._sweep_at:
            self._sweep()
        times = self._times.setdefault(key, deque())
        oldest = time.monotonic() - self.window
        while times and times[0] < oldest:
            times.popleft()
        return times

    def _sweep(self) -> None:
        oldest = time.monotonic() - self.window
        self._times = {key: times for key, times in self._times.items() if times and times[-1] >= oldest}
        self._sweep_at = max(self.KEYS, 2 * len(self._times))


WRITES, SIGNALS = Limit(240), Limit(6)
# All typed codes that did not work, from anywhere: eight digits cannot be guessed at this rate, and the QR code still works.
WRONG_CODES = Limit(300)
# Workbooks that people start alone, from anywhere: a room of two hundred can, a machine that makes them all day cannot.
NEW_ALONE, NEW_ALONE_A_DAY = Limit(200), Limit(1000, 86400.0)


def may_write(participant_pk: int) -> bool:
    return WRITES.hit(participant_pk)


def may_write_page(locator: str) -> bool:
    """For a kept page, whose owner may be nobody's participant any more."""
    return WRITES.hit(locator)


def may_signal(participant_pk: int) -> bool:
    return SIGNALS.hit(participant_pk)


def may_try_codes() -> bool:
    return WRONG_CODES.has_room("codes")


def note_wrong_code() -> None:
    WRONG_CODES.hit("codes")


def may_start_alone() -> bool:
    return NEW_ALONE.hit("alone") and NEW_ALONE_A_DAY.hit("alone")
