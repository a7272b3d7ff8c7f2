"""Tables that move on, from above: each with its number and its question, and an arrow to where its people go next.

Pure: the same room gives the same bytes. Up to four tables stand in a ring; more stand in rows, one way and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, pi, sin, sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import fit
from activities.drawing.pen import KINDS, f, group, path, s
from activities.drawing.words import Words
from activities.kinds.rounds.config import Tables
from activities.kinds.rounds.rotation import question

W, H = pen.FLOOR_WIDTH, 836
ROOM = 1180  # the tables stand left of this; what to do next stands right
COLUMN, COLUMN_WIDE = 1236, W - 1236
BELOW_CLOCK = 372  # the column starts lower where the clock stands above it
RING_TO, WORDS_TO = 4, 8  # tables in a ring; tables large enough for the title of their question
KEY_COLUMNS, KEY_LINE = 3, 54  # what lies on smaller ones stands below them, by its mark

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """A table: its number, the title of its question and which of them that is, and what was left there."""

    number: int
    title: str
    question: int = 0
    hosted: bool = False
    notes: int | None = None

    @property
    def kind(self) -> str:
        return KINDS[self.question % 4]


@dataclass(frozen=True, slots=True)
class Rotation:
    """The tables in one round. `clock` leaves room for one, and `moving` is the time between two rounds."""

    places: tuple[Place, ...]
    round: int = 1
    of: int = 1
    minutes: int = 0
    moving: bool = False
    clock: bool = False
    over: bool = False  # nobody moves any more: what was left

    @property
    def goes_on(self) -> bool:
        return len(self.places) > 1 and not self.over and (self.moving or self.round < self.of)

    @property
    def hosted(self) -> bool:
        return self.goes_on and any(place.hosted for place in self.places)


def sheet_of(tables: Tables) -> Rotation:
    """How it goes, for paper: as many tables as there are questions."""
    n = len(tables.questions)
    places = tuple(Place(i + 1, tables.questions[question(i, 0, n, n)].title, i) for i in range(n))
    return Rotation(places, 1, tables.rounds, tables.minutes)


# -- in words ------------------------------------------------------------------------------------------------------


def where_next(rotation: Rotation) -> str:
    n = len(rotation.places)
    if not rotation.goes_on:
        return _("Stay where you are.") if rotation.over or n < 2 else _("This is the last round.")
    if n == 2 and rotation.moving:
        return _("The two tables change places.")
    if n == 2:
        return _("When the time is up, the two tables change places.")
    if not rotation.moving:
        return _("When the time is up, go from 1 to 2, from 2 to 3, and so on. From %(last)d go to 1.") % {"last": n}
    return _("Go to the next table: from 1 to 2, from 2 to 3, and so on. From %(last)d go to 1.") % {"last": n}


def minutes_words(n: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}


def round_words(rotation: Rotation) -> str:
    return _("Round %(number)d of %(of)d") % {"number": rotation.round, "of": rotation.of}


def place_words(place: Place) -> str:
    said = _("Table %(number)d: %(title)s") % {"number": place.number, "title": place.title}
    if place.notes is not None:
        said += ", " + ngettext("%(n)d note", "%(n)d notes", place.notes) % {"n": place.notes}
    return said + (", " + _("somebody stays") if place.hosted else "")


def left_words(rotation: Rotation) -> str:
    n = sum(place.notes or 0 for place in rotation.places)
    return ngettext("%(n)d note was left in all.", "%(n)d notes were left in all.", n) % {"n": n}


def rotation_words(rotation: Rotation) -> Words:
    heading = _("What was left at the tables") if rotation.over else round_words(rotation)
    items = tuple(place_words(place) for place in rotation.places)
    said = [f"{item}." for item in items]
    said.append(left_words(rotation) if rotation.over else where_next(rotation))
    return Words(heading, " ".join(said), items=items)


# -- drawing -------------------------------------------------------------------------------------------------------


def draw_rotation(rotation: Rotation) -> str:
    n = len(rotation.places)
    wide = W if rotation.over else ROOM
    key = key_of(rotation.places)
    spots, r = ring(n, wide) if n <= RING_TO else rows(n, wide, H - ceil(len(key) / KEY_COLUMNS) * KEY_LINE)
    out = "".join(draw_table(place, *spot, r, n) for place, spot in zip(rotation.places, spots, strict=True))
    out += draw_key(key, wide)
    if rotation.goes_on:
        out = draw_arrows(spots, r, rotation.moving) + out
    if not rotation.over:
        out += draw_column(rotation)
    return pen.svg(out, rotation_words(rotation).title, name="rounds")


def ring(n: int, wide: float) -> tuple[list[Point], float]:
    """Where a few tables stand, clockwise from the top, and how large they are."""
    r = 168 if n <= 2 else 134
    cx, cy, out = wide / 2, H / 2, r + 40
    if n == 1:
        return [(cx, cy)], r
    if n == 2:
        return [(cx - 300, cy), (cx + 300, cy)], r
    angles = [-pi / 2 + i * 2 * pi / n for i in range(n)]
    return [(cx + cos(a) * min(cx - out, 700), cy + sin(a) * (cy - out)) for a in angles], r


def rows(n: int, wide: float, high: float = H) -> tuple[list[Point], float]:
    """Rows of tables, one from the left, the next from the right, so that the next table is always beside."""
    lines = 2 if n <= WORDS_TO else ceil(n / ceil(sqrt(n * wide / high)))
    columns = ceil(n / lines)
    w, h = wide / columns, high / lines
    spots = []
    for i in range(n):
        line, at = divmod(i, columns)
        at = columns - 1 - at if line % 2 else at
        spots.append((w * (at + 0.5), h * (line + 0.5)))
    return spots, min(118.0, w * 0.34) if n <= WORDS_TO else min(w, h) * 0.27


def draw_table(place: Place, x: float, y: float, r: float, n: int) -> str:
    seed = f"table{place.number}"
    out = draw_chairs(x, y, r, seed)
    out += path(pen.round_(x + 5, y + 6, r, r * 0.92, seed=seed, j=0.02, n=16), f("rule") + ' opacity=".75"')
    out += path(pen.round_(x, y, r, r * 0.92, seed=seed, j=0.02, n=16), f(place.kind))
    out += path(pen.round_(x - 2, y + 1, r, r * 0.92, seed=f"{seed}l", j=0.02, n=16), s("ink", 3.5))
    if n > WORDS_TO:
        size = min(60.0, r * 0.9)
        out += draw_number(place, x, y - size * 0.38, size)
    else:
        out += draw_words(place, x, y, r)
    if place.hosted:
        out += draw_flag(x + r * 0.72, y - r * 0.62, min(1.0, r / 100), seed)
    return group(out, "table")


def draw_words(place: Place, x: float, y: float, r: float) -> str:
    """The number with its mark, the title of the question and how many notes were left."""
    big = 64 if r > 120 else 50
    sizes = (38, 34, 30, 28, 26) if r > 104 else (28, 26)
    title = fit(place.title, r * 1.66, sizes, 2, 650)
    title = fit(place.title, r * 1.66, (26,), 3, 650) if title.cut else title
    left = [] if place.notes is None else [ngettext("%(n)d note", "%(n)d notes", place.notes) % {"n": place.notes}]
    high = big * 0.8 + len(title.lines) * title.size * 1.12 + len(left) * 34
    top = y - high / 2
    out = draw_number(place, x, top, big)
    at = top + big * 0.86 + title.size * 0.84
    out += pen.text(x, at, title.lines, size=title.size, weight=650, anchor="middle", lh=1.12)
    at += (len(title.lines) - 1) * title.size * 1.12 + 34
    return out + (pen.text(x, at, left, size=26, anchor="middle") if left else "")


def draw_number(place: Place, x: float, top: float, size: float) -> str:
    """The number of a table after the mark of its question."""
    wide = pen.width(str(place.number), size, 750)
    mark = pen.mark(place.kind, x - wide / 2 - size * 0.16, top + size * 0.38, size * 0.2, place.number)
    number = pen.text(x + size * 0.22, top + size * 0.74, str(place.number), size=size, weight=750, anchor="middle")
    return path(mark, f(f"{place.kind}-mark")) + number


def key_of(places: Sequence[Place]) -> tuple[Place, ...]:
    """One table for each question, where the tables are too small for its title; none where two questions share a mark."""
    if len(places) <= WORDS_TO:
        return ()
    key = {place.question: place for place in reversed(places)}
    return tuple(key[question] for question in sorted(key)) if len(key) <= len(KINDS) else ()


def draw_key(key: Sequence[Place], wide: float) -> str:
    """Mark and title of each question, in lines below the tables."""
    out = ""
    room, lines = wide / KEY_COLUMNS, ceil(len(key) / KEY_COLUMNS)
    for i, place in enumerate(key):
        line, at = divmod(i, KEY_COLUMNS)
        x, y = at * room, H - (lines - line - 0.5) * KEY_LINE
        title = fit(place.title, room - 56, (36, 32, 30, 28, 26), 1, 650)
        out += path(pen.mark(place.kind, x + 18, y, 13, place.title), f(f"{place.kind}-mark"))
        out += pen.para(x + 42, y + title.size * 0.36, room - 56, title.lines, size=title.size, weight=650)
    return group(out, "key") if out else ""


def draw_chairs(x: float, y: float, r: float, seed: str) -> str:
    """Six chairs, whoever sits there: people are drawn the same, and not counted."""
    size = max(9.0, r * 0.15)
    out = ""
    for i in range(6):
        a = pi / 6 + i * pi / 3
        cx, cy = x + cos(a) * (r + size * 1.2), y + sin(a) * (r * 0.92 + size * 1.2)
        chair = pen.round_(cx, cy, size, size, seed=f"{seed}chair{i}", j=0.05)
        out += path(chair, f("sheet")) + path(chair, s("ink", 2.5))
    return out


def draw_flag(x: float, y: float, scale: float, seed: str) -> str:
    """Somebody stays here."""
    pole = pen.stroke(x, y + 46 * scale, x, y - 34 * scale, w=6 * scale, seed=f"{seed}pole", wob=0.8)
    cloth = pen.pen(
        [(x + 4 * scale, y - 30 * scale), (x + 48 * scale, y - 18 * scale)], w=30 * scale, seed=f"{seed}flag", wob=1
    )
    return path(pole, f("bark")) + path(cloth, f("stamp"))


def draw_arrows(spots: Sequence[Point], r: float, large: bool) -> str:
    """From each table to the next. In rows the last one's way back is said in words alone."""
    n = len(spots)
    pairs = [(i, (i + 1) % n) for i in range(n if n <= WORDS_TO else n - 1)]
    w, head = (10, 30) if large else (5.5, 20)
    if n > WORDS_TO:
        w, head = (7, 20) if large else (4.5, 14)
    out = ""
    for i, j in pairs:
        (ax, ay), (bx, by) = spots[i], spots[j]
        a = atan2(by - ay, bx - ax) + (0.5 if n == 2 else 0.0)
        b = atan2(by - ay, bx - ax) - (0.5 if n == 2 else 0.0)
        gap = r + max(22.0, r * 0.34)
        start, end = (ax + cos(a) * gap, ay + sin(a) * gap), (bx - cos(b) * gap, by - sin(b) * gap)
        out += pen.arrow(*start, *end, w=w, head=head, seed=f"move{i}", bow=-0.18 if n == 2 else -0.06)
    return group(out, "moves")


def draw_column(rotation: Rotation) -> str:
    """What is on, how long, and where to go next."""
    y = float(BELOW_CLOCK if rotation.clock else 96)
    head = _("Move on") if rotation.moving else round_words(rotation)
    out = pen.para(COLUMN, y, COLUMN_WIDE, [head], size=64, weight=750)
    y += 74
    if not rotation.moving and rotation.minutes:
        out += pen.para(COLUMN, y, COLUMN_WIDE, [minutes_words(rotation.minutes)], size=44)
        y += 70
    lines = fit(where_next(rotation), COLUMN_WIDE, (44, 40, 36), 6, 650 if rotation.moving else 400)
    out += pen.para(COLUMN, y, COLUMN_WIDE, lines.lines, size=lines.size, weight=650 if rotation.moving else 400)
    y += len(lines.lines) * lines.size * 1.22 + 26
    if rotation.hosted:
        out += draw_flag(COLUMN + 12, y + 10, 0.8, "key")
        out += pen.para(COLUMN + 70, y + 14, COLUMN_WIDE - 70, [_("Somebody stays there.")], size=34)
    return out
