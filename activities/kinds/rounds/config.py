"""How the rounds go: turns with roles, or tables that move on. Exactly one of the two."""

from typing import Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from activities.kinds.base import MARKS, Config, Item, no_id_twice

ID = r"^[a-z0-9-]+$"
SHARER, HELPER = "sun", "sky"  # the colour and mark of each role, on every surface


class Part(Config):
    """One part of a turn: what the person whose turn it is does, what the others do, and for how long."""

    id: str = Field(min_length=1, max_length=20, pattern=ID)
    title: str = Field(min_length=1, max_length=22)
    now: str = Field(default="", max_length=44)
    say: str = ""
    minutes: int = Field(ge=1, le=60)
    speaks: Literal["sharer", "helpers", "everyone"]
    sharer: Item
    helpers: Item

    @property
    def sharer_speaks(self) -> bool:
        return self.speaks != "helpers"

    @property
    def helpers_speak(self) -> bool:
        return self.speaks != "sharer"


class Turns(Config):
    """`number` turns, each asked for first and then walked through part by part."""

    number: int = Field(ge=1, le=8)
    who: str = ""  # what the facilitator says before each turn
    parts: tuple[Part, ...] = Field(min_length=1, max_length=5)

    @property
    def minutes_each(self) -> int:
        return sum(part.minutes for part in self.parts)


class Question(Item):
    id: str = Field(min_length=1, max_length=30, pattern=ID)
    title: str = Field(min_length=1, max_length=22)
    text: str = Field(min_length=1)
    own: bool = False  # an example of ours, which the facilitator may change before the start


class Tables(Config):
    """Tables that move on `rounds` - 1 times. `first` is what to do in the first round, `build` in all others."""

    rounds: int = Field(ge=1, le=8)
    minutes: int = Field(ge=1, le=60)
    hosts: bool = False  # somebody may stay at each table and tell the next people what was said
    setting: Item = Item()
    first: Item
    build: Item
    questions: tuple[Question, ...] = Field(min_length=1, max_length=8)

    @property
    def boxes(self) -> range:
        """A box to write in for each round, on paper."""
        return range(self.rounds)


class Prompt(Item):
    """Asked at the end, as notes that everybody sees."""

    id: str = Field(min_length=1, max_length=30, pattern=ID)
    title: str = Field(min_length=1, max_length=22)
    text: str = Field(min_length=1)


class Keep(Item):
    """A line for oneself that only its writer sees."""

    text: str = Field(min_length=1)
    hint: str = ""


class RoundsConfig(Config):
    turns: Turns | None = None
    tables: Tables | None = None
    keep: Keep | None = None
    harvest: tuple[Prompt, ...] = Field(default=(), max_length=4)

    @model_validator(mode="after")
    def one_way(self) -> "RoundsConfig":
        if (self.turns is None) == (self.tables is None):
            raise ValueError("say either turns or tables")
        if self.tables and self.keep:
            raise ValueError("keep is for turns")
        rows = self.tables.questions if self.tables else self.turns.parts if self.turns else ()
        no_id_twice("of the questions, parts or harvest", rows, self.harvest)
        return self

    # -- zones -----------------------------------------------------------------------------------------------------

    def zone_titles(self) -> dict[str, str]:
        found = {prompt.id: prompt.title for prompt in self.harvest}
        if self.tables:
            for question in self.tables.questions:
                for number in range(1, self.tables.rounds + 1):
                    where = {"title": question.title, "number": number}
                    found[zone(question, number)] = _("%(title)s, round %(number)d") % where
        return found

    def zone_marks(self) -> dict[str, str]:
        found = {prompt.id: MARKS[i % 4] for i, prompt in enumerate(self.harvest)}
        if self.tables:
            for i, question in enumerate(self.tables.questions):
                found |= {zone(question, n): MARKS[i % 4] for n in range(1, self.tables.rounds + 1)}
        return found

    def zones(self) -> list[dict[str, str]]:
        """Where notes of the harvest go."""
        return [
            {"id": p.id, "title": p.title, "text": p.text, "colour": MARKS[i % 4]} for i, p in enumerate(self.harvest)
        ]

    @property
    def picture(self) -> SafeString:
        """How it goes, drawn for the printed sheet."""
        from activities.kinds.rounds.drawing import draw_rotation, sheet_of
        from activities.kinds.rounds.turn_drawing import draw_turn, turn_of

        svg = draw_rotation(sheet_of(self.tables)) if self.tables else draw_turn(turn_of(self, None, 0))
        return mark_safe(svg)  # noqa: S308 - drawn by us, every word escaped


def zone(question: Question, number: int) -> str:
    """The zone of notes on a question in a round (from 1)."""
    return f"{question.id}:{number}"
