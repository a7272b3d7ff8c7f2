"""Write to the people who asked for it, and whose day has come."""

from django.core.management.base import BaseCommand

from sessions import mails


class Command(BaseCommand):
    help = (
        "Send the e-mails that people asked for and that are due. `serve` does it at every start and each hour; "
        "`manage.py db_worker` does it by itself. Without COPROD_EMAIL_URL and COPROD_SITE_URL nothing is sent."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args, verbosity: int, **options) -> None:
        sent = mails.send_due()
        if verbosity:
            self.stdout.write(f"{sent} e-mail(s) sent.")
