"""Notes under prompts: columns, or boxes opened one stage after another; then read, group and vote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from activities.drawing.paper import paper_class
from activities.kinds.base import (
    Block,
    Carried,
    Kind,
    Note,
    Own,
    Phase,
    Refusal,
    State,
    StepInfo,
    Theme,
    Write,
    columns_beside,
    note_part,
)
from activities.kinds.board.config import CARRIED, BoardConfig, Stage
from coprod.live.parts import Part


class Board(Kind):
    name = "board"
    label = gettext_lazy("Notes on a board")
    Config = BoardConfig
    numbers = (r"tag:[^:]*:(?P<note>\d+)=.*", r"vote:n(?P<note>\d+)=.*", r"vote:t(?P<theme>\d+)=.*")

    def phases(self, config: BoardConfig) -> Sequence[Phase]:
        writing = [self._writing(stage) for stage in config.all_stages()]
        reading = Phase(
            "read",
            _("Read together"),
            _("Phones stop writing. The screen and phones show the notes."),
            _("Read together"),
        )
        after = [reading]
        if config.group:
            effect = _("Tables put like with like. You can do it here for the whole room.")
            after.append(
                Phase("group", _("Group"), effect, _("What belongs together?"), frozenset({"theme", "rename", "move"}))
            )
        if config.vote:
            effect = _("Each person marks a few. The screen shows how many have marked, not what.")
            after.append(
                Phase("vote", _("Choose"), effect, _("Mark what matters most to you"), frozenset({"answer", "clear"}))
            )
            effect = _("The screen shows the marks, most first.")
            after.append(Phase("result", _("What we chose"), effect, _("What matters most to us here")))
        return (*writing, *after)

    @staticmethod
    def _writing(stage: Stage) -> Phase:
        writes = {"note", "change", "keep"} | ({"answer", "clear"} if stage.pick_from else set())
        effect = _("Phones open a box to write in. Notes land on the screen.")
        if stage.pick_from:
            effect = _("Phones show the notes so far. A tap puts one in a column.")
        return Phase(f"write-{stage.id}", stage.title, effect, stage.now, frozenset(writes))

    def alone(self, config: Any) -> Sequence[str]:
        return [phase.key for phase in self.phases(config) if phase.key.startswith("write-")]

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        write = super().accept(write, step, phase, own)
        config: BoardConfig = step.config
        stage = config.stage(phase.key)
        if write.verb in ("note", "change") and stage is not None:
            return self._into_zone(write, stage, own)
        if write.verb in ("theme", "rename", "move") and step.grouping == "everyone" and not own.facilitator:
            raise Refusal(_("Your facilitator groups the notes for the whole room. Say it out loud."))
        if write.verb == "answer" and stage is not None:
            self._check_tag(write, stage)
        elif write.verb == "answer":
            self._check_vote(write, config, own)
        return write

    def limit(self, write: Write, config: Any) -> int:
        return config.limit if write.verb in ("note", "change") else super().limit(write, config)

    @staticmethod
    def _into_zone(write: Write, stage: Stage, own: Own) -> Write:
        if not write.zone and write.verb == "change":
            return write
        zone = write.zone or (stage.zones[0] if len(stage.zones) == 1 else "")
        if zone not in stage.zones:
            raise Refusal(_("Choose where your note goes. Your words are still in the box."))
        return replace(write, zone=zone)

    @staticmethod
    def _check_tag(write: Write, stage: Stage) -> None:
        """`item` is "tag:<stage>:<note>", `value` one of the stage's zones."""
        parts = write.item.split(":")
        if len(parts) != 3 or parts[:2] != ["tag", stage.id] or not parts[2].isdigit():
            raise Refusal(_("That note is not there any more."))
        if write.value not in stage.zones:
            raise Refusal(_("Choose a column first, or skip."))

    @staticmethod
    def _check_vote(write: Write, config: BoardConfig, own: Own) -> None:
        """`item` is "vote:n<note>" or "vote:t<theme>"; a person has only so many."""
        if not write.item.startswith("vote:") or write.value != "1" or config.vote is None:
            raise Refusal(_("That note is not there any more."))
        given = [item for item, answer in own.answers.items() if item.startswith("vote:") and not answer.gone]
        if write.item not in given and len(given) >= config.vote.votes:
            number = config.vote.votes
            raise Refusal(
                ngettext(
                    "You have %(number)d mark. Take it off another first.",
                    "You have %(number)d marks. Take one off first.",
                    number,
                )
                % {"number": number}
            )

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def beside(self, config: BoardConfig, phase: Phase) -> int:
        if phase.key in ("group", "vote", "result"):
            return columns_beside(2)
        stage = config.stage(phase.key)
        return columns_beside(len(stage.zones if stage else config.zones))

    def answered(self, state: State) -> int | None:
        """The people of this phase, not of those before it. Putting notes into groups is nobody's answer."""
        stage = state.config.stage(state.phase.key)
        if stage is None and state.phase.key != "vote":
            return None
        begins = f"tag:{stage.id}:" if stage else "vote:"
        people = {answer.person for answer in state.given if answer.item.startswith(begins)}
        zones = stage.zones if stage else ()
        return len(people | {note.person for note in state.notes if note.live and note.zone in zones})

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: BoardConfig = state.config
        stage = config.stage(state.phase.key)
        zones = config.zones_of(stage) if stage else list(config.zones)
        examples = [e for e in config.examples if not e.zone or e.zone in {z.id for z in zones}] if stage else []
        return {
            "stage": stage,
            "zones": zones,
            "picking": bool(stage and stage.pick_from and (stage.pick_from != CARRIED or self._to_pick(state, stage))),
            "examples": examples if stage and not stage.pick_from else [],
            "may_group": state.phase.key == "group" and (surface == "console" or state.scope is not None),
            "votes": config.vote.votes if config.vote else 0,
        }

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        stage = state.config.stage(state.phase.key)
        if stage is not None and stage.pick_from:
            yield from self._picking(state, surface, stage)
        elif state.phase.key in ("group", "vote", "result"):
            yield from self._grouped(state, surface)
        else:
            yield from self._notes(state, surface, stage)
        if surface == "console" or state.phase.key not in ("group", "vote", "result"):
            yield from self._heads(state, surface, stage)

    def _heads(self, state: State, surface: str, stage: Stage | None) -> Iterable[Part]:
        """The count over each column."""
        zones = state.config.zones_of(stage) if stage else state.config.zones
        for zone in zones:
            notes = [note for note in state.notes if note.zone == zone.id]
            picked, picked_rev = self._count_picked(state, zone.id)
            rev = max([state.view_rev, picked_rev, *(note.rev for note in notes)])
            count = sum(note.shown for note in notes) + picked
            yield Part(
                f"count-{zone.id}", rev, f"count-{zone.id}", "", "kinds/board/_count.html", {"count": count}, "span"
            )

    def _count_picked(self, state: State, zone: str) -> tuple[int, int]:
        """(how many notes were put into a zone by a tap, the newest revision of what decides it)."""
        count = rev = 0
        for stage in state.config.all_stages():
            if stage.pick_from and zone in stage.zones:
                for note in self._to_pick(state, stage):
                    answers = state.rows_by_item.get(f"tag:{stage.id}:{note.id}", ())
                    count += note.shown and any(a.value == zone for a in answers)
                    rev = max([rev, note.rev, *(a.rev for a in answers)])
        return count, rev

    def _notes(self, state: State, surface: str, stage: Stage | None) -> Iterable[Part]:
        """Notes in their columns. While people write, a phone shows its table's notes; a whole room's come at the reading."""
        if surface == "console" or (surface == "phone" and stage is not None and state.scope is None):
            return
        for note in state.moved:
            here = stage is None or note.zone in stage.zones
            yield self._note(state, note, f"zone-{note.zone}", here=here)
        if stage is None:
            yield from self._picked(state)

    @staticmethod
    def _to_pick(state: State, stage: Stage) -> list[Note]:
        """The notes a stage picks from: of its own first list, or shared earlier and read anew each time, so that what was
        taken back there is not here either."""
        if stage.pick_from != CARRIED:
            return [note for note in state.notes if note.zone == stage.pick_from]
        rows = [row for row in state.carried if row.id[1:].isdecimal()]
        return [Note(int(row.id[1:]), state.view_rev, CARRIED, row.text, True, table=row.table) for row in rows]

    def _picked(self, state: State) -> Iterable[Part]:
        """At the reading, what was put into columns by a tap stands there too."""
        for stage in state.config.all_stages():
            for note in self._to_pick(state, stage) if stage.pick_from else ():
                yield from self._tagged(state, note, stage)

    @staticmethod
    def _note(state: State, note: Note, slot: str, *, here: bool, rev: int = 0, order: str = "", **more: Any) -> Part:
        colour = state.config.zone_marks().get(note.zone, "sun")
        table = state.table_to_name(note)
        part = note_part(note, slot, colour, "kinds/board/_note.html", here=here, table=table, **more)
        return replace(part, rev=max(part.rev, rev), order=order or part.order)

    def _picking(self, state: State, surface: str, stage: Stage) -> Iterable[Part]:
        """Each note of the first list with its choice on the phones; in the columns it was put into on the stage."""
        if surface == "console":
            return
        zones = state.config.zones_of(stage)
        source = self._to_pick(state, stage)
        for note in [*source, *(note for note in state.notes if note.zone != stage.pick_from)]:
            if note.zone == stage.pick_from and surface == "phone":
                template = "kinds/board/_pick.html"
                part = note_part(note, "picks", "", template, step=state.step, stage=stage, zones=zones)
                yield replace(part, classes="")
            elif note.zone == stage.pick_from:
                yield from self._tagged(state, note, stage)
            else:
                here = note.zone in stage.zones and (surface == "stage" or state.scope is not None)
                yield self._note(state, note, f"zone-{note.zone}", here=here)

    def _tagged(self, state: State, note: Note, stage: Stage) -> Iterable[Part]:
        answers = state.rows_by_item.get(f"tag:{stage.id}:{note.id}", ())
        rev = max([note.rev, *(a.rev for a in answers)])
        for zone in stage.zones:
            count = sum(a.value == zone for a in answers)
            part = self._note(
                state, replace(note, zone=zone), f"zone-{zone}", here=count > 0, rev=rev,
                order=f"{9999 - count:04d}{note.id:09d}", count=count,
            )  # fmt: skip
            yield replace(part, id=f"p{note.id}-{zone}")

    def _grouped(self, state: State, surface: str) -> Iterable[Part]:
        """Themes as piles, loose notes after them; with the number of marks once they are turned up."""
        themes = {theme.id: theme for theme in state.themes if not theme.gone}
        for theme in state.themes:
            yield self._theme(state, theme, surface)
        listed = state.phase.key == "group" and surface != "stage"  # every note, to be put into groups
        themes_rev = max((t.rev for t in state.themes), default=0) if listed else 0
        for note in state.notes:
            loose = note.theme not in themes
            votes, votes_rev = self._votes(state, f"vote:n{note.id}")
            order = f"{note.theme or 0:09d}{note.id:09d}" if listed else self._order(state, votes, note.id)
            yield self._note(
                state, note, "loose", here=loose or listed, rev=max(votes_rev, themes_rev),
                order=order, votes=self._turned(state, votes), step=state.step, themes=list(themes.values()),
                vote_item=f"vote:n{note.id}" if surface == "phone" and state.phase.key == "vote" else "",
                may_move=listed and self._may_move(state, surface),
            )  # fmt: skip

    def _theme(self, state: State, theme: Theme, surface: str) -> Part:
        notes = [note for note in state.notes if note.theme == theme.id and note.shown]
        votes = self._votes(state, f"vote:t{theme.id}")
        touched = [note.rev for note in state.notes]  # a note that left is not in the pile any more
        colour = state.config.zone_marks().get(notes[0].zone, "sun") if notes else "sun"
        context = {
            "theme": theme, "notes": notes, "count": len(notes), "quote": notes[-1].text if notes else "",
            "votes": self._turned(state, votes[0]), "step": state.step, "may_move": self._may_move(state, surface),
            "vote_item": f"vote:t{theme.id}" if surface == "phone" and state.phase.key == "vote" else "",
            "surface": surface, "colour": colour, "table": state.table_to_name(theme),
        }  # fmt: skip
        classes = f"note {colour} {paper_class(theme.id)}" if surface == "stage" else ""
        order = self._order(state, votes[0], theme.id)
        rev = max([theme.rev, votes[1], *touched])
        return Part(
            f"t{theme.id}", rev, "themes", order, "kinds/board/_theme.html", context, "li", classes, gone=theme.gone
        )

    @staticmethod
    def _may_move(state: State, surface: str) -> bool:
        return state.phase.key == "group" and (surface == "console" or state.scope is not None)

    @staticmethod
    def _votes(state: State, item: str) -> tuple[int, int]:
        """(marks, newest revision) of an item."""
        answers = state.rows_by_item.get(item, ())
        return sum(not a.gone for a in answers), max((a.rev for a in answers), default=0)

    @staticmethod
    def _turned(state: State, votes: int) -> int | None:
        return votes if state.phase.key == "result" else None

    @staticmethod
    def _order(state: State, votes: int, pk: int) -> str:
        return f"{9999 - votes:04d}{pk:09d}" if state.phase.key == "result" else f"{pk:013d}"

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        rows = [(n.zone, Carried(f"n{n.id}", n.text, table=n.table)) for n in state.shown]
        found: dict[str, Sequence[Carried]] = {"notes": [row for _zone, row in rows]}
        for zone in state.config.zones:
            found[zone.id] = [row for name, row in rows if name == zone.id]
        for stage in state.config.all_stages():
            for zone_id in stage.zones if stage.pick_from else ():
                found[zone_id] = [*found[zone_id], *self._tagged_rows(state, stage, zone_id)]
        return found

    def _tagged_rows(self, state: State, stage: Stage, zone_id: str) -> list[Carried]:
        counted = []
        for note in state.shown if stage.pick_from != CARRIED else self._to_pick(state, stage):
            count = sum(a.value == zone_id for a in state.by_item.get(f"tag:{stage.id}:{note.id}", ()))
            if count:
                counted.append(Carried(f"n{note.id}", note.text, count, note.table))
        return sorted(counted, key=lambda row: -row.count)

    def report(self, state: State) -> Sequence[Block]:
        outputs = self.outputs(state)
        blocks = [
            Block(zone.title, zone.text, items=[self._line(row) for row in outputs[zone.id]])
            for zone in state.config.zones
        ]
        themes = [theme for theme in state.themes if not theme.gone]
        if themes:
            rows = [
                (
                    t.title,
                    str(len([n for n in state.shown if n.theme == t.id])),
                    str(self._votes(state, f"vote:t{t.id}")[0]),
                )
                for t in themes
            ]
            blocks.append(Block(_("Groups"), columns=(_("Group"), _("Notes"), _("Marks")), rows=rows))
        if chosen := self._chosen(state):
            columns = (_("Note or group"), _("Marks"))
            blocks.append(Block(_("What we chose"), columns=columns, rows=chosen, gist="agreed"))
        return blocks

    def _chosen(self, state: State) -> list[tuple[str, str]]:
        """Notes and groups that got marks, most first."""
        marked = [(note.text, self._votes(state, f"vote:n{note.id}")[0]) for note in state.shown]
        marked += [(t.title, self._votes(state, f"vote:t{t.id}")[0]) for t in state.themes if not t.gone]
        return [(text, str(marks)) for text, marks in sorted(marked, key=lambda row: -row[1]) if marks]

    @staticmethod
    def _line(row: Carried) -> str:
        return f"{row.text} ×{row.count}" if row.count > 1 else row.text
