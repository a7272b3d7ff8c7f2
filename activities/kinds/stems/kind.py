"""Sentences that only begin: people finish them, read them together, and agree on one sentence for each, or do not.

An ending is a note in the stem's zone. The agreed sentence is a chain of versions (see versions.py), at each table while
the step is done at tables. With `agree: room` the tables' sentences are the parts of one for the room, which the
facilitator writes down.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, model_validator

from activities.kinds.base import (
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
    columns_beside,
    no_id_twice,
    note_part,
)
from activities.kinds.stems.drawing import Poster, Sentence, differ_words, draw_poster, poster_words
from activities.kinds.stems.versions import ZONE, Version, standing, version, versions
from coprod.live.parts import Part

LONGEST = 400  # letters of an agreed sentence


class Stem(Item):
    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1)
    hint: str = ""


class Prompt(Item):
    """Thoughts at the end."""

    id: str = Field(min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    title: str = Field(max_length=22)


class StemsConfig(Config):
    stems: tuple[Stem, ...] = Field(min_length=1, max_length=8)
    agree: Literal["tables", "room"] = "tables"
    notes: tuple[Prompt, ...] = ()

    @model_validator(mode="after")
    def ids_differ(self) -> "StemsConfig":
        no_id_twice("stems or notes", self.stems, self.notes)
        return self

    def zones(self) -> list[dict[str, str]]:
        rows = [{"id": s.id, "title": s.text, "text": s.hint} for s in self.stems]
        return [row | {"colour": MARKS[i % 4]} for i, row in enumerate(rows)]

    def prompts(self) -> list[dict[str, str]]:
        rows = [{"id": p.id, "title": p.title, "text": p.text} for p in self.notes]
        return [row | {"colour": MARKS[i % 4]} for i, row in enumerate(rows)]

    def zone_titles(self) -> dict[str, str]:
        return {zone["id"]: zone["title"] for zone in (*self.zones(), *self.prompts())}

    def zone_marks(self) -> dict[str, str]:
        return {zone["id"]: zone["colour"] for zone in (*self.zones(), *self.prompts())}


class Stems(Kind):
    name = "stems"
    label = gettext_lazy("Sentences to finish and agree on")
    Config = StemsConfig
    numbers = (r"(?:agreed|room):[a-z0-9-]+:(?P<since>\d+)d?",)

    def phases(self, config: StemsConfig) -> Sequence[Phase]:
        writes = frozenset({"note", "change"})
        effect = _("Phones open a box for each sentence. The screen shows how many have written.")
        found = [Phase("write", _("Write"), effect, "", writes)]
        effect = _("Phones stop writing. The screen and phones show how people ended the sentences.")
        found.append(Phase("read", _("Read together"), effect, _("What is alike? What is not?")))
        effect = _("Phones show a box for one sentence together. Several people can work on it.")
        now = _("Make one sentence, or say where you differ")
        found.append(Phase("agree", _("Agree, or not"), effect, now, writes))
        effect = _("The screen shows what you agreed, or where you differ, in large letters.")
        for i in range(len(config.stems)):
            key = "poster" if not i else f"poster-{i + 1}"
            found.append(Phase(key, _("The sentence") if not i else _("The next one"), effect, _("Read it aloud")))
        if config.notes:
            effect = _("Phones open a box to write in. Notes land on the screen.")
            found.append(Phase("notes", _("Looking back"), effect, _("How was it to agree?"), writes))
        return tuple(found)

    def alone(self, config: Any) -> Sequence[str]:
        return ["write"]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: StemsConfig = step.config
        if write.verb == "change":
            return self._change(write, own)
        if phase.key == "agree":
            return self._agree(write, config, own)
        zones = config.stems if phase.key == "write" else config.notes
        zone = write.zone or (zones[0].id if len(zones) == 1 else "")
        if zone not in {row.id for row in zones}:
            raise Refusal(_("Choose where your note goes. Your words are still in the box."))
        return replace(write, zone=zone)

    @staticmethod
    def _agree(write: Write, config: StemsConfig, own: Own) -> Write:
        """An edit of a sentence. The room's own, while tables have theirs, is for the facilitator to write down."""
        found = ZONE.fullmatch(write.zone)
        if found is None or found["stem"] not in {stem.id for stem in config.stems}:
            raise Refusal(_("Choose which sentence this is for. Your words are still in the box."))
        if found["whose"] == "room" and not own.facilitator:
            raise Refusal(_("Your facilitator writes the sentence of the whole room. Say it out loud."))
        return write

    @staticmethod
    def _change(write: Write, own: Own) -> Write:
        """A change of one's own version is one more version on top of it, so that nobody's later words are lost."""
        mine = next((note for note in own.notes if note.id == write.note), None)
        found = mine and version(mine)
        if not found:
            return replace(write, zone="")
        zone = f"{found.whose}:{found.stem}:{found.id}{'d' if found.differ else ''}"
        return replace(write, verb="note", note=None, zone=zone)

    def limit(self, write: Write, config: Any) -> int:
        return LONGEST if ZONE.fullmatch(write.zone) else super().limit(write, config)

    def beside(self, config: StemsConfig, phase: Phase) -> int:
        if phase.key == "read":
            return columns_beside(len(config.stems))
        return columns_beside(len(config.notes)) if phase.key == "notes" else 1

    # -- what stands ---------------------------------------------------------------------------------------------

    @staticmethod
    def _versions(state: State, stem: Stem, whose: str = "agreed", table: int | None = None) -> list[Version]:
        return versions(state.notes, whose, stem.id, table)

    def standing(self, state: State, stem: Stem, whose: str = "agreed", table: int | None = None) -> list[Version]:
        return standing(self._versions(state, stem, whose, table))

    def room_writes(self, state: State) -> bool:
        """One sentence for the room, made of those of the tables."""
        return state.config.agree == "room" and bool(state.tables)

    def poster(self, state: State, stem: Stem) -> Poster:
        """What came of a stem, at one table or for the room."""
        tables: tuple[int | None, ...] = state.tables or (None,)
        if state.scope is not None:
            tables = (state.scope,)
        parts = [s for table in tables for s in self._sentences(self.standing(state, stem, table=table), table)]
        if not state.tables or (state.scope is None and self.room_writes(state)):
            none = self._sentences(self.standing(state, stem))
            parts = none if not state.tables else [*parts, *none]
        if self.room_writes(state):
            room = self._sentences(self.standing(state, stem, "room"))
            if room:
                return Poster(stem.text, tuple(room), tuple(parts))
        return Poster(stem.text, tuple(parts))

    @staticmethod
    def _sentences(found: Sequence[Version], table: int | None = None) -> list[Sentence]:
        """Where people see it differently, each line is a way of seeing it."""
        return [
            Sentence(line, table, made.differ)
            for made in found
            for line in (made.text.splitlines() if made.differ else [made.text])
            if line.strip()
        ]

    @staticmethod
    def _rev(state: State, stem: Stem) -> int:
        rows = (note.rev for note in state.notes if (made := version(note)) and made.stem == stem.id)
        return max([state.view_rev, *rows])

    def _stem_at(self, state: State) -> Stem | None:
        """The stem of a poster phase."""
        head, _dash, number = state.phase.key.partition("-")
        stems = state.config.stems
        return stems[min(int(number or 1), len(stems)) - 1] if head == "poster" else None

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: StemsConfig = state.config
        phase = state.phase.key
        room_writes = self.room_writes(state)
        context: dict[str, Any] = {
            "zones": config.prompts() if phase == "notes" else config.zones() if phase in ("write", "read") else [],
            "stem": self._stem_at(state),
            "no_purpose": phase != "write",
            "longest": LONGEST,
            "room_writes": room_writes,
        }
        if phase == "agree":
            whose = "room" if room_writes and surface == "console" else "agreed"
            tables_only = surface == "console" and bool(state.tables) and not room_writes
            rows = [self._row(state, stem, whose) for stem in config.stems]
            context |= {"rows": rows, "whose": whose, "may_write": not tables_only}
        return context

    def _row(self, state: State, stem: Stem, whose: str) -> dict[str, Any]:
        """A stem with what stands, for the box of a page without a script."""
        found = self.standing(state, stem, whose, state.scope)
        base = max((made.id for made in found), default=0)
        text = "\n".join(made.text for made in found)
        return {"stem": stem, "name": f"{whose}:{stem.id}", "text": text, "base": base}

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        phase = state.phase.key
        stem = self._stem_at(state)
        if phase == "write" and surface == "stage":
            return
        if stem is not None:
            yield self._poster_part(state, surface, stem)
        elif phase == "agree":
            yield from self._agree_parts(state, surface)
        if surface != "console" and stem is None:
            yield from self._notes(state, surface)

    def _poster_part(self, state: State, surface: str, stem: Stem) -> Part:
        poster = self.poster(state, stem)
        context: dict[str, Any] = {"poster": poster, "words": poster_words(poster), "differ": differ_words()}
        if surface == "stage":
            context["svg"] = mark_safe(draw_poster(poster))  # noqa: S308 - drawn by us, every word escaped
        template = "_drawing" if surface == "stage" else "_sentences"
        return Part("poster", self._rev(state, stem), "poster", "", f"kinds/stems/{template}.html", context)

    def _agree_parts(self, state: State, surface: str) -> Iterable[Part]:
        tables: Sequence[int | None] = [None]
        if state.scope is not None:
            tables = [state.scope]
        elif state.tables:
            tables = [*state.tables, None] if surface == "console" else [*state.tables]
        for number, stem in enumerate(state.config.stems):
            rev = self._rev(state, stem)
            if surface == "stage":
                done = sum(bool(self.standing(state, stem, table=table)) for table in tables)
                context: dict[str, Any] = {"stem": stem, "done": done, "of": len(state.tables)}
                yield Part(f"done-{stem.id}", rev, "done", f"{number:02d}", "kinds/stems/_done.html", context, "li")
                continue
            for table in tables:
                whose = "room" if table is None and self.room_writes(state) and surface == "console" else "agreed"
                yield self._now_part(state, surface, stem, whose, table, rev)

    def _now_part(self, state: State, surface: str, stem: Stem, whose: str, table: int | None, rev: int) -> Part:
        """What stands of one sentence; with two side by side, what to press to keep one or both."""
        found = self.standing(state, stem, whose, table)
        may = surface == "phone" or whose == "room" or not state.tables
        context = {
            "stem": stem, "found": found, "base": max((made.id for made in found), default=0), "whose": whose,
            "table": table if surface == "console" else None, "may": may, "step": state.step, "surface": surface,
            "differ": differ_words(),
        }  # fmt: skip
        hide = surface == "console" and table is None and whose == "agreed" and bool(state.tables) and not found
        number = f"-{table}" if table is not None and surface == "console" else ""
        order = f"{table or 99:03d}"
        template = "kinds/stems/_now.html"
        return Part(f"now-{stem.id}{number}", rev, f"now-{stem.id}", order, template, context, gone=hide)

    def _notes(self, state: State, surface: str) -> Iterable[Part]:
        """Endings under their sentences, then thoughts. While people write, a phone has only its table's."""
        config: StemsConfig = state.config
        phase = state.phase.key
        if surface == "phone" and phase in ("write", "notes") and state.scope is None:
            return
        if surface == "stage" and phase == "agree":
            return
        zones = {row.id for row in (config.notes if phase == "notes" else config.stems)}
        marks = config.zone_marks()
        for note in state.moved:
            if note.zone in zones:
                yield note_part(note, f"zone-{note.zone}", marks[note.zone], table=state.table_to_name(note))

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        rows = []
        for stem in state.config.stems:
            for i, sentence in enumerate(self.poster(state, stem).sentences):
                key = f"{stem.id}-{sentence.table or 'room'}-{i}"
                rows.append(Carried(key, f"{stem.text} {sentence.text}", table=sentence.table))
        return {"agreed": rows}

    def report(self, state: State) -> Sequence[Block]:
        blocks = []
        for stem in state.config.stems:
            poster = self.poster(state, stem)
            words = poster_words(poster)
            blocks.append(Block(words.heading, words.text, draw_poster(poster), items=words.items))
            endings = [note.text for note in state.shown if note.zone == stem.id]
            if endings:
                heading = _("%(stem)s How people ended it") % {"stem": stem.text}
                blocks.append(Block(heading, items=endings))
        for prompt in state.config.notes:
            notes = [note.text for note in state.shown if note.zone == prompt.id]
            blocks.append(Block(prompt.title, prompt.text, items=notes))
        return blocks
