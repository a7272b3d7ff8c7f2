"""The lobby on the big screen: chairs in a horseshoe, with a cushion for each phone that has joined."""

from functools import lru_cache
from math import cos, pi, sin

from activities.drawing import pen

CENTRE = (622.0, 560.0)
ROWS = ((20, 516.0, 376.0), (12, 366.0, 246.0))  # chairs, half width, half height
THIRD_ROW = (28, 600.0, 452.0)  # when 33 to 60 are here; above that the number speaks
SMALL = 0.8


def lobby(here: int, number_words: str, title: str) -> str:
    """The drawing. `number_words` stands under the number ("here so far"); `title` is the sentence for a screen reader."""
    cx, cy = CENTRE
    rug = pen.path(pen.round_(cx + 8, cy + 96, 318, 190, seed="rug", j=0.03, n=16), pen.f("sunk"))
    number = pen.text(cx, cy + 104, [str(here)], size=190, weight=750, anchor="middle")
    words = pen.text(cx, cy + 166, [number_words], size=44, anchor="middle")
    return pen.svg(
        rug + _chairs(here) + number + words + _flip_chart(), title, w=1240, y=190, x=0, twin=False, name="lobby"
    )


def _chairs(here: int) -> str:
    rows = (THIRD_ROW, *ROWS) if here > 32 else ROWS
    size = SMALL if here > 32 else 1.0
    spots = [spot for row in rows for spot in _spots(*row)]
    # Cushions land in a seeded order: nobody gets the best seat for being first, and a redraw changes nothing.
    order = sorted(range(len(spots)), key=lambda i: pen.rnd(f"seat{i * 7919}")())
    taken = set(order[:here])
    return "".join(_chair(i, spot, i in taken, size) for i, spot in enumerate(spots))


def _spots(count: int, rx: float, ry: float) -> list[tuple[float, float, float]]:
    cx, cy = CENTRE
    angles = [(-24 + i * 228 / (count - 1)) * pi / 180 for i in range(count)]
    return [(cx + cos(a) * rx, cy + 44 + sin(a) * ry * 0.98, a) for a in angles]


@lru_cache(maxsize=256)
def _chair(i: int, spot: tuple[float, float, float], taken: bool, size: float) -> str:
    x, y, angle = spot
    kind = pen.KINDS[i % 4]
    turn = angle * 180 / pi + 90 + (pen.rnd(f"t{i}")() - 0.5) * 12
    line = "ink" if taken else "pencil"
    cushion = pen.path(pen.sheet(-21, -18, 52, 50, seed=f"c{i}", j=4), pen.f(kind)) if taken else ""
    seat = pen.path(pen.sheet(-26, -24, 52, 50, seed=f"c{i}", j=4), pen.s(line, 3.5))
    back = pen.path(pen.pen([(-29, -33), (0, -39), (29, -33)], w=8, seed=f"b{i}", wob=0.6, taper=0.8), pen.f(line))
    mark = pen.path(pen.mark(kind, x, y, 11 * size, f"m{i}"), pen.f(f"{kind}-mark")) if taken else ""
    scale = f" scale({size})" if size != 1 else ""
    return f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f}){scale}">{cushion}{seat}{back}</g>{mark}'


@lru_cache(maxsize=1)
def _flip_chart() -> str:
    x, y = CENTRE[0], 226.0
    sheet = pen.sheet(x - 112, y, 222, 158, seed="fc", j=3)
    legs = (
        ((x - 60, y + 150), (x - 96, y + 238)),
        ((x + 60, y + 150), (x + 96, y + 238)),
        ((x, y + 150), (x + 4, y + 222)),
    )
    out = "".join(
        pen.path(pen.stroke(*a, *b, w=6, seed=f"fc{i}", wob=1.2), pen.f("bark")) for i, (a, b) in enumerate(legs)
    )
    out += pen.path(pen.sheet(x - 104, y + 8, 222, 158, seed="fc", j=3), pen.f("rule"))
    out += pen.path(sheet, pen.f("sheet")) + pen.path(sheet, pen.s("ink", 4))
    out += pen.path(pen.stroke(x - 122, y, x + 122, y - 2, w=9, seed="fc4", wob=1.2), pen.f("bark"))
    for i, (left, right, drop) in enumerate(((-70, 72, 66), (-50, 50, 92), (-64, 40, 118))):
        line = [(x + left, y + drop), (x, y + drop - 5), (x + right, y + drop + 2)]
        out += pen.path(pen.pen(line, w=7, seed=f"wave{i}", wob=2), pen.f("stamp"))
    return out
