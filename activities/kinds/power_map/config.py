"""What a pack says of a power map: groups of people, decisions, stories that bring some, what is asked of each."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pydantic import Field, model_validator

from activities.kinds.base import Config, Item, no_id_twice
from activities.kinds.power_map.power import ROWS

TAKEN = ROWS  # decisions that are worked on: what one screen holds
ADDED = re.compile(r"(?:own-\d{1,18}|from-[\w.-]{1,40})")
ID = r"^[a-z0-9-]+$"
DECISION = "decision"  # the zone of decisions that people add
LONGEST = 90


class Group(Item):
    id: str = Field(pattern=ID, max_length=30)
    name: str = Field(min_length=1, max_length=30)


class Chosen(Item):
    """A decision of the pack."""

    id: str = Field(pattern=ID, max_length=30)
    text: str = Field(min_length=1, max_length=LONGEST)


class Card(Item):
    """A story with its own decisions; a table works on one."""

    id: str = Field(pattern=ID, max_length=30)
    title: str = Field(min_length=1, max_length=40)
    decisions: tuple[Chosen, ...] = Field(min_length=1, max_length=TAKEN)


class Questions(Config):
    """What is asked of each decision. The first two are answered by levels, the others in notes."""

    now: Item
    wanted: Item
    share: Item | None = None
    results: Item | None = None
    change: Item | None = None
    worries: Item | None = None


class Prompt(NamedTuple):
    """A question that is answered in notes."""

    id: str
    title: str
    colour: str
    text: str


class PowerMapConfig(Config):
    groups: tuple[Group, ...] = Field(min_length=2, max_length=12)
    levels: tuple[str, str, str, str, str]
    decisions: tuple[Chosen, ...] = ()
    own_decisions: bool = False
    cards: tuple[Card, ...] = ()
    questions: Questions

    @model_validator(mode="after")
    def names_differ(self) -> "PowerMapConfig":
        no_id_twice("groups", self.groups)
        no_id_twice("decisions", self.decisions)
        no_id_twice("cards", self.cards)
        if not (self.decisions or self.cards or self.own_decisions):
            raise ValueError("there is no decision to map, and people cannot add one")
        return self

    def prompts(self) -> list[Prompt]:
        """The questions answered in notes, in the order they are asked."""
        asked = self.questions
        found = [
            ("share", pgettext("question", "What sharing is like"), "sky", asked.share),
            ("results", pgettext("question", "What may come of it"), "leaf", asked.results),
            ("change", pgettext("question", "What must change"), "sun", asked.change),
            ("worries", pgettext("question", "What worries you"), "rose", asked.worries),
        ]
        return [Prompt(key, title, colour, item.text) for key, title, colour, item in found if item is not None]

    def ids(self) -> list[str]:
        """The rows that the pack brings, as they are named in answers."""
        return [*(d.id for d in self.decisions), *(f"{c.id}.{d.id}" for c in self.cards for d in c.decisions)]

    def is_row(self, row: str) -> bool:
        """Whether a decision may have that name: one of the pack's, or the form of one that people added or an earlier step gave."""
        return row in self.ids() or bool(ADDED.fullmatch(row))

    def levels_in_a_sentence(self) -> tuple[str, str, str, str, str]:
        none, told, asked, shared, decides = (level[:1].lower() + level[1:] for level in self.levels)
        return none, told, asked, shared, decides

    def zone_titles(self) -> "Zones":
        return Zones({DECISION: _("A decision")}, {p.id: p.title for p in self.prompts()})

    def zone_marks(self) -> "Zones":
        return Zones({DECISION: "sky"}, {p.id: p.colour for p in self.prompts()})


class Zones(dict[str, str]):
    """What is said of a zone "<row>:<question>": the question's, whatever the row."""

    def __init__(self, plain: Mapping[str, str], by_question: Mapping[str, str]) -> None:
        super().__init__(plain)
        self._by_question = by_question

    def get(self, zone: str, default: Any = None) -> Any:  # type: ignore[override]
        return super().get(zone) or self._by_question.get(zone.rpartition(":")[2], default)
