"""The left of the map: a row of staves for each decision, a stave for each group, five lines from no say to decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from activities.drawing import pen as kit
from activities.drawing.layout import Lines, fit
from activities.kinds.power_map.power import Decision, Gap, PowerMap, Say

W, H = 1792, 848
LABELS = 308  # the width of the decisions, left of the staves
STAVES = 900  # the width of all staves together
TOP = 156  # the pen line above the first decision


@dataclass(frozen=True)
class Grid:
    """Where rows and columns of staves stand. With one or two groups there is room to name the levels beside them."""

    rows: int
    columns: tuple[int, ...]
    end: float = H

    @property
    def high(self) -> float:
        return min((self.end - TOP) / max(self.rows, 1), 240)

    @property
    def margin(self) -> float:
        """What a row keeps above and below its stave."""
        return 48 if self.worded else 31

    @property
    def step(self) -> float:
        """Between two lines of a stave: as tall as the row allows."""
        return min((self.high - self.margin) / 4, 40)

    @property
    def wide(self) -> float:
        return STAVES / max(len(self.columns), 1) if self.worded else min(STAVES / max(len(self.columns), 1), 220)

    @property
    def worded(self) -> bool:
        return 0 < len(self.columns) <= 2

    @property
    def right(self) -> float:
        return LABELS + len(self.columns) * self.wide

    def x(self, place: int) -> float:
        return LABELS + place * self.wide + (84 if self.worded else self.wide / 2)

    def base(self, row: int) -> float:
        """The lowest line of a stave; what the row has to spare is shared above and below."""
        spare = self.high - self.margin - 4 * self.step
        return TOP + (row + 1) * self.high - 22 - spare / 2


def legend(power: PowerMap) -> str:
    """A stave that explains itself: the words stand at the lines they name."""
    base, lv = 128, 27
    words = [
        (base, power.levels[0]),
        (base - 1.3 * lv, _("dot: say now")),
        (base - 2.65 * lv, _("arrow: say we want")),
        (base - 4 * lv, power.levels[4]),
    ]
    out = _stave(26, base, lv) + _arrow(26, base - lv, base - 3 * lv, "legend") + _dot(26, base - lv, "legend")
    for y, said in words:
        out += kit.text(66, y + 9, fit(said, LABELS - 66, (26,)).lines, size=26, c="ink-2")
    return out


def heads(power: PowerMap, grid: Grid) -> str:
    """The groups: all drawn the same size and colour, whoever they are."""
    out = ""
    sizes: tuple[int, ...] = (30, 28, 27, 26)
    for size in sizes:  # one size for all
        if all(not fit(power.groups[c], grid.wide - 6, (size,), 2, 650).cut for c in grid.columns):
            sizes = (size,)
            break
    for k, c in enumerate(grid.columns):
        x, y = grid.x(k), 62.0
        out += _figure(x, y, f"group{c}")
        if grid.worded:
            words = fit(power.groups[c], grid.wide - 150, (36, 32, 30, 28, 26), 3, 650)
            top = max(words.size * 0.78, y - 12 - words.size * 1.12 * (len(words.lines) - 1) / 2)
            out += kit.text(x + 56, top, words.lines, size=words.size, weight=650, lh=1.12)
        else:
            words = fit(power.groups[c], grid.wide - 6, sizes, 2, 650)
            top = 119 - words.size * 1.12 * (len(words.lines) - 1) / 2
            out += kit.text(x, top, words.lines, size=words.size, weight=650, anchor="middle", lh=1.12)
    return out


def _figure(x: float, y: float, seed: str) -> str:
    body = [(x + dx, y + dy) for dx, dy in ((-32, 0), (-27, -21), (0, -30), (27, -21), (32, 0))]
    flat = kit.smooth([(px + 4, py + 3) for px, py in body], True) + kit.round_(x + 4, y - 43, 14, 15, seed=seed)
    head = kit.round_(x, y - 46, 14, 15, seed=seed)
    return (
        kit.path(flat, kit.f("sky"))
        + kit.path(kit.pen(body, w=4.5, seed=f"{seed}b"), kit.f("ink"))
        + kit.path(head, kit.s("ink", 4))
    )


def row_of(power: PowerMap, decision: Decision, r: int, grid: Grid, gaps: Sequence[Gap]) -> str:
    y, base, tall = TOP + r * grid.high, grid.base(r), grid.high >= 130
    out = kit.path(kit.stroke(0, y - 4, max(grid.right, STAVES), y - 4, w=2.4, seed=f"row{r}"), kit.f("pencil"))
    words = fit(decision.text, LABELS - 18, (36, 32, 30), 3 if tall else 2, 650)
    if words.cut:
        words = fit(decision.text, LABELS - 18, (28, 26), 5 if tall else 3, 650)
    step = words.size * 1.12
    top = base - 2 * grid.step - step * (len(words.lines) - 1) / 2 + words.size * 0.34
    out += kit.text(0, top, words.lines, size=words.size, weight=650, lh=1.12)
    for k, c in enumerate(grid.columns):
        number = next((n for n, gap in enumerate(gaps, 1) if (gap.row, gap.column) == (r, c)), 0)
        say, seed = decision.says[c], f"{decision.text}{c}"
        said = _levels_beside(power, say, grid, base) if grid.worded else []
        out += _cell(grid.x(k), base, grid.step, say, seed, number, [line.width for line, _y in said])
        out += "".join(kit.text(grid.x(k) + 44, ty, line.lines, size=26) for line, ty in said)
    return out


def _levels_beside(power: PowerMap, say: Say, grid: Grid, base: float) -> list[tuple[Lines, float]]:
    """Names for the dot and for the tip of the arrow; the tip alone where both would touch."""
    levels = [say.wanted if say.wanted is not None else say.now]
    if say.now is not None and say.gap * grid.step >= 34:
        levels.append(say.now)
    return [
        (fit(power.levels[level], grid.wide - 84 - 54, (26,)), base - level * grid.step + 9)
        for level in levels
        if level is not None
    ]


def _cell(x: float, base: float, step: float, say: Say, seed: str, number: int, beside: Sequence[float]) -> str:
    out = ""
    if number:
        top = base - 4 * step - 14
        left, right = (x - 72, x + 64 + max(beside)) if beside else (x - 66, x + 66)
        out += kit.path(kit.sheet(left, top, right - left, base + 16 - top, seed=f"gap{seed}", j=4), kit.f("sun"))
        out += kit.text(x - 61 if beside else x + 38, top + 36, str(number), size=34, weight=750)
    out += _stave(x, base, step)
    if say.now is None:
        if say.wanted is not None:
            out += kit.path(kit.round_(x, base - say.wanted * step, 9, 9, seed=seed), kit.s("ink", 3))
        return out
    if say.gap:
        out += _arrow(x, base - say.now * step, base - (say.wanted or 0) * step, seed)
    return out + _dot(x, base - say.now * step, seed)


def _stave(x: float, base: float, lv: float) -> str:
    lines = "".join(f"M{kit.n1(x - 26)} {kit.n1(base - level * lv)}h52" for level in range(5))
    return kit.path(lines, kit.s("pencil", 1.8))


def _dot(x: float, y: float, seed: str) -> str:
    return kit.path(kit.round_(x, y, 9.5, 9.5, seed=f"dot{seed}"), kit.f("ink"))


def _arrow(x: float, start: float, end: float, seed: str) -> str:
    colour, head = ("stamp" if end < start else "ink-2"), min(22, 6 + abs(end - start) * 0.45)
    return kit.arrow(x, start, x, end, w=8, head=head, c=colour, seed=f"arrow{seed}")
