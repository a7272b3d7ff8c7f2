"""What a pack says of a step: the base of every kind's configuration."""

from collections.abc import Iterable
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from activities.drawing.palette import KINDS

MARKS = KINDS  # the colours of paper; each has a shape of its own as well


class Config(BaseModel):
    """The base of every kind's configuration: an unknown key is an error, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def zone_titles(self) -> dict[str, str]:
        """The head over each zone that notes stand in, for the console's list of notes."""
        return {}

    def zone_marks(self) -> dict[str, str]:
        """The colour of each zone; "sun" where it says nothing."""
        return {}


class Item(Config):
    """A prompt, card, value or rung of a pack: its inventory code and our words."""

    ref: str = ""
    refs: tuple[str, ...] = ()
    id: str = ""
    text: str = ""


class HasId(Protocol):
    @property
    def id(self) -> str: ...


def no_id_twice(name: str, *rows: Iterable[HasId]) -> None:
    """Raises ValueError when two of these rows have the same id; `name` says what they are to whoever writes the pack."""
    ids = [row.id for some in rows for row in some]
    if len(set(ids)) != len(ids):
        raise ValueError(f"two {name} have the same id")
