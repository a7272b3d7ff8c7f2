"""The floor on PostgreSQL: what people write, the revisions their screens follow, Next, files, deletion, backup and restore."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.live import postgresql
from tests.live.herd import Herd, wait
from tests.live.server import ROOT, Server, environment, manage, prepare
from tests.live.simulated_phone import CSRF, marker

PHONES, EACH, TABLES = 6, 5, 2
pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        os.environ.get("CI") != "true" and not (os.environ.get(postgresql.NAMED) or postgresql.programs()),
        reason=f"needs PostgreSQL: apt install postgresql, or {postgresql.NAMED}",
    ),
]


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    with postgresql.cluster() as server, postgresql.database(server, "coprod_prepared") as url:
        yield server, prepare(tmp_path_factory.mktemp("prepared"), database=url)


@pytest.fixture
def site(migrated: tuple[str, Path]) -> Iterator[Server]:
    server, folder = migrated
    with (
        postgresql.database(server, "coprod_live", template="coprod_prepared") as url,
        Server(folder, "uvicorn", database=url) as site,
    ):
        yield site


def rows(site: Server, query: str, *values: Any) -> list[tuple[Any, ...]]:
    """Read past the product's own code."""
    with psycopg.connect(site.database_url) as connection:
        return connection.execute(query, values).fetchall()


def facilitator(site: Server, world: dict[str, Any]) -> httpx.Client:
    cookies = {"sessionid": world["facilitator"], "csrftoken": CSRF}
    return httpx.Client(base_url=f"http://127.0.0.1:{site.port}/sessions/{world['room']}/", cookies=cookies, timeout=60)


def press_next(client: httpx.Client, leaving: str) -> int:
    return client.post("next/", data={"leaving": leaving, "csrfmiddlewaretoken": CSRF}).status_code


def place(site: Server) -> str:
    """Where the room stands, as `LiveSession.place` says it."""
    query = "SELECT s.id, s.phase FROM workshops_livesession l JOIN workshops_sessionstep s ON s.id = l.step_id"
    return ".".join(map(str, rows(site, query)[0]))


def test_everything_written_is_kept_once_and_reaches_every_screen(site: Server) -> None:
    world = site.make_world(PHONES, tables=TABLES)
    site.start()
    with Herd(site.port, world, range(PHONES)) as herd:
        assert wait(herd.all_open, 30)
        herd.write(EACH, within=2)
        assert wait(herd.all_answered, 60)
        [(rev,)] = rows(site, "SELECT rev FROM workshops_livesession")
        assert wait(lambda: herd.all_at(rev), 30)

        written = [marker(phone, number) for phone in range(PHONES) for number in range(EACH)]
        assert sorted(text for (text,) in rows(site, "SELECT text FROM workshops_note")) == sorted(written)
        assert rows(site, "SELECT count(*), count(DISTINCT rev) FROM workshops_note") == [(len(written), len(written))]
        at_table = {
            table: sorted(marker(phone, number) for phone in range(table, PHONES, TABLES) for number in range(EACH))
            for table in range(TABLES)
        }
        assert herd.shown() == {phone: at_table[phone % TABLES] for phone in range(PHONES)}

        with facilitator(site, world) as sam:
            assert press_next(sam, place(site)) == 302
        [(after,)] = rows(site, "SELECT rev FROM workshops_livesession")
        assert after > rev
        assert wait(lambda: herd.all_at(after), 30)


def test_next_pressed_by_many_at_once_moves_once(site: Server) -> None:
    """All of them wait for one lock; whoever gets it later must see where the room stands by then."""
    world = site.make_world(2, steps=3)
    site.start()
    places = world["places"]
    with facilitator(site, world) as sam, ThreadPoolExecutor(8) as people:
        for here, there in zip(places[1:-2], places[2:-1], strict=True):
            assert place(site) == here
            [(rev,)] = rows(site, "SELECT rev FROM workshops_livesession")
            assert set(people.map(lambda _, here=here: press_next(sam, here), range(8))) == {302}
            assert place(site) == there
            assert rows(site, "SELECT rev FROM workshops_livesession") == [(rev + 1,)]


