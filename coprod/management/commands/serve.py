"""One command from a fresh copy to a room full of phones."""

import ctypes
import gc
import hashlib
import io
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import segno
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.urls import get_resolver

from coprod import accounts, environment, making, running
from coprod.apps import StaticFiles
from coprod.network import FRESH_FOR, OwnAddresses, lan_address

FIRST_PORT = 8000
DELETE_EVERY = 3600
PANGO = {
    "darwin": ["libpango-1.0.dylib", "/opt/homebrew/lib/libpango-1.0.dylib", "/usr/local/lib/libpango-1.0.dylib"],
    "win32": ["libpango-1.0-0.dll"],
}


class Command(BaseCommand):
    help = "Set up what is missing and run Coprod on this machine's network. The port comes from PORT, or is chosen."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-open", action="store_true", help="Do not open a browser.")

    def handle(self, *args, no_open: bool, **options) -> None:
        try:
            self.run(no_open)
        except CommandError as error:
            # Said without Django's "CommandError:", to people who have not met Django.
            self.stderr.write(str(error))
            raise SystemExit(1) from error
        except KeyboardInterrupt:
            raise SystemExit(130) from None

    def run(self, no_open: bool) -> None:
        for slip in environment.unknown():
            self.stderr.write(slip)
        folder = hold_folder()
        port = choose_port(os.environ.get("PORT", ""))
        if folder:
            folder.tell(f"http://localhost:{port}/")
        try:
            self.prepare(alone=folder is not None)
            link = self.first_link(port)
        except OperationalError as error:
            if trouble := database_trouble(error):
                raise CommandError(trouble) from error
            raise
        self.serve(port, link, opens=not no_open and can_open_a_browser())

    def prepare(self, alone: bool) -> None:
        with self.step("Setting up the database"):
            call_command("migrate", verbosity=0, interactive=False)
        with self.step("Collecting pictures and styles"):
            collect_static()
        if "load_packs" in get_commands():
            with self.step("Loading the activities"):
                self.load_packs()
        if alone:  # nobody else is making them
            making.forget_unfinished()
        with self.step("Deleting what is due"):
            call_command("delete_due", verbosity=0)

    def load_packs(self) -> None:
        """A slip in a pack must not keep a room waiting: what was loaded before is still there."""
        try:
            call_command("load_packs", verbosity=0, stdout=io.StringIO())
        except CommandError as error:
            self.stderr.write(f"{error}\nCoprod starts all the same, with the activities it had before.")

    def first_link(self, port: int) -> str:
        """Offered at each start until somebody has a password; after that, `sign_in_link` makes one."""
        if accounts.somebody_has_a_password():
            return ""
        return accounts.sign_in_link(accounts.first_facilitator(), settings.SITE_URL or f"http://localhost:{port}")

    def serve(self, port: int, link: str, opens: bool) -> None:
        settings.ALLOWED_HOSTS = OwnAddresses(settings.ALLOWED_HOSTS)
        with self.step("Starting"):
            application = load_application()
            server = build_server(application, port, lambda: self.ready(port, link, opens))
        server.run()
        if not server.listening_addresses:
            raise CommandError(port_taken(port))
        self.stdout.write("Coprod has stopped. Everything is saved.")

    def ready(self, port: int, link: str, opens: bool) -> None:
        here = settings.SITE_URL or f"http://localhost:{port}/"
        self.say("", f"Coprod is running.  {here}", "")
        if link:
            self.say("Sign in here. The link works once:", f"  {link}", "")
        self.room(room_address_at(port))
        if not has_pango():
            self.say("Everything runs but PDF files. They need Pango; to get it, type:", f"  {pango_hint()}", "")
        self.say("Keep this window open while people use Coprod. To stop: Ctrl+C.")
        threading.Thread(target=self.each_hour, daemon=True).start()
        if not settings.SITE_URL:
            threading.Thread(target=self.watch_network, args=[port], daemon=True).start()
        if opens:
            threading.Thread(target=webbrowser.open, args=[link or here], daemon=True).start()

    def room(self, address: str | None) -> None:
        if address is None:
            self.say("This machine is on no network yet. Join the Wi-Fi that the phones are on.", "")
            return
        self.say("Phones on the same Wi-Fi join here:", f"  {address}", "")
        self.say(*terminal_qr(address, colours=self.stdout.isatty(), encoding=sys.stdout.encoding), "")

    def watch_network(self, port: int) -> None:
        known = room_address_at(port)
        while True:
            time.sleep(FRESH_FOR)
            if (now := room_address_at(port)) != known:
                self.say("", "The network has changed.")
                self.room(now)
                known = now

    def each_hour(self) -> None:
        """A server that runs for weeks keeps its promises too. Looking costs a query each."""
        while True:
            self.send_due()
            time.sleep(DELETE_EVERY)
            try:
                call_command("delete_due", verbosity=0)
            except Exception as error:
                self.stderr.write(f"What is due could not be deleted. Coprod tries again in an hour. ({error})")
            finally:
                connection.close()

    def send_due(self) -> None:
        """What went wrong is said by its kind alone: a mail server's words may hold an address."""
        try:
            call_command("send_due", verbosity=0)
        except Exception as error:
            self.stderr.write(f"E-mails could not be sent. Coprod tries again in an hour. ({type(error).__name__})")
        finally:
            connection.close()

    def say(self, *lines: str) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()

    @contextmanager
    def step(self, doing: str) -> Iterator[None]:
        """Say what is being done, but only when it takes over a second."""
        slow = threading.Timer(1, self.say, [f"{doing} ..."])
        slow.daemon = True
        slow.start()
        try:
            yield
        finally:
            slow.cancel()


