"""The values tree: picked values are its roots, groups of them its trunk, agreed values its leaves.

Pure: the same `Tree` gives the same bytes. Positions are pixels of the stage floor, 1792 by 848. The soil runs past its
edges on purpose (the stage lets it show, paper cuts it off); words never do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen as kit
from activities.drawing.layout import Box, Lines, fit, paper, told

Phase = Literal["roots", "trunk", "leaves"]
Point = tuple[float, float]

W, H = 1792, 848
CENTRE = W / 2
GROUND, WAIST, CROWN = 530, 416, 292
ROOT_END = 606
STRANDS = 7  # more than this cannot be told apart from the back of a room
SHOOTS = (2, 1, 3, 0, 4)  # the order in which shoots come up, counted from the left
SHOWN = 4  # values of one root
LEAVES = 9  # on the whole tree


@dataclass(frozen=True)
class Value:
    """A word at the roots and how many people picked it."""

    word: str
    count: int = 1


@dataclass(frozen=True)
class Leaf:
    """A value the room agreed on, with the votes it got."""

    word: str
    votes: int = 0


@dataclass(frozen=True)
class Group:
    """Values that belong together: one strand of the tree. Without a name its strand carries no label."""

    name: str
    values: tuple[Value, ...] = ()
    leaves: tuple[Leaf, ...] = ()

    @property
    def notes(self) -> int:
        return sum(value.count for value in self.values)


@dataclass(frozen=True)
class Tree:
    phase: Phase
    values: tuple[Value, ...] = ()  # in no group (yet), in the order they came
    groups: tuple[Group, ...] = ()
    voters: int = 0
    title: str = ""

    @property
    def notes(self) -> int:
        return sum(value.count for value in self.values) + sum(group.notes for group in self.groups)


@dataclass(frozen=True)
class _Strand:
    """One strand as drawn: where it stands (offset from the middle in strands), its line, its width along it."""

    group: Group
    seed: str
    offset: float
    root: float
    line: list[Point]
    girth: Callable[[float], float]
    limbs: tuple[_Strand, ...] = ()  # a tree of one or two strands has side roots and side branches


def merged(values: Iterable[Value]) -> tuple[Value, ...]:
    """The same word in another spelling of capitals and spaces counts once more; the first spelling stays."""
    seen: dict[str, Value] = {}
    for value in values:
        word = kit.clean(value.word)
        if key := word.casefold():
            first = seen.get(key, Value(word, 0))
            seen[key] = Value(first.word, first.count + value.count)
    return tuple(seen.values())


def values_tree(tree: Tree, uid: str = "tree") -> str:
    """The tree as SVG, 1792 by 848. `uid` keeps its ids apart from other drawings of the same page."""
    tree = _tidied(tree)
    groups, others = (_shoots(tree.values), ()) if tree.phase == "roots" else _strands(tree.groups)
    strands, crown = _laid_out(tree, groups)
    taken: list[Box] = []
    wood = "".join(_bark(strand) for strand in sorted(strands, key=lambda s: (-abs(s.offset), s.offset)))
    rootlets, tags = _roots(strands, uid)
    small = _shoot_leaves(strands) if tree.phase == "roots" else _small_leaves(strands)
    twigs, big = crown.drawn(strands, tree.voters, uid)
    taken += crown.boxes
    aside = "" if tree.phase == "roots" else _also_said(others, crown.unhung, tree, taken)
    names = "" if tree.phase == "roots" else _names(strands, taken, uid)
    seed = "" if strands else _seed()
    inner = _soil() + twigs + wood + _turf(strands) + seed + rootlets + small + big + tags + aside + names
    return kit.svg(inner, _sentences(tree), name="values-tree")


def values_tree_words(tree: Tree) -> dict[str, Any]:
    """The same as plain data: a heading, one sentence, and a table with a row for each agreed value, group or value."""
    tree = _tidied(tree)
    if tree.phase == "roots":
        columns = [_("Value"), _("Times picked")]
        rows = [[value.word, str(value.count)] for value in sorted(tree.values, key=lambda v: -v.count)]
    else:
        columns = [_("Group"), _("Its values"), _("Agreed value"), _("Votes")]
        rows = [row for group in tree.groups for row in _rows_of(group, tree.voters)]
        if tree.values:
            rows.append([_("Not in a group"), _listed(tree.values), "", ""])
    return {"heading": _title(tree), "summary": _counts(tree), "columns": columns, "rows": rows}


# What it says


def _title(tree: Tree) -> str:
    return tree.title or _("Values tree")


def _counts(tree: Tree) -> str:
    if not tree.notes:
        return _("No values yet.")
    said = ngettext("%(count)d value picked.", "%(count)d values picked.", tree.notes) % {"count": tree.notes}
    if tree.phase == "roots":
        return said
    named = sum(bool(group.name) for group in tree.groups)
    if not named:
        return said
    groups = ngettext("%(count)d group.", "%(count)d groups.", named) % {"count": named}
    return f"{said} {groups}"


def _sentences(tree: Tree) -> str:
    """The text equivalent: name, counts, each part in reading order, then the one thing to notice."""
    out = [f"{_title(tree)}.", _counts(tree)]
    if tree.phase == "roots":
        if tree.values:
            out.append(f"{_told(sorted(tree.values, key=lambda v: -v.count))}.")
            most = max(tree.values, key=lambda v: v.count)
            if most.count > 1:
                out.append(_("Picked most: %(word)s.") % {"word": most.word})
        return " ".join(out)
    for group in tree.groups:
        said = {"group": group.name, "values": _told(group.values)}
        out.append((_("%(group)s: %(values)s.") if group.name and group.values else "%(group)s%(values)s.") % said)
        for leaf in group.leaves:
            out.append(_("Agreed: %(value)s.") % {"value": _voted(leaf, tree.voters)})
    if tree.values:
        out.append(_("Not in a group: %(values)s.") % {"values": _told(tree.values)})
    leaves = [leaf for group in tree.groups for leaf in group.leaves]
    if len(leaves) > 1:
        out.append(_("Most votes: %(word)s.") % {"word": max(leaves, key=lambda leaf: leaf.votes).word})
    elif not leaves and tree.groups:
        largest = max(tree.groups, key=lambda group: group.notes)
        out.append(_("Largest group: %(word)s.") % {"word": largest.name or _listed(largest.values)})
    return " ".join(out)


def _told(values: Iterable[Value]) -> str:
    return told([f"{value.word} {value.count}" for value in values], ", ")


def _listed(values: Iterable[Value]) -> str:
    return ", ".join(f"{value.word} {value.count}" for value in values)


def _voted(leaf: Leaf, voters: int) -> str:
    return f"{leaf.word}, {_votes(leaf, voters)}" if leaf.votes else leaf.word


def _votes(leaf: Leaf, voters: int) -> str:
    return _("%(votes)d of %(voters)d") % {"votes": leaf.votes, "voters": max(voters, leaf.votes)}


def _rows_of(group: Group, voters: int) -> list[list[str]]:
    return [
        [group.name, _listed(group.values), leaf.word, _votes(leaf, voters) if leaf.votes else ""]
        for leaf in group.leaves or (Leaf(""),)
    ]


def _labelled(value: Value) -> str:
    return _("%(word)s ×%(count)d") % {"word": value.word, "count": value.count} if value.count > 1 else value.word


# Which strands there are


def _tidied(tree: Tree) -> Tree:
    groups = tuple(
        Group(kit.clean(g.name), merged(g.values), tuple(leaf for leaf in g.leaves if kit.clean(leaf.word)))
        for g in tree.groups
    )
    if tree.phase == "roots":
        return Tree("roots", merged([*tree.values, *(v for g in groups for v in g.values)]), (), 0, tree.title)
    if tree.phase == "trunk":
        groups = tuple(Group(g.name, g.values) for g in groups)
    return Tree(tree.phase, merged(tree.values), groups, tree.voters, tree.title)


def _shoots(values: Sequence[Value]) -> list[Group]:
    """Up to five shoots. A new value joins the thinnest, so none that is up already has to move."""
    shoots: list[list[Value]] = [[] for _shoot in SHOOTS]
    for value in values:
        fewest = min(len(shoot) for shoot in shoots)
        free = [place for place in SHOOTS if len(shoots[place]) == fewest]
        place = free[0] if fewest == 0 else free[int(kit.rnd(value.word)() * len(free))]
        shoots[place].append(value)
    return [Group("", tuple(shoot)) for shoot in shoots]


def _strands(groups: Sequence[Group]) -> tuple[list[Group], tuple[Group, ...]]:
    """The seven largest groups, the largest in the middle and the next ones outwards; and the rest."""
    ranked = sorted(groups, key=lambda group: (-len(group.leaves) if group.leaves else 0, -group.notes))
    ranked = sorted(ranked[:STRANDS], key=lambda group: -group.notes) + ranked[STRANDS:]
    out: list[Group] = []
    for rank, group in enumerate(ranked[:STRANDS]):
        out.insert(0 if rank % 2 else len(out), group)
    return out, tuple(ranked[STRANDS:])


# Where the strands run


def _laid_out(tree: Tree, groups: Sequence[Group]) -> tuple[list[_Strand], _Crown]:
    crown = _Crown(groups if tree.phase == "leaves" else ())
    most = max((group.notes for group in groups), default=1) or 1
    strands = []
    for place, group in enumerate(groups):
        if tree.phase == "roots" and not group.values:
            continue
        offset = place - (len(groups) - 1) / 2
        root = (place + 0.5) * W / max(len(groups), 1)
        seed = f"{group.name}{place}" if tree.phase != "roots" else f"shoot{place}"
        strands.append(_strand(tree.phase, group, seed, offset, root, len(groups), most, crown.first(place)))
    return strands, crown


def _strand(
    phase: Phase, group: Group, seed: str, offset: float, root: float, strands: int, most: int, leaf: Point | None
) -> _Strand:
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
    return _Strand(group, seed, offset, root, line, lambda t: shape(broad, t), limbs)


def _limbs(group: Group, seed: str, offset: float, foot: float, root: float) -> tuple[_Strand, ...]:
    out = []
    for side in (-1, 1):
        if offset * side >= 0:
            down: list[Point] = [(foot + side * 8, GROUND - 70), (foot + side * 52, GROUND - 8)]
            down += [(root + side * 120, GROUND + 30), (root + side * 236, GROUND + 62)]
            up: list[Point] = [(foot + side * 2, CROWN + 110), (foot + side * 40, CROWN + 14)]
            up += [(foot + side * 150, CROWN - 60), (foot + side * 232, CROWN - 82)]
            out.append(_Strand(group, f"{seed}down{side}", offset, root, down, lambda t: 64 - 54 * t))
            out.append(_Strand(group, f"{seed}up{side}", offset, root, up, lambda t: 46 - 36 * t))
    return tuple(out)


def _limb(broad: float, t: float) -> float:
    """Thick in the middle: a strand that lies along the ground, stands up in the trunk and reaches out again."""
    return 12 + (broad - 12) * math.sin(math.pi * min(1, 0.1 + t * 0.9)) ** 1.1


def _stem(broad: float, t: float) -> float:
    """Thick at the foot: a shoot, or a tree of one or two strands."""
    return 9 + (broad - 9) * (math.sin(math.pi / 2 * t / 0.18) if t < 0.18 else 1 - ((t - 0.18) / 0.82) ** 1.6 * 0.94)


def _edge(strand: _Strand, side: float, step: float = 30) -> list[Point]:
    """The line along a strand: its middle at 0, its edges at -1 and 1."""
    line = kit.curve(strand.line, step)
    out = []
    for i, (x, y) in enumerate(line):
        nx, ny = _across(line, i)
        half = strand.girth(i / (len(line) - 1)) / 2 * side
        out.append((x + nx * half, y + ny * half))
    return out


def _across(line: Sequence[Point], i: int) -> Point:
    a, b = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
    h = math.hypot(b[0] - a[0], b[1] - a[1]) or 1
    return -(b[1] - a[1]) / h, (b[0] - a[0]) / h


# Wood, soil and small leaves


def _bark(strand: _Strand) -> str:
    wood = kit.pen([(x + 6, y + 5) for x, y in strand.line], w=strand.girth, seed=strand.seed, wob=3, taper=0.2)
    grain = _edge(strand, 0.2)
    at = int(len(grain) * 0.34)
    behind = "".join(_bark(limb) for limb in strand.limbs)
    lines = [kit.pen(_edge(strand, side), w=4, seed=f"{strand.seed}b{side}", wob=2) for side in (-1, 1)]
    lines.append(kit.pen(grain[at : at + 8], w=3, seed=f"{strand.seed}grain", wob=3, taper=0))
    return behind + kit.path(wood, kit.f("wood")) + kit.path("".join(lines), kit.f("bark"))


def _soil() -> str:
    top = GROUND
    hill = f"M-464 {top + 10}Q436 {top - 22} {CENTRE:.0f} {top - 8}T2256 {top + 4}V912H-464Z"
    return kit.path(hill, kit.f("soil"))


def _turf(strands: Sequence[_Strand]) -> str:
    """The line of the ground, left out where the trunk stands."""
    edges = [point for strand in strands for side in (-1, 1) for point in _edge(strand, side, 12)]
    feet = [x for x, y in edges if abs(y - GROUND) < 14]
    start, end = 590.0, 1202.0
    if feet:
        start, end = max(330, min(feet) + 30), min(1462, max(feet) - 30)
    left = kit.pen([(-464, GROUND + 8), (150, GROUND - 8), (start, GROUND - 5)], w=4, seed="turf left")
    right = kit.pen([(end, GROUND - 4), (1642, GROUND - 6), (2256, GROUND + 6)], w=4, seed="turf right")
    return kit.path(left + right, kit.f("bark"))


def _seed() -> str:
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


def _shoot_leaves(strands: Sequence[_Strand]) -> str:
    blades = []
    for strand in strands:
        x, y = strand.line[-1]
        blades += [(x, y + 4, -0.34, 66), (x, y + 4, math.pi + 0.34, 66)]
    return _foliage(blades, 3.5)


def _small_leaves(strands: Sequence[_Strand]) -> str:
    """One for each note of the group, no words: they say how much was said."""
    blades = []
    for strand in strands:
        notes = strand.group.notes
        rnd, long = kit.rnd(f"{strand.seed}twig"), max(24, 42 - notes // 3)
        limbs = [strand, *strand.limbs[1::2]]
        edges = {(limb.seed, side): _edge(limb, side, 12) for limb in limbs for side in (-1, 1)}
        for q in range(notes):
            side, limb = 1 if q // len(limbs) % 2 else -1, limbs[q % len(limbs)]
            edge = edges[limb.seed, side]
            start = 0.6 if limb is strand else 0.4
            i = min(len(edge) - 2, round((start + (0.97 - start) * (q + rnd() * 0.6) / notes) * (len(edge) - 1)))
            nx, ny = _across(edge, i)
            angle = math.atan2(ny * side, nx * side) - side * 0.52 + (rnd() - 0.5) * 0.7
            blades.append((*edge[i], angle, long))
    return _foliage(blades, 3 if len(blades) < 80 else 2.4)


# The crown: agreed values, each on a leaf of its own


@dataclass(frozen=True)
class _Spot:
    """A leaf and where it hangs: which strand bears it, whether it is that strand's first, its middle, its words."""

    place: int
    first: bool
    leaf: Leaf
    at: Point
    words: Lines

    @property
    def size(self) -> tuple[float, float]:
        return _leaf_size(self.words)

    @property
    def box(self) -> Box:
        (x, y), (w, h) = self.at, self.size
        return Box(x - w / 2, y - h * 0.52, x + w / 2 + 7, y + h * 0.52 + 6)


