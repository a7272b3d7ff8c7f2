"""The power map as data: who has how much say in which decision, and which rows, groups and gaps it shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median_low

from activities.drawing import pen as kit

ROWS, COLUMNS, GAPS = 6, 6, 3


@dataclass(frozen=True)
class Say:
    """Levels from 0 (no say) to 4 (decides); None while nobody has said."""

    now: int | None = None
    wanted: int | None = None

    @property
    def gap(self) -> int:
        return abs(self.wanted - self.now) if self.now is not None and self.wanted is not None else 0


@dataclass(frozen=True)
class Decision:
    """A decision with one `Say` for each group, in the order of the groups, and what people wrote about sharing it."""

    text: str
    says: tuple[Say, ...] = ()
    brings: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()

    @property
    def gap(self) -> int:
        return max((say.gap for say in self.says), default=0)


@dataclass(frozen=True)
class PowerMap:
    groups: tuple[str, ...]
    decisions: tuple[Decision, ...]
    levels: tuple[str, str, str, str, str]  # names from no say to decides, as they stand in a sentence
    title: str = ""


@dataclass(frozen=True)
class Gap:
    decision: Decision
    row: int
    column: int
    say: Say


def middle(levels: Iterable[int]) -> int | None:
    """The middle of what tables said; the lower one of two middles, so that it is a level somebody chose."""
    said = sorted(levels)
    return median_low(said) if said else None


def pages(power: PowerMap) -> int:
    return max(1, math.ceil(len(power.decisions) / ROWS))


# Which rows, columns and gaps


def tidied(power: PowerMap) -> PowerMap:
    """Decisions with the largest gap first (as they came, where gaps are equal), each with a say for each group."""
    decisions = [replace(d, says=padded(d, len(power.groups)), text=kit.clean(d.text)) for d in power.decisions]
    return replace(power, decisions=tuple(sorted(decisions, key=lambda d: (-d.gap, -sum(say.gap for say in d.says)))))


def padded(decision: Decision, groups: int) -> tuple[Say, ...]:
    return (decision.says + (Say(),) * groups)[:groups]


def columns_of(power: PowerMap) -> list[int]:
    """All groups, or the six with the largest gaps; always in the order they came."""
    if len(power.groups) <= COLUMNS:
        return list(range(len(power.groups)))
    gaps = [[decision.says[c].gap for decision in power.decisions] for c in range(len(power.groups))]
    ranked = sorted(range(len(power.groups)), key=lambda c: (-max(gaps[c], default=0), -sum(gaps[c])))
    return sorted(ranked[:COLUMNS])


def largest(rows: Sequence[Decision], columns: Sequence[int]) -> list[Gap]:
    gaps = [Gap(d, r, c, d.says[c]) for r, d in enumerate(rows) for c in columns if d.says[c].gap]
    return sorted(gaps, key=lambda g: (-g.say.gap, -(g.say.wanted or 0), g.row, g.column))[:GAPS]
