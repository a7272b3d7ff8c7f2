"""Put a backup in the place of the database, and keep what was there."""

import secrets
import sqlite3
import tarfile
import tempfile
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from coprod.management.commands.backup import copy_database


class Command(BaseCommand):
    help = "Restore a backup made by `manage.py backup`. Stop Coprod first. What was there is kept beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args, archive: Path, **options) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This restores SQLite. For PostgreSQL use pg_restore.")
        connection.close()
        database, key = Path(connection.settings_dict["NAME"]), settings.VAR_DIR / "secret_key"
        with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as work:
            copy = unpack(archive, Path(work))
            kept = set_aside(database, key)
            copy_database(copy, database)
            if (old_key := Path(work) / "secret_key").exists():
                key.touch(mode=0o600)
                key.write_bytes(old_key.read_bytes())
        call_command("migrate", verbosity=0, interactive=False)
        start_new_epochs()
        call_command("delete_due", verbosity=0)
        self.stdout.write(f"Restored {archive}")
        for path in kept:
            self.stdout.write(f"What was there is now {path}. Delete it when you no longer need it.")


def start_new_epochs() -> None:
    """Pages still open may have seen revisions that the backup never had; a new epoch makes them read all again."""
    for model in apps.get_models():
        if any(field.name == "epoch" for field in model._meta.fields):
            model._default_manager.update(epoch=secrets.token_hex(8))


def unpack(archive: Path, folder: Path) -> Path:
    """The database of the archive, checked, or plain words about what is wrong with it."""
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, [m for m in tar if m.name in ("coprod.sqlite3", "secret_key")], filter="data")
        with sqlite3.connect(folder / "coprod.sqlite3") as copy:
            healthy = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        copy.close()
    except (OSError, tarfile.TarError, sqlite3.DatabaseError) as error:
        raise CommandError(f"{archive} is no backup of Coprod. Nothing was changed. ({error})") from error
    if not healthy or not (folder / "coprod.sqlite3").stat().st_size:
        raise CommandError(f"{archive} is damaged. Nothing was changed.")
    return folder / "coprod.sqlite3"


def set_aside(database: Path, key: Path) -> list[Path]:
    """Moves the present files out of the way, the write-ahead log among them, which belongs to the old database."""
    when = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
    parts = [database, *(database.with_name(database.name + end) for end in ("-wal", "-shm")), key]
    present = [part for part in parts if part.exists()]
    return [part.rename(part.with_name(f"before-restore-{when}-{part.name}")) for part in present]
