"""What a session's file holds. It is for readers: nothing in it leads to a person, and nothing that no report may tell is there.
A part that the organiser leaves out of the report is there, and so is that choice.

Rows have numbers of this file's own. A note's stands in zones and answers too, where its kind says so (`Kind.numbers`). A person
is a number within one step, which says nothing in another.
"""

from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from activities.packs_schema import Grouping, Privacy

FORMAT: Final = "coprod session"
VERSION: Final = 2  # 1 said nothing of what came after the day

Number = Annotated[int, Field(ge=1, le=10**9)]
Short = Annotated[str, StringConstraints(max_length=120)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class GroupRow(Part):
    number: Number
    title: str = Field(min_length=1, max_length=60)
    zone: Short = ""
    table: Number | None = None


class ResponseRow(Part):
    """What the organisers did about a note, as the report tells it."""

    state: Literal["done", "under-way", "thinking", "no"]
    text: str = Field(default="", max_length=1000)
    day: Annotated[date, Field(strict=False)] | None = None


class NoteRow(Part):
    number: Number
    text: str = Field(min_length=1, max_length=2000)
    zone: Short = ""
    group: Number | None = None
    table: Number | None = None
    response: ResponseRow | None = None


class OutcomeRow(Part):
    """How it went with a promise. Without a note it is one of the promises, and nobody can say which."""

    how: Literal["did", "partly", "not-yet", "changed"]
    text: str = Field(default="", max_length=500)
    note: Number | None = None


class AnswerRow(Part):
    person: Number
    item: Short = Field(min_length=1)
    value: str = Field(default="", max_length=200)
    text: str = Field(default="", max_length=2000)
    table: Number | None = None


class StepPart(Part):
    """A step of the agenda, a break too, as it was frozen when the session started."""

    kind: str = Field(min_length=1, max_length=40)
    title: str = Field(min_length=1, max_length=30)
    key: str = Field(default="", max_length=100)
    activity: str = Field(default="", max_length=300)
    words: dict[str, Any] = {}
    config: dict[str, Any] = {}
    carry: dict[str, Any] = {}
    grouping: Grouping = "everyone"
    privacy: Privacy = "everyone_no_names"
    minutes: int = Field(ge=1, le=480)
    hold: bool = False
    done: bool = False
    phase: str = Field(default="", max_length=60)
    groups: list[GroupRow] = []
    notes: list[NoteRow] = []
    answers: list[AnswerRow] = []
    outcomes: list[OutcomeRow] = []

    @model_validator(mode="after")
    def fits_together(self) -> "StepPart":
        numbers = [note.number for note in self.notes]
        if numbers != sorted(numbers):
            raise ValueError("notes are not in the order of their numbers")
        groups = {group.number for group in self.groups}
        if any(note.group is not None and note.group not in groups for note in self.notes):
            raise ValueError("a note is in a group that is not there")
        promises = [outcome.note for outcome in self.outcomes if outcome.note is not None]
        if len(set(promises)) != len(promises) or not set(promises) <= set(numbers):
            raise ValueError("how it went is told of a note that is not there, or twice")
        given = [(answer.person, answer.item) for answer in self.answers]
        if len(set(given)) != len(given):
            raise ValueError("one person answered one thing twice")
        return self


class ReportPart(Part):
    left_out: list[Annotated[int, Field(ge=0)]] = []
    note: str = Field(default="", max_length=1500)


class SessionFile(Part):
    format: Literal["coprod session"]
    version: Literal[2]
    title: str = Field(min_length=1, max_length=100)
    day: Annotated[date, Field(strict=False)]
    language: str = Field(min_length=1, max_length=10)
    led_by: str = Field(max_length=40)
    people: int = Field(ge=0, le=10**6)
    tables: list[Annotated[int, Field(ge=1, le=32767)]] = []
    read_first: bool = False
    own_seats: bool = False
    cites: list[str] = []
    report: ReportPart = ReportPart()
    steps: list[StepPart] = Field(max_length=200)

    @model_validator(mode="after")
    def fits_together(self) -> "SessionFile":
        for name in ("notes", "groups"):
            numbers = [row.number for step in self.steps for row in getattr(step, name)]
            if len(set(numbers)) != len(numbers):
                raise ValueError(f"two {name} have the same number")
        if len(set(self.tables)) != len(self.tables):
            raise ValueError("two tables have the same number")
        rows: list[GroupRow | NoteRow | AnswerRow] = []
        for step in self.steps:
            rows += [*step.groups, *step.notes, *step.answers]
        if any(row.table is not None and row.table not in self.tables for row in rows):
            raise ValueError("a table is named that is not there")
        return self
