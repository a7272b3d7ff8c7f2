"""A page of links for the big screen, each with a square to point a camera at; or a page of things to keep in mind.

Pure: the same page gives the same bytes. Squares are exact, dark on white in every theme, with four modules of quiet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

import segno
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import fit
from activities.drawing.pen import KINDS, f, group, path
from activities.drawing.words import Words

W, H = pen.FLOOR_WIDTH, pen.FLOOR_HEIGHT
LINKS, LINES = 4, 5  # a page
QUIET = 4
SQUARE = 316


@dataclass(frozen=True, slots=True)
class Entry:
    """A link, or a thing to keep in mind when it has no address."""

    title: str
    text: str = ""
    url: str = ""
    note: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


def resource_words(heading: str, entries: Sequence[Entry]) -> Words:
    n = len(entries)
    links = any(entry.url for entry in entries)
    count = (ngettext("%(n)d link.", "%(n)d links.", n) if links else ngettext("%(n)d thing.", "%(n)d things.", n)) % {
        "n": n
    }
    lines = tuple(" ".join(p for p in (e.title, e.text, e.url, e.note) if p) for e in entries)
    return Words(heading, " ".join([count, *lines]), items=lines)


def draw_page(heading: str, entries: Sequence[Entry]) -> str:
    head = fit(heading, W, (44, 38, 32), 1, 750)
    out = pen.para(0, 44, W, head.lines, size=head.size, weight=750)
    linked = any(entry.url for entry in entries)
    out += draw_links(entries[:LINKS]) if linked else draw_lines(entries[:LINES])
    return pen.svg(out, resource_words(heading, entries).title, name="links")


def draw_links(entries: Sequence[Entry]) -> str:
    columns = 1 if len(entries) < 2 else 2
    wide = W / columns - 30
    out = ""
    for i, entry in enumerate(entries):
        x, y = (i % columns) * (wide + 60), 84 + (i // columns) * 386
        out += group(draw_link(entry, x, y, min(wide, 1200)), "link")
    return out


def draw_link(entry: Entry, x: float, y: float, wide: float) -> str:
    side = SQUARE + 44
    out = path(pen.sheet(x + 6, y + 8, side, side, seed=entry.url), f("rule") + ' opacity=".75"')
    out += path(pen.sheet(x, y, side, side, seed=entry.url), 'fill="#ffffff"')
    out += draw_square(entry.url, x + 22, y + 22) if entry.url else ""
    left, room = x + side + 36, wide - side - 36
    at = y + 44
    title = fit(entry.title, room, (40, 36, 32), 4, 750)
    if title.cut:
        title = fit(entry.title, room, (30, 28), 6, 750)
    out += pen.para(left, at, room, title.lines, size=title.size, weight=750, lh=1.14)
    at += len(title.lines) * title.size * 1.14 + 16
    text = fit(entry.text, room, (30, 28, 26), max(1, int((y + side - 46 - at) / 34)), 400)
    if entry.text:
        out += pen.para(left, at, room, text.lines, size=text.size, lh=1.18)
    host = fit(entry.host, room, (28, 26), 1, 650)
    return out + pen.para(left, y + side - 8, room, host.lines, size=host.size, weight=650, c="ink-2")


@lru_cache(maxsize=128)
def modules(url: str) -> tuple[int, str]:
    """How many modules wide the square is with its quiet, and the dark ones as a path, a run of a row at a time."""
    rows = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if row[x]:
                start = x
                while x < len(row) and row[x]:
                    x += 1
                runs.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z")
            x += 1
    return len(rows) + 2 * QUIET, "".join(runs)


def draw_square(url: str, x: float, y: float) -> str:
    n, dark = modules(url)
    return f'<g transform="translate({pen.n1(x)} {pen.n1(y)}) scale({SQUARE / n:.5g})"><path d="{dark}" fill="#000000"/></g>'


def draw_lines(entries: Sequence[Entry]) -> str:
    """Things to keep in mind, each with a mark."""
    pitch = (H - 90) / max(1, len(entries))
    out = ""
    for i, entry in enumerate(entries):
        kind = KINDS[i % 4]
        words = " ".join(part for part in (entry.title, entry.text) if part)
        lines = fit(words, W - 110, (46, 42, 38, 34, 30), 2, 650)
        y = 90 + pitch * (i + 0.5) - len(lines.lines) * lines.size * 0.59 + lines.size * 0.86
        out += path(pen.mark(kind, 22, y - lines.size * 0.32, 15, words), f(f"{kind}-mark"))
        out += pen.para(66, y, W - 110, lines.lines, size=lines.size, weight=650, lh=1.18)
    return out