def _second_leaves(groups: Sequence[Group]) -> set[int]:
    """Strands that bear a second leaf: those whose second has most votes, while no more than nine hang in all."""
    free = LEAVES - sum(bool(group.leaves) for group in groups)
    votes = {
        place: sorted(leaf.votes for leaf in group.leaves)[-2]
        for place, group in enumerate(groups)
        if len(group.leaves) > 1
    }
    return set(sorted(votes, key=lambda place: -votes[place])[:free])


def _leaf_size(words: Lines) -> tuple[float, float]:
    """Wide enough for the words to keep off the edge, which runs to a point at both ends."""
    if len(words.lines) == 1:
        return max(200, words.width + 112, words.width * 1.4), 124
    return max(200, words.width + 140, words.width * 1.6), 164


class _Crown:
    """Where the leaves hang: one bow, or two rows that take turns. A strand bears one or two."""

    def __init__(self, groups: Sequence[Group]) -> None:
        borne = []
        self.unhung: list[Leaf] = []
        second = _second_leaves(groups)
        for place, group in enumerate(groups):
            best = sorted(group.leaves, key=lambda leaf: -leaf.votes)
            hung = 2 if place in second else 1
            self.unhung += best[hung:]
            side = [(place, rank == 0, leaf) for rank, leaf in enumerate(best[:hung])]
            borne += side[::-1] if place < (len(groups) - 1) / 2 else side  # the second leaf hangs further out
        self.spots = self._arc(borne) or self._rows(borne)
        self.boxes = [spot.box for spot in self.spots]

    @staticmethod
    def _arc(borne: Sequence[tuple[int, bool, Leaf]]) -> list[_Spot]:
        """One bow of leaves, each as wide as its words; nothing if they do not fit side by side."""
        words = [fit(leaf.word, 460, (40,), 1, 750) for _place, _first, leaf in borne]
        for i, (_place, _first, leaf) in enumerate(borne):
            if words[i].cut or (len(borne) > 3 and words[i].width > 330):
                words[i] = fit(leaf.word, 280, (34, 30, 28), 2, 750)
        wide = [_leaf_size(one)[0] for one in words]
        gap = min(110, (W - 30 - sum(wide)) / max(len(borne) - 1, 1))
        if len(borne) > 6 or gap < 16:
            return []
        spots, x = [], CENTRE - (sum(wide) + gap * (len(borne) - 1)) / 2
        for one, said, w in zip(borne, words, wide, strict=True):
            u = (x + w / 2 - CENTRE) / 700
            spots.append(_Spot(*one, (x + w / 2, 84 + 170 * min(1, abs(u)) ** 3), said))
            x += w + gap
        return spots

    @staticmethod
    def _rows(borne: Sequence[tuple[int, bool, Leaf]]) -> list[_Spot]:
        """Two rows that take turns, for more leaves than one bow holds."""
        apart = (W - 250) / max(len(borne) - 1, 1)
        spots = []
        for i, one in enumerate(borne):
            words = fit(one[2].word, min(2 * apart - 180, 280), (36, 34, 32), 1, 750)
            if words.cut:
                words = fit(one[2].word, min(2 * apart - 200, 240), (32, 30, 28), 2, 750)
            half = _leaf_size(words)[0] / 2
            x = min(max(125 + i * apart, half + 2), W - half - 10)
            spots.append(_Spot(*one, (x, 216.0 if (i + len(borne) // 2) % 2 else 80.0), words))
        return spots

    def first(self, place: int) -> Point | None:
        return next((spot.at for spot in self.spots if spot.place == place and spot.first), None)

    def drawn(self, strands: Sequence[_Strand], voters: int, uid: str) -> tuple[str, str]:
        """Twigs that lie behind the strands, and the leaves themselves."""
        twigs = ""
        for spot in self.spots:
            if not spot.first:
                strand = next(s for s in strands if s.group.leaves and spot.leaf in s.group.leaves)
                (x0, y0), (x1, y1) = strand.line[4], spot.at
                line = [(x0, y0), (x0 + (x1 - x0) * 0.5, CROWN - 30), (x1, y1 + 50)]
                twigs += _bark(_Strand(strand.group, f"{strand.seed}twig", 0, 0, line, lambda t: 34 - 22 * t))
        return twigs, "".join(self._leaf(spot, voters, f"{uid}-leaf-{i}") for i, spot in enumerate(self.spots, 1))

    @staticmethod
    def _leaf(spot: _Spot, voters: int, name: str) -> str:
        (x, y), (w, h) = spot.at, spot.size
        words, votes = spot.words, spot.leaf.votes
        high = len(words.lines) * words.size * 1.12
        top = y - (high + (32 if votes else 0)) / 2
        out = kit.path(_leaf_path(x + 7, y + 6, w, h), kit.f("leaf"))
        out += kit.path(_leaf_path(x, y, w, h), kit.s("foliage", 4))
        out += kit.text(x, top + words.size * 0.82, words.lines, size=words.size, weight=750, anchor="middle", lh=1.12)
        if votes:
            out += kit.text(x, top + high + 23, _votes(spot.leaf, voters), size=26, anchor="middle")
        return kit.group(out, "leaf", f'id="{name}"')


def _leaf_path(x: float, y: float, w: float, h: float) -> str:
    n = kit.n1
    return (
        f"M{n(x - w / 2)} {n(y + 12)}Q{n(x - w * 0.22)} {n(y - h * 0.78)} {n(x + w * 0.2)} {n(y - h * 0.52)}"
        f"Q{n(x + w * 0.42)} {n(y - h * 0.36)} {n(x + w / 2)} {n(y - 4)}"
        f"Q{n(x + w * 0.25)} {n(y + h * 0.72)} {n(x - w * 0.1)} {n(y + h * 0.6)}"
        f"Q{n(x - w * 0.4)} {n(y + h * 0.5)} {n(x - w / 2)} {n(y + 12)}Z"
    )


# Words on paper: values at the roots, names of groups on the trunk, the rest on the ground


@dataclass(frozen=True)
class _Tag:
    words: Lines
    box: Box


LABELS_TOP, LABELS_END = 622, 842


def _roots(strands: Sequence[_Strand], uid: str) -> tuple[str, str]:
    """Rootlets (behind) and paper labels (in front): as many values as the soil has room for, then how many more."""
    pitch = _pitch(strands)
    for size in (36, 32, 30, 28, 26):
        beds = [_bed(strand, pitch, size) for strand in strands]
        if all(bed is not None for bed in beds):
            break
    else:
        beds = [_bed(strand, pitch, 26, squeeze=True) for strand in strands]
    lines = tags = ""
    for s, (strand, bed) in enumerate(zip(strands, beds, strict=True)):
        x0, y0 = strand.root, ROOT_END + 6
        for i, tag in enumerate(bed or ()):
            x, y = (tag.box.left + tag.box.right) / 2, tag.box.top + 8
            run = [(x0, y0 - 8), (x0 + (x - x0) * 0.3, y0 + (y - y0) * 0.5), (x, y)]
            lines += kit.pen(run, w=lambda t: 6 - 3 * t, seed=f"{strand.seed}r{i}", wob=2, taper=0.3)
            tags += kit.group(_label(tag, 400), "value", f'id="{uid}-root-{s + 1}-{i + 1}"')
    return (kit.path(lines, kit.f("bark")) if lines else ""), tags


def _pitch(strands: Sequence[_Strand]) -> float:
    roots = sorted(strand.root for strand in strands)
    between = [b - a for a, b in zip(roots, roots[1:], strict=False)]
    return min([*between, 460, *((2 * roots[0], 2 * (W - roots[-1])) if roots else ())])


def _bed(strand: _Strand, pitch: float, size: int, squeeze: bool = False) -> list[_Tag] | None:
    """Labels of one root at this size, or None if fewer than the top four would show, or one would be cut."""
    values = sorted(strand.group.values, key=lambda value: -value.count)
    need = 1 if squeeze else min(SHOWN, len(values))
    for shown in range(min(6, len(values)), need - 1, -1):
        labels = [_labelled(value) for value in values[:shown]]
        if rest := len(values) - shown:
            labels.append(ngettext("+ %(count)d more", "+ %(count)d more", rest) % {"count": rest})
        words = [fit(label, pitch - 38, (size,), 2 if squeeze else 1) for label in labels]
        if squeeze or not any(one.cut for one in words):
            tags = _packed(words, strand.root, pitch)
            if not tags or tags[-1].box.bottom <= LABELS_END:
                return tags
    return None


def _packed(words: Sequence[Lines], middle: float, pitch: float) -> list[_Tag]:
    """Labels in steps below a root: one in a row, left and right by turns, or two where both fit."""
    rows: list[list[Lines]] = []
    for one in words:
        if rows and len(rows[-1]) == 1 and rows[-1][0].width + one.width + 28 * 2 + 16 <= pitch - 12:
            rows[-1].append(one)
        else:
            rows.append([one])
    tags, y = [], float(LABELS_TOP)
    for r, row in enumerate(rows):
        wide = [one.width + 28 for one in row]
        high = max(len(one.lines) * one.size * 1.16 + (12 if one.size > 28 else 7) for one in row)
        slack = (pitch - 12 - sum(wide)) / 2
        if len(row) == 2:
            x = middle - (sum(wide) + 16) / 2
        else:
            x = middle - wide[0] / 2 + min(slack, 52) * (1 if r % 2 else -1)
        for one, w in zip(row, wide, strict=True):
            tags.append(_Tag(one, Box(x, y, x + w, y + high)))
            x += w + 16
        y += high + (5 if row[0].size > 28 else 4)
    return tags


def _label(tag: _Tag, weight: int, shadow: str = "") -> str:
    box, words = tag.box, tag.words
    high = len(words.lines) * words.size * 1.16
    x, y = (box.left + box.right) / 2, box.top + (box.bottom - box.top - high) / 2 + words.size * 0.9
    out = paper(box, shadow=shadow, seed=" ".join(words.lines))
    return out + kit.text(x, y, words.lines, size=words.size, weight=weight, anchor="middle", lh=1.16)


def _names(strands: Sequence[_Strand], taken: list[Box], uid: str) -> str:
    """Each name on its own strand, stepping down from the middle; none covers another."""
    out = ""
    for place, strand in sorted(enumerate(strands), key=lambda one: (abs(one[1].offset), one[1].offset)):
        if strand.group.name and (tag := _name(strand, taken)):
            taken.append(tag.box)
            out += kit.group(_label(tag, 650, "bark"), "group", f'id="{uid}-group-{place + 1}"')
    return out


def _name(strand: _Strand, taken: Sequence[Box]) -> _Tag | None:
    for room, sizes, lines in ((330, (32, 30), 1), (300, (30, 28, 26), 2), (190, (26,), 2)):
        words = fit(strand.group.name, room, sizes, lines, 650)
        if words.cut and lines == 1:
            continue
        box = _free(strand, words.width + 44, len(words.lines) * words.size * 1.16 + 12, taken)
        if box:
            return _Tag(words, box)
    return None


def _free(strand: _Strand, w: float, h: float, taken: Sequence[Box]) -> Box | None:
    """The nearest free place to the strand: highest first, then aside, outwards before inwards."""
    line = [point for point in kit.curve(strand.line, 8) if point[1] < GROUND]
    rows = [y for y in range(302, 500, 6) if y + h <= GROUND + 18]
    on_strand = {y: min(line, key=lambda point: abs(point[1] - y - h / 2))[0] for y in rows}
    outward = math.copysign(1, strand.offset)
    for aside in (side * step for step in range(0, 900, 30) for side in (outward, -outward)):
        for y in rows:
            x = on_strand[y] + aside
            box = Box(x - w / 2, y, x + w / 2, y + h)
            if box.left >= 8 and box.right <= W - 8 and box.free_of(taken, 8):
                return box
    return None


def _also_said(groups: Sequence[Group], leaves: Sequence[Leaf], tree: Tree, taken: list[Box]) -> str:
    """What has no place on the tree stands on the ground: leaves and groups at the left, values in no group at the
    right."""
    out = ""
    said = [_voted(leaf, tree.voters) for leaf in [*leaves, *(leaf for group in groups for leaf in group.leaves)]]
    said += [group.name or _listed(group.values) for group in groups if not group.leaves]
    if said:
        out += _notice(8, _("Also said"), said, taken)
    if tree.values:
        words = [_labelled(value) for value in sorted(tree.values, key=lambda value: -value.count)]
        out += _notice(W - 8 - 316, _("Not in a group"), words, taken)
    return out


def _notice(left: float, head: str, items: Sequence[str], taken: list[Box]) -> str:
    room = 316 - 40
    lines: list[str] = []
    for shown, item in enumerate(items):
        rest = len(items) - shown - 1
        if len(lines) == 3 and rest:
            lines.append(ngettext("+ %(count)d more", "+ %(count)d more", rest + 1) % {"count": rest + 1})
            break
        lines.append(fit(item, room, (26,)).lines[0])
    high = 34 + len(lines) * 33 + 26
    box = Box(left, GROUND - 4 - high, left + 316, GROUND - 4)
    taken.append(box)
    out = paper(box, shadow="bark", seed=head)
    words = fit(head, room, (28, 26), 1, 650)
    out += kit.text(left + 20, box.top + 38, words.lines, size=words.size, weight=650)
    return out + "".join(kit.text(left + 20, box.top + 74 + i * 33, line, size=26) for i, line in enumerate(lines))
