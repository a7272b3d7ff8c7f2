"""What a pack says about a values tree."""

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from activities.kinds.base import Config, Item, no_id_twice

OWN = "own"  # the zone of a value in somebody's own words
DIFFER = "differ"  # the zone of where people see it differently


class Value(Item):
    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    name: str = Field(min_length=1, max_length=40)


class Question(Item):
    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    text: str = Field(min_length=1)


class Parts(Config):
    """A sentence for each part of the tree."""

    roots: Item = Item()
    trunk: Item = Item()
    leaves: Item = Item()


class TreeConfig(Config):
    values: tuple[Value, ...] = Field(min_length=1)
    own: bool = True
    questions: tuple[Question, ...] = ()
    parts: Parts = Parts()
    votes: int = Field(default=3, ge=1, le=10)

    @model_validator(mode="after")
    def ids_differ(self) -> "TreeConfig":
        no_id_twice("values", self.values)
        no_id_twice("questions", self.questions)
        return self

    def talk_zones(self) -> list[dict[str, str]]:
        """Where notes of the talk go: each question, and where people differ."""
        asked = [{"id": f"q-{question.id}", "title": question.text, "colour": "sky"} for question in self.questions]
        return [*asked, {"id": DIFFER, "title": _("Where do you see it differently?"), "colour": "rose"}]

    def own_zones(self) -> list[dict[str, str]]:
        return [{"id": OWN, "title": _("A value of my own"), "colour": "leaf"}] if self.own else []

    def zone_titles(self) -> dict[str, str]:
        return {zone["id"]: zone["title"] for zone in (*self.own_zones(), *self.talk_zones())}

    def zone_marks(self) -> dict[str, str]:
        return {zone["id"]: zone["colour"] for zone in (*self.own_zones(), *self.talk_zones())}
