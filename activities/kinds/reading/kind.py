"""Something to read: choose a text, answer its questions, and say how much say it gives people, on the ladder."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
    FEW,
    MARKS,
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


class Question(Item):
    id: str = Field(min_length=1, pattern=ID)


class Link(Config):
    ref: str = ""
    title: str
    url: str = Field(pattern=r"^https?://")
    text: str = ""
    note: str = ""


class Text(Config):
    ref: str = ""
    id: str = Field(min_length=1, pattern=ID)
    title: str
    url: str = Field(default="", pattern=r"^(https?://.*)?$")
    text: str
    note: str = ""
    questions: tuple[Question, ...] = ()
    links: tuple[Link, ...] = ()


class Rung(Item):
    id: str = Field(min_length=1, pattern=ID)
    name: str

    @property
    def shown(self) -> str:
        return self.name.capitalize() if self.name.isupper() else self.name


class ReadingConfig(Config):
    choose: Literal["one", "many"] = "one"
    texts: tuple[Text, ...] = Field(min_length=1)
    questions: tuple[Question, ...] = ()
    place: Item | None = None
    rungs: tuple[Rung, ...] = ()

    @model_validator(mode="after")
    def names_are_known(self) -> "ReadingConfig":
        no_id_twice("texts", self.texts)
        no_id_twice("rungs", self.rungs)
        if bool(self.place) != bool(self.rungs):
            raise ValueError("place and rungs go together")
        for text in self.texts:
            names = [question.id for question in self.asked(text)]
            if not names or len(set(names)) != len(names):
                raise ValueError(f"text {text.id!r} has no question, or one twice")
        return self

    def asked(self, text: Text) -> list[Question]:
        """The questions of one text, then those of every text."""
        return [*text.questions, *self.questions]

    def find(self, name: str) -> Text | None:
        return next((text for text in self.texts if text.id == name), None)

    def zone_titles(self) -> dict[str, str]:
        return {f"{t.id}:{q.id}": f"{t.title}: {q.text}" for t in self.texts for q in self.asked(t)}

    def zone_marks(self) -> dict[str, str]:
        return {f"{t.id}:{q.id}": MARKS[i % 4] for t in self.texts for i, q in enumerate(self.asked(t))}


class Reading(Kind):
    name = "reading"
    label = gettext_lazy("Something to read")
    Config = ReadingConfig

    def phases(self, config: ReadingConfig) -> Sequence[Phase]:
        answers = frozenset({"answer"})
        found = [
            Phase("choose", _("Choose"), _("Phones show what there is to read."), _("Choose one to read."), answers),
            Phase("read", _("Read"), _("Phones open the text that was chosen. Nobody writes yet."), _("Read, or listen.")),
            Phase(
                "answer", _("Answer"), _("Phones ask about it. The screen shows the questions."), _("What do you think?"),
                frozenset({"note", "change"}),
            ),
        ]  # fmt: skip
        if config.place:
            effect = _("Phones show the ladder. Marks wait until all show together.")
            found.append(Phase("place", _("The ladder"), effect, _("How much say does it give people?"), answers))
        effect = _("The screen and phones show the answers, and the ladder if there is one.")
        found.append(Phase("look", _("Look together"), effect, _("What do you notice?")))
        return found

    def alone(self, config: Any) -> Sequence[str]:
        return [phase.key for phase in self.phases(config) if phase.key != "look"]

    # -- what was chosen -----------------------------------------------------------------------------------------

    def chosen(self, state: State) -> Text | None:
        """The one text of a table: the last tap counts. None where each person reads what they like."""
        config: ReadingConfig = state.config
        taken = [a for a in state.by_item.get("text", ()) if config.find(a.value)]
        if state.scope is None or config.choose == "many" or not taken:
            return None
        return config.find(max(taken, key=lambda a: (a.rev, a.id)).value)

    def counts(self, state: State) -> list[dict[str, Any]]:
        """For each text: how many chose it, its answers, and its places on the ladder."""
        config: ReadingConfig = state.config
        found = []
        for text in config.texts:
            times = sum(a.value == text.id for a in state.by_item.get("text", ()))
            notes = [n for n in state.shown if n.zone.startswith(f"{text.id}:")]
            places = state.by_item.get(f"place:{text.id}", ())
            rungs = {rung.id: sum(a.value == rung.id for a in places) for rung in config.rungs}
            found.append({"text": text, "times": times, "notes": notes, "rungs": rungs, "placed": sum(rungs.values())})
        return found

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: ReadingConfig = step.config
        if write.verb == "answer":
            self._check_answer(write, config, phase)
            return replace(write, text="")
        if write.verb == "change":
            return replace(write, zone="")
        if write.zone not in config.zone_titles():
            raise Refusal(_("Choose which question this is about. Your words are still in the box."))
        return write

    @staticmethod
    def _check_answer(write: Write, config: ReadingConfig, phase: Phase) -> None:
        if phase.key == "choose" and write.item == "text" and config.find(write.value):
            return
        name, _colon, text = write.item.partition(":")
        placing = phase.key == "place" and name == "place" and config.find(text)
        if not placing or write.value not in {rung.id for rung in config.rungs}:
            raise Refusal(_("That is not there any more. Choose another."))

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: ReadingConfig = state.config
        key, one = state.phase.key, self.chosen(state)
        texts = [one] if one and key != "choose" else list(config.texts)
        marks = config.zone_marks()
        groups: list[dict[str, Any]] = [
            {
                "text": text,
                "zones": [
                    {"id": f"{text.id}:{q.id}", "title": q.text, "text": q.text, "colour": marks[f"{text.id}:{q.id}"]}
                    for q in config.asked(text)
                ],
            }
            for text in texts
        ]
        found: dict[str, Any] = {
            "one": one, "texts": texts, "groups": groups, "no_purpose": key != "choose", "no_ahead": key != "choose",
        }  # fmt: skip
        if key == "answer" and surface == "console":
            found["zones"] = [
                {**zone, "title": f"{group['text'].title}: {zone['title']}"}
                for group in groups
                for zone in group["zones"]
            ]
        return found

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        key = state.phase.key
        if key == "choose" and (surface != "phone" or state.scope is not None):
            context = {
                "all": self.counts(state),
                "rows": [r for r in self.counts(state) if r["times"]],
                "one": self.chosen(state),
                "surface": surface,
            }
            rev = max(state.view_rev, state.answers_rev)
            yield Part("chosen", rev, "chosen", "", "kinds/reading/_chosen.html", context)
        if key == "look":
            yield from self._ladder(state)
        if surface != "console" and (key == "look" or (key == "answer" and surface == "phone" and state.scope)):
            yield from self._notes(state)

    @staticmethod
    def _rung(rung: Any, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """A rung with the texts that were put on it, most marks first; the big screen has room for two and a number."""
        marks = [(row["text"].title, row["rungs"][rung.id]) for row in rows if row["rungs"][rung.id]]
        return {"rung": rung, "marks": sorted(marks, key=lambda mark: -mark[1]), "more": max(0, len(marks) - 2)}

    def _ladder(self, state: State) -> Iterable[Part]:
        config: ReadingConfig = state.config
        if not config.rungs:
            return
        rows = self.counts(state)
        rungs = [self._rung(rung, rows) for rung in config.rungs]
        rev = max(state.view_rev, state.answers_rev)
        context = {"rungs": rungs, "place": config.place, "few": 0 < sum(r["placed"] for r in rows) < FEW}
        yield Part("ladder", rev, "ladder", "", "kinds/reading/_ladder.html", context)

    def _notes(self, state: State) -> Iterable[Part]:
        config: ReadingConfig = state.config
        marks = config.zone_marks()
        for note in state.moved:
            text = config.find(note.zone.partition(":")[0])
            if text is None:
                continue
            yield note_part(note, "answers", marks[note.zone], "kinds/reading/_note.html", text=text)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        rows = sorted((r for r in self.counts(state) if r["times"]), key=lambda r: -r["times"])
        chosen = [Carried(r["text"].id, r["text"].title, r["times"]) for r in rows]
        return {"chosen": chosen, "ideas": [Carried(f"n{n.id}", n.text) for n in state.shown]}

    def few(self, state: State) -> Collection[str]:
        return {f"place:{row['text'].id}" for row in self.counts(state) if 0 < row["placed"] < FEW}

    def report(self, state: State) -> Sequence[Block]:
        config: ReadingConfig = state.config
        titles = {f"{t.id}:{q.id}": q.text for t in config.texts for q in config.asked(t)}
        blocks = []
        for row in self.counts(state):
            if row["notes"] or row["times"]:
                lines = [(titles.get(note.zone, ""), note.text) for note in row["notes"]]
                columns = (_("Question"), _("Answer")) if lines else ()
                about = " ".join(part for part in (row["text"].text, row["text"].url) if part)
                blocks.append(Block(row["text"].title, about, columns=columns, rows=lines))
        if config.place:
            blocks.append(self._placed(state, config.place.text))
        return blocks

    def _placed(self, state: State, asked: str) -> Block:
        """Where texts were placed, of those that five people or more placed. It tells fewer and nobody alike, as does a file."""
        counts = self.counts(state)
        told = [
            (rung.shown, row["text"].title, str(row["rungs"][rung.id]))
            for rung in state.config.rungs
            for row in counts
            if row["rungs"][rung.id] and row["placed"] >= FEW
        ]
        left_out = any(row["placed"] < FEW for row in counts)
        few = _("Where fewer than five people answered, it is not shown.") if left_out else ""
        return Block(asked, few, columns=(_("Rung"), _("Text"), _("Marks")) if told else (), rows=told)
