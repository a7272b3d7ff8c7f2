"""True or false: each statement is asked, then turned over with its reason, then talked about.

A person answers a statement under its id, and again after the talk under "<id>:after". The second answers stay face
down until the facilitator turns them ("turn:<id>" is "1"), so nobody's change of mind comes up on its own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, field_validator

from activities.kinds.base import (
    FEW,
    Answer,
    Asked,
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
)
from activities.kinds.quiz import told
from activities.kinds.quiz.divided import draw_divided
from activities.kinds.quiz.drawing import (
    Slips,
    Split,
    draw_quiz,
    quiz_words,
    split_words,
    splits_of,
    told_words,
    unsure_word,
    word,
)
from coprod.live.parts import Part

VALUES = ("true", "false", "unsure")
DIVIDED = 3  # statements that the last phase brings back


class Statement(Item):
    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1)
    answer: bool
    why: str = Field(min_length=1)
    hint: str = ""
    as_of: int | None = None
    talk: str = ""

    @property
    def after(self) -> str:
        """The item of the answers after the talk."""
        return f"{self.id}:after"

    @property
    def turn(self) -> str:
        """The item under which the facilitator turns them over."""
        return f"turn:{self.id}"

    @property
    def told(self) -> str:
        return told_words(self.answer)


class QuizConfig(Config):
    statements: tuple[Statement, ...] = Field(min_length=1)

    @field_validator("statements")
    @classmethod
    def ids_differ(cls, statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        no_id_twice("statements", statements)
        return statements

    def at(self, phase: str) -> Statement | None:
        """The statement that a phase "ask-<id>" or "reveal-<id>" is about."""
        return next((s for s in self.statements if phase in (f"ask-{s.id}", f"reveal-{s.id}")), None)

    def number(self, statement: Statement) -> int:
        return self.statements.index(statement) + 1


@dataclass(frozen=True)
class Count:
    """What people said to one statement, before and after the talk."""

    statement: Statement
    rows: Sequence[Answer]

    def _split(self, item: str) -> Split:
        values = [row.value for row in self.rows if row.item == item]
        return Split(*(values.count(value) for value in VALUES))

    @cached_property
    def before(self) -> Split:
        return self._split(self.statement.id)

    @cached_property
    def after(self) -> Split:
        return self._split(self.statement.after)

    @property
    def turned(self) -> bool:
        """Has the facilitator turned the second answers? The newest word counts."""
        said = [row for row in self.rows if row.item == self.statement.turn]
        return bool(said) and max(said, key=lambda row: (row.rev, row.id)).value == "1"

    @property
    def rev(self) -> int:
        return max((row.rev for row in self.rows), default=0)

    @property
    def last(self) -> Split:
        """The split as it ended."""
        return self.after if self.after.given else self.before

    @property
    def closeness(self) -> float:
        """0 when all who took a side took the same, 0.5 when the room is cut in half."""
        return min(self.before.true, self.before.false) / self.before.total if self.before.total else 0.0


class Quiz(Kind):
    name = "quiz"
    label = gettext_lazy("True or false")
    Config = QuizConfig
    last_word = r"turn:.*"

    def phases(self, config: QuizConfig) -> Sequence[Phase]:
        of = len(config.statements)
        found = []
        for number, statement in enumerate(config.statements, 1):
            names = {"number": number, "of": of}
            found += [self._asking(statement, names), self._revealing(statement, names)]
        effect = _("The screen and phones show the statements that split you most.")
        found.append(Phase("divided", _("Where you differ"), effect, _("What do you see differently?")))
        return tuple(found)

    @staticmethod
    def _asking(statement: Statement, names: Mapping[str, int]) -> Phase:
        return Phase(
            f"ask-{statement.id}",
            _("Statement %(number)d of %(of)d") % names,
            _("Phones ask true or false. The screen shows how many have answered, not what."),
            _("Choose on your own first"),
            frozenset({"answer", "clear"}),
        )

    @staticmethod
    def _revealing(statement: Statement, names: Mapping[str, int]) -> Phase:
        return Phase(
            f"reveal-{statement.id}",
            _("Turn over %(number)d") % names,
            _("The screen turns the slips and shows the reason. Read it aloud, then talk."),
            _("Talk to the person next to you"),
            frozenset({"answer", "clear"}),
        )

    def alone(self, config: Any) -> Sequence[str]:
        return [phase.key for phase in self.phases(config) if phase.writes]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        statement = step.config.at(phase.key)
        asking = phase.key.startswith("ask-")
        if not asking and own.facilitator and write.item == statement.turn and write.value in ("0", "1"):
            return replace(write, text="")
        if write.item != (statement.id if asking else statement.after):
            raise Refusal(_("That statement is over. Answer the one that shows now."))
        if write.verb == "answer" and write.value not in VALUES:
            raise Refusal(_("Choose true, false or not sure, or skip."))
        return replace(write, text="")

    # -- counting ------------------------------------------------------------------------------------------------

    @staticmethod
    def count(state: State, statement: Statement) -> Count:
        items = (statement.id, statement.after, statement.turn)
        return Count(statement, [row for row in state.answers if row.item in items])

    def counts(self, state: State) -> list[Count]:
        return [self.count(state, statement) for statement in state.config.statements]

    def answered(self, state: State) -> int | None:
        """People who answered the statement; who answers again after the talk is counted for the facilitator alone."""
        statement = state.config.at(state.phase.key)
        if statement is None or not state.phase.key.startswith("ask-"):
            return None
        return self.count(state, statement).before.given

    def divided(self, state: State) -> list[Count]:
        """The statements that split the room most, closest first."""
        split = [count for count in self.counts(state) if count.closeness]
        return sorted(split, key=lambda count: (-count.closeness, -count.before.total))[:DIVIDED]

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: QuizConfig = state.config
        statement = config.at(state.phase.key)
        context: dict[str, Any] = {
            "statement": statement,
            "asking": state.phase.key.startswith("ask-"),
            "choices": choices(),
        }
        if statement is not None:
            number = config.number(statement)
            names = {"title": state.step.title, "number": number, "of": len(config.statements)}
            context |= {
                "number": number,
                "of": len(config.statements),
                "where": _("%(title)s %(number)d of %(of)d") % names,
                "head": statement.text,
                "no_purpose": not (context["asking"] and number == 1),
                "say": "" if context["asking"] and number == 1 else self._say(statement, asking=context["asking"]),
            }
        else:
            say = _("These statements split you most. That is fine. Which one would you like to talk about again?")
            context |= {"where": state.step.title, "head": _("Where you differ"), "no_purpose": True, "say": say}
        return context

    @staticmethod
    def _say(statement: Statement, *, asking: bool) -> str:
        """For the facilitator to read aloud: the statement, or what the toolkit says of it."""
        if asking:
            return _("%(statement)s True or false? Choose on your own first. Skip if you like.") % {
                "statement": statement.text
            }
        return " ".join(text for text in (statement.told, statement.why, statement.talk) if text)

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        statement = state.config.at(state.phase.key)
        if statement is None:
            yield from self._divided_parts(state, surface)
            return
        count = self.count(state, statement)
        if surface == "stage":
            yield self._drawing(state, count)
            yield self._page(state, statement)
        elif surface == "console":
            yield self._told_to_facilitator(state, count)
        elif not state.phase.key.startswith("ask-"):
            yield from self._on_phones(state, count)

    @staticmethod
    def _page(state: State, statement: Statement) -> Part:
        where = {"number": state.config.number(statement), "of": len(state.config.statements)}
        return Part("page", state.view_rev, "page", "", "kinds/quiz/_page.html", where, "span")

    def _drawing(self, state: State, count: Count) -> Part:
        slips = self.slips(count, asking=state.phase.key.startswith("ask-"), turned=count.turned)
        rev = max(state.view_rev, count.rev)
        context = {"svg": mark_safe(draw_quiz(slips)), "words": quiz_words(slips), "slips": slips}  # noqa: S308
        return Part("slips", rev, "slips", "", "kinds/quiz/_drawing.html", context)

    @staticmethod
    def slips(count: Count, *, asking: bool = False, turned: bool = True) -> Slips:
        """The statement as the screen draws it."""
        statement = count.statement
        if asking:
            return Slips(statement.text, count.before)
        after = count.after if turned and count.after.given else None
        return Slips(statement.text, count.before, after, True, statement.answer, statement.why, statement.talk)

    @staticmethod
    def _told_to_facilitator(state: State, count: Count) -> Part:
        asking = state.phase.key.startswith("ask-")
        now = count.before if asking else count.after
        few = 0 < (now if asking else count.before).given < FEW
        context = {
            "asking": asking, "statement": count.statement, "step": state.step, "given": now.given, "few": few,
            "split": "" if asking else split_words(count.before, ""), "turned": count.turned,
            "after": split_words(count.after, ""),
        }  # fmt: skip
        rev = max(state.view_rev, count.rev)
        return Part("quiz-count", rev, "quiz-count", "", "kinds/quiz/_console_count.html", context)

    def _on_phones(self, state: State, count: Count) -> Iterable[Part]:
        """The first split, which stands still; then how many others said each, of which a phone shows its own."""
        before_rev = max([state.view_rev, *(row.rev for row in count.rows if row.item == count.statement.id)])
        context = {"bars": bars(count.before), "words": split_words(count.before, "")}
        yield Part("bars", before_rev, "split", "0", "kinds/quiz/_bars.html", context)
        others = [(value, max(0, getattr(count.before, value) - 1)) for value in VALUES]
        yield Part("others", before_rev, "split", "2", "kinds/quiz/_others.html", {"others": others}, "p", "others")
        shown = count.turned and count.after.given > 0
        told = {"words": split_words(count.after, "")}
        rev = max(state.view_rev, count.rev)
        yield Part("after", rev, "after", "", "kinds/quiz/_after.html", told, "p", "tray", gone=not shown)

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        statement = state.config.at(state.phase.key)
        if statement is None or state.phase.key.startswith("ask-"):
            return
        answer = own.answers.get(statement.id)
        if answer is not None:
            classes = f"said said--{answer.value}"
            template = "kinds/quiz/_said.html"
            yield Part("said", answer.rev, "split", "1", template, {"value": answer.value}, "p", classes, answer.gone)

    def _divided_parts(self, state: State, surface: str) -> Iterable[Part]:
        found = self.divided(state)
        rows = [
            {
                "statement": count.statement, "number": state.config.number(count.statement),
                "bars": bars(count.before), "words": split_words(count.before, ""),
                "after": split_words(count.after, "") if count.after.given else "",
            }
            for count in found
        ]  # fmt: skip
        context: dict[str, Any] = {"rows": rows}
        if surface == "stage":
            drawn = [(count.statement.text, count.before, count.after) for count in found]
            context["svg"] = mark_safe(draw_divided(drawn))  # noqa: S308
        name = {"stage": "_divided_stage", "phone": "_divided_phone", "console": "_divided_console"}[surface]
        rev = max(state.view_rev, state.rows_rev)
        yield Part("divided", rev, "divided", "", f"kinds/quiz/{name}.html", context)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        rows = [Carried(count.statement.id, count.statement.text, count.before.given) for count in self.divided(state)]
        return {"divided": rows}

    def own_answers(self, config: Any, own: Own) -> Sequence[Asked]:
        """The last word on each statement, and what the toolkit says of it."""
        words = {choice["value"]: str(choice["label"]) for choice in choices()}
        given = {s: own.said(s.after) or own.said(s.id) for s in config.statements}
        told = {s: _("You said: %(word)s.") % {"word": words[value]} for s, value in given.items() if value in words}
        return [Asked(s.id, s.text, f"{said}\n{s.told} {s.why}") for s, said in told.items()]

    def few(self, state: State) -> Collection[str]:
        found = set()
        for count in self.counts(state):
            statement = count.statement
            if count.before.given < FEW:
                found |= {statement.id, statement.after}
            elif count.after.given < FEW:
                found.add(statement.after)
        return found

    def report(self, state: State) -> Sequence[Block]:
        return list(told.blocks(state.step.title, [self._told(count) for count in self.counts(state)]))

    @staticmethod
    def _told(count: Count) -> told.Told:
        statement, before, after = count.statement, count.before, count.after
        splits = splits_of(before, after if after.given >= FEW else None) if before.given >= FEW else ()
        return told.Told(statement.text, statement.answer, statement.why, splits)


def choices() -> list[dict[str, str]]:
    """The answers as phones offer them: true and false weigh the same, not sure is an answer like them."""
    return [
        {"value": "true", "label": word(True), "mark": "sky"},
        {"value": "false", "label": word(False), "mark": "sun"},
        {"value": "unsure", "label": unsure_word(), "mark": ""},
    ]


def bars(split: Split) -> list[dict[str, Any]]:
    """Bars in hundredths of the longest, with their numbers."""
    most = max(split.true, split.false, split.unsure, 1)
    counts = {"true": split.true, "false": split.false, "unsure": split.unsure}
    return [
        {**choice, "n": counts[choice["value"]], "part": round(counts[choice["value"]] * 100 / most)}
        for choice in choices()
    ]