def test_a_report_is_made_and_kept(site: Server) -> None:
    world = site.make_world(2)
    site.start()
    with Herd(site.port, world, [0]) as herd, facilitator(site, world) as sam:
        herd.write(1, within=0)
        assert wait(herd.all_answered, 30)
        assert marker(0, 0) in sam.get("report/md/").text
        end = time.monotonic() + 200
        while (answer := sam.get("report/pdf/")).status_code == 202 and time.monotonic() < end:
            time.sleep(0.5)
        assert answer.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", answer.text)
        assert answer.content.startswith(b"%PDF-")
        assert sam.get("report/pdf/").content == answer.content


def test_what_is_due_goes_from_tables_and_backups(site: Server) -> None:
    world = site.make_world(2)
    site.start()
    with Herd(site.port, world, [0]) as herd:
        herd.write(2, within=0)
        assert wait(herd.all_answered, 30)
    manage(site.var, "backup", database=site.database_url)
    [before] = (site.var / "backups").iterdir()
    where = "SELECT pg_relation_filepath('workshops_participant')"
    old_file = rows(site, where)
    with psycopg.connect(site.database_url) as connection:
        connection.execute("UPDATE workshops_livesession SET delete_on = current_date - 2")
    time.sleep(1.1)  # backups are named by the second

    manage(site.var, "delete_due", database=site.database_url)

    assert rows(site, "SELECT count(*) FROM workshops_participant") == [(0,)]
    assert rows(site, "SELECT author, count(*) FROM workshops_note GROUP BY author") == [("", 2)]
    assert rows(site, where) != old_file
    [after] = (site.var / "backups").iterdir()
    assert after != before


def test_a_backup_comes_back_whole(site: Server) -> None:
    world = site.make_world(2)
    site.start()
    with Herd(site.port, world, [0]) as herd:
        herd.write(1, within=0)
        assert wait(herd.all_answered, 30)
        manage(site.var, "backup", database=site.database_url)
        [backup] = (site.var / "backups").iterdir()
        epoch = rows(site, "SELECT epoch FROM workshops_livesession")
        herd.write(1, within=0, first=1)
        assert wait(herd.all_answered, 30)
    site.stop()
    with psycopg.connect(site.database_url) as connection:
        connection.execute("CREATE TABLE newer (word text)")

    manage(site.var, "restore", str(backup), database=site.database_url)

    assert rows(site, "SELECT text FROM workshops_note") == [(marker(0, 0),)]
    assert rows(site, "SELECT epoch FROM workshops_livesession") != epoch
    assert rows(site, "SELECT to_regclass('newer')") == [(None,)]
    assert [path.name[-11:] for path in site.var.glob("before-restore-*")].count("coprod.dump") == 1
    site.start()


def test_screens_come_back_after_the_database_was_restarted(site: Server) -> None:
    """Whichever thread lets a screen in, it must notice that its connection has gone."""
    world = site.make_world(PHONES)
    site.start()
    with Herd(site.port, world, range(PHONES)) as herd:
        assert wait(herd.all_open, 30)
    with psycopg.connect(site.database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    with Herd(site.port, world, range(PHONES)) as herd:
        assert wait(herd.all_open, 10)


def test_a_kind_keeps_its_promises_there_too(migrated: tuple[str, Path], tmp_path: Path) -> None:
    """The contract test of one kind; `COPROD_TEST_ON=postgresql script/test tests/test_kind_contract.py` tries them all."""
    ours = {"COPROD_TEST_ON": "postgresql", postgresql.NAMED: migrated[0]}
    order = [sys.executable, "-m", "pytest", "-q", "tests/test_kind_contract.py", "-k", "board-tables"]
    done = subprocess.run(order, cwd=ROOT, env=environment(tmp_path) | ours, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
