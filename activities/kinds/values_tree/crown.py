"""The crown: agreed values, each on a leaf of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from activities.drawing import pen as kit
from activities.drawing.layout import Box, Lines, fit
from activities.kinds.values_tree.strands import CENTRE, CROWN, Point, Strand, W
from activities.kinds.values_tree.tree import Group, Leaf
from activities.kinds.values_tree.wood import bark
from activities.kinds.values_tree.words import votes_of

LEAVES = 9  # on the whole tree


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


class Crown:
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

    def drawn(self, strands: Sequence[Strand], voters: int, uid: str) -> tuple[str, str]:
        """Twigs that lie behind the strands, and the leaves themselves."""
        twigs = ""
        for spot in self.spots:
            if not spot.first:
                strand = next(s for s in strands if s.group.leaves and spot.leaf in s.group.leaves)
                (x0, y0), (x1, y1) = strand.line[4], spot.at
                line = [(x0, y0), (x0 + (x1 - x0) * 0.5, CROWN - 30), (x1, y1 + 50)]
                twigs += bark(Strand(strand.group, f"{strand.seed}twig", 0, 0, line, lambda t: 34 - 22 * t))
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
            out += kit.text(x, top + high + 23, votes_of(spot.leaf, voters), size=26, anchor="middle")
        return kit.group(out, "leaf", f'id="{name}"')


def _leaf_path(x: float, y: float, w: float, h: float) -> str:
    n = kit.n1
    return (
        f"M{n(x - w / 2)} {n(y + 12)}Q{n(x - w * 0.22)} {n(y - h * 0.78)} {n(x + w * 0.2)} {n(y - h * 0.52)}"
        f"Q{n(x + w * 0.42)} {n(y - h * 0.36)} {n(x + w / 2)} {n(y - 4)}"
        f"Q{n(x + w * 0.25)} {n(y + h * 0.72)} {n(x - w * 0.1)} {n(y + h * 0.6)}"
        f"Q{n(x - w * 0.4)} {n(y + h * 0.5)} {n(x - w / 2)} {n(y + 12)}Z"
    )
