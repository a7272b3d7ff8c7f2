"""Stages along a river: what gets in the way and what helps at each, and how possible good support feels there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median_low
from typing import Any, Literal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
    FEW,
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
    note_part,
)
from activities.kinds.river import river as drawn
from activities.kinds.river.drawing import pages, river_drawing
from activities.kinds.river.river import STEPS
from activities.kinds.river.words import river_words
from coprod.live.parts import Part

COLOURS = {"above": "rose", "below": "leaf"}


class Stage(Item):
    """One stage of the river. `own`: we wrote it, and a group should make it theirs."""

    id: str = Field(pattern=r"^[a-z0-9-]+$", max_length=30)
    name: str = Field(min_length=1, max_length=30)
    own: bool = False
    statements: tuple[Item, ...] = ()


class Question(Item):
    id: str = Field(pattern=r"^[a-z0-9-]+$", max_length=30)
    title: str = Field(min_length=1, max_length=22)
    bank: Literal["above", "below"]

    @property
    def colour(self) -> str:
        return COLOURS[self.bank]


class RiverConfig(Config):
    phases: tuple[Stage, ...] = Field(min_length=2, max_length=8)
    questions: tuple[Question, ...] = Field(min_length=1, max_length=12)
    possible: Item | None = None

    @model_validator(mode="after")
    def names_differ(self) -> "RiverConfig":
        no_id_twice("phases", self.phases)
        no_id_twice("questions", self.questions)
        return self

    def stage(self, phase_key: str) -> Stage | None:
        """The stage of the river that a phase "at-<id>" is about."""
        return next((stage for stage in self.phases if phase_key == f"at-{stage.id}"), None)

    def zone_titles(self) -> dict[str, str]:
        return {f"{s.id}:{q.id}": f"{s.name}: {q.title}" for s in self.phases for q in self.questions}

    def zone_marks(self) -> dict[str, str]:
        return {f"{s.id}:{q.id}": q.colour for s in self.phases for q in self.questions}

    def banks(self) -> dict[str, tuple[str, str]]:
        """For each zone, its stage and the side of the water its notes lie on."""
        return {f"{s.id}:{q.id}": (s.id, q.bank) for s in self.phases for q in self.questions}

    def whose(self) -> str:
        """What to say of the stages that we wrote ourselves; empty when there are none."""
        own = [stage.own for stage in self.phases]
        if own[:4] == [True] * 4 and not any(own[4:]):
            return _("The first four stages were lost. We wrote these. Change them with your group.")
        return _("Some stages were lost. We wrote these. Change them with your group.") if any(own) else ""


@dataclass(frozen=True, slots=True)
class Felt:
    """How possible good support feels at a stage: how many said so, and the middle of it once there are enough."""

    stage: Stage
    count: int
    middle: int | None


class River(Kind):
    name = "river"
    label = gettext_lazy("A river with stages")
    Config = RiverConfig

    def phases(self, config: RiverConfig) -> Sequence[Phase]:
        writes = frozenset({"note", "change", "keep"})
        sails = _("The boat moves on. Phones ask what gets in the way here and what helps.")
        stages = [Phase(f"at-{stage.id}", stage.name, sails, writes=writes) for stage in config.phases]
        if config.possible:
            effect = _("Phones ask how possible each stage feels. The screen shows how many answered.")
            asked = frozenset({"answer", "clear"})
            stages.append(
                Phase("possible", _("How possible"), effect, _("How possible does good support feel?"), asked)
            )
        effect = _("Phones stop writing. The screen and phones show the whole river.")
        return (*stages, Phase("whole", _("The whole river"), effect, _("Look along the river. What stands out?")))

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        """A note names its question in `zone` and its stage in `item`; without a stage it is for where the boat is."""
        write = super().accept(write, step, phase, own)
        config: RiverConfig = step.config
        if write.verb == "change":
            return replace(write, zone="")
        if write.verb == "note":
            boat = config.stage(phase.key)
            zone = write.zone if ":" in write.zone else f"{write.item or (boat.id if boat else '')}:{write.zone}"
            if zone not in config.banks():
                raise Refusal(_("Choose what your note is about. Your words are still in the box."))
            return replace(write, zone=zone, item="")
        if write.verb in ("answer", "clear"):
            self._check_possible(write, config)
        return write

    @staticmethod
    def _check_possible(write: Write, config: RiverConfig) -> None:
        """`item` is "possible:<stage>", `value` 0 to 5."""
        if write.item not in {f"possible:{stage.id}" for stage in config.phases}:
            raise Refusal(_("That stage is not on this river."))
        if write.verb == "answer" and write.value not in {str(n) for n in range(STEPS + 1)}:
            raise Refusal(_("Choose a number from 0 to 5, or skip."))

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: RiverConfig = state.config
        at, first = config.stage(state.phase.key), state.phase.key == f"at-{config.phases[0].id}"
        context: dict[str, Any] = {
            "at": at,
            "stages": config.phases,
            "questions": config.questions,
            "whose": config.whose(),
            "steps": range(STEPS + 1),
            "last": STEPS,
            "small_head": at is not None,
            "no_purpose": not first,
            "no_ahead": not first,  # the words that can hurt are folded
        }
        if surface == "console":
            context["say"] = "" if first else self._say(state.phase, at)
            context["zones"] = [{"id": f"{at.id}:{q.id}", "title": q.title} for q in config.questions] if at else []
        return context

    @staticmethod
    def _say(phase: Phase, at: Stage | None) -> str:
        """What the facilitator may say after the first stage."""
        if at is not None:
            said = _(
                "We sail on. What may get in the way of joining in at this stage, and what would help?"
                " Nobody has to say where they are. Skip any stage. The stage is: %(stage)s."
            )
            return said % {"stage": at.name}
        if phase.key == "possible":
            return _(
                "Look at each stage once more. How possible does good support feel there, from 0 to 5?"
                " The screen shows the middle of what people say, never who. Skip any stage."
            )
        return _(
            "Here is the whole river. Take a minute to read it. Where is the water calm, and where is it rough?"
            " Which help could we start with?"
        )

    def answered(self, state: State) -> int:
        """People who wrote about the stage where the boat is, or said how possible a stage feels."""
        at = state.config.stage(state.phase.key)
        if at is None:
            return len({answer.person for answer in state.given})
        banks = state.config.banks()
        return len({note.person for note in state.notes if note.live and banks.get(note.zone, ("",))[0] == at.id})

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        if surface == "stage":
            yield from self._screen(state)
        elif surface == "console":
            yield from self._counts(state)
        elif state.phase.key == "whole":
            yield from self._banks(state, {stage.id for stage in state.config.phases})
            yield from self._felt_parts(state)
        elif (at := state.config.stage(state.phase.key)) and state.scope is not None:
            yield from self._banks(state, {at.id})

    @staticmethod
    def _banks(state: State, stages: set[str]) -> Iterable[Part]:
        """Notes that show, each on its side of the water."""
        banks = state.config.banks()
        for note in state.moved:
            stage, bank = banks.get(note.zone, ("", "above"))
            if stage in stages:
                yield note_part(note, f"{stage}-{bank}", COLOURS[bank])

    def _screen(self, state: State) -> Iterable[Part]:
        rev = max(state.view_rev, state.rows_rev)
        river = self.river(state)
        pictures = {
            "drawing": partial(self._svg, state),
            "words": partial(self._words, state),
        }
        yield Part("river", rev, "drawing", template="kinds/river/_drawing.html", context=pictures)
        if state.scope is None:
            page = {"pages": pages(river), "asked": any(phase.possible is not None for phase in river.phases)}
            yield Part("river-page", rev, "page", template="kinds/river/_page.html", context=page, tag="span")

    def _svg(self, state: State, uid: str = "river") -> SafeString:
        """Drawn when the part is rendered, in the language of the screen."""
        return mark_safe(river_drawing(self.river(state), uid=uid))  # noqa: S308 - escaped by the pen

    def _words(self, state: State) -> Mapping[str, Any]:
        return river_words(self.river(state))

    @staticmethod
    def _counts(state: State) -> Iterable[Part]:
        """For the facilitator: how many notes and answers each stage has."""
        config: RiverConfig = state.config
        banks = config.banks()
        for stage in config.phases:
            notes = [n for n in state.notes if banks.get(n.zone, ("",))[0] == stage.id]
            answers = [a for a in state.answers if a.item == f"possible:{stage.id}"]
            rev = max([state.view_rev, *(n.rev for n in notes), *(a.rev for a in answers)])
            given = sum(not a.gone for a in answers)
            context = {
                "stage": stage,
                "above": sum(n.shown and banks[n.zone][1] == "above" for n in notes),
                "below": sum(n.shown and banks[n.zone][1] == "below" for n in notes),
                "held": sum(n.held for n in notes),
                "answers": given,
                "asked": state.phase.key in ("possible", "whole") and config.possible is not None,
                "few": 0 < given < FEW,
            }
            yield Part(f"at-{stage.id}", rev, "stages", f"{config.phases.index(stage):02d}",
                       "kinds/river/_counts.html", context, "li")  # fmt: skip

    def _felt_parts(self, state: State) -> Iterable[Part]:
        if not state.config.possible:
            return
        rev = max(state.view_rev, state.answers_rev)
        for felt in self.felt(state):
            context = {"felt": felt, "last": STEPS}
            slot = f"felt-{felt.stage.id}"
            yield Part(slot, rev, slot, template="kinds/river/_felt.html", context=context, gone=felt.middle is None)

    # -- the river as data ---------------------------------------------------------------------------------------

    @staticmethod
    def felt(state: State) -> list[Felt]:
        out = []
        for stage in state.config.phases:
            values = [int(a.value) for a in state.by_item.get(f"possible:{stage.id}", ()) if a.value.isdigit()]
            out.append(Felt(stage, len(values), median_low(values) if len(values) >= FEW else None))
        return out

    def river(self, state: State) -> drawn.River:
        """What the drawing needs: notes newest first, pebbles only once they are turned up, the boat at its stage."""
        config: RiverConfig = state.config
        lying: dict[tuple[str, str], list[str]] = {}
        banks = config.banks()
        for note in reversed(state.shown):
            if note.zone in banks:
                lying.setdefault(banks[note.zone], []).append(note.text)
        middles = {felt.stage.id: felt.middle for felt in self.felt(state)} if state.phase.key == "whole" else {}
        at = config.stage(state.phase.key)
        return drawn.River(
            tuple(
                drawn.Phase(
                    stage.name,
                    drawn.Bank(tuple(lying.get((stage.id, "above"), ()))),
                    drawn.Bank(tuple(lying.get((stage.id, "below"), ()))),
                    middles.get(stage.id),
                )
                for stage in config.phases
            ),
            config.phases.index(at) if at else None,
            title=state.step.title,
        )

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        banks = state.config.banks()
        found: dict[str, list[Carried]] = {"notes": [], "in-the-way": [], "helps": []}
        for note in state.shown:
            if note.zone in banks:
                side = "in-the-way" if banks[note.zone][1] == "above" else "helps"
                for name in ("notes", side):
                    found[name].append(Carried(f"n{note.id}", note.text))
        return found

    def own_answers(self, config: Any, own: Own) -> Sequence[Asked]:
        if not config.possible:
            return []
        given = {stage: own.said(f"possible:{stage.id}") for stage in config.phases}
        said = {stage: _("%(n)s, from 0 to 5") % {"n": value} for stage, value in given.items() if value}
        asked = {stage: f"{config.possible.text} {stage.name}" for stage in said}
        return [Asked(stage.id, asked[stage], said[stage]) for stage in said]

    def few(self, state: State) -> Collection[str]:
        return {f"possible:{felt.stage.id}" for felt in self.felt(state) if felt.middle is None}

    def report(self, state: State) -> Sequence[Block]:
        config: RiverConfig = state.config
        whole = replace(state, phase=self.phase(config, "whole"))
        rows = [
            (stage.name, question.title, note.text)
            for stage in config.phases
            for question in config.questions
            for note in state.shown
            if note.zone == f"{stage.id}:{question.id}"
        ]
        river = self.river(whole)
        picture = river_drawing(river, uid=f"river{state.step.id}-{state.scope or 0}")
        text = " ".join(said for said in (river_words(river)["summary"], config.whose()) if said)
        blocks = [Block(state.step.title, text, picture, (_("Stage"), _("About"), _("Note")), rows)]
        if config.possible:
            few = _("Fewer than five people answered, so this is not shown.")
            felt = [
                (f.stage.name, few, "") if f.middle is None else (f.stage.name, str(f.middle), str(f.count))
                for f in self.felt(state)
            ]
            columns = (_("Stage"), _("How possible, 0 to 5"), _("People who answered"))
            blocks.append(Block(_("How possible"), config.possible.text, columns=columns, rows=felt))
        return blocks
