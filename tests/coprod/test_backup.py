import os
import sqlite3
import subprocess
import sys
import tarfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError

from coprod import postgres, running
from coprod.management.commands.backup import NAME, expired

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(tmp_path):
    """A site of its own on SQLite, with a way to run commands on it. PostgreSQL's: tests/live/test_postgresql.py."""

    class Site:
        var = tmp_path / "var"
        database = var / "coprod.sqlite3"

        def run(self, *command: str) -> subprocess.CompletedProcess:
            env = os.environ | {"COPROD_VAR_DIR": str(self.var), "COPROD_DATABASE_URL": ""}
            return subprocess.run(
                [sys.executable, "manage.py", *command], cwd=ROOT, env=env, capture_output=True, text=True
            )

        def words(self) -> list[str]:
            connection = sqlite3.connect(self.database)
            try:
                return [word for (word,) in connection.execute("select word from words")]
            finally:
                connection.close()

        def write(self, word: str) -> None:
            connection = sqlite3.connect(self.database)
            connection.execute("create table if not exists words (word)")
            connection.execute("insert into words values (?)", [word])
            connection.commit()
            connection.close()

    site = Site()
    site.run("migrate", "-v0")
    return site


def backup_of(site) -> Path:
    assert site.run("backup").returncode == 0
    return next((site.var / "backups").glob("coprod-*.tar.gz"))


@pytest.mark.live
def test_backup_comes_back_and_keeps_what_was_there(site):
    site.write("before")
    key = (site.var / "secret_key").read_text()
    archive = backup_of(site)
    site.write("after")
    (site.var / "secret_key").write_text("another key")
    assert site.run("restore", str(archive)).returncode == 0
    assert site.words() == ["before"]
    assert (site.var / "secret_key").read_text() == key
    [kept] = site.var.glob("before-restore-*-coprod.sqlite3")
    site.database = kept
    assert site.words() == ["before", "after"]


@pytest.mark.live
def test_backup_holds_what_is_committed_while_somebody_writes(site):
    site.write("saved")
    writer = sqlite3.connect(site.database)
    writer.execute("begin immediate")
    writer.execute("insert into words values ('not yet')")
    archive = backup_of(site)
    writer.rollback()
    writer.close()
    site.run("restore", str(archive))
    assert site.words() == ["saved"]
    assert archive.stat().st_mode & 0o777 == 0o600


@pytest.mark.live
def test_restore_of_something_else_changes_nothing(site, tmp_path):
    site.write("mine")
    (tmp_path / "holiday.tar.gz").write_bytes(b"not an archive")
    with tarfile.open(tmp_path / "empty.tar.gz", "w:gz"):
        pass
    for name in ("holiday.tar.gz", "empty.tar.gz", "missing.tar.gz"):
        answer = site.run("restore", str(tmp_path / name))
        assert (answer.returncode, "Nothing was changed." in answer.stderr) == (1, True)
    assert site.words() == ["mine"]


def test_expired_are_old_backups_and_nothing_else(tmp_path):
    def made(days_ago: int) -> str:
        return (datetime.now() - timedelta(days=days_ago)).strftime(NAME)

    for name in (made(1), made(8), made(6), "coprod-notes.tar.gz", "letters.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in expired(tmp_path, 7)] == [made(8)]


def test_restore_does_nothing_while_coprod_runs(site, tmp_path):
    site.write("mine")
    archive = backup_of(site)
    folder = running.Folder(site.var)
    folder.tell("http://localhost:8000/")

    answer = site.run("restore", str(archive))

    folder.close()
    assert (answer.returncode, site.words()) == (1, ["mine"])
    assert "Coprod is running. Stop it first. Nothing was changed. http://localhost:8000/" in answer.stderr


def test_backup_of_another_kind_of_database_changes_nothing(site, tmp_path):
    (tmp_path / "coprod.dump").write_bytes(b"PGDMP")
    with tarfile.open(tmp_path / "other.tar.gz", "w:gz") as tar:
        tar.add(tmp_path / "coprod.dump", "coprod.dump")

    answer = site.run("restore", str(tmp_path / "other.tar.gz"))

    assert (answer.returncode, "from another kind of database than sqlite" in answer.stderr) == (1, True)


def test_a_missing_tool_is_named_with_what_to_type(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump.*sudo apt install postgresql-client"):
        postgres.dump(tmp_path / "coprod.dump")
