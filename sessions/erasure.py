"""An address that is erased between two dates of deletion: older copies of it, in the log or in backups, go at the next round.

SQLite overwrites the row itself at once (`secure_delete`). A mark in the data folder says that copies are owed, so that a room full of
people is not kept waiting while the file is written anew.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

MARK = "erasure-owed"
BEING_PAID = "erasure-being-paid"


def owe() -> None:
    """After commit; a change that is undone owes nothing."""
    transaction.on_commit(lambda: _mark(MARK).touch(), robust=True)


def owed() -> bool:
    return _mark(MARK).exists() or _mark(BEING_PAID).exists()


@contextmanager
def paying() -> Iterator[None]:
    """What is owed meanwhile is seen to in the next round; so is all of it when this one fails, by a full disk or a pulled plug."""
    _mark(BEING_PAID).touch()
    _mark(MARK).unlink(missing_ok=True)
    yield
    _mark(BEING_PAID).unlink(missing_ok=True)


def _mark(name: str) -> Path:
    path: Path = settings.VAR_DIR / name
    return path
