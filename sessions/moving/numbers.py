"""New numbers for notes and groups, wherever a kind lets them stand in its rows' words."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

NOBODYS = 0  # what went: a number that no row has, here or elsewhere


@dataclass(frozen=True)
class Numbers:
    """Old numbers to new ones. `near` are the old numbers of the step's own notes, in order: "up to this note" is said of those."""

    notes: Mapping[int, int]
    themes: Mapping[int, int]
    near: Sequence[int] = ()

    def within(self, near: Sequence[int]) -> "Numbers":
        return replace(self, near=near)

    def zone(self, zone: str, patterns: Sequence[str]) -> str:
        return self._renumbered(zone, patterns)

    def answer(self, item: str, value: str, patterns: Sequence[str]) -> tuple[str, str]:
        """The item and the value. An item never holds "=", so that the first one parts them."""
        if "=" in item:
            return item, value
        item, _equals, value = self._renumbered(f"{item}={value}", patterns).partition("=")
        return item, value

    def _renumbered(self, text: str, patterns: Sequence[str]) -> str:
        for pattern in patterns:
            if found := re.fullmatch(pattern, text, re.DOTALL):
                for name in sorted(found.groupdict(), key=found.start, reverse=True):
                    text = text[: found.start(name)] + str(self._new(name, int(found[name]))) + text[found.end(name) :]
                return text
        return text

    def _new(self, name: str, old: int) -> int:
        if name == "since":
            before = bisect_right(self.near, old)
            return self.notes[self.near[before - 1]] if before else NOBODYS
        return (self.notes if name == "note" else self.themes).get(old, NOBODYS)
