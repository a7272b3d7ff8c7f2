"""Keeping the promise on every phone: on that date, the link to people goes for good. Notes on the wall stay, with no names.

What goes: participants, signals, receipts, private entries, chosen names, notes that never went up, every author key, and made files.
What people chose to keep on their own links (`sessions.kept`) goes on the day each of them picked. It is not part of a session.
What stays for the organiser: notes that were on the wall, answers and groups, what was said of promises later, and what was done about
notes. An answer's key becomes a number drawn by lot within its step, so that counts of people stay true and nothing leads from one step to
another. An address that somebody left for later stays until a day of its own, which they were shown.
"""

import logging
import random
import time
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from coprod import postgres
from coprod.management.commands import backup
from sessions import erasure, kept, models
from sessions.last_word import drop_overtaken
from sessions.models.contributions import cut_links
from sessions.models.session import new_code, new_token
from sessions.privacy import still_answering

log = logging.getLogger("coprod.deletion")
SET_ASIDE_DAYS = 7  # what `manage.py restore` puts beside the database: kept as long as a backup


def due(day: date | None = None) -> list[models.LiveSession]:
    day = day or timezone.localdate()
    return list(models.LiveSession.objects.filter(delete_on__lte=day, deleted_on=None).order_by("pk"))


def delete_due() -> list[models.LiveSession]:
    """Deletes what is personal in every session whose day has come, and every older copy of it that we made.

    An address that somebody left for later has a day of its own, which may be after that of its session.
    """
    done = [session for session in due() if _delete_personal(session)]
    _delete_addresses()
    kept.delete_due()
    _remove_set_aside()
    _sweep()
    if erasure.owed():
        erasure.begin()
        scrub()
        replace_backups()
        erasure.paid()
    return done


def _sweep() -> None:
    """Sign-ins that are over and tasks that are done: nobody needs them, and they would pile up."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    call_command("prune_db_task_results", verbosity=0)


@transaction.atomic
def _delete_addresses() -> None:
    gone, _rows = models.Contact.objects.over().delete()
    if gone:
        erasure.owe()


def _delete_personal(session: models.LiveSession) -> bool:
    """One transaction; False when another process was first."""
    with session.change() as rev:
        if session.deleted_on is not None:
            return False
        erasure.owe()
        if session.alone:  # one person's own: there is no organiser to keep a wall for
            session.delete()
            return True
        told = {
            "people": session.participants.count(),
            "tables": session.tables.count(),
            "sealed": models.PrivateEntry.objects.filter(step__session=session).count(),
            "signals": session.signals.count(),
            "unseen": _notes(session).filter(state__in=["held", "kept_off"]).count(),
        }
        told["kept"] = _notes(session).filter(state="shown").count()
        for step in session.steps.select_related("session"):
            drop_overtaken(step)
            if step.privacy == "anonymous" and still_answering(
                step
            ):  # the room never left it, which would have cut them
                cut_links(step, rev)
        _delete_rows(session)
        _cut_keys(session, rev)
        session._store(
            {"deleted_on": timezone.localdate(), "deletion": told, "epoch": new_token(), "join_token": new_token(),
             "code": new_code(), "stage": session.Stage.ENDED, "locked": True, "paused": False, "view_rev": rev,
             "timer_ends": None, "timer_left": None}
        )  # fmt: skip
    return True


def delete_now(session: models.LiveSession) -> None:
    """A person who works alone deletes their workbook: its rows go now. The empty session is left for `delete_due`, which
    then renews every older copy as well."""
    with session.change() as rev:
        session.steps.all().delete()
        for rows in (session.participants, session.receipts, session.signals, session.files):
            rows.all().delete()
        session._store({"delete_on": timezone.localdate(), "title": "", "stage": session.Stage.ENDED, "view_rev": rev})


def _notes(session: models.LiveSession) -> Any:
    return models.Note.objects.filter(step__session=session)


def _delete_rows(session: models.LiveSession) -> None:
    models.PrivateEntry.objects.filter(step__session=session).delete()
    session.receipts.all().delete()
    session.signals.all().delete()
    session.pairs.all().delete()  # and the words that partners passed
    session.participants.all().delete()
    session.files.all().delete()
    _notes(session).exclude(state=models.Note.State.SHOWN).delete()
    models.Theme.objects.filter(step__session=session, gone=True).delete()
    models.Answer.objects.filter(step__session=session, value="", text="").delete()


def _cut_keys(session: models.LiveSession, rev: int) -> None:
    _notes(session).update(author="", name="", proxy=False, rev=rev)
    session.contacts.update(owner="")
    models.Theme.objects.filter(step__session=session).update(author="", rev=rev)
    for step in session.steps.all():
        models.SessionStep.objects.filter(pk=step.pk).update(salt=new_token())
        authors = list(step.answers.values_list("author", flat=True).distinct())
        random.SystemRandom().shuffle(authors)
        for number, author in enumerate(authors, start=1):
            step.answers.filter(author=author).update(author=str(number), proxy=False, rev=rev)


# -- every copy --------------------------------------------------------------------------------------------------------


def scrub() -> None:
    """Rewrites the database without the space that deleted rows left, and empties SQLite's write-ahead log."""
    if connection.in_atomic_block:
        return
    if connection.vendor != "sqlite":
        postgres.scrub()
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        for _try in range(20):  # a reader in the middle of something holds the log for a moment
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(0.2)
    log.warning("the write-ahead log could not be emptied; SQLite empties it when Coprod stops")


def replace_backups(folder: Path | None = None) -> None:
    """Backups made before hold what was deleted: one made now takes their place."""
    folder = folder or settings.VAR_DIR / "backups"
    if connection.in_atomic_block:
        return
    old = [path for path in folder.glob("coprod-*.tar.gz") if backup.made_at(path)]
    if not old:
        return
    target = folder / timezone.localtime().strftime(backup.NAME)
    backup.write_backup(target)
    for path in old:
        if path != target:
            path.unlink()


def _remove_set_aside() -> None:
    oldest = timezone.now().timestamp() - SET_ASIDE_DAYS * 86400
    for path in settings.VAR_DIR.glob("before-restore-*"):
        with suppress(ValueError, FileNotFoundError):
            made = datetime.strptime(path.name[15:32], "%Y-%m-%d-%H%M%S")
            if made.timestamp() < oldest:
                path.unlink()


# -- the date ----------------------------------------------------------------------------------------------------------


def move_date(session: models.LiveSession, day: date) -> bool:
    """A new date of deletion. Once somebody has joined it moves to sooner only: the date they saw was a promise."""
    with transaction.atomic(), session.change() as rev:
        promised = session.participants.exists() and day > session.delete_on
        if promised or session.deleted_on is not None or day < timezone.localdate():
            return False
        session._store({"delete_on": day, "view_rev": rev, "settings_rev": rev})
    if due(day) and day <= timezone.localdate():
        delete_due()
        session.refresh_from_db()
    return True


def personal_rows(session: models.LiveSession) -> int:
    """How many rows still lead to a person; none once the promise is kept."""
    keyed = ~Q(author="")
    return sum(
        (
            session.participants.count(), session.signals.count(), session.receipts.count(),
            models.PairWord.objects.filter(step__session=session).count(),
            models.PrivateEntry.objects.filter(step__session=session).count(), _notes(session).filter(keyed).count(),
            models.Theme.objects.filter(keyed, step__session=session).count(),
            session.contacts.exclude(owner="").count(),
            models.Answer.objects.filter(step__session=session, author__regex="^.{20}").count(),
        )
    )  # fmt: skip
