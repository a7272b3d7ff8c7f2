from typing import Any

from django.core.management.base import BaseCommand, CommandError

from activities.pack_loader import PackFault, load_packs


class Command(BaseCommand):
    help = "Reads the toolkits' packs into the database. Sessions already started keep their own copy."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_packs()
        except PackFault as fault:
            raise CommandError(f"Nothing was changed. These faults stand in the packs:\n{fault}") from fault
        self.stdout.write(f"{count} steps are ready.")
