"""A PostgreSQL of our own for one run of tests, in a folder that goes afterwards; or the one that COPROD_TEST_DATABASE_URL names."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.live.server import free_port

NAMED = "COPROD_TEST_DATABASE_URL"


def programs() -> Path | None:
    """Where `initdb` lies: Debian keeps it off the path, by version."""
    found = [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))] + [shutil.which("initdb")]
    return next((Path(path).parent for path in reversed(found) if path), None)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a database that may make others."""
    if os.environ.get(NAMED):
        yield os.environ[NAMED]
        return
    found, folder, port = programs(), Path(tempfile.mkdtemp(prefix="coprod-postgresql-")), free_port()
    assert found is not None, "These tests need PostgreSQL. Type: sudo apt install postgresql"
    # PostgreSQL refuses to run as root.
    as_user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    make = [found / "initdb", "--pgdata", folder / "data", "--auth=trust", "--username=coprod", "--no-sync"]
    subprocess.run(
        [*make, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder, **as_user
    )
    settings = {"port": port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "fsync": "off"}
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [found / "postgres", "-D", folder / "data", *words], cwd=folder, stdout=log, stderr=log, **as_user
        )
    try:
        url = f"postgres://coprod@127.0.0.1:{port}/postgres"
        wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(url: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not come up")


@contextmanager
def database(server: str, name: str, template: str = "template1") -> Iterator[str]:
    """The address of a new database beside the one that `server` names; it goes afterwards."""
    drop = f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(drop)
