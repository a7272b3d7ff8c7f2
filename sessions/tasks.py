"""Jobs for a task worker (`manage.py db_worker`), where a server runs without `manage.py serve`."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from sessions import deletion


@task()
def delete_due() -> int:
    """Deletes what is due; returns how many sessions it was. Comes back after the next midnight, also if this night went wrong."""
    night = timezone.localtime().replace(hour=0, minute=10, second=0, microsecond=0) + timedelta(days=1)
    if not _arranged(night):
        delete_due.using(run_after=night).enqueue()
    return len(deletion.delete_due())


def _arranged(night: datetime) -> bool:
    """Whether that night has its task already: `delete_due --nightly` may have been typed twice."""
    return DBTaskResult.objects.filter(task_path=delete_due.module_path, run_after=night).exists()


@task()
def send_mail(contact: int) -> bool:
    """Writes to somebody who asked for it, by the number of a row: no task holds an address. True when the mail went."""
    from sessions import mails

    return mails.send(contact)


def send_on(contact: int, day: date) -> None:
    """Leaves it to the worker for that day, in the morning. Should the day move, it finds nothing due."""
    morning = timezone.make_aware(datetime.combine(day, time(hour=9)))
    send_mail.using(run_after=morning).enqueue(contact)
