"""One server for a data folder: a second one would not hear what people write at the first, and its screens would lag.

The lock is the system's own, so it is gone with the process, whatever ended that. Servers that share a Redis tell each
other, and need none of this.
"""

import os
from pathlib import Path
from typing import Any

FAR = 1 << 20  # the byte that is locked on Windows, where a locked one cannot be read


class Taken(Exception):
    """Another server has the folder. The text is where that one answers, or empty while it starts."""


class Folder:
    """A data folder that this process alone serves, until it ends or closes it. Raises Taken."""

    def __init__(self, path: Path) -> None:
        self._file = (path / "serving").open("a+", encoding="utf-8")
        if not _lock(self._file):
            self._file.seek(0)
            raise Taken(self._file.read().strip())
        self.tell("")

    def tell(self, address: str) -> None:
        """Where this server answers, for whoever starts a second one."""
        self._file.truncate(0)
        self._file.write(address)
        self._file.flush()

    def close(self) -> None:
        self._file.close()


def _lock(file: Any) -> bool:
    """False when another process has it. A folder that knows no locks, as some network drives, counts as free."""
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _lock_on_windows(file: Any) -> bool:
    import msvcrt

    os.lseek(file.fileno(), FAR, os.SEEK_SET)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True
