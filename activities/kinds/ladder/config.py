"""What a pack says of a ladder: its rungs, the questions that are placed on it, the notes asked for after."""

from typing import Literal

from pydantic import Field, model_validator

from activities.kinds.base import MARKS, Config, Item, no_id_twice
from activities.kinds.ladder import ladder
from activities.kinds.ladder.ladder import SUBJECT_MARKS


class Rung(Item):
    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    name: str = Field(min_length=1)
    text: str = ""
    example: str = ""

    @property
    def drawn(self) -> ladder.Rung:
        return ladder.Rung(self.name, self.text)

    @property
    def shown(self) -> str:
        return self.drawn.shown


class Question(Item):
    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1)
    lane: str = Field(max_length=22)
    mark: Literal["now", "should"] = "now"
    subject: Literal["organisation", "team", "self", "role", "realistic"] = "team"
    reason: bool = False

    @property
    def paper(self) -> str:
        """The colour and shape of its marks, on phones as on the big screen."""
        return SUBJECT_MARKS[self.subject]

    @property
    def why(self) -> str:
        """The zone of the reasons."""
        return f"why-{self.id}"


class Prompt(Item):
    """Thoughts after the marks."""

    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    title: str = Field(max_length=22)


class LadderConfig(Config):
    rungs: tuple[Rung, ...] = Field(min_length=2, max_length=8)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=6)
    notes: tuple[Prompt, ...] = ()

    @model_validator(mode="after")
    def ids_differ(self) -> "LadderConfig":
        no_id_twice("rungs", self.rungs)
        no_id_twice("questions", self.questions)
        no_id_twice("notes", self.notes)
        return self

    @property
    def marks(self) -> tuple[str, ...]:
        """ "now", "should", or both, as the questions have them."""
        return tuple(dict.fromkeys(question.mark for question in self.questions))

    def of_mark(self, mark: str) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.mark == mark)

    def placed_in(self, phase: str) -> tuple[Question, ...]:
        """The questions that a phase "place-<mark>" asks."""
        return self.of_mark(phase.removeprefix("place-")) if phase.startswith("place-") else ()

    def seen_in(self, phase: str) -> tuple[Question, ...]:
        """The questions that a phase "show-<mark>" turns up: those before it as well."""
        mark = phase.removeprefix("show-")
        marks = self.marks[: self.marks.index(mark) + 1] if phase.startswith("show-") and mark in self.marks else ()
        return tuple(question for question in self.questions if question.mark in marks)

    @property
    def reasons(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.reason)

    def zones(self) -> list[dict[str, str]]:
        """Where notes go: reasons, then the open prompts."""
        reasons = [{"id": q.why, "title": q.lane, "text": q.text, "colour": q.paper} for q in self.reasons]
        prompts = [
            {"id": p.id, "title": p.title, "text": p.text, "colour": MARKS[i % len(MARKS)]}
            for i, p in enumerate(self.notes)
        ]
        return [*reasons, *prompts]

    def zones_in(self, phase: str) -> list[dict[str, str]]:
        """The zones that a phase opens or shows."""
        if phase.startswith("place-"):
            names = [question.why for question in self.placed_in(phase) if question.reason]
        elif phase == "why":
            names = [question.why for question in self.reasons]
        elif phase in ("notes", "read"):
            names = [prompt.id for prompt in self.notes]
        else:
            names = []
        return [zone for zone in self.zones() if zone["id"] in names]

    def zone_titles(self) -> dict[str, str]:
        return {zone["id"]: zone["title"] for zone in self.zones()}

    def zone_marks(self) -> dict[str, str]:
        return {zone["id"]: zone["colour"] for zone in self.zones()}
