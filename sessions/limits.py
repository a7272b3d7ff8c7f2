"""Limits for each participant, never for an address: a room shares one."""

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

_limiter = MovingWindowRateLimiter(MemoryStorage())
WRITES = RateLimitItemPerMinute(240)
SIGNALS = RateLimitItemPerMinute(6)
# All typed codes that did not work, from anywhere: eight digits cannot be guessed at this rate, and the QR code still works.
WRONG_CODES = RateLimitItemPerMinute(300)
# Workbooks that people start alone, from anywhere: a room of two hundred can, a machine that makes them all day cannot.
NEW_ALONE = RateLimitItemPerMinute(200)
NEW_ALONE_A_DAY = RateLimitItemPerDay(1000)


def may_write(participant_pk: int) -> bool:
    return _limiter.hit(WRITES, "writes", str(participant_pk))


def may_write_page(locator: str) -> bool:
    """For a kept page, whose owner may be nobody's participant any more."""
    return _limiter.hit(WRITES, "writes", locator)


def may_signal(participant_pk: int) -> bool:
    return _limiter.hit(SIGNALS, "signals", str(participant_pk))


def may_try_codes() -> bool:
    return _limiter.test(WRONG_CODES, "codes")


def note_wrong_code() -> None:
    _limiter.hit(WRONG_CODES, "codes")


def may_start_alone() -> bool:
    return _limiter.hit(NEW_ALONE, "alone") and _limiter.hit(NEW_ALONE_A_DAY, "alone")
