"""A server in a process of its own, on a database of its own, that tests may kill and start again."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
COMMANDS: dict[str, Sequence[str]] = {
    "daphne": ("-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", "{port}", "coprod.asgi:application"),
    "uvicorn": (
        *("-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}", "--ws", "websockets-sansio"),
        *("--ws-per-message-deflate", "false", "--no-access-log", "--log-level", "warning", "coprod.asgi:application"),
    ),
}


def free_port() -> int:
    """Below the ports that connections going out are given: while the server is down, a phone's own connection could
    take the port otherwise, even by connecting to itself, and the server could not come back to it."""
    while True:
        port = random.randrange(20000, 30000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def environment(var: Path, database: str = "") -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COPROD_")}
    ours = {"COPROD_VAR_DIR": str(var), "COPROD_DATABASE_URL": database}
    return {**kept, **ours, "DJANGO_SETTINGS_MODULE": "coprod.settings", "PYTHONUNBUFFERED": "1"}


def manage(var: Path, *words: str, database: str = "") -> None:
    order = [sys.executable, "manage.py", *words]
    done = subprocess.run(order, cwd=ROOT, env=environment(var, database), capture_output=True)
    if done.returncode:
        raise RuntimeError(f"manage.py {words[0]}: {done.stderr.decode()[-2000:]}")


def prepare(var: Path, database: str = "") -> Path:
    """A folder with a migrated database and the static files, to be copied for each test. It needs no packs."""
    manage(var, "migrate", "--verbosity", "0", "--skip-checks", database=database)
    manage(var, "collectstatic", "--noinput", "--verbosity", "0", "--skip-checks")
    return var


class Server:
    """`with Server(prepared) as server: server.make_world(...); server.start(); server.kill(); server.start()`."""

    def __init__(
        self, prepared: Path, kind: str = "daphne", before: Callable[[], None] | None = None, database: str = ""
    ):
        self.folder = Path(tempfile.mkdtemp(prefix="coprod-live-"))
        self.var = self.folder / "var"
        shutil.copytree(prepared, self.var)
        self.kind, self.before, self.database_url = kind, before, database
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.log = self.folder / "server.log"

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def database(self) -> Path:
        return self.var / "coprod.sqlite3"

    @property
    def pid(self) -> int:
        assert self.process is not None, "the server is not running"
        return self.process.pid

    def make_world(self, participants: int, **wishes: object) -> dict:
        """A running session at an open board step, made through the ORM in a process of its own."""
        return self.make("world", participants=participants, **wishes)

    def make(self, maker: str, **wishes: object) -> dict:
        """What `tests.live.<maker>` makes in this server's database and tells of it."""
        order = [sys.executable, "-m", f"tests.live.{maker}", json.dumps(wishes)]
        done = subprocess.run(order, cwd=ROOT, env=environment(self.var, self.database_url), capture_output=True)
        if done.returncode:
            raise RuntimeError(f"no world: {done.stderr.decode()[-3000:]}")
        return json.loads(done.stdout)

    def command(self) -> list[str]:
        return [sys.executable, "-X", "faulthandler", *(word.format(port=self.port) for word in COMMANDS[self.kind])]

    def start(self, patience: float = 40, meanwhile: Callable[[], object] = lambda: time.sleep(0.05)) -> float:
        """Start on the same port as before; returns the seconds until /healthz answered."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                cwd=ROOT,
                env=environment(self.var, self.database_url),
                stdout=log,
                stderr=log,
                preexec_fn=self.before,
            )
        while time.monotonic() - began < patience:
            if self.process.poll() is not None:
                break
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                    return time.monotonic() - began
            except (HTTPError, URLError, OSError):
                meanwhile()
        code = self.process.poll()
        self._end(signal.SIGABRT)  # faulthandler writes down where every thread is
        raise RuntimeError(f"the server did not come up (exit code {code}): {self.log.read_text()[-6000:]}")

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL: no goodbye, no flush, what a pulled plug leaves."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.running:
            self.process.send_signal(how)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
