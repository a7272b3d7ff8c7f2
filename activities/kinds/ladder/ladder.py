"""The ladder as data: its rungs, a lane for each question with how many stand on each rung, the middle and the gap."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

MIDDLE_FROM = 5  # fewer answers have no middle worth a line

# The colour and shape of the marks of a lane, by whom it asks about: on phones as on the big screen.
SUBJECT_MARKS = {"organisation": "sun", "team": "sky", "self": "leaf", "role": "leaf", "realistic": "rose"}


@dataclass(frozen=True, slots=True)
class Rung:
    name: str
    text: str = ""

    @property
    def shown(self) -> str:
        """The published names are in capitals throughout, which are hard to read and spelt out by some screen readers."""
        return self.name.title() if self.name.isupper() else self.name


@dataclass(frozen=True, slots=True)
class Lane:
    """One question. `counts` has a number for each rung, from the top."""

    title: str
    counts: tuple[int, ...]
    subject: str = "team"
    should: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def middle(self) -> int | None:
        """The rung of the middle answer, when there are answers enough."""
        if self.total < MIDDLE_FROM:
            return None
        reached = 0
        for rung, count in enumerate(self.counts):
            reached += count
            if reached * 2 >= self.total:
                return rung
        return None


@dataclass(frozen=True)
class Ladder:
    """`placed` of `people` have placed a mark; nothing but that is drawn until `revealed`."""

    rungs: tuple[Rung, ...]
    lanes: tuple[Lane, ...]
    revealed: bool = True
    placed: int = 0
    people: int = 0
    heading: str = ""

    @cached_property
    def gap(self) -> tuple[int, int] | None:
        """The lanes between which the arrow climbs: the first that says should, and the one before it that says now."""
        for i, lane in enumerate(self.lanes):
            if lane.should and i and not self.lanes[i - 1].should:
                both = lane.middle is not None and self.lanes[i - 1].middle is not None
                return (i - 1, i) if both else None
        return None

    @cached_property
    def climb(self) -> int | None:
        """Rungs from now up to should; below zero it goes down."""
        if self.gap is None:
            return None
        now, should = (self.lanes[i].middle for i in self.gap)
        return None if now is None or should is None else now - should
