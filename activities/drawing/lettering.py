"""Text in drawings: how wide it stands, where it breaks, and safe to print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from activities.drawing.metrics import ADVANCES
from activities.drawing.palette import f, n1

FONT = "Atkinson Hyperlegible Next"
WIDTHS = {weight: {c: advance for advance, chars in table.items() for c in chars} for weight, table in ADVANCES.items()}
JOINERS = "\u200d\ufe0e\ufe0f"
DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
BREAK_AFTER = "-/@._&=?,;:\u2013\u2014"


def esc(value: object) -> str:
    """Text for SVG: escaped, without the few characters XML refuses."""
    return escape(NOT_IN_XML.sub("", str(value)))


def clean(value: object) -> str:
    """One line of a person's words: spaces made single, hidden changes of direction dropped."""
    return " ".join(DIRECTION_MARKS.sub("", NOT_IN_XML.sub("", str(value))).split())


def is_rtl(value: str) -> bool:
    """Does the first letter read from right to left?"""
    for char in value:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


@lru_cache(maxsize=4096)
def _guess(char: str) -> int:
    """A width for a character our typeface does not have: another face will draw it."""
    code = ord(char)
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc", "Cs") or 0x1F3FB <= code <= 0x1F3FF:
        return 0
    if 0x1F1E6 <= code <= 0x1F1FF:
        return 640
    if code >= 0x1F000 and category != "Co" or 0x2600 <= code <= 0x27BF or 0x2B00 <= code <= 0x2BFF:
        return 1280
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1000
    if unicodedata.bidirectional(char) in ("R", "AL"):
        return 620
    return 720 if 0x0900 <= code <= 0x1CFF else 660


@lru_cache(maxsize=16384)
def _em(t: str, weight: int) -> int:
    table = WIDTHS[weight]
    total = 0
    joined = False
    for char in t:
        if not joined or char in table:
            advance = table.get(char)
            total += _guess(char) if advance is None else advance
        joined = char == "\u200d"
    return total


def width(t: str, size: float, weight: int = 400) -> float:
    """About how wide the text stands, in pixels: the sum of its glyphs, without kerning."""
    return _em(t, weight) * size / 1000


def _clusters(word: str) -> Iterator[str]:
    """The letters of a word, each with what must not be parted from it."""
    cluster = ""
    flags = 0
    for char in word:
        code = ord(char)
        flag = 0x1F1E6 <= code <= 0x1F1FF
        sticks = (
            char in JOINERS
            or unicodedata.combining(char)
            or unicodedata.category(char) == "Mc"
            or 0x1F3FB <= code <= 0x1F3FF
        )
        if cluster and not (sticks or cluster[-1] == "\u200d" or (flag and flags % 2)):
            yield cluster
            cluster = ""
        flags = flags + 1 if flag else 0
        cluster += char
    if cluster:
        yield cluster


def break_word(word: str, w: float, size: float, weight: int = 400) -> list[str]:
    """A word in pieces no wider than w: after a hyphen or slash where there is one, else between letters."""
    if width(word, size, weight) <= w:
        return [word]
    pieces: list[str] = []
    piece = ""
    for letter in _clusters(word):
        if piece and width(piece + letter, size, weight) > w:
            cut = max((i for i, c in enumerate(piece, 1) if c in BREAK_AFTER), default=0)
            cut = cut if cut > len(piece) / 2 else len(piece)
            pieces.append(piece[:cut])
            piece = piece[cut:]
        piece += letter
    return [*pieces, piece]


def _fill(words: Sequence[tuple[str, int]], space: int, room: float) -> list[list[int]]:
    """Indices of the words of each line, every line as full as it can be."""
    lines: list[list[int]] = [[]]
    used = 0
    for i, (_, advance) in enumerate(words):
        if lines[-1] and used + space + advance > room:
            lines.append([])
            used = 0
        used += advance + (space if lines[-1] else 0)
        lines[-1].append(i)
    return lines


