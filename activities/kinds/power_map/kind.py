"""Decisions and groups of people: who has how much say now, how much they should have, what sharing would take."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.kinds.base import Block, Carried, Kind, Own, Phase, Refusal, State, StepInfo, Write
from activities.kinds.power_map import shown
from activities.kinds.power_map.config import DECISION, LONGEST, TAKEN, PowerMapConfig
from activities.kinds.power_map.decisions import at_tables, story
from activities.kinds.power_map.drawing import power_map
from activities.kinds.power_map.mapped import decisions_of, gap_in_words, map_of, said_by_few, texts_of, without_few
from activities.kinds.power_map.words import power_map_words
from coprod.live.parts import Part

MAPPED = ("gaps", "map")  # the phases that show the map


class PowerMap(Kind):
    name = "power_map"
    label = gettext_lazy("Who has a say")
    Config = PowerMapConfig
    numbers = (
        r"(?:own-|from-n)(?P<note>\d+):.*",
        r"from-t(?P<theme>\d+):.*",
        r"(?:pick|now|wanted):(?:own-|from-n)(?P<note>\d+)(?::[^=]*)?=.*",
        r"(?:pick|now|wanted):from-t(?P<theme>\d+)(?::[^=]*)?=.*",
    )

    def phases(self, config: PowerMapConfig) -> Sequence[Phase]:
        return (*self._marking(config), *self._reading(config))

    @staticmethod
    def _marking(config: PowerMapConfig) -> Sequence[Phase]:
        """Which decisions; then, of each, how much say every group has and should have."""
        picking = {"answer", "clear"} | ({"note", "change", "keep"} if config.own_decisions else set())
        marking = frozenset({"answer", "clear"})
        effect = _("Phones show the decisions. People say which matter most to them.")
        if config.cards:
            effect = _("Phones show the stories. Each table picks one, with its decisions.")
        decisions = Phase("decisions", _("Decisions"), effect, _("Which decisions matter here?"), frozenset(picking))
        effect = _("Phones ask how much say each group has today. The screen shows how many answered.")
        now = Phase("now", _("Say now"), effect, _("How much say does each group have today?"), marking)
        effect = _("Phones ask how much say each group should have. The screen shows how many answered.")
        wanted = Phase("wanted", _("Say wanted"), effect, _("How much say should each group have?"), marking)
        return decisions, now, wanted

    @staticmethod
    def _reading(config: PowerMapConfig) -> Sequence[Phase]:
        """The map; where more is asked, also what sharing would take, and the map once more."""
        effect = _("Phones stop writing. Screen and phones show the map, biggest gaps first.")
        why = _("Start with the biggest gap. Why that one?")
        if not config.prompts():
            return (Phase("map", _("The map"), effect, why),)
        gaps = Phase("gaps", _("The gaps"), effect, why)
        effect = _("Phones ask what sharing would take. Notes land on the screen.")
        writes = frozenset({"note", "change", "keep"})
        share = Phase("share", _("Sharing"), effect, _("What would it take to share this?"), writes)
        effect = _("Phones stop writing and show the notes. The screen shows the map once more.")
        return gaps, share, Phase("map", _("The map"), effect, _("Which of these could we share first?"))

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        """A note about a decision names its question in `zone` and the decision in `item`."""
        write = super().accept(write, step, phase, own)
        config: PowerMapConfig = step.config
        if write.verb == "change":
            return self._changed(write, own)
        if write.verb == "note" and phase.key == "decisions":
            return replace(write, zone=DECISION)
        if write.verb == "note":
            return self._about(write, config)
        if write.verb in ("answer", "clear"):
            self._check_answer(write, phase, config)
        return write

    def _changed(self, write: Write, own: Own) -> Write:
        """A note stays where it is; a decision stays short."""
        zone = next((note.zone for note in own.notes if note.id == write.note), "")
        self.check_length(replace(write, zone=zone))
        return replace(write, zone="")

    @staticmethod
    def _about(write: Write, config: PowerMapConfig) -> Write:
        row, __, question = write.zone.rpartition(":")
        row = row or write.item
        if not config.is_row(row):
            raise Refusal(_("Choose a decision first. Your words are still in the box."))
        if question not in {prompt.id for prompt in config.prompts()}:
            raise Refusal(_("Choose what your note is about. Your words are still in the box."))
        return replace(write, zone=f"{row}:{question}", item="")

    @staticmethod
    def _check_answer(write: Write, phase: Phase, config: PowerMapConfig) -> None:
        """`item` is "card", "pick:<row>", "now:<row>:<group>" or "wanted:<row>:<group>"."""
        what, __, rest = write.item.partition(":")
        row, __, group = rest.rpartition(":")
        if phase.key == "decisions" and write.item == "card":
            known, values = bool(config.cards), {card.id for card in config.cards}
        elif phase.key == "decisions":
            known, values = what == "pick" and config.is_row(rest), {"1"}
        else:
            known = what == phase.key and config.is_row(row) and group in {g.id for g in config.groups}
            values = {str(level) for level in range(len(config.levels))}
        if not known:
            raise Refusal(_("That decision is not there any more."))
        if write.verb == "answer" and write.value not in values:
            raise Refusal(_("Choose one first, or skip."))

    def limit(self, write: Write) -> int:
        return LONGEST if write.zone == DECISION else super().limit(write)

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: PowerMapConfig = state.config
        key = state.phase.key
        question = {"now": config.questions.now.text, "wanted": config.questions.wanted.text}.get(key, "")
        context: dict[str, Any] = {
            "question": question,
            "prompts": config.prompts(),
            "mapped": key in MAPPED,
            "taken": TAKEN,
            "longest": LONGEST,
            "levels_down": tuple(reversed(config.levels)),
            "small_head": bool(question) or key == "share",
            "no_purpose": key != "decisions",
            "no_ahead": key != "decisions",  # from then on the story is folded
        }
        if surface == "console":
            context["say"] = self._say(key)
            context["zones"] = self._for_somebody(state) if key == "share" else []
        return context

    @staticmethod
    def _say(phase: str) -> str:
        """What the facilitator may say once the decisions are there."""
        said = {
            "now": _(
                "Take one decision at a time. For each group, tap how much say it has today. Go by what happens,"
                " not by what is written down. Nobody sees who tapped what. Skip what you do not know."
            ),
            "wanted": _(
                "Now the same decisions once more. How much say should each group have?"
                " You may see it differently from the person next to you, and that is fine."
            ),
            "gaps": _(
                "This is the map. A dot is the say now, and an arrow leads to the say we want. Start with the biggest"
                " gap. Why is it there?"
            ),
            "share": _(
                "Now take a decision with a big gap. What would it look like to share it? What may come of it, and what"
                " worries you? Everyone sees the notes, and no names show. Skip what you like."
            ),
            "map": _("Read the map and the notes. Which of these decisions could we share first? Who has to agree?"),
        }
        return said.get(phase, "")

    def _for_somebody(self, state: State) -> list[dict[str, str]]:
        """Where the facilitator may put a note for somebody: each decision with each question."""
        return [
            {"id": f"{row.id}:{prompt.id}", "title": f"{row.text}: {prompt.title}"}
            for row, __ in decisions_of(state)
            for prompt in state.config.prompts()
        ]

    def answered(self, state: State) -> int:
        """People who tapped, answered or wrote in this phase."""
        key = state.phase.key
        items = ("card", "pick:") if key == "decisions" else (f"{key}:",)
        people = {answer.person for answer in state.given if answer.item.startswith(items)}
        if key in ("decisions", "share"):
            people |= {n.person for n in state.notes if n.live and (n.zone == DECISION) == (key == "decisions")}
        return len(people)

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        key = state.phase.key
        if surface == "console":
            yield from shown.counts(state)
        elif key in MAPPED:
            yield from shown.drawn(state) if surface == "stage" else shown.in_words(state)
        elif key == "share":
            yield from shown.notes(state, surface) if surface == "stage" else shown.choices(state)
        else:
            yield from shown.decisions(state, surface)
            if surface == "phone" and state.config.cards and key != "decisions":
                yield shown.story_again(state)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        mapped = replace(state, phase=self.phase(state.config, "map"))
        return {
            "decisions": [Carried(row.id, row.text) for row, __ in decisions_of(mapped)],
            "story": self._stories(state),
        }

    def _stories(self, state: State) -> list[Carried]:
        """The story each table picked, and goes on with."""
        found = [(part.scope, story(part)) for part in at_tables(state)]
        return [
            Carried(f"{card.id}-{table or 0}", f"{card.title}: {card.text}", table=table)
            for table, card in found
            if card
        ]

    def few(self, state: State) -> Collection[str]:
        return said_by_few(state)

    def report(self, state: State) -> Sequence[Block]:
        config: PowerMapConfig = state.config
        state = without_few(replace(state, phase=self.phase(config, "map")))
        power = map_of(state)
        words = power_map_words(power)
        if any(None in (say.now, say.wanted) for decision in power.decisions for say in decision.says):
            few = _("Where fewer than five people answered, it is not shown.")
            words = {**words, "summary": f"{words['summary']} {few}"}
        picture = power_map(power, uid=f"power{state.step.id}-{state.scope or 0}")
        blocks = [Block(state.step.title, words["summary"], picture, words["columns"], words["rows"])]
        for row, decision in decisions_of(state):
            notes = [(p.title, text) for p in config.prompts() for text in texts_of(state, row, p.id)]
            if notes:
                blocks.append(
                    Block(row.text, gap_in_words(state, decision), columns=(_("About"), _("Note")), rows=notes)
                )
        return blocks
