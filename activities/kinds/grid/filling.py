"""What stands in which cell, and how a full grid divides into pages of the big screen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from activities.drawing import pen
from activities.kinds.base import Answer, Note, State
from activities.kinds.grid.config import OTHER, ROWS, GridConfig

# The big screen, in pixels of 1920: the floor, the head of the table, the column of the rows' names. grid.css says the same.
FLOOR, HEAD, NAMES, WIDTH = 838, 92, 330, 1792
MANY = 6  # rows
PAGE = "screen:page"
Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the grid. `key` names it in zones and answers; `order` sorts it and never changes."""

    key: str
    text: str
    order: str
    rev: int
    gone: bool = False
    table: int | None = None  # whose row it is, when a table added it


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as one page of the screen holds it."""

    line: Line
    cells: Sequence[tuple[str, Sequence[Note], int]]  # (colour, the newest notes that fit, how many more)
    tables: Sequence[int] = field(default=())


class Filling:
    """The grid of one scope."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.config: GridConfig = state.config

    @cached_property
    def all_lines(self) -> list[Line]:
        """Every row there ever was, with those that went; at last the place for notes whose row is not there."""
        state = self.state
        given = [(row.id, row.text) for row in (state.carried or self.config.rows)]
        lines = [Line(key, text, f"0{i:09d}", state.view_rev) for i, (key, text) in enumerate(given)]
        for note in state.notes:
            if note.zone == ROWS:
                lines.append(Line(f"n{note.id}", note.text, f"1{note.id:09d}", note.rev, not note.shown, note.table))
        known = {line.key for line in lines if not line.gone}
        stray = any(note.shown and self.row_of(note) not in {*known, ""} for note in state.notes)
        return [*lines, Line(OTHER, _("Other"), "9", state.rows_rev, not stray)]

    @cached_property
    def lines(self) -> list[Line]:
        return [line for line in self.all_lines if not line.gone]

    @staticmethod
    def row_of(note: Note) -> str:
        """The row a note was written for; empty for added rows and for closing notes."""
        return note.zone.rpartition(":")[0]

    def line_of(self, note: Note) -> Line:
        """The row a note stands in now."""
        by_key = {line.key: line for line in self.all_lines}
        line = by_key.get(self.row_of(note))
        return line if line is not None and not line.gone else by_key[OTHER]

    @cached_property
    def cells(self) -> dict[Cell, list[Note]]:
        """Notes that show, by row and column."""
        found: dict[Cell, list[Note]] = {}
        here = {line.key for line in self.lines}
        for note in self.state.shown:
            row, _colon, column = note.zone.rpartition(":")
            if row:
                found.setdefault((row if row in here else OTHER, column), []).append(note)
        return found

    def count(self, line: Line) -> int:
        return sum(len(self.cells.get((line.key, c.id), ())) for c in self.config.columns)

    def tables(self, line: Line) -> list[int]:
        """The tables that took a row or wrote in it, when the step is done at tables and the whole room looks."""
        if not self.state.tables or self.state.scope is not None:
            return []
        wrote = {n.table for c in self.config.columns for n in self.cells.get((line.key, c.id), ())}
        took = {number for number in self.state.tables if self.taken(line, number)}
        return sorted(number for number in wrote | took | {line.table} if number is not None)

    # -- answers -------------------------------------------------------------------------------------------------

    @cached_property
    def by_item(self) -> dict[str, list[Answer]]:
        found: dict[str, list[Answer]] = {}
        for answer in self.state.answers:
            found.setdefault(answer.item, []).append(answer)
        return found

    def taken(self, line: Line, table: int | None) -> bool:
        """Whether a table works on this row: the newest word of anybody at it counts."""
        said = [a for a in self.by_item.get(f"take:{line.key}", ()) if a.table == table]
        return bool(said) and max(said, key=lambda a: (a.rev, a.id)).value == "1"

    def rev(self, line: Line, item: str) -> int:
        """Of a row and the answers about it ("take" or "keep")."""
        return max([line.rev, *(a.rev for a in self.by_item.get(f"{item}:{line.key}", ()))])

    def kept(self, line: Line) -> int:
        """How many people take the row with them."""
        return sum(not a.gone for a in self.by_item.get(f"keep:{line.key}", ()))

    @cached_property
    def keepers(self) -> int:
        return len({a.person for a in self.state.given if a.item.startswith("keep:")})

    # -- pages of the screen -------------------------------------------------------------------------------------

    @cached_property
    def _book(self) -> tuple[bool, list[list[Shown]]]:
        """(large letters, pages): one page in large letters, if all fits; else as many as it takes."""
        large = self._pages(large=True)
        return (True, large) if len(large) <= 1 else (False, self._pages(large=False))

    @property
    def large(self) -> bool:
        return self._book[0]

    @property
    def pages(self) -> list[list[Shown]]:
        return self._book[1]

    @cached_property
    def page(self) -> int:
        """The page the facilitator turned to; the first when it is not there."""
        newest: Any = max(self.by_item.get(PAGE, ()), key=lambda a: (a.rev, a.id), default=None)
        wanted = int(newest.value) if newest is not None and newest.value.isdecimal() else 1
        return min(max(wanted, 1), max(len(self.pages), 1))

    def most(self, *, large: bool) -> float:
        """How tall a row may be. Of many rows each has a third of the floor, so that a page compares them and few pages are enough."""
        return (FLOOR - HEAD) / (3 if len(self.lines) > MANY and not large else 1)

    def _pages(self, *, large: bool) -> list[list[Shown]]:
        room = FLOOR - HEAD
        pages: list[list[Shown]] = []
        left = 0.0
        for line in self.lines:
            shown, high = self._shown(line, self.most(large=large), large)
            if not pages or high > left:
                pages.append([])
                left = room
            pages[-1].append(shown)
            left -= high
        return pages

    def _shown(self, line: Line, room: float, large: bool) -> tuple[Shown, float]:
        size = 34 if large else 28
        tables = self.tables(line)
        name = len(pen.wrap(line.text, NAMES - 28, size, 650)) * size * 1.16 + (34 if tables else 0) + 20
        wide = (WIDTH - NAMES) / len(self.config.columns) - 46
        cells, high = [], name
        for column in self.config.columns:
            notes = self.cells.get((line.key, column.id), [])
            kept, tall = _fitting(notes, wide, size, room)
            cells.append((column.colour, kept, len(notes) - len(kept)))
            high = max(high, tall)
        return Shown(line, cells, tables), high


def _fitting(notes: Sequence[Note], wide: float, size: int, room: float) -> tuple[list[Note], float]:
    """The newest notes that one cell has room for, and how tall they are together with the line that says how many more."""
    kept: list[Note] = []
    tall, more = 16.0, 40
    for note in reversed(notes):
        high = sum(len(pen.wrap(line, wide, size)) or 1 for line in note.text.split("\n")) * size * 1.2 + 22
        if tall + high + more > room and kept:
            return kept[::-1], tall + more
        kept.append(note)
        tall += high
    return kept[::-1], tall
