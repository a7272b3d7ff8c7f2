"""Which strands a tree has, and where each runs: along the ground, up the trunk, out to its leaf."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from activities.drawing import pen as kit
from activities.kinds.values_tree.tree import Group, Phase, Value

Point = tuple[float, float]

W = 1792
CENTRE = W / 2
GROUND, WAIST, CROWN = 530, 416, 292
ROOT_END = 606
STRANDS = 7  # more than this cannot be told apart from the back of a room
SHOOTS = (2, 1, 3, 0, 4)  # the order in which shoots come up, counted from the left


@dataclass(frozen=True)
class Strand:
    """One strand as drawn: where it stands (offset from the middle in strands), its line, its width along it."""

    group: Group
    seed: str
    offset: float
    root: float
    line: list[Point]
    girth: Callable[[float], float]
    limbs: tuple[Strand, ...] = ()  # a tree of one or two strands has side roots and side branches


def shoots_of(values: Sequence[Value]) -> list[Group]:
    """Up to five shoots. A new value joins the thinnest, so none that is up already has to move."""
    shoots: list[list[Value]] = [[] for _shoot in SHOOTS]
    for value in values:
        fewest = min(len(shoot) for shoot in shoots)
        free = [place for place in SHOOTS if len(shoots[place]) == fewest]
        place = free[0] if fewest == 0 else free[int(kit.rnd(value.word)() * len(free))]
        shoots[place].append(value)
    return [Group("", tuple(shoot)) for shoot in shoots]


def strands_of(groups: Sequence[Group]) -> tuple[list[Group], tuple[Group, ...]]:
    """The seven largest groups, the largest in the middle and the next ones outwards; and the rest."""
    ranked = sorted(groups, key=lambda group: (-len(group.leaves) if group.leaves else 0, -group.notes))
    ranked = sorted(ranked[:STRANDS], key=lambda group: -group.notes) + ranked[STRANDS:]
    out: list[Group] = []
    for rank, group in enumerate(ranked[:STRANDS]):
        out.insert(0 if rank % 2 else len(out), group)
    return out, tuple(ranked[STRANDS:])


def strand_of(
    phase: Phase, group: Group, seed: str, offset: float, root: float, strands: int, most: int, leaf: Point | None
) -> Strand:
    pitch = min(150, 96 - (strands - 5) * 8)
    foot = CENTRE + offset * pitch
    low: list[Point] = [(root, ROOT_END), (root + (foot - root) * 0.4, ROOT_END - 50)]
    if phase == "roots":
        up = min(1.0, 0.34 + 0.11 * group.notes)
        bend = 34 * (round(offset) % 2)
        line = [*low, (foot + offset * 44, GROUND - 24), (foot + offset * 22, GROUND - 24 - 96 * up),
                (foot + offset * 30, GROUND - 30 - 226 * up + bend)]  # fmt: skip
        broad = 28 + 20 * math.sqrt(group.notes / most)
    else:
        line = [*low, (foot + offset * 50, GROUND - 18), (foot, WAIST), (foot + offset * 10, CROWN + 26)]
        if leaf:
            line += [(foot + (leaf[0] - foot) * 0.55, CROWN - 56 + abs(offset) * 12), (leaf[0], leaf[1] + 56)]
        else:
            line += [(foot + offset * 28, CROWN - 62), (foot + offset * 74, CROWN - 132 - 26 * (round(offset) % 2))]
        broad = pitch * (0.72 + 0.62 * math.sqrt(group.notes / most))
    limbs = _limbs(group, seed, offset, foot, root) if phase != "roots" and strands < 3 else ()
    shape = _stem if phase == "roots" or limbs else _limb
    return Strand(group, seed, offset, root, line, lambda t: shape(broad, t), limbs)


def _limbs(group: Group, seed: str, offset: float, foot: float, root: float) -> tuple[Strand, ...]:
    out = []
    for side in (-1, 1):
        if offset * side >= 0:
            down: list[Point] = [(foot + side * 8, GROUND - 70), (foot + side * 52, GROUND - 8)]
            down += [(root + side * 120, GROUND + 30), (root + side * 236, GROUND + 62)]
            up: list[Point] = [(foot + side * 2, CROWN + 110), (foot + side * 40, CROWN + 14)]
            up += [(foot + side * 150, CROWN - 60), (foot + side * 232, CROWN - 82)]
            out.append(Strand(group, f"{seed}down{side}", offset, root, down, lambda t: 64 - 54 * t))
            out.append(Strand(group, f"{seed}up{side}", offset, root, up, lambda t: 46 - 36 * t))
    return tuple(out)


def _limb(broad: float, t: float) -> float:
    """Thick in the middle: a strand that lies along the ground, stands up in the trunk and reaches out again."""
    return 12 + (broad - 12) * math.sin(math.pi * min(1, 0.1 + t * 0.9)) ** 1.1


def _stem(broad: float, t: float) -> float:
    """Thick at the foot: a shoot, or a tree of one or two strands."""
    return 9 + (broad - 9) * (math.sin(math.pi / 2 * t / 0.18) if t < 0.18 else 1 - ((t - 0.18) / 0.82) ** 1.6 * 0.94)


def edge_of(strand: Strand, side: float, step: float = 30) -> list[Point]:
    """The line along a strand: its middle at 0, its edges at -1 and 1."""
    line = kit.curve(strand.line, step)
    out = []
    for i, (x, y) in enumerate(line):
        nx, ny = across(line, i)
        half = strand.girth(i / (len(line) - 1)) / 2 * side
        out.append((x + nx * half, y + ny * half))
    return out


def across(line: Sequence[Point], i: int) -> Point:
    a, b = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
    h = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
    return -(b[1] - a[1]) / h, (b[0] - a[0]) / h
