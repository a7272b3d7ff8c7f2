"""How was it? Statements with five words to choose from, and open questions. Totals, never who.

Open answers are notes that wait for the facilitator when the step holds them. Below `least` people no totals are given,
on any surface or in the report.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
    MARKS,
    Asked,
    Block,
    Config,
    Item,
    Kind,
    Own,
    Phase,
    Refusal,
    Sight,
    State,
    StepInfo,
    Write,
    no_id_twice,
    note_part,
)
from activities.kinds.survey.compared import compared
from activities.kinds.survey.drawing import A_PAGE, Total, Totals, draw_survey, row_words, survey_words, too_few_words
from coprod.live.parts import Part

OPEN_A_PAGE = 3  # open questions on the screen at once


class Statement(Item):
    """With `recall` each person sees, on their own phone alone, what they wrote for themselves in the step before."""

    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1)
    hint: str = ""
    recall: str = ""  # the name of that step's output


class SurveyConfig(Config):
    scale: tuple[str, str, str, str, str]
    statements: tuple[Statement, ...] = Field(min_length=1, max_length=30)
    open: tuple[Statement, ...] = ()
    least: int = Field(default=5, ge=3, le=20)

    @model_validator(mode="after")
    def ids_differ(self) -> "SurveyConfig":
        no_id_twice("statements or questions", self.statements, self.open)
        return self

    def zones(self) -> list[dict[str, str]]:
        return [{"id": q.id, "title": q.text, "colour": MARKS[i % 4]} for i, q in enumerate(self.open)]

    def zone_titles(self) -> dict[str, str]:
        return {zone["id"]: zone["title"] for zone in self.zones()}

    def zone_marks(self) -> dict[str, str]:
        return {zone["id"]: zone["colour"] for zone in self.zones()}

    @property
    def pages(self) -> int:
        return -(-len(self.statements) // A_PAGE)

    @property
    def open_pages(self) -> int:
        return -(-len(self.open) // OPEN_A_PAGE)


class Survey(Kind):
    name = "survey"
    label = gettext_lazy("How was it?")
    Config = SurveyConfig

    def phases(self, config: SurveyConfig) -> Sequence[Phase]:
        writes = {"answer", "clear"} | ({"note", "change"} if config.open else set())
        effect = _("Phones ask one thing at a time. The screen shows how many have answered, nothing else.")
        found = [Phase("answer", _("Answer"), effect, "", frozenset(writes))]
        for page in range(1, config.pages + 1):
            key = "totals" if page == 1 else f"totals-{page}"
            effect = _("The screen and phones show how many said what. Never who.")
            found.append(Phase(key, _("How many said what"), effect, _("What do you notice?")))
        for page in range(1, config.open_pages + 1):
            key = "open" if page == 1 else f"open-{page}"
            effect = _("The screen and phones show the open answers that you put up.")
            found.append(Phase(key, _("In people’s words"), effect, _("What people wrote")))
        return tuple(found)

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: SurveyConfig = step.config
        if write.verb in ("answer", "clear"):
            if write.item not in {statement.id for statement in config.statements}:
                raise Refusal(_("That statement is not here. Choose one that shows."))
            if write.verb == "answer" and write.value not in ("0", "1", "2", "3", "4"):
                raise Refusal(_("Choose one first, or skip."))
            return replace(write, text="")
        if write.verb == "change":
            return replace(write, zone="")
        if write.zone not in {question.id for question in config.open}:
            raise Refusal(_("Choose which question this answers. Your words are still in the box."))
        return write

    # -- counting ------------------------------------------------------------------------------------------------

    @staticmethod
    def totals(state: State, statements: Sequence[Statement] | None = None) -> Totals:
        config: SurveyConfig = state.config
        # Once the links are cut nobody can say which answers are one person's: as many people as answered one statement.
        people = max((len(state.by_item.get(statement.id, ())) for statement in config.statements), default=0)
        rows = []
        for statement in config.statements if statements is None else statements:
            values = [answer.value for answer in state.by_item.get(statement.id, ())]
            rows.append(Total(statement.text, tuple(values.count(str(i)) for i in range(5))))
        return Totals(config.scale, tuple(rows), people, config.least)

    @staticmethod
    def _page(state: State, a_page: int) -> slice:
        _name, _dash, number = state.phase.key.partition("-")
        start = (int(number or 1) - 1) * a_page
        return slice(start, start + a_page)

    def _statements(self, state: State) -> Sequence[Statement]:
        return state.config.statements[self._page(state, A_PAGE)] if state.phase.key.startswith("totals") else ()

    def _open(self, state: State) -> list[dict[str, str]]:
        zones: list[dict[str, str]] = state.config.zones()
        return zones[self._page(state, OPEN_A_PAGE)] if state.phase.key.startswith("open") else []

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def answered(self, state: State) -> int:
        """The most answers that one statement has: once the links are cut, nobody can say which answers are one person's."""
        return max((len(answers) for answers in state.by_item.values()), default=0)

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: SurveyConfig = state.config
        asking = state.phase.key == "answer"
        of = len(config.statements) + len(config.open)
        return {
            "asking": asking,
            "scale": [{"value": i, "name": config.scale[i]} for i in range(4, -1, -1)],
            "of": of,
            "first_open": len(config.statements),
            "zones": config.zones() if asking else self._open(state),
            "small_head": asking,
            "no_purpose": True,
            "open_phase": state.phase.key.startswith("open"),
        }

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        statements = self._statements(state)
        if statements:
            yield self._totals_part(state, surface, statements)
        elif state.phase.key == "answer":
            if surface == "console":
                people = self.totals(state, ()).people
                context = {"n": people, "least": state.config.least, "few": 0 < people < state.config.least}
                rev = max([state.view_rev, *(answer.rev for answer in state.answers)])
                yield Part("begun", rev, "begun", "", "kinds/survey/_begun.html", context)
        elif surface != "console":
            yield from self._words(state)

    def _totals_part(self, state: State, surface: str, statements: Sequence[Statement]) -> Part:
        totals = self.totals(state, statements)
        rev = max([state.view_rev, *(answer.rev for answer in state.answers)])
        words = survey_words(state.step.title, totals)
        if surface == "stage":
            context = {"svg": mark_safe(draw_survey(state.step.title, totals)), "words": words}  # noqa: S308
            return Part("totals", rev, "totals", "", "kinds/survey/_drawing.html", context)
        rows = [{"row": row, "words": row_words(totals, row), "bars": self._bars(totals, row)} for row in totals.rows]
        context = {"rows": rows if totals.shown else [], "few": too_few_words(totals.least), "shown": totals.shown}
        return Part("totals", rev, "totals", "", "kinds/survey/_totals.html", context)

    @staticmethod
    def _bars(totals: Totals, row: Total) -> list[dict[str, Any]]:
        if not totals.tells(row):
            return []
        most = max(1, *row.counts)
        return [
            {"name": totals.scale[i], "n": row.counts[i], "part": round(row.counts[i] * 100 / most), "i": i}
            for i in range(4, -1, -1)
        ]

    def _words(self, state: State) -> Iterable[Part]:
        """Open answers that were put up, in an order that says nothing of when they came."""
        zones = {zone["id"]: zone["colour"] for zone in self._open(state)}
        for note in state.moved:
            part = note_part(note, f"zone-{note.zone}", zones.get(note.zone, "sun"), here=note.zone in zones)
            yield replace(part, order=f"{crc32(note.text.encode()):08x}")

    # -- what only the owner sees --------------------------------------------------------------------------------

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        """Their own goals, from their private page: they go to their owner by HTTP and into nobody else's bytes."""
        if state.phase.key != "answer":
            return
        for statement in state.config.statements:
            if not statement.recall:
                continue
            lines, elsewhere = own.carried.get(statement.recall, ()), statement.recall not in own.carried
            slot, context = f"recall-{statement.id}", {"lines": lines, "elsewhere": elsewhere}
            yield Part(slot, 0, slot, "", "kinds/survey/_recall.html", context, gone=not lines and not elsewhere)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def own_answers(self, config: Any, own: Own) -> Sequence[Asked]:
        given = {s: own.said(s.id) for s in config.statements}
        return [Asked(s.id, s.text, config.scale[int(value)]) for s, value in given.items() if value]

    def few(self, state: State) -> Collection[str]:
        statements = state.config.statements
        totals = self.totals(state)
        return {one.id for one, row in zip(statements, totals.rows, strict=True) if not totals.tells(row)}

    def report(self, state: State) -> Sequence[Block]:
        config: SurveyConfig = state.config
        blocks = []
        for start in range(0, len(config.statements), A_PAGE):
            totals = self.totals(state, config.statements[start : start + A_PAGE])
            words = survey_words(state.step.title, totals)
            drawing = draw_survey(state.step.title, totals) if totals.shown else ""
            blocks.append(Block(words.heading, words.text, drawing, words.columns, words.rows))
            if not totals.shown:
                break
        for question in config.open:
            blocks.append(Block(question.text, items=sorted(n.text for n in state.shown if n.zone == question.id)))
        return blocks

    # -- several sessions side by side ---------------------------------------------------------------------------

    def compares(self, step: StepInfo) -> str:
        return step.key

    def compare(self, sights: Sequence[Sight]) -> Sequence[Block]:
        """A statement with the same words and the same scale is the same statement."""
        asked: dict[tuple[str, str, tuple[str, ...]], list[tuple[str, str, Total]]] = {}
        for sight in sights:
            config: SurveyConfig = sight.state.config
            for statement, total in zip(config.statements, self.totals(sight.state).rows, strict=True):
                key = (statement.id, statement.text, config.scale)
                asked.setdefault(key, []).append((sight.label, sight.name, total))
        least = max(sight.state.config.least for sight in sights)
        return [block for (_id, text, scale), rows in asked.items() for block in compared(text, scale, rows, least)]
