"""Words that come to mind: written, seen together as a cloud, put into groups, the groups named.

A word is a note in the zone "word". The facilitator may set the topic first (the answer "topic"). Same spelling and
plural count as one word; it is moved as one, by its first note.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import Field

from activities.drawing.words import Words as Told
from activities.kinds.base import (
    MARKS,
    Block,
    Carried,
    Config,
    Item,
    Kind,
    Note,
    Own,
    Phase,
    Refusal,
    State,
    StepInfo,
    Theme,
    Write,
    note_part,
)
from activities.kinds.words.drawing import cloud_words, clusters_words, draw_cloud, draw_clusters, said
from activities.kinds.words.tally import Cluster, Word, clusters, counted, words_of
from coprod.live.parts import Part

ZONE = "word"
TOPIC = "topic"
ON_PHONES = 80  # words of the cloud's list


class Topic(Item):
    examples: tuple[str, ...] = ()


class Question(Item):
    id: str = Field(default="meanings", min_length=1, max_length=30, pattern=r"^[a-z0-9-]+$")
    text: str = Field(min_length=1)


class WordsConfig(Config):
    prompt: Item
    words: int = Field(default=5, ge=1, le=20)
    more: bool = False
    limit: int = Field(default=40, ge=10, le=100)
    topic: Topic | None = None
    compare: Item
    themes: Item
    meanings: Question | None = None

    def zone_titles(self) -> dict[str, str]:
        titles = {ZONE: _("Words")}
        return titles | {self.meanings.id: _("What it means")} if self.meanings else titles

    def zone_marks(self) -> dict[str, str]:
        return {ZONE: "sun"} | ({self.meanings.id: "sky"} if self.meanings else {})


class WordsKind(Kind):
    name = "words"
    label = gettext_lazy("Words that come to mind")
    Config = WordsConfig
    last_word = TOPIC

    def phases(self, config: WordsConfig) -> Sequence[Phase]:
        writing = {"note", "change"} | ({"answer"} if config.topic else set())
        found = [
            Phase(
                "write", _("Write words"), _("Phones open a box for words. The screen shows how many, not which."),
                "", frozenset(writing),
            ),
            Phase(
                "look", _("Look at the words"), _("Phones stop writing. The screen and phones show all the words."),
                _("Where are they alike? Where not?"),
            ),
            Phase(
                "group", _("Group"), _("Words that belong together go into groups, and each gets a name."),
                _("Which words belong together?"), frozenset({"theme", "rename", "move"}),
            ),
        ]  # fmt: skip
        if config.meanings:
            effect = _("Phones open a box again. Notes land on the screen under the names of the groups.")
            now = _("What does it mean to us?")
            found.append(Phase("name", _("What it means"), effect, now, frozenset({"note", "change"})))
        return tuple(found)

    def alone(self, config: Any) -> Sequence[str]:
        return ["write"]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: WordsConfig = step.config
        if write.verb == "answer":
            return self._topic(write, own)
        if write.verb in ("theme", "rename", "move"):
            if step.grouping == "everyone" and not own.facilitator:
                raise Refusal(_("Your facilitator groups the words for the whole room. Say it out loud."))
            return write
        zone = ZONE if phase.key == "write" else config.meanings.id if config.meanings else ""
        write = replace(write, zone=zone)
        if zone == ZONE:
            self._check_word(write, config, own)
        return write

    @staticmethod
    def _topic(write: Write, own: Own) -> Write:
        if write.item != TOPIC or not own.facilitator:
            raise Refusal(_("Your facilitator writes the topic down. Say it out loud."))
        if not write.text:
            raise Refusal(_("Write a word first, or skip."))
        if len(write.text) > 60:
            raise Refusal(_("That topic is too long. Use a few words."))
        return replace(write, value="set")

    @staticmethod
    def _check_word(write: Write, config: WordsConfig, own: Own) -> None:
        if len(write.text) > config.limit:
            over = len(write.text) - config.limit
            raise Refusal(
                ngettext(
                    "That is %(over)d letter too long. Your words are still in the box. One word at a time.",
                    "That is %(over)d letters too long. Your words are still in the box. One word at a time.",
                    over,
                )
                % {"over": over}
            )
        mine = [note for note in own.notes if note.live and note.zone == ZONE]
        if write.verb == "note" and not config.more and len(mine) >= config.words:
            message = _("You have %(number)d words, and that is the most. Take one back first.")
            raise Refusal(message % {"number": config.words})

    # -- counting ------------------------------------------------------------------------------------------------

    @staticmethod
    def _notes(state: State) -> list[Note]:
        return [note for note in state.notes if note.zone == ZONE]

    def words(self, state: State) -> list[Word]:
        return words_of((note for note in self._notes(state) if note.shown), by_table=bool(state.tables))

    def clusters(self, state: State) -> tuple[list[Cluster], list[tuple[str, int]]]:
        return clusters(self.words(state), state.themes)

    @staticmethod
    def topic(state: State) -> str:
        """The newest topic that the facilitator set."""
        rows = [row for row in state.answers if row.item == TOPIC]
        return max(rows, key=lambda row: (row.rev, row.id)).text if rows else ""

    @staticmethod
    def _rev(state: State) -> int:
        """Changes with every word and group."""
        notes = (note.rev for note in state.notes if note.zone in (ZONE, ""))
        return max([state.view_rev, *notes, *(theme.rev for theme in state.themes)])

    def answered(self, state: State) -> int | None:
        if state.phase.key == "group":
            return None
        zone = ZONE if state.phase.key != "name" else state.config.meanings.id
        return len({note.person for note in state.notes if note.live and note.zone == zone})

    def heading(self, state: State) -> str:
        return self.topic(state) or state.step.title

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: WordsConfig = state.config
        phase = state.phase.key
        zones = [{"id": ZONE, "title": _("Words"), "colour": "sun"}]
        if phase == "name" and config.meanings:
            zones = [{"id": config.meanings.id, "title": _("What it means"), "colour": "sky"}]
        return {
            "zones": zones,
            "may_group": phase == "group" and (surface == "console" or state.scope is not None),
            "no_purpose": phase != "write",
            "head": {"look": config.compare.text, "group": config.themes.text}.get(phase, ""),
            "topic_set": bool(self.topic(state)),
        }

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        phase = state.phase.key
        if state.config.topic:
            yield self._topic_part(state, surface)
        if phase == "write":
            if surface != "phone":
                yield self._count(state)
        elif surface == "stage" and phase != "name":
            yield self._drawing(state)
        elif phase == "look":
            yield self._list(state)
        elif phase == "group":
            yield from self._grouping(state, surface)
        if phase == "name":
            yield from self._names(state, surface)
            yield from self._meanings(state, surface)

    def _topic_part(self, state: State, surface: str) -> Part:
        rev = max([state.view_rev, *(row.rev for row in state.answers if row.item == TOPIC)])
        context = {"topic": self.topic(state), "facilitator": state.facilitator, "surface": surface}
        return Part("topic", rev, "topic", "", "kinds/words/_topic.html", context)

    def _count(self, state: State) -> Part:
        rows = self._notes(state)
        rev = max([state.view_rev, *(note.rev for note in state.notes)])
        count = sum(note.live and not note.kept_off for note in rows)
        return Part("words-count", rev, "words-count", "", "kinds/words/_count.html", {"count": count}, "p")

    def _drawing(self, state: State) -> Part:
        svg, told = self._drawn(state, grouped=state.phase.key == "group")
        context = {"svg": mark_safe(svg), "words": told}  # noqa: S308 - drawn by us, every word escaped
        return Part("words", self._rev(state), "words", "", "kinds/words/_drawing.html", context)

    def _drawn(self, state: State, *, grouped: bool) -> tuple[str, Told]:
        heading = self.heading(state)
        if grouped and any(not theme.gone for theme in state.themes):
            found, loose = self.clusters(state)
            return draw_clusters(heading, found, loose), clusters_words(heading, found, loose)
        rows = counted(self.words(state))
        return draw_cloud(heading, rows), cloud_words(heading, rows)

    def _list(self, state: State) -> Part:
        """The cloud in words: for phones and the console."""
        rows = counted(self.words(state))
        context = {"rows": rows[:ON_PHONES], "rest": max(0, len(rows) - ON_PHONES)}
        return Part("words", self._rev(state), "words", "", "kinds/words/_list.html", context)

    def _grouping(self, state: State, surface: str) -> Iterable[Part]:
        """Each group with its words; and, where people may move them, each word that is in none."""
        may = surface == "console" or state.scope is not None
        themes = [theme for theme in state.themes if not theme.gone]
        words = self.words(state)
        moved = self._rev(state)  # a word that left a group must leave its list as well
        for theme in state.themes:
            yield self._theme(state, theme, words, moved, may=may)
        if not may:
            return
        hidden = max((note.rev for note in state.notes if not note.shown), default=0)
        themes_rev = max((theme.rev for theme in state.themes), default=0)
        standing = {note.id: (word, note is word.first) for word in words for note in word.notes}
        for note in self._notes(state):
            word, first = standing.get(note.id, (None, False))
            rev = max([note.rev, hidden, themes_rev, word.rev if word else 0])
            context = {"word": word, "note": note, "themes": themes, "step": state.step, "tables": state.tables}
            order = f"{0 if word and word.theme is None else 1}{note.id:09d}"
            template = "kinds/words/_word.html"
            yield Part(f"w{note.id}", rev, "loose", order, template, context, "li", "word", gone=not first)

    @staticmethod
    def _theme(state: State, theme: Theme, words: Sequence[Word], rev: int, *, may: bool) -> Part:
        inside = [(word.text, word.count) for word in words if word.theme == theme.id]
        context = {"theme": theme, "said": said(inside), "may": may, "step": state.step}
        order, template = f"{theme.id:09d}", "kinds/words/_theme.html"
        return Part(f"t{theme.id}", max(rev, theme.rev), "themes", order, template, context, "li", gone=theme.gone)

    def _names(self, state: State, surface: str) -> Iterable[Part]:
        """The groups, above what people say they mean."""
        found, _loose = self.clusters(state)
        rows = [{"cluster": c, "mark": MARKS[i % 4], "said": said(c.words)} for i, c in enumerate(found)]
        context = {"rows": rows, "surface": surface}
        yield Part("names", self._rev(state), "names", "", "kinds/words/_names.html", context)

    def _meanings(self, state: State, surface: str) -> Iterable[Part]:
        if surface == "console" or (surface == "phone" and state.scope is None):
            return
        for note in state.moved:
            if note.zone in (ZONE, "") and not note.gone:
                continue
            yield note_part(note, "meanings", "sky", table=state.table_to_name(note))

    def mine(self, state: State, own: Own) -> Iterable[Part]:
        """How many words one has written, and how many there is room for."""
        if state.phase.key != "write":
            return
        rows = [note for note in own.notes if note.zone in (ZONE, "")]
        count = sum(note.live for note in rows)
        config: WordsConfig = state.config
        context = {"count": count, "of": config.words, "more": config.more, "full": count >= config.words}
        rev = max((note.rev for note in rows), default=0)
        yield Part("mine-count", rev, "mine-count", "", "kinds/words/_mine.html", context, "p", gone=not rows)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        words = sorted(self.words(state), key=lambda word: -word.count)
        found, _loose = self.clusters(state)
        return {
            "words": [Carried(f"n{word.first.id}", word.text, word.count) for word in words],
            "themes": [Carried(f"t{c.id}", c.title, max(1, c.count)) for c in found],
        }

    def report(self, state: State) -> Sequence[Block]:
        heading = self.heading(state)
        rows = counted(self.words(state))
        told = cloud_words(heading, rows)
        blocks = [Block(told.heading, told.text, draw_cloud(heading, rows), told.columns, told.rows)]
        found, loose = self.clusters(state)
        if found:
            grouped = clusters_words(_("Words in groups"), found, loose)
            drawing = draw_clusters(grouped.heading, found, loose)
            blocks.append(Block(grouped.heading, grouped.text, drawing, grouped.columns, grouped.rows))
        if state.config.meanings:
            notes = [note.text for note in state.shown if note.zone == state.config.meanings.id]
            blocks.append(Block(_("What it means"), state.config.meanings.text, items=notes))
        return blocks
