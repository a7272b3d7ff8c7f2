"""One server for a data folder: a second one would not hear what people write at the first, and its screens would lag.

The lock is the system's own, so it is gone with the process, whatever ended that. Servers that share a Redis tell each
other, and need none of this.
"""

from pathlib import Path

from filelock import FileLock, Timeout


class Taken(Exception):
    """Another server has the folder. The text is where that one answers, or empty while it starts."""


class Folder:
    """A data folder that this process alone serves, until it ends or closes it. Raises Taken."""

    def __init__(self, path: Path) -> None:
        self._address, self._lock = path / "serving", FileLock(path / "serving.lock")
        try:
            self._lock.acquire(blocking=False)
        except Timeout as error:
            raise Taken(self._address.read_text(encoding="utf-8") if self._address.exists() else "") from error
        except NotImplementedError:  # a folder that knows no locks, as some network drives, counts as free
            pass
        self.tell("")

    def tell(self, address: str) -> None:
        """Where this server answers, for whoever starts a second one."""
        self._address.write_text(address, encoding="utf-8")

    def close(self) -> None:
        self._lock.release()


def address(path: Path) -> str:
    """Where the server of this folder answers; empty while none runs."""
    try:
        Folder(path).close()
    except Taken as taken:
        return str(taken)
    return ""
