"""Two people ask each other. What is written belongs to the one who was asked: it is their page, and they choose what is shared."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field, model_validator

from activities.kinds.base import MARKS, Carried, Config, Item, Phase, State
from activities.kinds.own_page import Box, OwnPage, Share, Wall

OWN_QUESTIONS = ("own1", "own2", "own3")


class Question(Item):
    id: str = Field(min_length=1, pattern=r"^[a-z0-9-]+$")
    hint: str = ""


class InterviewConfig(Config):
    questions: tuple[Question, ...] = Field(min_length=1)
    steps: tuple[Item, ...] = ()
    own_questions: bool = False
    minutes_each: int = Field(default=5, ge=1, le=60)
    alone: bool = True
    share: Share | None = None

    @model_validator(mode="after")
    def names_differ(self) -> "InterviewConfig":
        names = [question.id for question in self.questions]
        if len({*names, *OWN_QUESTIONS}) != len(names) + len(OWN_QUESTIONS):
            raise ValueError("two questions have the same id")
        return self

    def all_questions(self) -> list[Question]:
        text = _("A question of your own, and your answer")
        own = [Question(id=name, text=text) for name in OWN_QUESTIONS] if self.own_questions else []
        return [*self.questions, *own]

    def zone_titles(self) -> dict[str, str]:
        return {question.id: question.text for question in self.all_questions()} if self.share else {}

    def zone_marks(self) -> dict[str, str]:
        return {question.id: MARKS[i % 4] for i, question in enumerate(self.all_questions())}


class Interview(OwnPage):
    name = "interview"
    label = gettext_lazy("Ask each other in pairs")
    Config = InterviewConfig
    pick_of_each = False

    def phases(self, config: InterviewConfig) -> Sequence[Phase]:
        minutes = ngettext("About %(n)d minute.", "About %(n)d minutes.", config.minutes_each) % {
            "n": config.minutes_each
        }
        page = _("Phones open a page that only its owner sees. The screen shows the questions.")
        swap = _("The two swap. The other one's own phone is the page now.")
        found = _("Phones show a sign, so that partners find each other.")
        writes = frozenset({"keep", "pass"})
        return [
            Phase(
                "first",
                _("First turn"),
                f"{page} {found} {minutes}",
                _("Find your partner. One asks, one answers."),
                writes,
                True,
            ),
            Phase("second", _("Swap over"), f"{swap} {minutes}", _("Swap over: now ask the other one."), writes, True),
            *self.closing_phases(config),
        ]

    def boxes(self, config: InterviewConfig, entries: Mapping[str, str]) -> list[Box]:
        return [Box(q.id, q.text, "questions", q.hint, lines=bool(config.share)) for q in config.all_questions()]

    def shared_walls(self, config: InterviewConfig) -> list[Wall]:
        if config.share is None:
            return []
        wanted = config.share.fields or [q.id for q in config.all_questions()]
        marks = config.zone_marks()
        return [Wall(q.id, q.text, marks[q.id]) for q in config.all_questions() if q.id in wanted]

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        turn = {"first": _("First turn"), "second": _("Swap over")}.get(state.phase.key, "")
        return {**super().frame(state, surface), "turn": turn, "many": len(state.config.questions) > 3}

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        """What was shared here, after what was shared in the step before it."""
        return {
            name: [*state.carried, *(row for row in rows if row.id not in {c.id for c in state.carried})]
            for name, rows in super().outputs(state).items()
        }
