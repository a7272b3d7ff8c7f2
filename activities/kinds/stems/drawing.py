"""The agreed sentence as a poster. Marker strokes show which table a part came from, its mark raised behind it.

Pure: the same sentences give the same bytes. Where there are several (a sentence from each table, or two ways of
seeing it) each has its own sheet. Size goes by length; what is too long for the wall is cut here and whole in the report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import Lines, fit
from activities.drawing.pen import KINDS, f, group, path
from activities.drawing.words import Words

W, H = pen.FLOOR_WIDTH, pen.FLOOR_HEIGHT
SIZES = ((60, 136), (130, 110), (220, 84), (340, 64), (9999, 52))
SHEETS = 6
LEAST_RUN = 3  # words in a row that make a part of a table's sentence known


@dataclass(frozen=True, slots=True)
class Sentence:
    """One agreed sentence, or one way of seeing it. `differ`: its writers see it differently, and say so."""

    text: str
    table: int | None = None
    differ: bool = False

    @property
    def kind(self) -> str:
        return KINDS[((self.table or 1) - 1) % 4]


@dataclass(frozen=True, slots=True)
class Poster:
    """A stem and what came of it; `parts` are the tables' own sentences behind the room's one."""

    stem: str
    sentences: tuple[Sentence, ...] = ()
    parts: tuple[Sentence, ...] = ()

    @property
    def agreed(self) -> bool:
        return len(self.sentences) == 1 and not self.sentences[0].differ

    @property
    def differ(self) -> bool:
        """Nobody has to agree: two ways of seeing it at one place are a result too."""
        tables = [sentence.table for sentence in self.sentences]
        return any(sentence.differ for sentence in self.sentences) or len(set(tables)) < len(tables)


def differ_words() -> str:
    return _("We see it differently, and that is fine.")


def table_words(table: int) -> str:
    return _("Table %(number)d") % {"number": table}


def poster_words(poster: Poster) -> Words:
    lines = [f"{table_words(s.table)}: {s.text}" if s.table else s.text for s in poster.sentences]
    text = " ".join(lines) or _("Nothing written yet.")
    if poster.differ:
        text = f"{differ_words()} {text}"
    used = [f"{_('From')} {table_words(part.table)}: {part.text}" for part, _run in runs(poster) if part.table]
    return Words(poster.stem, " ".join([text, *used]), items=tuple(lines))


# -- which table a part came from ----------------------------------------------------------------------------------


def runs(poster: Poster) -> list[tuple[Sentence, tuple[int, int]]]:
    """The longest run of words that each table's sentence gave to the room's: (sentence, first and last word)."""
    if not poster.agreed:
        return []
    words = [bare(word) for word in poster.sentences[0].text.split()]
    taken: set[int] = set()
    found = []
    for part in poster.parts:
        theirs = [bare(word) for word in part.text.split()]
        start, n = longest(words, theirs, taken)
        if n >= LEAST_RUN:
            taken |= set(range(start, start + n))
            found.append((part, (start, start + n - 1)))
    return found


def bare(word: str) -> str:
    return re.sub(r"\W", "", word.casefold())


def longest(words: Sequence[str], theirs: Sequence[str], taken: set[int]) -> tuple[int, int]:
    best = (0, 0)
    for i in range(len(words)):
        for j in range(len(theirs)):
            n = 0
            while i + n < len(words) and j + n < len(theirs) and words[i + n] == theirs[j + n] and i + n not in taken:
                n += 1
            if n > best[1]:
                best = (i, n)
    return best


# -- drawing -------------------------------------------------------------------------------------------------------


def draw_poster(poster: Poster) -> str:
    head = fit(poster.stem, W - 40, (44, 38, 32), 2, 650)
    out = pen.para(0, 44, W, head.lines, size=head.size, weight=650, c="ink-2")
    top = 44 + (len(head.lines) - 1) * head.size * 1.22 + 30
    if poster.differ:
        out += path(pen.mark("rose", 16, top + 34, 13), f("rose-mark"))
        out += pen.text(44, top + 48, differ_words(), size=44, weight=750)
        top += 80
    if not poster.sentences:
        out += pen.text(W / 2, H / 2 + 20, _("Nothing written yet."), size=56, anchor="middle")
    elif poster.agreed:
        out += draw_one(poster, top)
    else:
        out += draw_sheets(poster.sentences, top)
    return pen.svg(out, poster_words(poster).title, name="poster")


def draw_one(poster: Poster, top: float) -> str:
    sentence = poster.sentences[0]
    from_tables = runs(poster)
    foot = H - 84 if from_tables or sentence.table else H - 10
    lines = lay(sentence.text, W - 60, foot - top)
    high = lines.size * 1.27
    start = top + (foot - top - high * len(lines.lines)) / 2 + lines.size * 0.92
    out = "".join(draw_run(part, run, lines, start, high) for part, run in from_tables)
    out += pen.para(20, start, W - 60, lines.lines, size=lines.size, weight=750, lh=1.27)
    tables = [part for part, _run in from_tables] or ([sentence] if sentence.table else [])
    return out + draw_tables(tables)


def lay(text: str, wide: float, high: float) -> Lines:
    size = next(size for most, size in SIZES if len(text) <= most)
    sizes = [size, *(s for s in (110, 84, 64, 52, 42, 36) if s < size)]
    for size in sizes:
        room = max(1, int(high / (size * 1.27)))
        lines = fit(text, wide, (size,), room, 750)
        if not lines.cut:
            return lines
    return lines


def draw_run(part: Sentence, run: tuple[int, int], lines: Lines, start: float, high: float) -> str:
    """A stroke of marker under the words of a run, line by line, and the table's mark behind the last."""
    first, last = run
    out, at = "", 0
    rtl = pen.is_rtl(" ".join(lines.lines))
    for i, line in enumerate(lines.lines):
        words = line.split()
        a, b = max(first - at, 0), min(last - at, len(words) - 1)
        if a <= b and not rtl:
            before = pen.width(" ".join([*words[:a], ""]) if a else "", lines.size, 750)
            wide = pen.width(" ".join(words[a : b + 1]), lines.size, 750)
            x, y = 20 + before, start + i * high - lines.size * 0.02
            stroke = [(x - 8, y + 2), (x + wide / 2, y - 3), (x + wide + 6, y + 1)]
            out += path(pen.pen(stroke, w=lines.size * 0.36, wob=3, seed=f"{part.text}{i}", taper=0.85), f(part.kind))
            if b + at == last:
                mark = pen.mark(part.kind, x + wide + 4, y - lines.size * 0.72, 12, part.text)
                out += path(mark, f(f"{part.kind}-mark"))
        at += len(words)
    return group(out, "stroke")


