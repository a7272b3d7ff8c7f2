"""What a kind tells once people have written: for the report, for one person's own page, for several sessions, for months later."""

from collections.abc import Sequence
from dataclasses import dataclass

from activities.kinds.state import State


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a person's own page and what they wrote under it; empty where they wrote nothing yet."""

    id: str
    ask: str
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a report: a heading with a drawing and its words, as a table (`rows` under `columns`) or a list.

    What `gist` names goes on the report's first page too: "agreed" for what was chosen or agreed, "will" for what people will do.
    Its items, or the first cells of its rows, are what is said there.
    """

    heading: str
    text: str = ""
    drawing: str = ""  # SVG
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    items: Sequence[str] = ()
    gist: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """A step of one of several sessions. `label` tells the session (at most 22 letters), `name` in full."""

    label: str
    name: str
    state: State


@dataclass(frozen=True, slots=True)
class AskLater:
    """What organisers may ask the writer of a note months later, if they leave an e-mail for it. The floor keeps the address."""

    text: str  # the offer, as people read it
    choices: Sequence[int]  # after how many months
    months: int  # the one that is chosen beforehand
