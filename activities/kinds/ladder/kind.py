"""The ladder: how much say people have now, how much they should have, the gap between, and what stands in it.

Placements are answers (item: the question, value: the rung). Reasons and thoughts are notes, so that their writers can
take them back and the facilitator can hold them; a reason's zone is "why-<question>".
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.kinds.base import (
    FEW,
    Answer,
    Asked,
    Block,
    Carried,
    Kind,
    Note,
    Own,
    Phase,
    Refusal,
    Sight,
    State,
    StepInfo,
    Write,
    note_part,
)
from activities.kinds.ladder.compared import compared
from activities.kinds.ladder.config import LadderConfig, Question, Rung
from activities.kinds.ladder.drawing import draw_ladder
from activities.kinds.ladder.ladder import Ladder, Lane
from activities.kinds.ladder.words import gap_sentence, ladder_words, lane_words
from coprod.live.parts import Part


class LadderKind(Kind):
    name = "ladder"
    label = gettext_lazy("The ladder")
    Config = LadderConfig

    def phases(self, config: LadderConfig) -> Sequence[Phase]:
        found: list[Phase] = []
        for mark in config.marks:
            found += [self._placing(config, mark), self._showing(config, mark)]
        if config.reasons:
            effect = _("The screen and phones show the reasons, without names.")
            found.append(Phase("why", _("The reasons"), effect, _("What makes us say so?")))
        if config.notes:
            writes = frozenset({"note", "change", "keep"})
            effect = _("Phones open a box to write in. Notes land on the screen.")
            found.append(Phase("notes", _("Notes"), effect, _("Write what you notice. One idea a note."), writes))
            effect = _("Phones stop writing. The screen and phones show the notes.")
            found.append(Phase("read", _("Read together"), effect, _("Read together")))
        return tuple(found)

    @staticmethod
    def _placing(config: LadderConfig, mark: str) -> Phase:
        writes = {"answer", "clear"}
        if any(question.reason for question in config.of_mark(mark)):
            writes |= {"note", "change", "keep"}
        effect = _("Phones show the ladder. The screen shows how many have placed marks, not where.")
        if mark == "now":
            return Phase("place-now", _("Where we are now"), effect, "", frozenset(writes))
        now = _("Tap where you should be, and could be")
        return Phase("place-should", _("Where we should be"), effect, now, frozenset(writes))

    @staticmethod
    def _showing(config: LadderConfig, mark: str) -> Phase:
        if mark == "now":
            effect = _("The screen and phones show where the marks stand today.")
            return Phase("show-now", _("See where we are"), effect, _("Look together. What do you notice?"))
        effect = _("The screen and phones show all the marks, and the gap.")
        return Phase("show-should", _("See the gap"), effect, _("Look at the gap. What stands in it?"))

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: LadderConfig = step.config
        if write.verb in ("answer", "clear"):
            if write.item not in {question.id for question in config.placed_in(phase.key)}:
                raise Refusal(_("That question is over. Answer the one that shows now."))
            if write.verb == "answer" and write.value not in {rung.id for rung in config.rungs}:
                raise Refusal(_("Choose a rung first, or skip."))
            return replace(write, text="")
        if write.verb == "change":
            return replace(write, zone=write.zone if write.zone in config.zone_titles() else "")
        if write.verb == "note":
            return self._into_zone(write, config.zones_in(phase.key))
        return write

    @staticmethod
    def _into_zone(write: Write, zones: Sequence[Mapping[str, str]]) -> Write:
        zone = write.zone or (zones[0]["id"] if len(zones) == 1 else "")
        if zone not in {z["id"] for z in zones}:
            raise Refusal(_("Choose where your note goes. Your words are still in the box."))
        return replace(write, zone=zone)

    # -- counting ------------------------------------------------------------------------------------------------

    @staticmethod
    def _rows(state: State, questions: Sequence[Question]) -> list[Answer]:
        asked = {question.id for question in questions}
        return [answer for answer in state.answers if answer.item in asked]

    def placed(self, state: State, questions: Sequence[Question]) -> int:
        """People with a mark at one of the questions."""
        return len({answer.person for answer in self._rows(state, questions) if not answer.gone})

    def answered(self, state: State) -> int:
        questions = state.config.placed_in(state.phase.key)
        return self.placed(state, questions) if questions else state.answered

    def ladder(self, state: State, questions: Sequence[Question]) -> Ladder:
        """The questions as lanes, each with how many stand on each rung."""
        config: LadderConfig = state.config
        lanes = []
        for question in questions:
            values = [answer.value for answer in state.by_item.get(question.id, ())]
            counts = tuple(values.count(rung.id) for rung in config.rungs)
            lanes.append(Lane(question.lane, counts, question.subject, question.mark == "should"))
        return Ladder(tuple(rung.drawn for rung in config.rungs), tuple(lanes), heading=state.step.title)

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: LadderConfig = state.config
        phase = state.phase.key
        asked = config.placed_in(phase)
        zones = config.zones_in(phase)
        turns = [self._turn(config, question, n, asked) for n, question in enumerate(asked, 1)]
        return {
            "asked": asked,
            "turns": turns,
            "seen": config.seen_in(phase),
            "zones": zones,
            "last": phase == f"show-{config.marks[-1]}",
            "small_head": bool(asked),
            "no_purpose": True,
            "opening": phase == f"place-{config.marks[0]}",
            "say": "" if phase == f"place-{config.marks[0]}" else self._say(phase),
        }

    @staticmethod
    def _say(phase: str) -> str:
        """For the facilitator, after the first phase, which has the step's own words."""
        told = {
            "show-now": _("This is where you see yourselves today. What do you notice? You do not have to say which mark is yours."),
            "place-should": _("Now think of where you should be. Tap a rung for each question. You can add a reason. It shows later, without your name. Skip what does not fit."),
            "show-should": _("Here are all the marks. Look at the gap between now and should. What stands in it? What would move you one rung?"),
            "why": _("These are the reasons, without names. Let us read them. Which one would you like to hear more about?"),
            "notes": _("Write down what you notice, one idea a note. Everyone will see the notes, without names. Skip if you like."),
            "read": _("Let us read the notes together. Is anything missing? You can still say it."),
        }  # fmt: skip
        return told.get(phase, "")

    @staticmethod
    def _turn(config: LadderConfig, question: Question, number: int, asked: Sequence[Question]) -> dict[str, Any]:
        """One question on a phone, with the marks that were placed before it."""
        before = config.questions[: config.questions.index(question)]
        return {"question": question, "number": number, "of": len(asked), "before": before}

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        config: LadderConfig = state.config
        phase = state.phase.key
        asked, seen = config.placed_in(phase), config.seen_in(phase)
        if asked:
            yield from self._placing_parts(state, surface, asked)
        elif seen:
            yield self._spread(state, surface, seen)
        else:
            yield from self._note_parts(state, surface)

    def _placing_parts(self, state: State, surface: str, asked: Sequence[Question]) -> Iterable[Part]:
        """How many, and nothing of where. Phones need nothing: their own marks come to them alone."""
        placed = self.placed(state, asked)
        rev = max([state.view_rev, *(answer.rev for answer in self._rows(state, asked))])
        if surface == "stage":
            ladder = replace(self.ladder(state, ()), revealed=False, placed=placed)
            yield self._drawing(ladder, rev)
        elif surface == "console":
            context = {"placed": placed, "few": 0 < placed < FEW}
            yield Part("placed", rev, "placed", "", "kinds/ladder/_console_placed.html", context)

    def _spread(self, state: State, surface: str, seen: Sequence[Question]) -> Part:
        ladder = self.ladder(state, seen)
        rev = max([state.view_rev, *(answer.rev for answer in self._rows(state, seen))])
        if surface == "stage":
            return self._drawing(ladder, rev)
        few = any(0 < lane.total < FEW for lane in ladder.lanes)
        lanes = [self._lane(state.config, ladder, lane, q) for lane, q in zip(ladder.lanes, seen, strict=True)]
        context = {"lanes": lanes, "gap": gap_sentence(ladder) if ladder.climb is not None else "", "few": few}
        return Part("spread", rev, "spread", "", f"kinds/ladder/_{surface}_spread.html", context)

    @staticmethod
    def _lane(config: LadderConfig, ladder: Ladder, lane: Lane, question: Question) -> dict[str, Any]:
        most = max([1, *lane.counts])
        rungs = [
            {"name": rung.shown, "n": n, "part": round(n * 100 / most), "middle": i == lane.middle}
            for i, (rung, n) in enumerate(zip(config.rungs, lane.counts, strict=True))
        ]
        return {"title": lane.title, "question": question, "words": lane_words(ladder, lane), "rungs": rungs}

    @staticmethod
    def _drawing(ladder: Ladder, rev: int) -> Part:
        context = {"svg": mark_safe(draw_ladder(ladder)), "words": ladder_words(ladder)}  # noqa: S308
        return Part("ladder", rev, "ladder", "", "kinds/ladder/_drawing.html", context)

    def _note_parts(self, state: State, surface: str) -> Iterable[Part]:
        """Notes in their columns. While people write, a phone has its table's; a whole room's come at the reading."""
        zones = {zone["id"] for zone in state.config.zones_in(state.phase.key)}
        marks = state.config.zone_marks()
        if surface == "console" or (surface == "phone" and state.phase.writes and state.scope is None):
            return
        for note in state.moved:
            yield note_part(note, f"zone-{note.zone}", marks.get(note.zone, "sun"), here=note.zone in zones,
                            table=state.table_to_name(note))  # fmt: skip

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        """One's own earlier marks, on the rungs of the question that is asked now."""
        config: LadderConfig = state.config
        for question in config.placed_in(state.phase.key):
            for earlier in config.questions[: config.questions.index(question)]:
                answer = own.answers.get(earlier.id)
                if answer is None:
                    continue
                yield Part(
                    f"mk-{question.id}-{earlier.id}", answer.rev, f"at-{question.id}-{answer.value}", earlier.id,
                    "kinds/ladder/_mark.html", {"question": earlier}, "span", "mk", answer.gone,
                )  # fmt: skip

    def saved(self, state: State, note: Note) -> str:
        """A reason waits for the ladder to be turned."""
        waits = note.zone.startswith("why-") and state.phase.key.startswith(("place-", "show-"))
        return _("Saved. It shows after the ladder.") if waits else ""

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        config: LadderConfig = state.config
        found: dict[str, Sequence[Carried]] = {}
        for zone in config.zones():
            found[zone["id"]] = [Carried(f"n{n.id}", n.text) for n in state.shown if n.zone == zone["id"]]
        prompts = {prompt.id for prompt in config.notes}
        found["notes"] = [Carried(f"n{n.id}", n.text) for n in state.shown if n.zone in prompts]
        return found

    def own_answers(self, config: Any, own: Own) -> Sequence[Asked]:
        names = {rung.id: rung.shown for rung in config.rungs}
        return [Asked(q.id, q.text, names[own.said(q.id)]) for q in config.questions if own.said(q.id) in names]

    def few(self, state: State) -> Collection[str]:
        questions = state.config.questions
        lanes = self.ladder(state, questions).lanes
        return {question.id for question, lane in zip(questions, lanes, strict=True) if lane.total < FEW}

    def report(self, state: State) -> Sequence[Block]:
        config: LadderConfig = state.config
        ladder = self.ladder(state, config.questions)
        told = tuple(lane for lane in ladder.lanes if lane.total >= FEW)
        left_out = ", ".join(lane.title for lane in ladder.lanes if lane.total < FEW)
        few = _("Fewer than five people answered these, so they are not shown: %(lanes)s.") % {"lanes": left_out}
        blocks = []
        if told:
            ladder = replace(ladder, lanes=told)
            words = ladder_words(ladder)
            text = f"{words.text} {few}" if left_out else words.text
            blocks.append(Block(words.heading, text, draw_ladder(ladder), words.columns, words.rows))
        else:
            blocks.append(Block(state.step.title, few))
        outputs = self.outputs(state)
        for zone in config.zones():
            items = [row.text for row in outputs[zone["id"]]]
            if items:
                blocks.append(Block(zone["title"], zone["text"], items=items))
        return blocks

    # -- several sessions side by side ---------------------------------------------------------------------------

    def compares(self, step: StepInfo) -> str:
        return step.key

    def compare(self, sights: Sequence[Sight]) -> Sequence[Block]:
        """One question asked on the same rungs is one ladder, with a lane for each session."""
        asked: dict[tuple[Question, tuple[Rung, ...]], list[tuple[str, Lane]]] = {}
        for sight in sights:
            config: LadderConfig = sight.state.config
            for question, lane in zip(config.questions, self.ladder(sight.state, config.questions).lanes, strict=True):
                lanes = asked.setdefault((question, config.rungs), [])
                lanes.append((sight.name, replace(lane, title=sight.label)))
        return [
            block
            for (question, rungs), lanes in asked.items()
            for block in compared(f"{question.lane}: {question.text}", tuple(rung.drawn for rung in rungs), lanes, FEW)
        ]
