"""The river as data: its phases, the notes on each bank, the phase the boat is at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from activities.drawing import pen as kit

STEPS = 5  # pebbles: how possible it feels, 0 to 5
CROWD = 4  # more loose notes than this on one bank, and the boat's phase opens over the whole floor


@dataclass(frozen=True)
class Pile:
    """Notes that say the same, under one name."""

    name: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bank:
    """One side of the water at one phase: loose notes, newest first, and piles."""

    notes: tuple[str, ...] = ()
    piles: tuple[Pile, ...] = ()

    @property
    def count(self) -> int:
        return len(self.notes) + sum(len(pile.notes) for pile in self.piles)


@dataclass(frozen=True)
class Phase:
    name: str
    above: Bank = Bank()
    below: Bank = Bank()
    possible: int | None = None  # 0 to 5, the middle of what people said; None before they are asked


@dataclass(frozen=True)
class River:
    """`at` is the phase under discussion, counted from 0; `opened` lets it fill the floor (None: when it is full)."""

    phases: tuple[Phase, ...]
    at: int | None = None
    opened: bool | None = None
    title: str = ""
    above: str = ""
    below: str = ""


def is_open(river: River) -> bool:
    """Whether the phase under discussion fills the floor."""
    if river.at is None or not 0 <= river.at < len(river.phases):
        return False
    if river.opened is not None:
        return river.opened
    phase = river.phases[river.at]
    return any(len(bank.notes) > CROWD for bank in (phase.above, phase.below))


def tidied(river: River) -> River:
    def bank(one: Bank) -> Bank:
        return Bank(
            tuple(kit.clean(text) for text in one.notes if kit.clean(text)),
            tuple(
                Pile(kit.clean(pile.name), tuple(kit.clean(text) for text in pile.notes))
                for pile in one.piles
                if pile.notes
            ),
        )

    phases = tuple(
        Phase(
            kit.clean(phase.name),
            bank(phase.above),
            bank(phase.below),
            None if phase.possible is None else min(max(phase.possible, 0), STEPS),
        )
        for phase in river.phases
    )
    return replace(river, phases=phases)


def by_size(piles: Sequence[Pile]) -> list[Pile]:
    return sorted(piles, key=lambda pile: -len(pile.notes))
