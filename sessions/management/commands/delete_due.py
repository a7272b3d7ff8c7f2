"""Keep the promise on the phones: delete what is personal in every session whose day has come."""

from django.core.management.base import BaseCommand, CommandParser

from sessions import deletion, tasks


class Command(BaseCommand):
    help = (
        "Delete what is personal in every session whose date has come, and replace the backups made before. "
        "`serve` does it at every start and each hour; elsewhere run it daily, or once with --nightly beside db_worker."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nightly", action="store_true", help="Hand it to the task worker, for every night.")

    def handle(self, *args, nightly: bool, verbosity: int, **options) -> None:
        if nightly:
            tasks.delete_due.enqueue()
            self.stdout.write("The task worker does it now and each night.")
            return
        done = deletion.delete_due()
        if verbosity:
            self.stdout.write(f"{len(done)} session(s): the links to people are deleted.")
