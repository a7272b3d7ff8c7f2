"""PostgreSQL's own tools, for `manage.py backup` and `restore`: a whole copy of the database while people keep writing."""

import os
import subprocess
from pathlib import Path

from django.core.management import CommandError
from django.db import connection

MISSING = "This needs the tools of PostgreSQL ({tool}). On Debian or Ubuntu, type: sudo apt install postgresql-client"


def dump(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def as_sql(source: Path, target: Path) -> None:
    """What a dump would do to an empty database, which also tells whether it is whole."""
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={target}", str(source), connect=False)


def load(script: Path) -> None:
    """Puts the script in the place of every table there is, all or nothing."""
    tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.table_names())
    clear = f"DROP TABLE IF EXISTS {tables} CASCADE" if tables else "SELECT 1"
    connection.close()
    once = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--no-psqlrc", "--quiet", "--output=/dev/null")
    _run("psql", *once, f"--command={clear}", f"--file={script}")


def scrub() -> None:
    """Writes every table anew, without the rows that were deleted. One table at a time is locked, for as long as that takes."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(name)}")


def _run(tool: str, *words: str, connect: bool = True) -> None:
    given = connection.settings_dict
    where = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    env = {name: str(given[key]) for name, key in where.items() if given[key]} if connect else {}
    try:
        done = subprocess.run([tool, *words], env=os.environ | env, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise CommandError(MISSING.format(tool=tool)) from error
    if done.returncode:
        raise CommandError(f"{tool} did not work. {done.stderr.strip()[-500:]}")
