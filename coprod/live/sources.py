"""What an app tells the floor about its rooms, and who looks at one."""

from collections.abc import Hashable
from typing import Any, NamedTuple, Protocol

from coprod.live.parts import View


class Seat(NamedTuple):
    """Who a socket is: a surface ("phone", "stage", "console") and, on a phone, whose."""

    surface: str
    person: int | None = None
    language: str = "en-gb"


class Source(Protocol):
    """What an app tells the floor about its rooms. Called from the hub's own threads, never on the event loop."""

    def load(self, room: str, before: Any | None) -> Any | None:
        """The room now; `before` is the last answer, to read only what is newer. None when the room is gone."""

    def seating(self, state: Any) -> Hashable:
        """Changes whenever somebody's audience may have changed: until then nobody's is asked again."""

    def audience(self, state: Any, seat: Seat) -> Hashable | None:
        """Which audience a seat belongs to; None when it may no longer see the room."""

    def view(self, state: Any, audience: Any, language: str, since: int = -1) -> View:
        """What an audience sees; parts no newer than `since` may be left out."""

    def head(self, room: str) -> tuple[str, int] | None:
        """Epoch and revision, read from the database in one query."""


_sources: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Rooms named "kind:…" are read from `source`."""
    if kind in _sources:
        raise ValueError(f"two sources for rooms of kind {kind!r}")
    _sources[kind] = source


def source_of(room: str) -> Source:
    return _sources[room.partition(":")[0]]
