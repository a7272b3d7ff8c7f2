"""Notes on the banks: piles and single notes as slips of paper, pinned beside the water, and the heading of a bank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from activities.drawing import pen as kit
from activities.drawing.layout import Box, Lines, fit, note, note_height, note_room
from activities.kinds.river.river import Bank, Pile, by_size
from activities.kinds.river.words import piled


@dataclass(frozen=True)
class Slip:
    """A note or a pile as it will lie: its words, how many notes it stands for."""

    words: Lines
    count: int = 1
    name: str = ""

    @property
    def height(self) -> float:
        return note_height(self.words) + 7 * self.under

    @property
    def under(self) -> int:
        """Sheets that show beneath a pile: one for each ten notes."""
        return min(4, math.ceil(self.count / 10)) if self.name else 0

    def drawn(self, x: float, y: float, w: float, kind: str) -> str:
        seed, high, wide = self.name or " ".join(self.words.lines), note_height(self.words), w - 7 * self.under
        out = ""
        for k in range(self.under, 0, -1):
            below = kit.sheet(x + 7 * k, y + 7 * k, wide, high, seed=f"{seed}{k}")
            out += kit.path(below, kit.f(kind)) + kit.path(below, kit.s(f"{kind}-mark", 2))
        out += note(x, y, wide, kind, self.words, 650 if self.name else 400, shadow=not self.under)
        turn = (kit.rnd(f"{seed}tilt")() * 2 - 1) * 0.6
        return kit.group(out, "note", f'transform="rotate({turn:.2f} {kit.n1(x + w / 2)} {kit.n1(y + high / 2)})"')


def largest_first(bank: Bank) -> list[str | Pile]:
    items: list[str | Pile] = [*by_size(bank.piles)]
    return items + [*bank.notes]


def slip_of(item: str | Pile, wide: float, sizes: Sequence[int], lines: int) -> Slip:
    room = note_room(wide, sizes[0])
    if isinstance(item, Pile):
        return Slip(fit(piled(item), room - 28, sizes, lines, 650), len(item.notes), item.name)
    return Slip(fit(item, room, sizes, lines))


def pinned(bank: Bank, kind: str, room: Box, upwards: bool) -> str:
    """The two largest piles, or the two newest notes, next to the water; how many more there are, beyond them."""
    items = largest_first(bank)[:2]
    wide, more = room.right - room.left, 38
    for lines in ((5, 5), (4, 4), (3, 3), (3, 2), (2, 3), (2, 2), (4,), (3,), (2,), (1,)):
        slips = [slip_of(item, wide, (28, 26), most) for item, most in zip(items, lines, strict=False)]
        rest = bank.count - sum(slip.count for slip in slips)
        high = sum(slip.height for slip in slips) + 16 * (len(slips) - 1) + (more if rest else 0)
        if high <= room.bottom - room.top:
            break
    out, y = "", room.bottom if upwards else room.top
    for slip in slips:
        out += slip.drawn(room.left, y - slip.height if upwards else y, wide, kind)
        y += (slip.height + 16) * (-1 if upwards else 1)
    if rest:
        said = ngettext("+ %(count)d more", "+ %(count)d more", rest) % {"count": rest}
        out += kit.text(room.left + 16, y + 2 if upwards else y + 22, said, size=26, c="ink-2")
    return out


@dataclass(frozen=True)
class Heading:
    kind: str
    words: Lines
    x: float
    y: float

    @property
    def box(self) -> Box:
        return Box(self.x, self.y - 34, self.x + 40 + self.words.width, self.y + 10)

    def drawn(self) -> str:
        mark = kit.mark(self.kind, self.x + 14, self.y - 12, 13)
        words = kit.text(self.x + 40, self.y, self.words.lines, size=self.words.size, weight=650)
        return kit.path(mark, kit.f(f"{self.kind}-mark")) + words


def heading_of(kind: str, words: str, x: float, y: float, room: float = 560) -> Heading:
    return Heading(kind, fit(words, room, (36, 32, 28), 1, 650), x, y)
