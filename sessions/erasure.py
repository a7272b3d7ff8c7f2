"""An address that is erased between two dates of deletion: older copies of it, in the log or in backups, go at the next round.

SQLite overwrites the row itself at once (`secure_delete`). A mark in the data folder says that copies are owed, so that a room full of
people is not kept waiting while the file is written anew.
"""

from django.conf import settings
from django.db import transaction

MARK = "erasure-owed"


def owe() -> None:
    """After commit; a change that is undone owes nothing."""
    transaction.on_commit(lambda: (settings.VAR_DIR / MARK).touch(), robust=True)


def owed() -> bool:
    return (settings.VAR_DIR / MARK).exists()


def paid() -> None:
    (settings.VAR_DIR / MARK).unlink(missing_ok=True)
