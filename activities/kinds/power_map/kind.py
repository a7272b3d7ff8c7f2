"""Decisions and groups of people: who has how much say now, how much they should have, what sharing would take."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple
from zlib import crc32

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from pydantic import Field, model_validator

from activities.drawing.paper import paper_class
from activities.kinds.base import (
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
    note_part,
)
from activities.kinds.power_map import drawing
from coprod.live.parts import Part

FEW = 5  # with fewer people on a row, the map may tell who said what
TAKEN = drawing.ROWS  # decisions that are worked on: what one screen holds
ADDED = re.compile(r"(?:own-\d{1,18}|from-[\w.-]{1,40})")
ID = r"^[a-z0-9-]+$"
DECISION = "decision"  # the zone of decisions that people add
MAPPED = ("gaps", "map")  # the phases that show the map
LONGEST = 90


class Group(Item):
    id: str = Field(pattern=ID, max_length=30)
    name: str = Field(min_length=1, max_length=30)


class Chosen(Item):
    """A decision of the pack."""

    id: str = Field(pattern=ID, max_length=30)
    text: str = Field(min_length=1, max_length=LONGEST)


class Card(Item):
    """A story with its own decisions; a table works on one."""

    id: str = Field(pattern=ID, max_length=30)
    title: str = Field(min_length=1, max_length=40)
    decisions: tuple[Chosen, ...] = Field(min_length=1, max_length=TAKEN)


class Questions(Config):
    """What is asked of each decision. The first two are answered by levels, the others in notes."""

    now: Item
    wanted: Item
    share: Item | None = None
    results: Item | None = None
    change: Item | None = None
    worries: Item | None = None


class Prompt(NamedTuple):
    """A question that is answered in notes."""

    id: str
    title: str
    colour: str
    text: str


class PowerMapConfig(Config):
    groups: tuple[Group, ...] = Field(min_length=2, max_length=12)
    levels: tuple[str, str, str, str, str]
    decisions: tuple[Chosen, ...] = ()
    own_decisions: bool = False
    cards: tuple[Card, ...] = ()
    questions: Questions

    @model_validator(mode="after")
    def names_differ(self) -> "PowerMapConfig":
        for name, items in (("groups", self.groups), ("decisions", self.decisions), ("cards", self.cards)):
            if len({item.id for item in items}) != len(items):
                raise ValueError(f"two {name} have the same id")
        if not (self.decisions or self.cards or self.own_decisions):
            raise ValueError("there is no decision to map, and people cannot add one")
        return self

    def prompts(self) -> list[Prompt]:
        """The questions answered in notes, in the order they are asked."""
        asked = self.questions
        found = [
            ("share", pgettext("question", "What sharing is like"), "sky", asked.share),
            ("results", pgettext("question", "What may come of it"), "leaf", asked.results),
            ("change", pgettext("question", "What must change"), "sun", asked.change),
            ("worries", pgettext("question", "What worries you"), "rose", asked.worries),
        ]
        return [Prompt(key, title, colour, item.text) for key, title, colour, item in found if item is not None]

    def ids(self) -> list[str]:
        """The rows that the pack brings, as they are named in answers."""
        return [*(d.id for d in self.decisions), *(f"{c.id}.{d.id}" for c in self.cards for d in c.decisions)]

    def zone_titles(self) -> "Zones":
        return Zones({DECISION: _("A decision")}, {p.id: p.title for p in self.prompts()})

    def zone_marks(self) -> "Zones":
        return Zones({DECISION: "sky"}, {p.id: p.colour for p in self.prompts()})


class Zones(dict[str, str]):
    """What is said of a zone "<row>:<question>": the question's, whatever the row."""

    def __init__(self, plain: Mapping[str, str], by_question: Mapping[str, str]) -> None:
        super().__init__(plain)
        self._by_question = by_question

    def get(self, zone: str, default: Any = None) -> Any:  # type: ignore[override]
        return super().get(zone) or self._by_question.get(zone.rpartition(":")[2], default)


