"""A survey's totals: for each statement a bar cut at the words of the scale, disagree to the left, agree to the right.

Pure: the same totals give the same bytes. Bars meet in the middle of those who do neither. The strong ends are hatched,
each part has its number, and the pen line round it carries it where paper washes out. Below the least number of people
nothing is drawn of what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import fit
from activities.drawing.pen import f, group, path, s
from activities.drawing.words import Words

W, H = pen.FLOOR_WIDTH, pen.FLOOR_HEIGHT
A_PAGE = 7
MIDDLE, ROOM = 1180, 540
TOP, CARD = 92, 540
PAPER = ("sky", "sky", "sheet", "leaf", "leaf")


@dataclass(frozen=True, slots=True)
class Total:
    """How many chose each word of the scale, disagree first."""

    text: str
    counts: tuple[int, ...]

    @property
    def given(self) -> int:
        return sum(self.counts)

    @property
    def agreed(self) -> int:
        return self.counts[3] + self.counts[4]


@dataclass(frozen=True, slots=True)
class Totals:
    scale: tuple[str, ...]
    rows: tuple[Total, ...]
    people: int
    least: int

    @property
    def shown(self) -> bool:
        return self.people >= self.least

    def tells(self, row: Total) -> bool:
        """May this row be shown? Each by itself must have been answered by enough people."""
        return self.shown and row.given >= self.least


def too_few_words(least: int) -> str:
    if least == 5:
        return _("Fewer than five people answered, so this is not shown.")
    return ngettext(
        "Fewer than %(n)d person answered, so this is not shown.",
        "Fewer than %(n)d people answered, so this is not shown.",
        least,
    ) % {"n": least}


def row_words(totals: Totals, row: Total) -> str:
    if not totals.tells(row):
        return too_few_words(totals.least)
    said = [f"{name} {n}" for name, n in zip(reversed(totals.scale), reversed(row.counts), strict=True) if n]
    return ", ".join(said) + "."


def survey_words(heading: str, totals: Totals) -> Words:
    if not totals.shown:
        return Words(heading, too_few_words(totals.least))
    people = ngettext("%(n)d person answered.", "%(n)d people answered.", totals.people) % {"n": totals.people}
    lines = [f"{row.text} {row_words(totals, row)}" for row in totals.rows]
    if notice := most_agreed(totals):
        lines.append(notice)
    rows = tuple(
        (row.text, *(str(n) if totals.tells(row) else "–" for n in reversed(row.counts))) for row in totals.rows
    )
    return Words(heading, " ".join([people, *lines]), (_("Statement"), *reversed(totals.scale)), rows)


def most_agreed(totals: Totals) -> str:
    """The one thing to notice: where most agreed, if anybody did anywhere."""
    told = [row for row in totals.rows if totals.tells(row) and row.agreed]
    if not told:
        return ""
    row = max(told, key=lambda row: row.agreed / row.given)
    return _("Most agreed with “%(statement)s”: %(n)d of %(of)d.") % {
        "statement": row.text.rstrip("."), "n": row.agreed, "of": row.given,
    }  # fmt: skip


def draw_survey(heading: str, totals: Totals, title: str = "") -> str:
    """`title` says the drawing in words, where it shows something else than the statements of one survey."""
    title = title or survey_words(heading, totals).title
    if not totals.shown:
        lines = pen.wrap(too_few_words(totals.least), W - 300, 64, 650)
        return pen.svg(pen.text(W / 2, H / 2 - 40, lines, size=64, weight=650, anchor="middle"), title, name="survey")
    rows = totals.rows[:A_PAGE]
    pitch = min(126.0, (H - TOP - 6) / max(1, len(rows)))
    reach = max((max(left(row), right(row)) for row in rows if totals.tells(row)), default=0)
    unit = min(54.0, ROOM / reach) if reach else 1.0
    out = draw_key(totals.scale)
    out += "".join(draw_row(totals, row, TOP + i * pitch, pitch, unit) for i, row in enumerate(rows))
    return pen.svg(out, title, name="survey")


def left(row: Total) -> float:
    return row.counts[0] + row.counts[1] + row.counts[2] / 2


def right(row: Total) -> float:
    return row.counts[4] + row.counts[3] + row.counts[2] / 2


def draw_key(scale: Sequence[str]) -> str:
    """The words of the scale over the bars: paper, pen line, name."""
    step = (W - 590) / 5
    out = ""
    for i, name in enumerate(scale):
        x = 590 + i * step
        out += swatch(i, x, 14, 34, 40, f"key{i}")
        room = fit(name, step - 52, (28, 26), 2)
        out += pen.text(x + 44, 36 if len(room.lines) > 1 else 46, room.lines, size=room.size, lh=1.05)
    return out


def swatch(i: int, x: float, y: float, w: float, h: float, seed: str) -> str:
    """A piece of a bar: the ends are hatched, so that strength shows without colour."""
    paper = PAPER[i]
    line = "pencil" if paper == "sheet" else f"{paper}-mark"
    out = path(pen.sheet(x, y, w, h, seed=seed, j=2), f(paper))
    if i in (0, 4):
        for k in range(8, int(w) - 2, 13):
            out += path(pen.stroke(x + k - 3, y + h - 5, x + k + 4, y + 5, w=2.4, seed=f"{seed}{k}", wob=1), f(line))
    return out + path(pen.sheet(x - 3, y - 3, w, h, seed=seed, j=2), s(line, 4))


def draw_row(totals: Totals, row: Total, y: float, pitch: float, unit: float) -> str:
    high = min(74.0, pitch - 22)
    card = min(104.0, pitch - 12)
    out = path(pen.sheet(5, y + 5, CARD, card, seed=row.text), f("rule") + ' opacity=".8"')
    out += path(pen.sheet(0, y, CARD, card, seed=row.text), f("sheet"))
    lines = fit(row.text, CARD - 48, (34, 30, 28, 26), 2)
    start = y + card / 2 - len(lines.lines) * lines.size * 0.57 + lines.size * 0.86
    out += pen.para(24, start, CARD - 48, lines.lines, size=lines.size, lh=1.14)
    if not totals.tells(row):
        few = fit(too_few_words(totals.least), 1100, (30, 26), 2)
        return group(out + pen.text(600, y + card / 2 + 10, few.lines, size=few.size, c="ink-2"), "row")
    wide = [max(n * unit, pen.width(str(n), 34, 750) + 20) if n else 0 for n in row.counts]
    x, top = MIDDLE - wide[0] - wide[1] - wide[2] / 2, y + (card - high) / 2
    for i, n in enumerate(row.counts):
        if n:
            out += swatch(i, x, top, wide[i], high, f"{row.text}{i}")
            out += draw_number(n, x + wide[i] / 2, top + high / 2, f"{row.text}n{i}", patch=i in (0, 4))
        x += wide[i]
    return group(out, "row")


def draw_number(n: int, x: float, y: float, seed: str, patch: bool) -> str:
    """In the middle of its piece; on a hatched one a slip lies under it."""
    wide = pen.width(str(n), 34, 750)
    out = path(pen.sheet(x - wide / 2 - 8, y - 22, wide + 16, 44, seed=seed), f("sheet")) if patch else ""
    return out + pen.text(x, y + 12, str(n), size=34, weight=750, anchor="middle")
