"""A table to fill in together: rows that are given, carried in or added; a note for each thing said in a cell."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.kinds.base import (
    FEW,
    Block,
    Carried,
    Kind,
    Note,
    Own,
    Phase,
    Refusal,
    State,
    StepInfo,
    Write,
    note_part,
)
from activities.kinds.grid.config import KEY, ROWS, GridConfig
from activities.kinds.grid.filling import PAGE, Filling
from coprod.live.parts import Part

TEMPLATES = "kinds/grid/"
ROW_LIMIT = 80
WRITING = frozenset({"note", "change", "keep"})


class Grid(Kind):
    name = "grid"
    label = gettext_lazy("A table to fill in")
    Config = GridConfig
    last_word = r"take:.*|" + re.escape(PAGE)
    numbers = (
        r"n(?P<note>\d+):.*",
        r"t(?P<theme>\d+):.*",
        r"(?:take|keep):n(?P<note>\d+)=.*",
        r"(?:take|keep):t(?P<theme>\d+)=.*",
    )

    def phases(self, config: GridConfig) -> Sequence[Phase]:
        filling = (
            Phase("write", _("Fill it in"), _("Phones open a box: first the row, then the column. Notes land in the table."),
                  "", WRITING | {"answer"}),
            Phase("read", _("Read together"), _("Phones stop writing. The screen and the phones show the whole table."),
                  _("What do you see in our table?")),
        )  # fmt: skip
        if not config.closing:
            return filling
        return (
            *filling,
            Phase("close", _("Choose rows"), _("Phones ask which rows to take forward. The screen shows how many have chosen."),
                  _("Which of these do we take with us?"), WRITING | {"answer", "clear"}),
            Phase("kept", _("What we take"), _("The screen shows the rows you chose, most chosen first, and your notes."),
                  _("What we take with us")),
        )  # fmt: skip

    # -- writing -------------------------------------------------------------------------------------------------

    def accept(self, write: Write, step: StepInfo, phase: Phase, own: Own) -> Write:
        config: GridConfig = step.config
        if (
            write.item == PAGE
            and write.verb == "answer"
            and own.facilitator
            and re.fullmatch(r"[0-9]{1,3}", write.value)
        ):
            return replace(write, text="")
        write = super().accept(write, step, phase, own)
        if write.verb == "note":
            write = self._into_cell(write, phase, config)
            self.check_length(write)
        elif write.verb == "change":  # it stays where it was written
            write = replace(write, zone=next((note.zone for note in own.notes if note.id == write.note), ""))
            self.check_length(write)
        if write.verb in ("answer", "clear"):
            return self._answer(write, phase)
        return write

    @staticmethod
    def _into_cell(write: Write, phase: Phase, config: GridConfig) -> Write:
        """`zone` is "row:column", or a column whose row is in `item`; "rows" for a new row; a question's zone at the closing."""
        if phase.key == "close":
            if write.zone not in {zone["id"] for zone in config.closing_zones()}:
                raise Refusal(_("Choose what your note is about. Your words are still in the box."))
            return write
        if write.zone == ROWS:
            if not config.own_rows:
                raise Refusal(_("The rows are set for today. Your words are still in the box."))
            return write
        row, colon, column = write.zone.rpartition(":")
        row = row if colon else write.item
        columns = [c.id for c in config.columns]
        column = column or (columns[0] if len(columns) == 1 else "")
        if not re.fullmatch(KEY, row):
            raise Refusal(_("Choose a row first. Your words are still in the box."))
        if column not in columns:
            raise Refusal(_("Choose a column first. Your words are still in the box."))
        return replace(write, zone=f"{row}:{column}", item="")

    @staticmethod
    def _answer(write: Write, phase: Phase) -> Write:
        item = {"write": "take", "close": "keep"}.get(phase.key, "")
        kind, _colon, row = write.item.partition(":")
        if not item or kind != item or not re.fullmatch(KEY, row) or write.value not in ("0", "1", ""):
            raise Refusal(_("That row is not there any more."))
        return replace(write, value="" if write.value == "0" else write.value, text="")

    def limit(self, write: Write) -> int:
        return ROW_LIMIT if write.zone == ROWS else super().limit(write)

    # -- what the surfaces show ----------------------------------------------------------------------------------

    def answered(self, state: State) -> int:
        """The people of this phase: taking a row for a table, and turning a page, is nobody's answer."""
        if state.phase.key == "close":
            wrote = {n.person for n in state.notes if n.live and n.zone.startswith("q-")}
            return len(wrote | {a.person for a in state.given if a.item.startswith("keep:")})
        return len({n.person for n in state.notes if n.live and not n.zone.startswith("q-")})

    def saved(self, state: State, note: Note) -> str:
        return _("Saved. We read it together later.") if note.zone.startswith("q-") else _("Saved. It is in the table.")

    def frame(self, state: State, surface: str) -> Mapping[str, Any]:
        config: GridConfig = state.config
        return {
            "zones": self._zones(state, surface),
            "asked": config.closing_zones() if state.phase.key in ("close", "kept") else [],
            "row_limit": ROW_LIMIT,
            "no_purpose": state.phase.key != "write",
            "say": self._say(state.phase.key),
            "may_take": surface == "phone" and state.scope is not None and state.phase.key == "write",
        }

    @staticmethod
    def _say(phase: str) -> str:
        """For the facilitator, after the first phase, which has the step's own words."""
        told = {
            "read": _("Let us look at our table together. Which row has the most in it? Which is empty? What would you add out loud?"),
            "close": _("Which of these rows do you want to take with you? Tap them. A few are enough. The screen shows how many, and never who. Skip if you like."),
            "kept": _("These are the rows that most of you take with you. What could be the first small thing to do?"),
        }  # fmt: skip
        return told.get(phase, "")

    @staticmethod
    def _zones(state: State, surface: str) -> list[Any]:
        """The choice of the box: columns on a phone, which names the row beside it; each cell for the facilitator."""
        config: GridConfig = state.config
        if state.phase.key == "close":
            return config.closing_zones()
        if surface != "console":
            return list(config.columns)
        rows = [line for line in Filling(state).lines if line.key != "other"]
        cells = [{"id": f"{row.key}:{c.id}", "title": f"{row.text}: {c.title}"} for row in rows for c in config.columns]
        return cells + ([{"id": ROWS, "title": _("A new row")}] if config.own_rows else [])

    def parts(self, state: State, surface: str) -> Iterable[Part]:
        grid = Filling(state)
        key = state.phase.key
        if surface == "console":
            yield from self._console_parts(grid)
        elif key == "kept":
            yield from _kept(grid)
            yield from _closing_notes(state)
        elif surface == "stage":
            yield from _table(grid)
        else:
            yield from self._phone_parts(grid)

    @staticmethod
    def _phone_parts(grid: Filling) -> Iterable[Part]:
        state = grid.state
        key, near = state.phase.key, state.scope is not None
        if key == "write":
            yield from _rows(grid, "take")
        elif key == "close":
            yield from _rows(grid, "keep")
            if near:
                yield from _closing_notes(state)
        if key == "read" or (key == "write" and near):
            yield from _listed(grid)

    @staticmethod
    def _console_parts(grid: Filling) -> Iterable[Part]:
        state = grid.state
        rows = [(line.text, grid.count(line), grid.tables(line), grid.kept(line)) for line in grid.lines]
        context = {"rows": rows, "key": state.phase.key, "few": state.phase.key == "close" and grid.keepers < FEW,
                   "keepers": grid.keepers}  # fmt: skip
        rev = max(state.view_rev, state.rows_rev)
        yield Part("filled", rev, "filled", "", f"{TEMPLATES}_filled.html", context)
        if state.phase.key != "kept":
            pages = {"page": grid.page, "pages": len(grid.pages), "step": state.step, "item": PAGE,
                     "before": grid.page - 1, "after": grid.page + 1}  # fmt: skip
            yield Part("pages", rev, "pages", "", f"{TEMPLATES}_pages.html", pages, gone=len(grid.pages) < 2)

    # -- afterwards ----------------------------------------------------------------------------------------------

    def outputs(self, state: State) -> Mapping[str, Sequence[Carried]]:
        """`rows`: all of them; `kept`: those people take with them, most chosen first, or all when nobody chose."""
        grid = Filling(state)
        rows = [Carried(line.key, line.text) for line in grid.lines if line.key != "other"]
        chosen = [Carried(line.key, line.text, grid.kept(line)) for line in grid.lines if grid.kept(line)]
        return {"rows": rows, "kept": sorted(chosen, key=lambda row: -row.count) or rows}

    def report(self, state: State) -> Sequence[Block]:
        config: GridConfig = state.config
        grid = Filling(state)
        columns = (config.rows_title, *(column.title for column in config.columns))
        rows = [
            (
                line.text,
                *("; ".join(_said(n, state) for n in grid.cells.get((line.key, c.id), ())) for c in config.columns),
            )
            for line in grid.lines
            if grid.count(line) or line.table is not None or not state.notes
        ]
        blocks = [Block(state.step.title, "" if rows else _("Nothing was written."), columns=columns, rows=rows)]
        kept = [row for row in self.outputs(state)["kept"] if any(grid.kept(line) for line in grid.lines)]
        if kept:
            told = [(row.text, str(row.count)) for row in kept]
            blocks.append(
                Block(_("What we take with us"), columns=(config.rows_title, _("People")), rows=told, gist="agreed")
            )
        for zone in config.closing_zones():
            said = [note.text for note in state.shown if note.zone == zone["id"]]
            if said:
                blocks.append(Block(zone["title"], items=said))
        return blocks


