"""An agreed sentence and how several people edit it without overwriting each other.

Each edit is a note in the zone "agreed:<stem>:<base>": `base` is the newest version its writer saw, so the edit replaces
every version up to it and no later one. Two edits of the same base are both left standing, for people to choose
between. A "d" after the base says: we see it differently, and both ways are written here. "room:" in place of
"agreed:" is the room's own sentence while tables have theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from activities.kinds.base import Note

ZONE = re.compile(r"(?P<whose>agreed|room):(?P<stem>[a-z0-9-]+):(?P<base>\d{1,18})(?P<differ>d?)")


@dataclass(frozen=True, slots=True)
class Version:
    note: Note
    whose: str
    stem: str
    base: int
    differ: bool

    @property
    def id(self) -> int:
        return self.note.id

    @property
    def text(self) -> str:
        return self.note.text


def version(note: Note) -> Version | None:
    found = ZONE.fullmatch(note.zone)
    if found is None:
        return None
    return Version(note, found["whose"], found["stem"], int(found["base"]), bool(found["differ"]))


def versions(notes: Iterable[Note], whose: str, stem: str, table: int | None) -> list[Version]:
    """All that was ever written for one sentence, also what was taken back; the room's has no table."""
    found = [made for note in notes if (made := version(note)) and (made.whose, made.stem) == (whose, stem)]
    return [made for made in found if whose == "room" or made.note.table == table]


def standing(found: Sequence[Version]) -> list[Version]:
    """What stands now: nothing, one sentence, or several between which people have still to choose."""
    shown = [made for made in found if made.note.shown]
    return [made for made in shown if not any(other.base >= made.id for other in shown)]