def _words(t: str, w: float, size: float, weight: int) -> list[tuple[str, int]]:
    return [(piece, _em(piece, weight)) for word in clean(t).split(" ") for piece in break_word(word, w, size, weight)]


def fill(t: str, w: float, size: float, weight: int = 400) -> list[str]:
    """Lines no wider than w, each as full as it can be."""
    words = _words(t, w, size, weight)
    return [" ".join(words[i][0] for i in line) for line in _fill(words, _em(" ", weight), w * 1000 / size)]


def wrap(t: str, w: float, size: float, weight: int = 400, most: int = 99) -> list[str]:
    """Lines no wider than w; then as even as they can be without another line. Beyond `most` lines: an ellipsis."""
    return list(_wrap(str(t), w, size, weight, most))


@lru_cache(maxsize=4096)
def _wrap(t: str, w: float, size: float, weight: int, limit: int) -> tuple[str, ...]:
    words = _words(t, w, size, weight)
    space = _em(" ", weight)
    unit = 1000 / size

    def ragged(lines: list[list[int]]) -> float:
        widths = [sum(words[i][1] for i in line) + space * (len(line) - 1) for line in lines]
        widest = max(widths)
        return sum((widest - v) ** 2 * (2 if i < len(widths) - 1 else 1) for i, v in enumerate(widths))

    best = _fill(words, space, w * unit)
    if 1 < len(best) <= limit:
        count, least = len(best), ragged(best)
        room = w - 8
        while room > w / 3:
            tried = _fill(words, space, room * unit)
            if len(tried) > count:
                break
            score = ragged(tried)
            if score < least:
                best, least = tried, score
            room -= 8
    lines = [" ".join(words[i][0] for i in line) for line in best]
    if len(lines) > limit:
        lines = lines[:limit]
        lines[-1] = shorten(lines[-1] + " …", w, size, weight, force=True)
    return tuple(lines)


def shorten(t: str, w: float, size: float, weight: int = 400, force: bool = False) -> str:
    """The text, or its beginning and an ellipsis where it is wider than w."""
    t = clean(t)
    if width(t, size, weight) <= w:
        return t
    letters = list(_clusters(t.removesuffix(" …") if force else t))
    while letters and width("".join(letters).rstrip() + " …", size, weight) > w:
        letters.pop()
    kept = "".join(letters).rstrip()
    whole = kept.rsplit(" ", 1)[0]
    return (whole if len(whole) > len(kept) * 0.6 else kept) + " …"


def text(
    x: float,
    y: float,
    t: str | Sequence[str],
    *,
    size: float = 30,
    weight: int = 400,
    anchor: str = "start",
    lh: float = 1.22,
    c: str = "ink",
    extra: str = "",
) -> str:
    """Lines of text, the first on the baseline y. `anchor` is start, middle or end as seen: left, middle, right.

    Words that read from right to left keep the anchor: an isolate sets the direction of each line, so that
    every renderer finds the same edge (a direction attribute would turn start and end round in some and not in others).
    """
    lines = [t] if isinstance(t, str) else list(t)
    rtl = is_rtl(" ".join(lines))
    spans = "".join(
        f'<tspan x="{n1(x)}" dy="{n1(size * lh) if i else 0}">{_isolate(esc(line)) if rtl else esc(line)}</tspan>'
        for i, line in enumerate(lines)
    )
    return (
        f'<text x="{n1(x)}" y="{n1(y)}" font-family="{FONT}, sans-serif" font-size="{n1(size)}" font-weight="{weight}"'
        f' text-anchor="{anchor}" {f(c)}{" " if extra else ""}{extra}>{spans}</text>'
    )


def para(x: float, y: float, w: float, t: str | Sequence[str], **options: Any) -> str:
    """Lines of text in a column from x to x + w: along its left edge, or along the right where they read from there."""
    rtl = is_rtl(t if isinstance(t, str) else " ".join(t))
    return text(x + w if rtl else x, y, t, anchor="end" if rtl else "start", **options)


def _isolate(line: str) -> str:
    return f"\u2067{line}\u2069"
