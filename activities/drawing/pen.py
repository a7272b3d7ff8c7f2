"""The pen: strokes, cut paper, marks and text, as strings of SVG. The one module that drawings import.

Pure geometry. A seed (a row's id, a name) always gives the same hand: redrawing, reconnecting and printing make the
same bytes. Nothing here writes style attributes, filters, masks, clip paths or foreignObject, and all text is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from math import atan2, ceil, cos, floor, hypot, pi, sin
from typing import NamedTuple

from activities.drawing.lettering import break_word, clean, esc, fill, is_rtl, para, shorten, text, width, wrap
from activities.drawing.palette import KINDS, PALETTE, f, n1, s

__all__ = [
    "KINDS", "PALETTE", "f", "s", "n1", "path", "group",
    "rnd", "drift", "curve", "smooth", "pen", "seg", "stroke",
    "sheet", "round_", "mark", "note", "arrow", "ring", "gates", "tally", "frame_line", "svg",
    "break_word", "clean", "esc", "fill", "is_rtl", "para", "shorten", "text", "width", "wrap",
]  # fmt: skip

FLOOR_WIDTH, FLOOR_HEIGHT = 1792, 848

Point = tuple[float, float]
Points = Sequence[Point]
Width = float | Callable[[float], float]  # the same everywhere, or by how far along the stroke, 0 to 1


def path(d: str, attributes: str) -> str:
    return f'<path d="{d}" {attributes}/>'


def group(inner: str, name: str = "", attributes: str = "") -> str:
    """A group; its class `d-name` is the handle by which the stage moves it."""
    named = f' class="d-{name}"' if name else ""
    return f"<g{named}{' ' if attributes else ''}{attributes}>{inner}</g>" if inner else ""


# Chance that repeats itself


def _hash(seed: object) -> int:
    a = 2166136261
    for char in str(seed):
        code = ord(char)
        if code > 0xFFFF:  # JavaScript's charCodeAt: the first half of the pair
            code = 0xD800 + ((code - 0x10000) >> 10)
        a = ((a ^ code) * 16777619) & 0xFFFFFFFF
    return a


def rnd(seed: object) -> Callable[[], float]:
    """Numbers in 0..1 that depend on the seed alone."""
    a = _hash(seed)

    def draw() -> float:
        nonlocal a
        a = (a + 0x6D2B79F5) & 0xFFFFFFFF
        t = ((a ^ (a >> 15)) * (1 | a)) & 0xFFFFFFFF
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & 0xFFFFFFFF)) & 0xFFFFFFFF) ^ t
        return (t ^ (t >> 14)) / 4294967296

    return draw


def drift(draw: Callable[[], float], every: float) -> Callable[[float], float]:
    """Slow noise in -1..1 along a stroke, one turn each `every` pixels."""
    knots = [draw() * 2 - 1 for _ in range(64)]

    def at(t: float) -> float:
        u = t / every
        i = floor(u)
        v = u - i
        e = v * v * (3 - 2 * v)
        return knots[i & 63] * (1 - e) + knots[(i + 1) & 63] * e

    return at


# Lines


def curve(pts: Points, step: float = 20) -> list[Point]:
    """A smooth curve through the points, sampled about every `step` pixels (Catmull-Rom)."""
    out: list[Point] = []
    last = len(pts) - 1
    for i in range(last):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = pts[max(0, i - 1)], pts[i], pts[i + 1], pts[min(last, i + 2)]
        n = max(2, ceil(hypot(cx - bx, cy - by) / step))
        for j in range(n):
            t = j / n
            t2, t3 = t * t, t * t * t
            out.append(
                (
                    0.5
                    * (
                        2 * bx + (cx - ax) * t + (2 * ax - 5 * bx + 4 * cx - dx) * t2 + (3 * bx - ax - 3 * cx + dx) * t3
                    ),
                    0.5
                    * (
                        2 * by + (cy - ay) * t + (2 * ay - 5 * by + 4 * cy - dy) * t2 + (3 * by - ay - 3 * cy + dy) * t3
                    ),
                )
            )
    out.append(pts[-1])
    return out


def smooth(pts: Points, close: bool = False) -> str:
    """A path of quadratics through the middles: few bytes, no kinks."""
    d = [f"M{n1(pts[0][0])} {n1(pts[0][1])}"]
    for (x, y), (nx, ny) in zip(pts[1:-1], pts[2:], strict=True):
        d.append(f"Q{n1(x)} {n1(y)} {n1((x + nx) / 2)} {n1((y + ny) / 2)}")
    d.append(f"L{n1(pts[-1][0])} {n1(pts[-1][1])}")
    return "".join(d) + ("Z" if close else "")


def pen(pts: Iterable[Point], *, w: Width = 5, wob: float = 1.4, seed: object = "pen", taper: float = 0.5) -> str:
    """A felt-pen stroke: a closed shape whose width breathes."""
    draw = _pen.__wrapped__ if callable(w) else _pen  # two functions are never the same: nothing to remember
    return draw(tuple(pts), w, wob, str(seed), taper)


@lru_cache(maxsize=2048)
def _pen(pts: tuple[Point, ...], w: Width, wob: float, seed: str, taper: float) -> str:
    c = curve(pts)
    draw = rnd(seed)
    sway, breath = drift(draw, 90), drift(draw, 60)
    at = [0.0]
    for (ax, ay), (bx, by) in zip(c, c[1:], strict=False):
        at.append(at[-1] + hypot(bx - ax, by - ay))
    length = at[-1]
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(c):
        ax, ay = c[max(0, i - 1)]
        bx, by = c[min(len(c) - 1, i + 1)]
        h = hypot(bx - ax, by - ay) or 1
        nx, ny = -(by - ay) / h, (bx - ax) / h
        t = at[i] / (length or 1)
        half = (w(t) if callable(w) else w) / 2 * (1 + 0.16 * breath(at[i]))
        if taper:
            half *= min(1, taper + (1 - taper) * min(t, 1 - t) * length / 24)
        off = wob * sway(at[i])
        left.append((x + nx * (off + half), y + ny * (off + half)))
        right.append((x + nx * (off - half), y + ny * (off - half)))
    return smooth(left + right[::-1], True)


def seg(x1: float, y1: float, x2: float, y2: float, n: int = 4) -> list[Point]:
    return [(x1 + (x2 - x1) * i / n, y1 + (y2 - y1) * i / n) for i in range(n + 1)]


def stroke(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    w: float = 5,
    wob: float = 1.4,
    seed: object = "pen",
    taper: float = 0.5,
) -> str:
    return pen(seg(x1, y1, x2, y2), w=w, wob=wob, seed=seed, taper=taper)


# Paper and marks


@lru_cache(maxsize=2048)
def sheet(x: float, y: float, w: float, h: float, *, seed: object = "sheet", j: float = 3) -> str:
    """A piece of paper cut by hand: corners off by up to `j`, edges bowed by less."""
    draw = rnd(seed)

    def k() -> float:
        return (draw() * 2 - 1) * j

    c = [(px + k(), py + k()) for px, py in ((x, y), (x + w, y), (x + w, y + h), (x, y + h))]
    d = f"M{n1(c[0][0])} {n1(c[0][1])}"
    for i, (ax, ay) in enumerate(c):
        bx, by = c[(i + 1) % 4]
        d += f"Q{n1((ax + bx) / 2 + k() * 0.6)} {n1((ay + by) / 2 + k() * 0.6)} {n1(bx)} {n1(by)}"
    return d + "Z"


@lru_cache(maxsize=2048)
def round_(
    cx: float, cy: float, rx: float, ry: float | None = None, *, seed: object = "round", j: float = 0.06, n: int = 12
) -> str:
    """A round thing drawn in one go."""
    ry = rx if ry is None else ry
    draw = rnd(seed)
    start = draw() * 6.28
    p: list[Point] = []
    for i in range(n):
        a = start + i / n * 6.283
        q = 1 + (draw() * 2 - 1) * j
        p.append((cx + cos(a) * rx * q, cy + sin(a) * ry * q))

    def middle(i: int) -> str:
        (ax, ay), (bx, by) = p[i % n], p[(i + 1) % n]
        return f"{n1((ax + bx) / 2)} {n1((ay + by) / 2)}"

    return f"M{middle(0)}" + "".join(f"Q{n1(p[i % n][0])} {n1(p[i % n][1])} {middle(i)}" for i in range(1, n + 1)) + "Z"


MARK_CORNERS = {
    "leaf": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "sky": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "rose": ((0, -1.25), (1.1, 0), (0, 1.25), (-1.1, 0)),
}


@lru_cache(maxsize=4096)
def mark(kind: str, cx: float, cy: float, r: float, seed: object = None) -> str:
    """One of the four marks: circle, triangle, square, diamond. Sayable, and printable as ● ▲ ■ ◆."""
    seed = kind if seed is None else seed
    if kind == "sun":
        return round_(cx, cy, r, r, seed=seed, j=0.05)
    draw = rnd(seed)

    def k() -> float:
        return (draw() * 2 - 1) * r * 0.09

    return "M" + "L".join(f"{n1(cx + x * r + k())} {n1(cy + y * r + k())}" for x, y in MARK_CORNERS[kind]) + "Z"


# Things


class Drawn(NamedTuple):
    """A thing and how tall it came out."""

    svg: str
    h: float


def note(
    x: float,
    y: float,
    w: float,
    t: str,
    *,
    kind: str = "sun",
    size: float = 28,
    seed: object = None,
    most: int = 4,
    pad: float = 16,
    tilt: float = 1,
    least: float = 0,
    marked: bool = True,
) -> Drawn:
    """A post-it: paper out of register with its shadow, mark, text in ink. Right to left it is mirrored."""
    seed = t if seed is None else seed
    head = size * 0.6 + 12 if marked else 0
    lines = wrap(t, w - 2 * pad - head, size, 400, most)
    h = max(least, len(lines) * size * 1.2 + 2 * pad - 2)
    a = (rnd(f"{seed}tilt")() * 2 - 1) * tilt
    r = size * 0.3
    rtl = is_rtl(clean(t))
    inner = path(sheet(x + 5, y + 6, w, h, seed=seed), f("rule") + ' opacity=".75"')
    inner += path(sheet(x, y, w, h, seed=seed), f(kind))
    if marked:
        inner += path(
            mark(kind, x + w - pad - r if rtl else x + pad + r, y + pad + size * 0.44, r, seed), f(f"{kind}-mark")
        )
    column = (x + pad + (0 if rtl else head), y + pad + size * 0.8, w - 2 * pad - head)
    inner += para(*column, lines, size=size, lh=1.2)
    return Drawn(f'<g transform="rotate({n1(a)} {n1(x + w / 2)} {n1(y + h / 2)})">{inner}</g>', h)


def arrow(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    w: float = 7,
    c: str = "stamp",
    seed: object = "arrow",
    head: float = 22,
    bow: float = 0,
) -> str:
    mx, my = (x1 + x2) / 2 - (y2 - y1) * bow, (y1 + y2) / 2 + (x2 - x1) * bow
    a = atan2(y2 - my, x2 - mx)

    def tip(d: float) -> Point:
        return x2 + cos(a + d) * head, y2 + sin(a + d) * head

    shaft = pen([(x1, y1), (mx, my), (x2, y2)], w=w, seed=seed, wob=1)
    barbs = pen([tip(2.55), (x2, y2), tip(-2.55)], w=w, seed=f"{seed}h", wob=0.3, taper=0.7)
    return path(shaft, f(c)) + path(barbs, f(c))


def ring(cx: float, cy: float, rx: float, ry: float, *, w: float = 8, c: str = "stamp", seed: object = "ring") -> str:
    """A loop by the red pen: once round and a little over."""
    loop = []
    for i in range(41):
        a = -2.4 + i / 35 * 2 * pi
        e = 1 + i * 0.003
        loop.append((cx + cos(a) * rx * e, cy + sin(a) * ry * e))
    return path(pen(loop, w=w, seed=seed, wob=2), f(c))


def gates(n: int, x: float, y: float, h: float = 30, seed: object = "tally") -> tuple[str, float]:
    """Five-bar gates, as one counts on a flip chart, and the width they take."""
    left, out = x, ""
    for i in range(1, n + 1):
        if i % 5:
            out += path(stroke(x, y, x + 1, y + h - 4, w=3.4, seed=f"{seed}{i}", wob=1), f("ink"))
            x += 8
        else:
            out += path(stroke(x - 37, y + h - 9, x - 2, y + 4, w=3.4, seed=f"{seed}{i}", wob=1), f("ink"))
            x += 9
    return out, x - left


def tally(n: int, *, h: float = 30, seed: object = "tally") -> str:
    """The tally of the frame, a drawing of its own: hidden from screen readers, because the words stand beside it."""
    marks, taken = gates(n, 6, 4, h, seed)
    w = taken + 6
    return (
        f'<svg class="tally" viewBox="0 0 {n1(w)} {n1(h + 4)}" width="{w / 16:.4g}rem" height="{(h + 4) / 16:.4g}rem"'
        f' aria-hidden="true">{marks}</svg>'
    )


def frame_line(seed: object, w: float = FLOOR_WIDTH) -> str:
    """The path of the line under the title."""
    return pen(seg(2, 6, w - 2, 6, 9), w=4.5, wob=2, seed=seed)


def svg(
    inner: str,
    title: str,
    *,
    w: float = FLOOR_WIDTH,
    h: float = FLOOR_HEIGHT,
    x: float = 0,
    y: float = 0,
    twin: bool = True,
    name: str = "",
) -> str:
    """A drawing. `title` is the full text equivalent and in print the figure's only one.

    With `twin` (a list or table on the page that says the same) the drawing is hidden from screen readers there.
    """
    role = 'aria-hidden="true"' if twin else 'role="img"'
    named = f" drawing-{name}" if name else ""
    return (
        f'<svg class="drawing{named}" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="{n1(x)} {n1(y)} {n1(w)} {n1(h)}" {role}>'
        f"<title>{esc(title)}</title>{inner}</svg>"
    )
