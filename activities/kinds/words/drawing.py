"""Words on the big screen: a cloud while people look, then loops drawn round what belongs together.

Pure: the same words give the same bytes. The cloud is a spiral from the middle, the most said words first and level;
if a word finds no place, all shrink a step. Loops are circled once and a little over, as on a flip chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import copysign, cos, sin, sqrt
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import Box, fit, told
from activities.drawing.pen import KINDS, f, group, path
from activities.drawing.words import Words
from activities.kinds.words.tally import Cluster

W, H = pen.FLOOR_WIDTH, 824
LEAST = 28  # pixels; the room cannot read less
MOST = 60  # words in the cloud; the rest is said in number and stands on the phones
SAID_OFTEN = 5
LOOPS = 6

Counted = Sequence[tuple[str, int]]


# -- words ---------------------------------------------------------------------------------------------------------


def said(words: Counted) -> str:
    return told([f"{word} {count}" if count > 1 else word for word, count in words], ", ", 40)


def cloud_words(heading: str, words: Counted) -> Words:
    n = len(words)
    text = ngettext("%(n)d word.", "%(n)d different words.", n) % {"n": n} if n else _("No words yet.")
    rows = tuple((word, str(count)) for word, count in words)
    return Words(heading, f"{text} {said(words)}".strip(), (_("Word"), _("How many wrote it")), rows)


def clusters_words(heading: str, found: Sequence[Cluster], loose: Counted) -> Words:
    lines = [f"{cluster.title}: {said(cluster.words) or _('no words yet')}." for cluster in found]
    if loose:
        lines.append(f"{_('Not in a group yet')}: {said(loose)}.")
    rows = [(cluster.title, word, str(count)) for cluster in found for word, count in cluster.words]
    rows += [("", word, str(count)) for word, count in loose]
    columns = (_("Group"), _("Word"), _("How many wrote it"))
    return Words(heading, " ".join(lines) or _("No groups yet."), columns, tuple(rows))


# -- the cloud -----------------------------------------------------------------------------------------------------


def draw_cloud(heading: str, words: Counted) -> str:
    shown = tuple(words[:MOST])
    floor = H - 60 if len(words) > MOST else H
    inner = lay(shown, floor) if shown else pen.text(W / 2, 400, _("No words yet."), size=48, anchor="middle")
    if len(words) > MOST:
        rest = len(words) - MOST
        line = ngettext("and %(n)d more word on the phones", "and %(n)d more words on the phones", rest) % {"n": rest}
        inner += pen.text(W / 2, H - 8, line, size=30, anchor="middle")
    return pen.svg(inner, cloud_words(heading, words).title, name="cloud")


@lru_cache(maxsize=64)
def lay(words: tuple[tuple[str, int], ...], floor: float) -> str:
    """Starts large and shrinks until every word has found its place."""
    most = max(count for _word, count in words)
    unit = [sized(word, count, most, 1) for word, count in words]
    area = sum(box.width * box.height for box in unit)
    k = min(2.4, 1.25 * sqrt(0.62 * W * floor / area))
    for _attempt in range(24):
        drawn = spiral([sized(word, count, most, k) for word, count in words], floor, k)
        if drawn is not None:
            return drawn
        k *= 0.92
    return spiral([sized(word, count, most, k) for word, count in words], floor, 0) or ""


class Sized(NamedTuple):
    """A word as large as it will stand."""

    word: str
    times: int
    size: int
    weight: int
    width: float
    height: float


def sized(word: str, count: int, most: int, k: float) -> Sized:
    grown = 92 * ((count - 1) / max(8, most - 1)) ** 0.7
    weight = 750 if count > 2 else 650 if count > 1 else 400
    size = max(LEAST, min(150, round(k * (36 + grown))))
    while size > LEAST and pen.width(word, size, weight) > W - 120:
        size -= 2
    text = pen.shorten(word, W - 80, size, weight)
    return Sized(text, count, size, weight, pen.width(text, size, weight) + 34 * min(1, max(0.4, k)), size * 1.08)


SPIRAL = [(cos(a * 0.17) * a * 0.8, sin(a * 0.17) * a * 0.36) for a in range(1500)]


def spiral(words: Sequence[Sized], floor: float, k: float) -> str | None:
    """The words round the middle; None when one finds no place. With k 0 such a word is left to the list on the phones."""
    placed: list[Box] = []
    out = ""
    for w in words:
        for dx, dy in SPIRAL:
            x, y = W / 2 + dx, floor / 2 + dy
            box = Box(x - w.width / 2, y - w.height / 2, x + w.width / 2, y + w.height / 2)
            inside = box.left >= 0 and box.right <= W and box.top >= 4 and box.bottom <= floor
            if inside and box.free_of(placed):
                placed.append(box)
                out += draw_word(w, x, y)
                break
        else:
            if k:
                return None
    return out


def draw_word(w: Sized, x: float, y: float) -> str:
    out = ""
    half = pen.width(w.word, w.size, w.weight) / 2
    if w.times >= SAID_OFTEN:
        swipe = [(x - half - 6, y + w.size * 0.24), (x, y + w.size * 0.19), (x + half + 8, y + w.size * 0.22)]
        out += path(pen.pen(swipe, w=w.size * 0.36, wob=3, seed=w.word, taper=0.85), f("sun"))
    return group(out + pen.text(x, y + w.size * 0.32, w.word, size=w.size, weight=w.weight, anchor="middle"), "word")


# -- the loops -----------------------------------------------------------------------------------------------------


def draw_clusters(heading: str, found: Sequence[Cluster], loose: Counted) -> str:
    drawn = sorted(found, key=lambda c: -c.count)[:LOOPS] if len(found) > LOOPS else list(found)
    rest = [cluster for cluster in found if cluster not in drawn]
    foot = [f"{_('Also')}: {', '.join(c.title for c in rest)}"] if rest else []
    if loose:
        foot.append(f"{_('Not in a group yet')}: {', '.join(word for word, _count in loose)}")
    floor = H - 46 * len(foot)
    inner = "".join(
        draw_loop(c, KINDS[i % 4], *place)
        for i, (c, place) in enumerate(zip(drawn, places(len(drawn), floor), strict=True))
    )
    if not drawn:
        inner = pen.text(W / 2, 380, _("No groups yet. Which words belong together?"), size=48, anchor="middle")
    for i, line in enumerate(foot):
        inner += pen.para(0, floor + 34 + 46 * i, W, [pen.shorten(line, W, 30)], size=30)
    return pen.svg(inner, clusters_words(heading, found, loose).title, name="clusters")


def places(n: int, floor: float) -> list[tuple[float, float, float, float]]:
    """Middle and half axes of each loop."""
    rows = {0: [], 1: [1], 2: [2], 3: [2, 1], 4: [2, 2], 5: [3, 2], 6: [3, 3]}[n]
    wide = W / max(rows, default=1)
    high = floor / max(1, len(rows))
    return [
        (
            W / 2 + (i - (in_row - 1) / 2) * wide,
            high * (r + 0.5),
            min(wide, 1400) * 0.478 - 4,
            min(high, 620) * 0.47 - 4,
        )
        for r, in_row in enumerate(rows)
        for i in range(in_row)
    ]


def draw_loop(cluster: Cluster, kind: str, cx: float, cy: float, rx: float, ry: float) -> str:
    sway = pen.drift(pen.rnd(cluster.title), 1)
    loop = []
    for i in range(47):
        a = -2.2 + i / 42 * 6.283
        e = 1 + 0.03 * sway(i / 5) + max(0, i - 42) * 0.006
        x, y = (copysign(abs(v) ** (2 / 3), v) for v in (cos(a), sin(a)))
        loop.append((cx + x * rx * e * 0.97, cy + y * ry * e * 0.97))
    out = path(pen.smooth([(x + 9, y + 8) for x, y in loop[:43]], True), f(kind))
    out += path(pen.pen(loop, w=6, wob=2, seed=cluster.title), f(f"{kind}-mark"))
    top = cy - ry
    head = fit(cluster.title, rx * 1.3, (46, 40, 34, 28), 1, 750)
    out += path(
        pen.mark(kind, cx - head.width / 2 - 26, top + 66 - head.size * 0.3, 15, cluster.title), f(f"{kind}-mark")
    )
    out += pen.text(cx + 8, top + 66 + 6, head.lines, size=head.size, weight=750, anchor="middle")
    return group(out + fill_loop(cluster.words, cx, top + 92, rx, 2 * ry - 130), "cluster")


def fill_loop(words: Counted, cx: float, top: float, rx: float, room: float) -> str:
    """The words as large as they fit; at the least size those said least are only counted."""
    for cut in range(len(words)):
        kept = list(words[: len(words) - cut])
        if cut:
            kept.append((ngettext("+ %(n)d more", "+ %(n)d more", cut) % {"n": cut}, 1))
        scale = 1.5
        while scale >= (0.78 if cut < len(words) - 1 else 0.5):
            rows = set_rows(kept, scale, rx * 1.6)
            if len(rows) * 64 * scale <= room and all(row_width(row) <= rx * 1.66 for row in rows):
                return draw_rows(rows, cx, top, room, scale)
            scale -= 0.06
    return ""


Cell = tuple[str, int, int, float, float]  # word, size, weight, width, the gap before the next


def set_rows(words: Counted, k: float, room: float) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[]]
    used = 0.0
    for word, count in words:
        size, weight = round(k * (58 if count > 6 else 46 if count > 3 else 36)), 650 if count > 3 else 400
        word = pen.shorten(word, room, size, weight)
        wide, gap = pen.width(word, size, weight), 34 * k
        if rows[-1] and used + gap + wide > room:
            rows.append([])
            used = 0.0
        used += wide + (gap if rows[-1] else 0)
        rows[-1].append((word, size, weight, wide, gap))
    return rows


def row_width(row: Sequence[Cell]) -> float:
    return sum(wide for _w, _s, _b, wide, _g in row) + row[0][4] * (len(row) - 1)


def draw_rows(rows: Sequence[Sequence[Cell]], cx: float, top: float, room: float, k: float) -> str:
    line = min(84.0, room / len(rows))
    start = top + (room - line * len(rows)) / 2
    out = ""
    for i, row in enumerate(rows):
        x = cx - row_width(row) / 2
        for word, size, weight, wide, gap in row:
            out += pen.text(x, start + line * (i + 0.66), word, size=size, weight=weight)
            x += wide + gap
    return out
