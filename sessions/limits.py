"""Limits for each participant, never for an address: a room shares one.

Every note passes here. The library we used at first started a thread at each, which was more work than keeping the note's
receipt; a list of times is enough.
"""

import time
from collections import deque
from threading import Lock


class Limit:
    """At most `most` in any minute for each key. It lies in memory: each process counts for itself."""

    WINDOW = 60.0  # seconds
    KEYS = 1000  # more than these, and the idle ones are forgotten

    def __init__(self, most: int) -> None:
        self.most = most
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
        oldest = time.monotonic() - self.WINDOW
        while times and times[0] < oldest:
            times.popleft()
        return times

    def _sweep(self) -> None:
        oldest = time.monotonic() - self.WINDOW
        self._times = {key: times for key, times in self._times.items() if times and times[-1] >= oldest}
        self._sweep_at = max(self.KEYS, 2 * len(self._times))


WRITES, SIGNALS = Limit(240), Limit(6)
# All typed codes that did not work, from anywhere: eight digits cannot be guessed at this rate, and the QR code still works.
WRONG_CODES = Limit(300)


def may_write(participant_pk: int) -> bool:
    return WRITES.hit(participant_pk)


def may_signal(participant_pk: int) -> bool:
    return SIGNALS.hit(participant_pk)


def may_try_codes() -> bool:
    return WRONG_CODES.has_room("codes")


def note_wrong_code() -> None:
    WRONG_CODES.hit("codes")
