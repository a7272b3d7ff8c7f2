"""Jobs for a task worker (`manage.py db_worker`), where a server runs without `manage.py serve`."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django_tasks import task

from sessions import deletion


@task()
def delete_due() -> int:
    """Deletes what is due, and comes back after the next midnight. Returns how many sessions it was."""
    done = len(deletion.delete_due())
    night = timezone.localtime().replace(hour=0, minute=10, second=0, microsecond=0) + timedelta(days=1)
    delete_due.using(run_after=night).enqueue()
    return done


@task()
def send_mail(contact: int) -> bool:
    """Writes to somebody who asked for it, by the number of a row: no task holds an address. True when the mail went."""
    from sessions import mails

    return mails.send(contact)


def send_on(contact: int, day: date) -> None:
    """Leaves it to the worker for that day, in the morning. Should the day move, it finds nothing due."""
    morning = timezone.make_aware(datetime.combine(day, time(hour=9)))
    send_mail.using(run_after=morning).enqueue(contact)
