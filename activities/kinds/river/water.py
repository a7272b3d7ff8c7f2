"""The landscape of the river: the hill it springs from, the water, and what the water looks like at each phase."""

from __future__ import annotations

import math
from collections.abc import Sequence

from activities.drawing import pen as kit
from activities.drawing.layout import Box
from activities.kinds.river.river import Phase

Point = tuple[float, float]

W, H = 1792, 848

# The middle of the water, from the foot of the hill to the sea.
COURSE = (
    (86, 322), (150, 400), (266, 458), (447, 474), (596, 430), (747, 400), (896, 428), (1046, 478), (1196, 474),
    (1344, 442), (1496, 432), (1642, 440), (1896, 442), (2256, 446),
)  # fmt: skip
HILLS = (
    (-464, 420),
    (-300, 376),
    (-104, 376),
    (-34, 310),
    (40, 284),
    (96, 310),
    (154, 292),
    (222, 338),
    (288, 398),
    (360, 438),
)


def half_width(t: float) -> float:
    """Half the width of the water: it springs from nothing, is 32 px wide soon after, and about 270 at the sea."""
    return 16 * min(1, 0.2 + t * 16) + 118 * min(1, t * 1.2) ** 1.25


def hills() -> str:
    flat = kit.smooth([(x + 8, y + 8) for x, y in kit.curve(HILLS)])
    line = kit.pen(HILLS, w=4, seed="hills", wob=2)
    return kit.path(f"{flat}Q266 500 126 486T-464 560Z", kit.f("soil")) + kit.path(line, kit.f("bark"))


def water(up: Sequence[Point], down: Sequence[Point]) -> str:
    flat = kit.smooth([(x + 5, y + 5) for x, y in [*up, *reversed(down)]], True)
    banks = kit.pen(up, w=5, wob=2.5, seed="up") + kit.pen(down, w=5, wob=2.5, seed="down")
    return kit.path(flat, kit.f("shallow")) + kit.path(banks, kit.f("water"))


def currents(course: Sequence[Point], half: Sequence[float], every: int = 4) -> str:
    rnd, out = kit.rnd("current"), ""
    for i in range(6, len(course) - 8, every):
        if half[i] >= 24:
            k = (rnd() * 2 - 1) * 0.72
            line = [(x, y + k * half[i] - (5 if j == 1 else 0)) for j, (x, y) in enumerate(course[i : i + 3])]
            out += kit.pen(line, w=3.5, seed=f"current{i}", taper=0.1)
    return kit.path(out, f'{kit.f("water")} opacity=".7"') if out else ""


# What the water looks like at a phase says it before the word does: rocks, a still pool, waves.


ROCKS = ((-126, -0.1, 13), (-106, 0.55, 17), (-90, -0.55, 12), (92, 0.7, 16), (118, 0.4, 11), (128, -0.42, 17))
PADS = (
    (-92, -0.66, 13),
    (-70, 0.7, 15),
    (118, 0.62, 18),
    (140, 0.3, 12),
    (112, -0.62, 15),
    (126, -0.1, 11),
    (0, -0.78, 12),
)
WAVES = ((-96, -0.62), (120, -0.7), (-140, 0.66), (110, 0.62), (30, 0.84))


def scenery(phases: Sequence[Phase], course: Sequence[Point], half: Sequence[float], solid: Sequence[Box]) -> str:
    out = ""
    for i in range(len(phases)):
        kind = landscape(i, len(phases))
        out += features(kind, (i + 0.5) * W / len(phases), course, half, solid)
    return out


def landscape(i: int, phases: int) -> str:
    """Of six: spring, stream, rapids, still pool, river, ocean. Of fewer or more: the nearest."""
    kinds = ("spring", "stream", "rapids", "pool", "river", "ocean")
    return kinds[round(i * (len(kinds) - 1) / max(phases - 1, 1))]


def features(kind: str, x: float, course: Sequence[Point], half: Sequence[float], solid: Sequence[Box]) -> str:
    def on_water(dx: float, k: float) -> Point:
        j = min(range(len(course)), key=lambda q: abs(course[q][0] - x - dx))
        return x + dx, course[j][1] + k * half[j]

    out = ""
    for q, spot in enumerate({"rapids": ROCKS, "pool": PADS, "ocean": WAVES}.get(kind, ())):
        px, py = on_water(spot[0], spot[1])
        reach = spot[2] + 6 if len(spot) > 2 else 50
        if not Box(px - reach, py - 18, px + reach, py + 18).free_of(solid):
            continue
        if kind == "rapids":
            out += _rock(px, py, spot[2], f"rock{q}")
        elif kind == "pool":
            out += _pad(px, py, spot[2], f"pad{q}")
        else:
            wave = [(px - 44 + 22 * n, py + (6, -6, 5, -6, 5)[n]) for n in range(5)]
            out += kit.path(kit.pen(wave, w=4.5, seed=f"wave{q}", taper=0.2), kit.f("water"))
    return out


def _rock(x: float, y: float, r: float, seed: str) -> str:
    flat, line = kit.round_(x + 3, y + 4, r, r * 0.7, seed=seed, j=0.1), kit.round_(x, y, r, r * 0.7, seed=seed, j=0.1)
    return kit.path(flat, kit.f("rule")) + kit.path(line, kit.s("ink", 3.5))


def _pad(x: float, y: float, r: float, seed: str) -> str:
    """A lily leaf with its notch."""
    turn = kit.rnd(seed)() * 6.28
    edge = [
        (x + math.cos(turn + a) * r, y + math.sin(turn + a) * r * 0.62) for a in (0.35 + n * 0.56 for n in range(11))
    ]
    flat = kit.smooth([(px + 3, py + 3) for px, py in [*edge, (x, y), edge[0]]], True)
    line = kit.smooth([*edge, (x, y), edge[0]], True)
    return kit.path(flat, kit.f("leaf")) + kit.path(line, kit.s("foliage", 3))
