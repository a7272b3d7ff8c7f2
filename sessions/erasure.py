"""What was deleted still lies in older copies, in the log or in backups, until the next round of `sessions.deletion` renews them.

SQLite overwrites the row itself at once (`secure_delete`). A mark in the data folder says that copies are owed, so that a room full of
people is not kept waiting while the file is written anew, and so that a round that was cut short is done again.
"""

from django.conf import settings
from django.db import transaction

MARK, BEGUN = "erasure-owed", "erasure-begun"


def owe() -> None:
    """After commit; a change that is undone owes nothing."""
    transaction.on_commit(lambda: (settings.VAR_DIR / MARK).touch(), robust=True)


def owed() -> bool:
    return any((settings.VAR_DIR / name).exists() for name in (MARK, BEGUN))


def begin() -> None:
    """What is owed from here on is for the round after this one."""
    if (settings.VAR_DIR / MARK).exists():
        (settings.VAR_DIR / MARK).replace(settings.VAR_DIR / BEGUN)


def paid() -> None:
    (settings.VAR_DIR / BEGUN).unlink(missing_ok=True)