def hold_folder() -> running.Folder | None:
    """This process is the only one that serves the data folder; None where several tell each other through Redis."""
    if settings.REDIS_URL:
        return None
    try:
        return running.Folder(settings.VAR_DIR)
    except running.Taken as taken:
        where = f":  {taken}" if str(taken) else "."
        raise CommandError(
            f"Coprod is already running from this folder{where}\n"
            "Use that one, or stop it first with Ctrl+C in its window."
        ) from taken


def choose_port(wanted: str) -> int:
    if not wanted:
        port = next((port for port in range(FIRST_PORT, FIRST_PORT + 100) if is_free(port)), None)
        if port is None:
            raise CommandError("No free port from 8000 to 8099. Choose one yourself: PORT=9000")
        return port
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, for example PORT=8000. It is: {wanted}")
    if not is_free(int(wanted)):
        raise CommandError(port_taken(int(wanted)))
    return int(wanted)


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))
        except PermissionError as error:
            raise CommandError(f"Port {port} is kept for the administrator. Choose one over 1024: PORT=8000") from error
        except OSError:
            return False
    return True


def port_taken(port: int) -> str:
    return (
        f"Port {port} is in use by another program. It may be Coprod, already running. "
        f"Stop that program, or choose another port: PORT={port + 1 if port < 65535 else FIRST_PORT}"
    )


def database_trouble(error: OperationalError) -> str:
    """What the person at the keyboard can do about it; nothing when the fault is ours."""
    if connection.vendor != "sqlite":
        return f"The database did not answer. Check COPROD_DATABASE_URL and that the database runs. ({error})"
    place = connection.settings_dict["NAME"]
    if any(words in str(error) for words in ("readonly", "unable to open", "disk", "is locked")):
        return f"Coprod cannot write to its database, {place}. Is there space, and may you write there? ({error})"
    return ""


def collect_static() -> None:
    """Skipped when no source file has changed since the last time: hashing and compressing them all takes seconds."""
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list(StaticFiles.ignore_patterns):
            stat = os.stat(storage.path(path))
            seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = settings.VAR_DIR / "static.stamp"
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(seen.hexdigest())


def load_application():
    """Read everything before the first phone comes, then tell the collector that it will stay."""
    application = import_module("coprod.asgi").application
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    return application


def build_server(application, port: int, ready):
    from daphne.endpoints import build_endpoint_description_strings
    from daphne.server import Server

    return Server(
        application=application,
        endpoints=build_endpoint_description_strings(host="0.0.0.0", port=port),
        action_logger=None,  # an access log would write down each phone's address
        proxy_forwarded_address_header="X-Forwarded-For" if settings.BEHIND_HTTPS else None,
        verbosity=0,
        ready_callable=ready,
        server_name="coprod",
    )


def room_address_at(port: int) -> str | None:
    if settings.SITE_URL:
        return settings.SITE_URL
    address = lan_address()
    return f"http://{address}:{port}/" if address else None


def terminal_qr(address: str, colours: bool, encoding: str | None) -> list[str]:
    """White on black by itself where the terminal takes colours, since phones read the reverse badly."""
    out = io.StringIO()
    segno.make(address, error="l").terminal(out, border=2, compact=True)
    lines = out.getvalue().splitlines()
    try:
        "".join(lines).encode(encoding or "ascii")
    except UnicodeEncodeError:
        return []
    return [f"  \x1b[97;40m{line}\x1b[0m" if colours else f"  {line}" for line in lines]


def can_open_a_browser() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    # Without a screen Python would open a text browser over our own words.
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def has_pango() -> bool:
    """Asked of the system: importing WeasyPrint to find out costs half a second."""
    for name in PANGO.get(sys.platform, ["libpango-1.0.so.0"]):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def pango_hint() -> str:
    if sys.platform == "darwin":
        return "brew install pango"
    if sys.platform == "win32":
        return "winget install MSYS2.MSYS2  (then in its window: pacman -S mingw-w64-x86_64-pango)"
    return "sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
