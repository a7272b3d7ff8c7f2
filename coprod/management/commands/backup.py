"""Copy the database and its key while people keep writing."""

import sqlite3
import tarfile
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.utils import timezone

from coprod import postgres

NAME = "coprod-%Y-%m-%d-%H%M%S.tar.gz"
INSIDE = {"sqlite": "coprod.sqlite3", "postgresql": "coprod.dump"}


class Command(BaseCommand):
    help = (
        "Write a backup of the database and its key into a folder, and remove backups there that are older "
        "than the days given: what people were told is deleted must not live on in a backup."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.VAR_DIR / "backups")
        parser.add_argument("--keep-days", type=int, default=7)

    def handle(self, *args, folder: Path, keep_days: int, **options) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / timezone.localtime().strftime(NAME)
        write_backup(target)
        for old in expired(folder, keep_days):
            old.unlink()
            self.stdout.write(f"Removed {old}")
        self.stdout.write(f"Saved {target}")


def write_backup(target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as work:
        copy, archive = Path(work) / INSIDE[connection.vendor], Path(work) / target.name
        if connection.vendor == "sqlite":
            copy_database(Path(connection.settings_dict["NAME"]), copy)
        else:
            postgres.dump(copy)
        archive.touch(mode=0o600)
        with tarfile.open(archive, "w:gz") as tar:
            tar.add(copy, copy.name)
            if (key := settings.VAR_DIR / "secret_key").exists():
                tar.add(key, key.name)
        archive.rename(target)


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: whole and consistent, with writers at work."""
    reader, writer = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True), sqlite3.connect(target)
    try:
        reader.backup(writer)
    finally:
        reader.close()
        writer.close()


def expired(folder: Path, keep_days: int) -> list[Path]:
    """Only files that this command named; anything else in the folder is not ours to remove."""
    oldest = datetime.now() - timedelta(days=keep_days)
    return [path for path in sorted(folder.glob("coprod-*.tar.gz")) if (made := made_at(path)) and made < oldest]


def made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, NAME)
    except ValueError:
        return None