def _said(note: Note, state: State) -> str:
    if not state.tables or note.table is None:
        return note.text
    return _("%(text)s (table %(number)d)") % {"text": note.text, "number": note.table}


def _rows(grid: Filling, item: str) -> Iterable[Part]:
    """Rows to choose from: one to write in ("take"), or those to take forward ("keep")."""
    state = grid.state
    for line in grid.all_lines:
        context = {"line": line, "step": state.step, "may_take": item == "take" and state.scope is not None,
                   "taken": item == "take" and grid.taken(line, state.scope)}  # fmt: skip
        yield Part(f"{item}-{line.key}", grid.rev(line, item), "rows", line.order, f"{TEMPLATES}_{item}.html", context, "li",
                   gone=line.gone or line.key == "other")  # fmt: skip


def _listed(grid: Filling) -> Iterable[Part]:
    """The table as a phone shows it: under each row its notes, column by column."""
    state, places = grid.state, {c.id: i for i, c in enumerate(grid.config.columns)}
    columns = {c.id: c for c in grid.config.columns}
    lines = {line.key: line for line in grid.all_lines}
    for line in grid.all_lines:
        yield Part(f"line-{line.key}", line.rev, "cells", line.order, f"{TEMPLATES}_line.html", {"line": line}, "li",
                   "line", gone=line.gone)  # fmt: skip
    for note in state.notes:
        column = columns.get(note.zone.rpartition(":")[2])
        if not grid.row_of(note) or column is None:
            continue
        written_for = lines.get(grid.row_of(note))
        rev = max(note.rev, written_for.rev if written_for else 0)
        if rev <= state.since:
            continue
        line = grid.line_of(note)
        table = state.table_to_name(note)
        part = note_part(note, "cells", column.colour, f"{TEMPLATES}_note.html", column=column, table=table)
        yield replace(part, order=f"{line.order}.{places[column.id]}.{note.id:09d}", rev=rev)


