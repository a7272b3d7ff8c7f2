"""Room for words: boxes that keep off each other, lines that always fit, and notes made of them.

The pen draws; this decides how large and where. Everything is measured with the pen's table of glyph widths, in pixels
of the drawing's own view box.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.translation import ngettext

from activities.drawing import pen as kit


class Box(NamedTuple):
    """A rectangle from its left, top corner to its right, bottom corner."""

    left: float
    top: float
    right: float
    bottom: float

    def hits(self, other: Box, gap: float = 0) -> bool:
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def free_of(self, others: Iterable[Box], gap: float = 0) -> bool:
        return not any(self.hits(other, gap) for other in others)


class Lines(NamedTuple):
    """Words broken to fit: the lines, the size they fit at, their widest line; cut, if some are missing or a word is
    broken in two."""

    lines: tuple[str, ...]
    size: int
    width: float
    cut: bool = False


def fit(words: str, room: float, sizes: Sequence[int], lines: int = 1, weight: int = 400) -> Lines:
    """The words at the largest of `sizes` (given largest first) that needs at most `lines` lines of `room`; else cut.

    A word is broken in two only at the smallest size, when nothing else fits.
    """
    words = kit.clean(words)
    for size in sizes:
        tried = kit.wrap(words, room, size, weight)
        if len(tried) <= lines and all(kit.width(word, size, weight) <= room for word in words.split()):
            return Lines(tuple(tried), size, _widest(tried, size, weight))
    size = sizes[-1]
    kept = kit.wrap(words, room, size, weight, lines)
    return Lines(tuple(kept), size, _widest(kept, size, weight), True)


def told(items: Sequence[str], separator: str = "; ", most: int = 12) -> str:
    """Items in a row for a text equivalent; of a long list the beginning, and how many more there are."""
    said = separator.join(items[:most])
    rest = len(items) - most
    if rest > 0:
        said += separator + ngettext("%(count)d more", "%(count)d more", rest) % {"count": rest}
    return said


def paper(box: Box, *, c: str = "sheet", shadow: str = "", seed: object = "paper", j: float = 3) -> str:
    """A slip of paper that covers the box, with a hard shadow of one colour under it, or none."""
    w, h = box.right - box.left, box.bottom - box.top
    out = (
        kit.path(kit.sheet(box.left + 5, box.top + 5, w, h, seed=seed, j=j), f'{kit.f(shadow)} opacity=".45"')
        if shadow
        else ""
    )
    return out + kit.path(kit.sheet(box.left, box.top, w, h, seed=seed, j=j), kit.f(c))


def beside_mark(size: float) -> float:
    """Where the words of a note start: past its edge and its mark."""
    return 29 + size * 0.6


def note_room(wide: float, size: float) -> float:
    """How much of a note's width is left for its words."""
    return wide - beside_mark(size) - 16


def note_height(words: Lines) -> float:
    return len(words.lines) * words.size * 1.2 + 26


def note(x: float, y: float, wide: float, kind: str, words: Lines, weight: int = 400, shadow: bool = True) -> str:
    """A note as tall as its words. Words that read from right to left have their mark at the right."""
    seed, high, r = " ".join(words.lines), note_height(words), words.size * 0.3
    rtl = kit.is_rtl(seed)
    mark = kit.mark(kind, x + wide - 16 - r if rtl else x + 16 + r, y + 13 + words.size * 0.5, r, seed)
    edge = x + wide - beside_mark(words.size) if rtl else x + beside_mark(words.size)
    out = kit.path(kit.sheet(x + 5, y + 6, wide, high, seed=seed), f'{kit.f("rule")} opacity=".75"') if shadow else ""
    out += kit.path(kit.sheet(x, y, wide, high, seed=seed), kit.f(kind)) + kit.path(mark, kit.f(f"{kind}-mark"))
    baseline = y + 13 + words.size * 0.84
    anchor = "end" if rtl else "start"
    return out + kit.text(edge, baseline, words.lines, size=words.size, weight=weight, anchor=anchor, lh=1.2)


def _widest(lines: Iterable[str], size: float, weight: int) -> float:
    return max(kit.width(line, size, weight) for line in lines)
