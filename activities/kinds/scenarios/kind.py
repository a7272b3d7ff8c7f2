"""Stories on cards: a table takes one and keeps it, says what it thinks, and then sees what others tried, beside its own ideas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
    MARKS,
    Answer,
    Block,
    Carried,
    Config,
    Item,
    Kind,
    Own,
    Phase,
    Refusal,
    State,
    StepInfo,
    Write,
    no_id_twice,
    note_part,
)
from coprod.live.parts import Part

ID = r"^[a-z0-9-]+$"
ROOM_CARD = "room-card"  # the facilitator's word on the story of the whole room


class Question(Item):
    id: str = Field(min_length=1, pattern=ID)


class Scenario(Config):
    ref: str = ""
    id: str = Field(min_length=1, pattern=ID)
    title: str = Field(max_length=30)
    text: str
    own: bool = False  # written by us, where the toolkit's own is lost
    tried: tuple[Item, ...] = ()


class Extra(Item):
    title: str = ""


class Further(Config):
    title: str
    text: str = ""
    items: tuple[Extra, ...] = ()


class ScenariosConfig(Config):
    questions: tuple[Question, ...] = Field(min_length=1, max_length=4)
    scenarios: tuple[Scenario, ...] = Field(min_length=1)
    extra: Further | None = None
    closing: Item | None = None

    @model_validator(mode="after")
    def names_differ(self) -> "ScenariosConfig":
        no_id_twice("scenarios", self.scenarios)
        no_id_twice("questions", self.questions)
        if self.closing and not self.closing.id:
            raise ValueError("closing needs an id")
        return self

    def zone_titles(self) -> dict[str, str]:
        found = {f"{s.id}:{q.id}": f"{s.title}: {q.text}" for s in self.scenarios for q in self.questions}
        return found | ({self.closing.id: self.closing.text} if self.closing else {})

    def zone_marks(self) -> dict[str, str]:
        found = {f"{s.id}:{q.id}": MARKS[i % 4] for s in self.scenarios for i, q in enumerate(self.questions)}
        return found | ({self.closing.id: "rose"} if self.closing else {})

    def scenario(self, name: str) -> Scenario | None:
        return next((s for s in self.scenarios if s.id == name), None)


class Scenarios(Kind):
    name = "scenarios"
    label = gettext_lazy("Stories on cards")
    Config = ScenariosConfig

    def phases(self, config: ScenariosConfig) -> Sequence[Phase]:
        found = [
            Phase(
                "choose", _("Take a story"), _("Phones show the stories. Each table takes one and keeps it."),
                _("Which story will you take?"), frozenset({"answer"}),
            ),
            Phase(
                "think", _("What do you think?"), _("Phones open a box under the story. The screen shows the questions."),
                "", frozenset({"note", "change"}),
            ),
            Phase(
                "reveal", _("What others tried"), _("Phones and the screen show what others tried, beside your own ideas."),
                _("What others tried, beside your ideas"),
            ),
        ]  # fmt: skip
        if config.extra or config.closing:
            writes = frozenset({"note", "change"}) if config.closing else frozenset()
            effect = _("Phones show more to think about, and a box if you have one more thing to say.")
            found.append(Phase("more", _("And more"), effect, _("What else comes to mind?"), writes))
        return found

    def alone(self, config: Any) -> Sequence[str]:
        return [phase.key for phase in self.phases(config)]

    # -- which card ----------------------------------------------------------------------------------------------

    def card(self, state: State) -> Scenario:
        """The story of a table, or of the room: what was taken last, or the next in turn where nothing was."""
        config: ScenariosConfig = state.config
        taken = [a for a in state.by_item.get("card", ()) if config.scenario(a.value)]
        if state.scope is None:
            said = [a for a in state.by_item.get(ROOM_CARD, ()) if config.scenario(a.value)]
            taken = said or self._most(taken, config)
        last = max(taken, key=lambda a: (a.rev, a.id), default=None)
        if last is not None:
            return config.scenario(last.value) or config.scenarios[0]
        return config.scenarios[((state.scope or 1) - 1) % len(config.scenarios)]

    @staticmethod
    def _most(taken: list[Answer], config: ScenariosConfig) -> list[Answer]:
        """What most people chose, where the facilitator has not said."""
        counts = {s.id: sum(a.value == s.id for a in taken) for s in config.scenarios}
        most = max(counts, key=lambda name: counts[name])
        return [a for a in taken if a.value == most]

    def tables(self, state: State) -> list[dict[str, Any]]:
        """Each table with its story and its number of ideas, for a screen that shows the whole room."""
        found = []
        for number in state.tables if state.scope is None else ():
            there = state.at(number)
            card = self.card(there)
            ideas = sum(note.shown and note.zone.startswith(f"{card.id}:") for note in there.notes)
            taken = any(not a.gone for a in there.answers if a.item == "card")
            found.append({"number": number, "card": card, "ideas": ideas, "taken": taken})
        return found

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: ScenariosConfig = step.config
        if write.verb == "answer":
            known = write.item == "card" or (write.item == ROOM_CARD and own.facilitator)
            if not known or config.scenario(write.value) is None:
                raise Refusal(_("That story is not there. Choose another."))
            return replace(write, text="")
        if write.verb == "change":
            return replace(write, zone="")
        if phase.key == "more":
            return replace(write, zone=config.closing.id if config.closing else "")
        if ":" not in write.zone or write.zone not in config.zone_titles():
            raise Refusal(_("Choose which question this is about. Your words are still in the box."))
        return write

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: ScenariosConfig = state.config
        card, key = self.card(state), state.phase.key
        overview = state.scope is None and bool(state.tables)
        found: dict[str, Any] = {
            "card": card, "overview": overview,
            "asked": [
                {"id": f"{card.id}:{q.id}", "title": q.text, "text": q.text, "colour": MARKS[i % 4], "slot": f"ideas-{q.id}"}
                for i, q in enumerate(config.questions)
            ],
            "no_purpose": key != "choose", "no_ahead": key != "choose",
        }  # fmt: skip
        if key == "think" and not overview:
            found["zones"] = found["asked"]
        return found

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        key = state.phase.key
        if key == "choose":
            yield self._taken(state, surface)
        elif key == "more":
            yield from self._closing(state, surface)
        elif state.scope is None and state.tables:
            if surface != "phone":
                yield self._overview(state, surface)
        elif key == "reveal" or (surface == "phone" and state.scope is not None):
            yield from self._ideas(state, surface)

    def _taken(self, state: State, surface: str) -> Part:
        """What was taken so far: for a table its own, for the room each table's."""
        context = {
            "card": self.card(state), "tables": self.tables(state), "surface": surface, "scope": state.scope,
            "any": bool(state.by_item.get("card")), "cards": state.config.scenarios,
        }  # fmt: skip
        rev = max(state.view_rev, state.answers_rev)
        return Part("taken", rev, "taken", "", "kinds/scenarios/_taken.html", context)

    def _overview(self, state: State, surface: str) -> Part:
        context = {"tables": self.tables(state), "surface": surface, "key": state.phase.key}
        rev = max(state.view_rev, state.rows_rev)
        return Part("overview", rev, "overview", "", "kinds/scenarios/_overview.html", context)

    def _ideas(self, state: State, surface: str) -> Iterable[Part]:
        card = self.card(state)
        marks = state.config.zone_marks()
        for note in state.moved:
            name, _colon, question = note.zone.partition(":")
            if name != card.id or surface == "console":
                continue
            yield note_part(note, f"ideas-{question}", marks[note.zone])

    def _closing(self, state: State, surface: str) -> Iterable[Part]:
        closing = state.config.closing
        for note in state.moved if surface != "console" else ():
            if closing and note.zone == closing.id:
                yield note_part(note, "closing", "rose")

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        return {"ideas": [Carried(f"n{n.id}", n.text) for n in state.shown if ":" in n.zone]}

    def report(self, state: State) -> Sequence[Block]:
        config: ScenariosConfig = state.config
        blocks = []
        for scenario in config.scenarios:
            rows = [
                (question.text, note.text)
                for question in config.questions
                for note in state.shown
                if note.zone == f"{scenario.id}:{question.id}"
            ]
            if rows:
                blocks.append(Block(scenario.title, scenario.text, columns=(_("Question"), _("Idea")), rows=rows))
                tried = [item.text for item in scenario.tried]
                blocks.append(Block(_("What others tried"), scenario.title, items=tried))
        if config.closing:
            items = [note.text for note in state.shown if note.zone == config.closing.id]
            blocks.append(Block(config.closing.text, "" if items else _("Nothing was written."), items=items))
        return blocks