def _table(grid: Filling) -> Iterable[Part]:
    """The page that shows, as one part: which rows fit depends on every note, and a row cannot travel without its table."""
    state = grid.state
    rev = max(state.view_rev, state.rows_rev)
    rows = grid.pages[grid.page - 1] if grid.pages else []
    context = {"config": grid.config, "rows": rows, "large": grid.large}
    yield Part("grid", rev, "grid", "", f"{TEMPLATES}_table.html", context)
    pages = {"page": grid.page, "pages": len(grid.pages)}
    yield Part("page", rev, "page", "", f"{TEMPLATES}_page.html", pages, "span", gone=len(grid.pages) < 2)


def _kept(grid: Filling) -> Iterable[Part]:
    for line in grid.all_lines:
        count = grid.kept(line)
        order = f"{9999 - count:04d}{line.order}"
        yield Part(f"kept-{line.key}", grid.rev(line, "keep"), "kept", order, f"{TEMPLATES}_kept.html",
                   {"line": line, "count": count}, "li", "note leaf", gone=line.gone or not count)  # fmt: skip
    rev = max(grid.state.view_rev, grid.state.rows_rev)
    none = not any(grid.kept(line) for line in grid.lines)
    yield Part("kept-none", rev, "kept", "", f"{TEMPLATES}_none.html", {}, "li", gone=not none)


def _closing_notes(state: State) -> Iterable[Part]:
    marks = state.config.zone_marks()
    for note in state.moved:
        if note.zone.startswith("q-"):
            colour = marks.get(note.zone, "sun")
            yield note_part(note, f"zone-{note.zone}", colour, table=state.table_to_name(note))
