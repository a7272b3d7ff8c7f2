"""What the tree is made of: bark, soil, the turf, and the small leaves that carry no words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from activities.drawing import pen as kit
from activities.kinds.values_tree.strands import CENTRE, GROUND, Strand, across, edge_of


def bark(strand: Strand) -> str:
    wood = kit.pen([(x + 6, y + 5) for x, y in strand.line], w=strand.girth, seed=strand.seed, wob=3, taper=0.2)
    grain = edge_of(strand, 0.2)
    at = int(len(grain) * 0.34)
    behind = "".join(bark(limb) for limb in strand.limbs)
    lines = [kit.pen(edge_of(strand, side), w=4, seed=f"{strand.seed}b{side}", wob=2) for side in (-1, 1)]
    lines.append(kit.pen(grain[at : at + 8], w=3, seed=f"{strand.seed}grain", wob=3, taper=0))
    return behind + kit.path(wood, kit.f("wood")) + kit.path("".join(lines), kit.f("bark"))


def soil() -> str:
    top = GROUND
    hill = f"M-464 {top + 10}Q436 {top - 22} {CENTRE:.0f} {top - 8}T2256 {top + 4}V912H-464Z"
    return kit.path(hill, kit.f("soil"))


def turf(strands: Sequence[Strand]) -> str:
    """The line of the ground, left out where the trunk stands."""
    edges = [point for strand in strands for side in (-1, 1) for point in edge_of(strand, side, 12)]
    feet = [x for x, y in edges if abs(y - GROUND) < 14]
    start, end = 590.0, 1202.0
    if feet:
        start, end = max(330, min(feet) + 30), min(1462, max(feet) - 30)
    left = kit.pen([(-464, GROUND + 8), (150, GROUND - 8), (start, GROUND - 5)], w=4, seed="turf left")
    right = kit.pen([(end, GROUND - 4), (1642, GROUND - 6), (2256, GROUND + 6)], w=4, seed="turf right")
    return kit.path(left + right, kit.f("bark"))


def seed_in_soil() -> str:
    """Nothing planted yet: one seed in the soil, and the furrow drawn over it."""
    seed = kit.round_(CENTRE, GROUND + 70, 22, 15, seed="seed", j=0.08)
    mound = [(590, GROUND - 5), (790, GROUND - 12), (896, GROUND - 38), (1002, GROUND - 12), (1202, GROUND - 4)]
    return (
        kit.path(f"{kit.smooth(kit.curve(mound))}V{GROUND + 20}H590Z", kit.f("soil"))
        + kit.path(kit.round_(CENTRE + 4, GROUND + 74, 22, 15, seed="seed", j=0.08), kit.f("wood"))
        + kit.path(seed, kit.s("bark", 4))
        + kit.path(kit.pen([(x, y - 4) for x, y in mound], w=4, seed="mound"), kit.f("bark"))
    )


def _blade(x: float, y: float, angle: float, long: float) -> str:
    """A small leaf that grows from a point in a direction, as path data."""
    c, s = math.cos(angle) * long, math.sin(angle) * long
    n = kit.n1

    def at(u: float, v: float) -> str:
        return f"{n(x + u * c - v * s)} {n(y + u * s + v * c)}"

    return f"M{at(0, 0)}Q{at(0.4, -0.43)} {at(1, -0.05)}Q{at(0.5, 0.38)} {at(0, 0)}Z"


def _foliage(blades: Sequence[tuple[float, float, float, float]], pen_width: float = 3) -> str:
    if not blades:
        return ""
    flat = "".join(_blade(x + 4, y + 4, angle, long) for x, y, angle, long in blades)
    drawn = "".join(_blade(*blade) for blade in blades)
    return kit.path(flat, kit.f("leaf")) + kit.path(drawn, kit.s("foliage", pen_width))


def shoot_leaves(strands: Sequence[Strand]) -> str:
    blades = []
    for strand in strands:
        x, y = strand.line[-1]
        blades += [(x, y + 4, -0.34, 66), (x, y + 4, math.pi + 0.34, 66)]
    return _foliage(blades, 3.5)


def small_leaves(strands: Sequence[Strand]) -> str:
    """One for each note of the group, no words: they say how much was said."""
    blades = []
    for strand in strands:
        notes = strand.group.notes
        rnd, long = kit.rnd(f"{strand.seed}twig"), max(24, 42 - notes // 3)
        limbs = [strand, *strand.limbs[1::2]]
        edges = {(limb.seed, side): edge_of(limb, side, 12) for limb in limbs for side in (-1, 1)}
        for q in range(notes):
            side, limb = 1 if q // len(limbs) % 2 else -1, limbs[q % len(limbs)]
            edge = edges[limb.seed, side]
            start = 0.6 if limb is strand else 0.4
            i = min(len(edge) - 2, round((start + (0.97 - start) * (q + rnd() * 0.6) / notes) * (len(edge) - 1)))
            nx, ny = across(edge, i)
            angle = math.atan2(ny * side, nx * side) - side * 0.52 + (rnd() - 0.5) * 0.7
            blades.append((*edge[i], angle, long))
    return _foliage(blades, 3 if len(blades) < 80 else 2.4)