@dataclass(frozen=True, slots=True)
class Row:
    """A decision on the map. `rev` is that of the note it came from."""

    id: str
    text: str
    card: str = ""
    rev: int = 0

    @property
    def slug(self) -> str:
        """Its name in ids on a page."""
        return re.sub(r"[^\w-]", "-", self.id)


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
        picking = {"answer", "clear"} | ({"note", "change", "keep"} if config.own_decisions else set())
        marking = frozenset({"answer", "clear"})
        effect = _("Phones show the decisions. People say which matter most to them.")
        if config.cards:
            effect = _("Phones show the stories. Each table picks one, with its decisions.")
        phases = [
            Phase("decisions", _("Decisions"), effect, _("Which decisions matter here?"), frozenset(picking)),
            Phase(
                "now",
                _("Say now"),
                _("Phones ask how much say each group has today. The screen shows how many answered."),
                _("How much say does each group have today?"),
                marking,
            ),
            Phase(
                "wanted",
                _("Say wanted"),
                _("Phones ask how much say each group should have. The screen shows how many answered."),
                _("How much say should each group have?"),
                marking,
            ),
        ]
        effect = _("Phones stop writing. Screen and phones show the map, biggest gaps first.")
        why = _("Start with the biggest gap. Why that one?")
        if not config.prompts():
            return (*phases, Phase("map", _("The map"), effect, why))
        return (
            *phases,
            Phase("gaps", _("The gaps"), effect, why),
            Phase(
                "share",
                _("Sharing"),
                _("Phones ask what sharing would take. Notes land on the screen."),
                _("What would it take to share this?"),
                frozenset({"note", "change", "keep"}),
            ),
            Phase(
                "map",
                _("The map"),
                _("Phones stop writing and show the notes. The screen shows the map once more."),
                _("Which of these could we share first?"),
            ),
        )

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
        if not _is_row(row, config):
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
            known, values = what == "pick" and _is_row(rest, config), {"1"}
        else:
            known = what == phase.key and _is_row(row, config) and group in {g.id for g in config.groups}
            values = {str(level) for level in range(len(config.levels))}
        if not known:
            raise Refusal(_("That decision is not there any more."))
        if write.verb == "answer" and write.value not in values:
            raise Refusal(_("Choose one first, or skip."))

    def limit(self, write: Write) -> int:
        return LONGEST if write.zone == DECISION else super().limit(write)

    # -- which decisions -----------------------------------------------------------------------------------------

    @staticmethod
    def card(state: State) -> Card | None:
        """The story most people here picked; the earlier one in the pack where as many picked another."""
        config: PowerMapConfig = state.config
        picked = Counter(answer.value for answer in state.by_item.get("card", ()))
        return max(config.cards, key=lambda card: picked[card.id], default=None) if any(picked.values()) else None

    def offered(self, state: State) -> list[Row]:
        """Every decision there is here: carried in or the pack's, then the story's, then those that people added."""
        config: PowerMapConfig = state.config
        rows = [Row(f"from-{c.id}", c.text) for c in state.carried] or [Row(d.id, d.text) for d in config.decisions]
        for card in self._cards(state):
            rows += [Row(f"{card.id}.{d.id}", d.text, card.title) for d in card.decisions]
        return rows + [Row(f"own-{n.id}", n.text, rev=n.rev) for n in state.shown if n.zone == DECISION]

    def _cards(self, state: State) -> list[Card]:
        """The stories worked on: one at a table, those of all tables in the room. With none picked, the first."""
        config: PowerMapConfig = state.config
        picked = [self.card(part) for part in self._tables(state)]
        begun = state.phase.key != "decisions"
        return [c for c in config.cards if c in picked] or list(config.cards[: 1 if begun else 0])

    @staticmethod
    def _tables(state: State) -> list[State]:
        return [state.at(table) for table in state.tables] if state.scope is None and state.tables else [state]

    def rows(self, state: State) -> list[Row]:
        """The decisions that are worked on: six at most for each table, those that matter to most people first."""
        if state.phase.key == "decisions":
            return self.offered(state)
        taken: dict[str, Row] = {}
        for part in self._tables(state):
            taken |= {row.id: row for row in self._by_picks(part, self.offered(part))[:TAKEN]}
        return self._by_picks(state, [row for row in self.offered(state) if row.id in taken])

    @staticmethod
    def _by_picks(state: State, rows: list[Row]) -> list[Row]:
        return sorted(rows, key=lambda row: -len(state.by_item.get(f"pick:{row.id}", ())))

    def _place(self, state: State, row: Row, order: int) -> tuple[int, str]:
        """A row's revision and its place. While decisions come in, each has a place of its own and moves no other."""
        if state.phase.key != "decisions":
            return self._rows_rev(state), f"{order:03d}"
        if row.rev:
            return row.rev, f"2{row.id.removeprefix('own-'):>018}"
        if not row.card:
            return state.view_rev, f"0{order:03d}"
        picked = max([state.view_rev, *(a.rev for a in state.answers if a.item == "card")])
        return picked, f"1{state.config.ids().index(row.id):03d}"

    @staticmethod
    def _rows_rev(state: State) -> int:
        """When the list of decisions last changed: a story picked, a tap, a decision added or taken off."""
        notes = [n.rev for n in state.notes if n.zone == DECISION]
        changing = ("card",) if state.phase.key == "decisions" else ("card", "pick:")
        return max([state.view_rev, *notes, *(a.rev for a in state.answers if a.item.startswith(changing))])

    # -- the map as data -----------------------------------------------------------------------------------------

    def decisions(self, state: State) -> list[tuple[Row, drawing.Decision]]:
        """Each decision with the middle of what people said and what they wrote, biggest gap first."""
        found = [(row, self._decision(state, row)) for row in self.rows(state)]
        return sorted(found, key=lambda pair: (-pair[1].gap, -sum(say.gap for say in pair[1].says)))

    def _decision(self, state: State, row: Row) -> drawing.Decision:
        says = tuple(
            drawing.Say(self._middle(state, "now", row, group), self._middle(state, "wanted", row, group))
            for group in state.config.groups
        )
        return drawing.Decision(row.text, says, self._texts(state, row, "results"), self._texts(state, row, "worries"))

    @staticmethod
    def _middle(state: State, when: str, row: Row, group: Group) -> int | None:
        answers = state.by_item.get(f"{when}:{row.id}:{group.id}", ())
        return drawing.middle(int(answer.value) for answer in answers if answer.value.isdigit())

    @staticmethod
    def _texts(state: State, row: Row, question: str) -> tuple[str, ...]:
        return tuple(note.text for note in reversed(state.shown) if note.zone == f"{row.id}:{question}")

    def power(self, state: State) -> drawing.PowerMap:
        config: PowerMapConfig = state.config
        return drawing.PowerMap(
            tuple(group.name for group in config.groups),
            tuple(decision for __, decision in self.decisions(state)),
            _in_a_sentence(config),
            state.step.title,
        )

    def _said(self, state: State, decision: drawing.Decision) -> list[tuple[str, str]]:
        """Each group with its say in words: ("Staff", "from is told to decides with others"), where there is one."""
        names = tuple(group.name for group in state.config.groups)
        one = drawing.PowerMap(names, (decision,), _in_a_sentence(state.config))
        said = drawing.power_map_words(one)["rows"][0][1:]
        return [(name, words) for name, words in zip(names, said, strict=True) if words]

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
            for row, __ in self.decisions(state)
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
            yield from self._counts(state)
        elif key in MAPPED:
            yield from self._screen(state) if surface == "stage" else self._read(state)
        elif key == "share":
            yield from self._notes(state, surface) if surface == "stage" else self._choices(state)
        else:
            yield from self._rows(state, surface)
            if surface == "phone" and state.config.cards and key != "decisions":
                yield self._story(state)

    def _rows(self, state: State, surface: str) -> Iterable[Part]:
        """The decisions, to be tapped, answered or read; one that is no longer worked on goes."""
        here = self.rows(state)
        template = "_row.html" if surface == "stage" else "_pick.html"
        if surface == "phone" and state.phase.key != "decisions":
            template = "_says.html"
        several = len({row.card for row in here if row.card}) > 1
        for order, row in enumerate(here):
            context = {
                "row": row, "config": state.config, "step": state.step, "phase": state.phase, "first": order == 0,
                "several": several,
            }  # fmt: skip
            rev, place = self._place(state, row, order)
            yield Part(f"row-{row.slug}", rev, "rows", place, f"kinds/power_map/{template}", context, "li",
                       f"note sky {paper_class(crc32(row.id.encode()))}" if surface == "stage" else "")  # fmt: skip
        yield from self._gone(state, here, self._rows_rev(state))

    def _gone(self, state: State, here: Sequence[Row], rev: int, name: str = "row") -> Iterable[Part]:
        """Tombstones of decisions that stood here before: of another story, taken back, or no longer among the first."""
        config: PowerMapConfig = state.config
        standing = {row.id for row in here}
        known = [*config.ids(), *(f"own-{n.id}" for n in state.notes if n.zone == DECISION)]
        known += [f"from-{c.id}" for c in state.carried]
        for row in (Row(id_, "") for id_ in known if id_ not in standing):
            yield Part(f"{name}-{row.slug}", rev, "rows", gone=True)

    def _choices(self, state: State) -> Iterable[Part]:
        """On a phone: the decision a note is about, biggest gap first, each with its gap."""
        rev = max(self._rows_rev(state), state.answers_rev)
        pairs = self.decisions(state)
        for order, (row, decision) in enumerate(pairs):
            context = {"row": row, "first": order == 0, "gap": self._gap(state, decision)}
            yield Part(f"about-{row.slug}", rev, "about", f"{order:03d}", "kinds/power_map/_about.html", context,
                       "label", "pick")  # fmt: skip
        for part in self._gone(state, [row for row, __ in pairs], rev, "about"):
            yield replace(part, slot="about")
        if state.scope is not None:
            yield from self._notes(state, "phone")

    def _notes(self, state: State, surface: str) -> Iterable[Part]:
        """Each note about sharing with its decision: under its question on the big screen, with its question on a phone."""
        prompts = {prompt.id: prompt for prompt in state.config.prompts()}
        about = self._about_all(state)
        for note in state.notes:
            row_id, __, question = note.zone.rpartition(":")
            row, prompt = about.get(row_id, Row(row_id, "")), prompts.get(question)
            rev = max(note.rev, row.rev)
            if prompt is None or rev <= state.since:
                continue
            on_wall, slot = surface == "stage", f"zone-{prompt.id}" if surface == "stage" else "notes"
            part = note_part(note, slot, prompt.colour, "kinds/power_map/_note.html", prompt=prompt, on_wall=on_wall,
                             row=row, table=state.table_to_name(note))  # fmt: skip
            yield replace(part, rev=rev)

    @staticmethod
    def _about_all(state: State) -> dict[str, Row]:
        """Every decision a note may be about, also one that is no longer worked on; without words when it was taken off."""
        config: PowerMapConfig = state.config
        rows = [Row(d.id, d.text) for d in config.decisions] + [Row(f"from-{c.id}", c.text) for c in state.carried]
        rows += [Row(f"{card.id}.{d.id}", d.text, card.title) for card in config.cards for d in card.decisions]
        rows += [Row(f"own-{n.id}", n.text if n.shown else "", rev=n.rev) for n in state.notes if n.zone == DECISION]
        return {row.id: row for row in rows}

    def _gap(self, state: State, decision: drawing.Decision) -> str:
        """The biggest gap of a decision in words."""
        pairs = zip(state.config.groups, decision.says, strict=True)
        group, say = max(pairs, key=lambda pair: pair[1].gap)
        if not say.gap or say.now is None or say.wanted is None:
            return ""
        levels = _in_a_sentence(state.config)
        return _("%(group)s: from %(now)s to %(wanted)s") % {
            "group": group.name, "now": levels[say.now], "wanted": levels[say.wanted],
        }  # fmt: skip

    def _read(self, state: State) -> Iterable[Part]:
        """The map in words, for phones: a decision, each group's say, the notes."""
        rev = max(self._rows_rev(state), state.rows_rev)
        pairs = self.decisions(state)
        for order, (row, decision) in enumerate(pairs):
            notes = [
                (prompt, texts) for prompt in state.config.prompts() if (texts := self._texts(state, row, prompt.id))
            ]
            context = {"row": row, "says": self._said(state, decision), "notes": notes, "gap": decision.gap}
            yield Part(f"row-{row.slug}", rev, "rows", f"{order:03d}", "kinds/power_map/_map_row.html", context, "li")
        yield from self._gone(state, [row for row, __ in pairs], rev)

    def _story(self, state: State) -> Part:
        """The story of the table, to be read again."""
        return Part("story", self._rows_rev(state), "story", template="kinds/power_map/_story.html",
                    context={"cards": self._cards(state)})  # fmt: skip

    def _screen(self, state: State) -> Iterable[Part]:
        rev = max(state.view_rev, state.rows_rev)
        context = {"drawing": partial(self._svg, state), "words": partial(self._words, state)}
        yield Part("map", rev, "drawing", template="kinds/power_map/_drawing.html", context=context)
        rows = len(self.rows(state))
        if state.scope is None:
            page = {"shown": min(rows, drawing.ROWS), "rows": rows}
            yield Part("map-page", rev, "page", template="kinds/power_map/_page.html", context=page, tag="span")

    def _svg(self, state: State) -> SafeString:
        """Drawn when the part is rendered, in the language of the screen."""
        return mark_safe(drawing.power_map(self.power(state)))  # noqa: S308 - escaped by the pen

    def _words(self, state: State) -> Mapping[str, Any]:
        return drawing.power_map_words(self.power(state))

    def _counts(self, state: State) -> Iterable[Part]:
        """For the facilitator: the decisions, how many people answered for each, the stories that were picked."""
        rev = max(state.view_rev, state.rows_rev)
        asked = state.phase.key != "decisions"
        when = "now" if state.phase.key == "now" else "wanted"
        lines: list[dict[str, Any]] = []
        for row in self.rows(state):
            people = {a.person for a in state.given if a.item.startswith(f"{when}:{row.id}:")}
            picks = len(state.by_item.get(f"pick:{row.id}", ()))
            lines.append({"row": row, "people": len(people), "picks": picks})
        context = {
            "lines": lines,
            "asked": asked,
            "few": asked and any(0 < line["people"] < FEW for line in lines),
            "stories": [(part.scope, self.card(part)) for part in self._tables(state)] if state.config.cards else [],
        }
        yield Part("counts", rev, "counts", template="kinds/power_map/_counts.html", context=context)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        mapped = replace(state, phase=self.phase(state.config, "map"))
        return {
            "decisions": [Carried(row.id, row.text) for row, __ in self.decisions(mapped)],
            "story": self._stories(state),
        }

    def _stories(self, state: State) -> list[Carried]:
        """The story each table picked, and goes on with."""
        found = [(part.scope, self.card(part)) for part in self._tables(state)]
        return [
            Carried(f"{card.id}-{table or 0}", f"{card.title}: {card.text}", table=table)
            for table, card in found
            if card
        ]

    def report(self, state: State) -> Sequence[Block]:
        config: PowerMapConfig = state.config
        whole = replace(state, phase=self.phase(config, "map"))
        state = self._told(whole)
        power = self.power(state)
        words = drawing.power_map_words(power)
        if len(state.answers) < len(whole.answers):
            few = _("Where fewer than five people answered, it is not shown.")
            words = {**words, "summary": f"{words['summary']} {few}"}
        picture = drawing.power_map(power, uid=f"power{state.step.id}-{state.scope or 0}")
        blocks = [Block(state.step.title, words["summary"], picture, words["columns"], words["rows"])]
        for row, decision in self.decisions(state):
            notes = [(p.title, text) for p in config.prompts() for text in self._texts(state, row, p.id)]
            if notes:
                blocks.append(Block(row.text, self._gap(state, decision), columns=(_("About"), _("Note")), rows=notes))
        return blocks

    @staticmethod
    def _told(state: State) -> State:
        """Without what fewer than five people answered: who reads it later may know who was at the table."""
        few = {
            item for item, given in state.by_item.items() if item.startswith(("now:", "wanted:")) and len(given) < FEW
        }
        return replace(state, answers=[answer for answer in state.answers if answer.item not in few])


def _is_row(row: str, config: PowerMapConfig) -> bool:
    return row in config.ids() or bool(ADDED.fullmatch(row))


def _in_a_sentence(config: PowerMapConfig) -> tuple[str, str, str, str, str]:
    none, told, asked, shared, decides = (level[:1].lower() + level[1:] for level in config.levels)
    return none, told, asked, shared, decides
