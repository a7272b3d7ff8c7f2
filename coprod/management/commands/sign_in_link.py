from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from coprod import running
from coprod.accounts import facilitators, first_facilitator, sign_in_link


class Command(BaseCommand):
    help = "Print a link that signs a facilitator in once, within a day. Without a name: the first facilitator."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", nargs="?")
        parser.add_argument("--site", default=settings.SITE_URL, help="Where Coprod runs, if it cannot be found out.")

    def handle(self, *args, username: str | None, site: str, **options) -> None:
        site = site or running.address(settings.VAR_DIR) or "http://localhost:8000"
        person = facilitators().filter(username=username).first() if username else first_facilitator()
        if person is None:
            raise CommandError(f"Nobody here signs in as {username}.")
        self.stdout.write(sign_in_link(person, site))
