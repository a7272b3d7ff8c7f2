"""The shape of a pack's files. An unknown key, a missing text or a wrong kind is named with its path."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from activities.kinds.registry import kinds

Grouping = Literal["everyone", "tables", "pairs", "alone"]
Privacy = Literal["only_you", "table_no_names", "everyone_no_names", "everyone_names", "totals", "anonymous"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Link(Strict):
    ref: str = ""
    refs: list[str] = []
    title: str
    url: str = ""
    text: str = ""
    note: str = ""
    owner: str = ""


class Text(BaseModel):
    """A coded piece of text; a section may say more about it under keys of its own."""

    model_config = ConfigDict(extra="allow")
    ref: str = ""
    text: str = ""


class SectionFile(Strict):
    slug: str
    title: str
    intro: str = ""
    items: list[Text] = []


class ToolkitFile(Strict):
    slug: str
    name: str
    publisher: str = ""
    year: int | None = None
    cite: str = ""
    licence: str = ""
    about: str = ""
    links: list[Link] = []
    sections: list[SectionFile]


class Source(Strict):
    """An earlier step, or several of which the last that was run counts, and which of its outputs."""

    from_: str | list[str] = Field(alias="from")
    output: str

    @property
    def keys(self) -> list[str]:
        return [self.from_] if isinstance(self.from_, str) else self.from_


class Carry(Strict):
    """What a step starts from, and what it looks back on."""

    from_: str | list[str] = Field(default="", alias="from")
    output: str = ""
    own_table: bool = False  # at tables, people go on with what was shared at theirs
    look_back: list[Source] = []

    def sources(self) -> list[Source]:
        rows = [Source.model_validate({"from": self.from_, "output": self.output})] if self.from_ else []
        return [*rows, *self.look_back]


class StepFile(Strict):
    slug: str
    kind: str
    title: str = Field(max_length=30)
    now: str = Field(default="", max_length=44)
    purpose: str = ""
    say: str = ""
    do: list[str] = []
    content_note: str = ""
    grouping: Grouping = "everyone"
    privacy: Privacy = "everyone_no_names"
    minutes: int = Field(default=20, ge=1, le=480)
    hold: bool = False
    carry: Carry | None = None
    config: dict[str, Any] = {}

    @field_validator("kind")
    @classmethod
    def kind_is_known(cls, value: str) -> str:
        if value not in kinds():
            raise ValueError(f"there is no kind {value!r}; there are {', '.join(kinds())}")
        return value


class ActivityFile(Strict):
    slug: str
    number: str
    section: str
    title: str
    short: str = Field(max_length=30)
    aim: str = ""
    why: str = ""
    for_whom: str = ""
    materials: list[str] = []
    uses: list[Text] = []
    links: list[Link] = []
    page: str | int = ""
    minutes: int = Field(default=20, ge=1, le=480)
    own: bool = False
    steps: list[StepFile] = Field(min_length=1)


class PlanFile(Strict):
    slug: str
    title: str
    about: str = ""
    minutes: int
    steps: list[str | dict[str, Any]] = Field(min_length=1)


class PlansFile(Strict):
    plans: list[PlanFile]
