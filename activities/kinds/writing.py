"""What a phone asks to be kept, and how a kind refuses it."""

from dataclasses import dataclass

NOTE_LIMIT = 280


class Refusal(Exception):
    """This write cannot be kept. The message is shown to the person; their words stay in the box."""


@dataclass(frozen=True, slots=True)
class Write:
    """What a phone asks for. `verb` is one of VERBS; the other fields are text as typed, already cut of outer spaces."""

    verb: str
    zone: str = ""
    item: str = ""
    value: str = ""
    text: str = ""
    note: int | None = None
    theme: int | None = None


# "pass" hands a line to one's partner, "drop" takes one away again; no kind ever sees them.
VERBS = ("note", "change", "take-back", "answer", "clear", "theme", "rename", "move", "keep", "pass", "drop", "stay")
