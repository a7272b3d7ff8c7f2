"""Put a backup in the place of the database, and keep what was there."""

import secrets
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from coprod import postgres, running
from coprod.management.commands.backup import INSIDE, copy_database


class Command(BaseCommand):
    help = "Restore a backup made by `manage.py backup`. Stop Coprod first. What was there is kept beside it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args, archive: Path, **options) -> None:
        with only_server(), tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as work:
            copy = unpack(archive, Path(work))
            kept = replace_sqlite(copy) if connection.vendor == "sqlite" else replace_postgresql(copy)
            kept += replace_key(Path(work) / "secret_key")
            call_command("migrate", verbosity=0, interactive=False)
            start_new_epochs()
            call_command("delete_due", verbosity=0)
        self.stdout.write(f"Restored {archive}")
        for path in kept:
            self.stdout.write(f"What was there is now {path}. Delete it when you no longer need it.")


@contextmanager
def only_server() -> Iterator[None]:
    """Not under the feet of a running `serve`, which would go on writing to the files that are set aside."""
    try:
        folder = running.Folder(settings.VAR_DIR)
    except running.Taken as taken:
        raise CommandError(f"Coprod is running. Stop it first. Nothing was changed. {taken}") from taken
    try:
        yield
    finally:
        folder.close()


def replace_sqlite(copy: Path) -> list[Path]:
    """With the write-ahead log, which belongs to the old database."""
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    kept = set_aside(database, *(database.with_name(database.name + end) for end in ("-wal", "-shm")))
    copy_database(copy, database)
    return kept


def replace_postgresql(script: Path) -> list[Path]:
    present = settings.VAR_DIR / INSIDE["postgresql"]
    present.touch(mode=0o600)
    postgres.dump(present)
    kept = set_aside(present)
    postgres.load(script)
    return kept


def replace_key(copy: Path) -> list[Path]:
    key = settings.VAR_DIR / "secret_key"
    if not copy.exists():
        return []
    kept = set_aside(key)
    key.touch(mode=0o600)
    key.write_bytes(copy.read_bytes())
    return kept


def start_new_epochs() -> None:
    """Pages still open may have seen revisions that the backup never had; a new epoch makes them read all again."""
    for model in apps.get_models():
        if any(field.name == "epoch" for field in model._meta.fields):
            model._default_manager.update(epoch=secrets.token_hex(6))


def unpack(archive: Path, folder: Path) -> Path:
    """What to put in the place of the database, checked, or plain words about what is wrong with the archive."""
    copy = folder / INSIDE[connection.vendor]
    try:
        with tarfile.open(archive) as tar:
            tar.extractall(folder, [m for m in tar if m.name in (*INSIDE.values(), "secret_key")], filter="data")
    except (OSError, tarfile.TarError) as error:
        raise CommandError(f"{archive} is no backup of Coprod. Nothing was changed. ({error})") from error
    if any((folder / name).exists() for name in INSIDE.values()) and not copy.exists():
        raise CommandError(f"{archive} is from another kind of database than {connection.vendor}. Nothing was changed.")
    try:
        return checked_sqlite(copy) if connection.vendor == "sqlite" else checked_dump(copy, folder / "coprod.sql")
    except (OSError, sqlite3.DatabaseError, CommandError) as error:
        raise CommandError(f"{archive} is damaged. Nothing was changed. ({error})") from error


def checked_sqlite(copy: Path) -> Path:
    with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as database:
        found = database.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok" or not copy.stat().st_size:
        raise CommandError(found)
    return copy


def checked_dump(copy: Path, script: Path) -> Path:
    postgres.as_sql(copy, script)
    return script


def set_aside(*parts: Path) -> list[Path]:
    when = timezone.localtime().strftime("%Y-%m-%d-%H%M%S")
    return [part.rename(part.with_name(f"before-restore-{when}-{part.name}")) for part in parts if part.exists()]
