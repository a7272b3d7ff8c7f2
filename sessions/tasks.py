"""Jobs for a task worker (`manage.py db_worker`), where a server runs without `manage.py serve`."""

from datetime import timedelta

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
