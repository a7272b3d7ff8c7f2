"""`manage.py serve` as its users meet it: a process of its own, on a machine where nothing has been set up."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError

from coprod.management.commands.serve import Command, terminal_qr

ROOT = Path(__file__).resolve().parents[2]
PATIENT = 60  # seconds: a busy machine is slow at starting Python
pytestmark = pytest.mark.live


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A running `serve`; `out` is all that it has said so far."""

    def __init__(self, var: Path, port: int, **env: str) -> None:
        self.base = f"http://localhost:{port}"
        self.log = (var.parent / f"{var.name}-{port}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=os.environ | {"COPROD_VAR_DIR": str(var), "PORT": str(port), "PYTHONUNBUFFERED": "1", **env},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            # A job in the background of a shell ignores Ctrl+C, and hands that on to what it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    @property
    def out(self) -> str:
        return Path(self.log.name).read_text()

    def wait_until_ready(self) -> "Served":
        deadline = time.monotonic() + 30
        while "Keep this window open" not in self.out:
            assert self.process.poll() is None, self.out
            assert time.monotonic() < deadline, self.out
            time.sleep(0.05)
        return self

    def stop(self, sig: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(sig)
        return self.process.wait(timeout=PATIENT)

    def link(self) -> str | None:
        found = re.search(r"http://\S+/in/\?sesame=\S+", self.out)
        return found and found[0]


@pytest.fixture
def serve(tmp_path):
    started: list[Served] = []

    def _serve(port: int | None = None, **env: str) -> Served:
        started.append(Served(tmp_path / "var", port or free_port(), **env))
        return started[-1]

    yield _serve
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()
        server.log.close()


def press(link: str) -> httpx.Response:
    with httpx.Client() as browser:
        page = browser.get(link)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        path, _, sesame = link.partition("?sesame=")
        return browser.post(path, data={"csrfmiddlewaretoken": token[1] if token else "", "sesame": sesame})


def test_serve_sets_up_and_signs_the_first_facilitator_in_once(serve):
    server = serve().wait_until_ready()
    assert httpx.get(f"{server.base}/healthz").text == "ok"
    assert press(server.link()).headers["location"] == "/welcome/"
    assert httpx.get(server.link()).status_code == 410
    assert httpx.get(f"{server.base}/healthz", headers={"Host": "evil.example"}).status_code == 400
    assert server.stop() == 0
    assert "Everything is saved." in server.out
    assert "Traceback" not in server.out


def test_serve_makes_another_link_until_somebody_has_a_password(serve, tmp_path):
    first = serve().wait_until_ready()
    first.stop(signal.SIGINT)
    second = serve().wait_until_ready()
    assert second.link() is not None
    assert press(second.link()).status_code == 302
    second.stop()
    with sqlite3.connect(tmp_path / "var" / "coprod.sqlite3") as database:
        assert database.execute("select username from auth_user").fetchall() == [("facilitator",)]
        database.execute("update auth_user set password = 'md5$salt$hash'")
    database.close()
    assert serve().wait_until_ready().link() is None


def test_serve_writes_no_address_of_a_visitor(serve):
    server = serve().wait_until_ready()
    httpx.get(f"{server.base}/sign-in/?next=/secret-path/")
    httpx.get(f"{server.base}/not-there/")
    server.stop()
    assert "127.0.0.1" not in server.out
    assert "secret-path" not in server.out


def test_serve_says_when_the_port_is_taken(serve):
    with socket.socket() as other:
        other.bind(("0.0.0.0", 0))
        other.listen()
        server = serve(other.getsockname()[1])
        assert server.process.wait(timeout=PATIENT) == 1
        assert server.out.startswith(f"Port {other.getsockname()[1]} is in use by another program.")
        assert "Traceback" not in server.out


def test_a_second_serve_on_the_same_folder_says_where_the_first_is(serve):
    first = serve().wait_until_ready()
    second = serve(free_port())
    assert second.process.wait(timeout=PATIENT) == 1
    assert second.out == (
        f"Coprod is already running from this folder:  {first.base}/\n"
        "Use that one, or stop it first with Ctrl+C in its window.\n"
    )


def test_serve_says_what_is_set_wrongly(serve):
    server = serve(COPROD_KEEP_DAYS="soon")
    assert server.process.wait(timeout=PATIENT) == 1
    assert server.out == "COPROD_KEEP_DAYS must be a whole number of days, from 1 to 3650. It is: soon\n"


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_serve_says_when_the_port_is_no_port(serve, port):
    server = serve(PORT=port)
    assert server.process.wait(timeout=PATIENT) == 1
    assert server.out == f"PORT must be a number from 1 to 65535, for example PORT=8000. It is: {port}\n"


def test_serve_says_when_the_database_cannot_be_written(serve, tmp_path):
    (tmp_path / "var" / "coprod.sqlite3").mkdir(parents=True)
    server = serve()
    assert server.process.wait(timeout=PATIENT) == 1
    assert server.out.startswith("Coprod cannot write to its database, ")
    assert "Traceback" not in server.out


def test_serve_starts_in_spite_of_a_slip_in_a_pack(monkeypatch, capsys):
    def refuse(*args, **kwargs):
        raise CommandError("flic/01-true-or-false.yaml: steps: Field required")

    monkeypatch.setattr("coprod.management.commands.serve.call_command", refuse)
    Command().load_packs()
    said = capsys.readouterr().err
    assert "flic/01-true-or-false.yaml: steps: Field required" in said
    assert "Coprod starts all the same" in said


def test_terminal_qr_stays_away_where_the_terminal_has_no_blocks():
    assert terminal_qr("http://192.168.1.5:8000/", colours=True, encoding="cp1252") == []
    assert len(terminal_qr("http://192.168.1.5:8000/", colours=False, encoding="utf-8")) == 15