def draw_tables(parts: Sequence[Sentence]) -> str:
    """The key at the foot: which mark is which table."""
    out, x = "", 0.0
    for part in parts:
        name = table_words(part.table or 0)
        wide = pen.width(name, 36, 400) + 78
        out += path(pen.sheet(x + 5, H - 66, wide, 60, seed=name), f("rule") + ' opacity=".75"')
        out += path(pen.sheet(x, H - 72, wide, 60, seed=name), f(part.kind))
        out += path(pen.mark(part.kind, x + 30, H - 42, 13, name), f(f"{part.kind}-mark"))
        out += pen.text(x + 56, H - 30, name, size=36)
        x += wide + 24
    return out


def draw_sheets(sentences: Sequence[Sentence], top: float) -> str:
    """Several ways of saying it, side by side; none larger than another."""
    shown = list(sentences[:SHEETS])
    rest = sentences[SHEETS:]
    columns = 1 if len(shown) == 1 else 2 if len(shown) <= 4 else 3
    rows = -(-len(shown) // columns)
    floor = H - (50 if rest else 14)
    wide, high = W / columns - 24, (floor - top) / rows - 26
    size = min(fit_sheet(sentence, wide, high).size for sentence in shown)
    out = ""
    for i, sentence in enumerate(shown):
        x, y = (i % columns) * (wide + 36), top + 6 + (i // columns) * (high + 26)
        out += draw_sheet(sentence, x, y, wide, high, size, KINDS[i % 4] if not sentence.table else sentence.kind)
    if rest:
        out += pen.text(0, H - 8, rest_words(rest), size=30)
    return out


def rest_words(rest: Sequence[Sentence]) -> str:
    """The tables whose sentence has no room; how many there are when their names would not fit in a line."""
    tables = ", ".join(table_words(sentence.table) for sentence in rest if sentence.table)
    named = _("Also on the phones: %(tables)s") % {"tables": tables or len(rest)}
    if pen.width(named, 30, 400) <= W:
        return named
    many = ngettext("and %(n)d more table on the phones", "and %(n)d more tables on the phones", len(rest))
    return many % {"n": len(rest)}


def fit_sheet(sentence: Sentence, wide: float, high: float) -> Lines:
    room = high - (96 if sentence.table else 60)
    for size in (
        72,
        64,
        56,
        48,
        42,
        38,
        34,
    ):  # one that is too long even then gives its beginning; all of it is on the phones
        lines = fit(sentence.text, wide - 80, (size,), max(1, int(room / (size * 1.2))), 650)
        if not lines.cut:
            return lines
    return lines


def draw_sheet(sentence: Sentence, x: float, y: float, wide: float, high: float, size: int, kind: str) -> str:
    seed = f"{sentence.table}{sentence.text}"
    out = path(pen.sheet(x + 6, y + 8, wide, high, seed=seed), f("rule") + ' opacity=".75"')
    out += path(pen.sheet(x, y, wide, high, seed=seed), f(kind))
    top = y + 34
    if sentence.table:
        out += path(pen.mark(kind, x + 48, y + 46, 13, seed), f(f"{kind}-mark"))
        out += pen.text(x + 74, y + 58, table_words(sentence.table), size=36)
        top = y + 76
    most = max(1, int((y + high - 16 - top) / (size * 1.2)))
    lines = pen.wrap(sentence.text, wide - 80, size, 650, most)
    return group(out + pen.para(x + 36, top + size * 0.92, wide - 80, lines, size=size, weight=650, lh=1.2), "sheet")
