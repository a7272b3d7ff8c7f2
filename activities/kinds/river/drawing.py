"""The recovery river: phases from spring to ocean, what gets in the way above the water, what helps below it.

Pure: the same `River` gives the same bytes. Positions are pixels of the stage floor, 1792 by 848. Water and hills run
past its edges on purpose (the stage lets them show, paper cuts them off); words never do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen as kit
from activities.drawing.layout import Box, Lines, fit, note, note_height, note_room, paper, told

Point = tuple[float, float]

W, H = 1792, 848
STEPS = 5  # pebbles: how possible it feels, 0 to 5
CROWD = 4  # more loose notes than this on one bank, and the boat's phase opens over the whole floor
OPENED = 6  # notes of one bank on one page of an opened phase

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


def pages(river: River) -> int:
    """How many pages the drawing has: more than one only where an opened phase has more notes than its banks hold."""
    if not is_open(river):
        return 1
    phase = river.phases[river.at or 0]
    return max(1, *(len(_spread(bank)) for bank in (phase.above, phase.below)))


def river_drawing(river: River, page: int = 1, uid: str = "river") -> str:
    """The whole river, or its opened phase, as SVG, 1792 by 848; pages count from 1."""
    river = _tidied(river)
    inner = _opened(river, min(max(page, 1), pages(river)), uid) if is_open(river) else _whole(river, uid)
    return kit.svg(inner, _sentences(river), name="river")


def river_words(river: River) -> dict[str, Any]:
    """The same as plain data: a heading, one sentence, then a heading with two lists for each phase."""
    river = _tidied(river)
    above, below = _heads(river)
    phases = [
        {
            "heading": _phase_head(phase),
            "lists": [
                {"heading": head, "items": _items(bank)} for head, bank in ((above, phase.above), (below, phase.below))
            ],
        }
        for phase in river.phases
    ]
    return {"heading": _title(river), "summary": _counts(river), "phases": phases}


# What it says


def _title(river: River) -> str:
    return river.title or _("Recovery river")


def _heads(river: River) -> tuple[str, str]:
    return river.above or _("What gets in the way"), river.below or _("What helps")


def _counts(river: River) -> str:
    notes = sum(phase.above.count + phase.below.count for phase in river.phases)
    phases = ngettext("%(count)d phase.", "%(count)d phases.", len(river.phases)) % {"count": len(river.phases)}
    return (
        phases
        + " "
        + (ngettext("%(count)d note.", "%(count)d notes.", notes) % {"count": notes} if notes else _("No notes yet."))
    )


def _phase_head(phase: Phase) -> str:
    if phase.possible is None:
        return phase.name
    return _("%(phase)s, how possible: %(now)d of %(all)d") % {"phase": phase.name, "now": phase.possible, "all": STEPS}


def _items(bank: Bank) -> list[str]:
    """Every note, the piles with what is in them."""
    piles = [f"{_piled(pile)}: {'; '.join(pile.notes)}" for pile in _by_size(bank.piles)]
    return [*piles, *bank.notes]


def _piled(pile: Pile) -> str:
    return (
        _("%(name)s ×%(count)d") % {"name": pile.name, "count": len(pile.notes)} if len(pile.notes) > 1 else pile.name
    )


def _by_size(piles: Sequence[Pile]) -> list[Pile]:
    return sorted(piles, key=lambda pile: -len(pile.notes))


def _sentences(river: River) -> str:
    """The text equivalent: name, counts, each phase with its two banks, then where the room is, what feels hardest."""
    above, below = _heads(river)
    out = [f"{_title(river)}.", _counts(river)]
    for phase in river.phases:
        out.append(f"{_phase_head(phase)}.")
        out += [
            f"{head}: {told([*map(_piled, _by_size(bank.piles)), *bank.notes])}."
            for head, bank in ((above, phase.above), (below, phase.below))
            if bank.count
        ]
    if river.at is not None and 0 <= river.at < len(river.phases):
        out.append(_("The boat is at: %(phase)s.") % {"phase": river.phases[river.at].name})
    asked = [phase for phase in river.phases if phase.possible is not None]
    if asked:
        least = min(asked, key=lambda phase: phase.possible or 0)
        out.append(_("Least possible now: %(phase)s.") % {"phase": least.name})
    return " ".join(out)


def _tidied(river: River) -> River:
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


# The whole river


def _whole(river: River, uid: str) -> str:
    course = kit.curve(COURSE, 24)
    half = [_half(i / (len(course) - 1)) for i in range(len(course))]
    up = [(x, y - h) for (x, y), h in zip(course, half, strict=True)]
    down = [(x, y + h) for (x, y), h in zip(course, half, strict=True)]
    labels = _labels(river.phases, course)
    boat = _moored(labels, river.at, course)
    above, below = _heads(river)
    head_above, head_below = _head("rose", above, 0, 44), _head("leaf", below, 0, H - 34)
    solid = [head_above.box, head_below.box, *(label.box for label in labels), *([boat] if boat else [])]
    out = _hills() + _water(up, down) + _currents(course, half) + _scenery(river.phases, course, half, solid)
    for label in labels:
        out += label.drawn(uid)
    for i, phase in enumerate(river.phases):
        wide = min(W / len(river.phases) - 22, 420)
        left = (i + 0.5) * W / len(river.phases) - wide / 2
        span = Box(left - 4, 0, left + wide + 8, H)
        shore = min(y for x, y in up if span.left < x < span.right) - 20
        strand = max(y for x, y in down if span.left < x < span.right) + 20
        roof = max([6, *(box.bottom + 12 for box in solid if box.hits(span) and box.bottom < 100)])
        floor = min([H - 14, *(box.top - 12 for box in solid if box.hits(span) and box.top > 740)])
        near = [box for box in solid if box.hits(span) and 100 < box.top < 700]
        shore = min([shore, *(box.top - 12 for box in near)])
        strand = max([strand, *(box.bottom + 12 for box in near)])
        out += _pinned(phase.above, "rose", Box(left, roof, left + wide, shore), True)
        out += _pinned(phase.below, "leaf", Box(left, strand, left + wide, floor), False)
    if boat:
        out += _boat((boat.left + boat.right) / 2, boat.top + 50)
    return out + head_above.drawn() + head_below.drawn()


def _half(t: float) -> float:
    """Half the width of the water: it springs from nothing, is 32 px wide soon after, and about 270 at the sea."""
    return 16 * min(1, 0.2 + t * 16) + 118 * min(1, t * 1.2) ** 1.25


def _hills() -> str:
    flat = kit.smooth([(x + 8, y + 8) for x, y in kit.curve(HILLS)])
    line = kit.pen(HILLS, w=4, seed="hills", wob=2)
    return kit.path(f"{flat}Q266 500 126 486T-464 560Z", kit.f("soil")) + kit.path(line, kit.f("bark"))


def _water(up: Sequence[Point], down: Sequence[Point]) -> str:
    flat = kit.smooth([(x + 5, y + 5) for x, y in [*up, *reversed(down)]], True)
    banks = kit.pen(up, w=5, wob=2.5, seed="up") + kit.pen(down, w=5, wob=2.5, seed="down")
    return kit.path(flat, kit.f("shallow")) + kit.path(banks, kit.f("water"))


def _currents(course: Sequence[Point], half: Sequence[float], every: int = 4) -> str:
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


def _scenery(phases: Sequence[Phase], course: Sequence[Point], half: Sequence[float], solid: Sequence[Box]) -> str:
    out = ""
    for i in range(len(phases)):
        kind = _landscape(i, len(phases))
        out += _features(kind, (i + 0.5) * W / len(phases), course, half, solid)
    return out


def _landscape(i: int, phases: int) -> str:
    """Of six: spring, stream, rapids, still pool, river, ocean. Of fewer or more: the nearest."""
    kinds = ("spring", "stream", "rapids", "pool", "river", "ocean")
    return kinds[round(i * (len(kinds) - 1) / max(phases - 1, 1))]


def _features(kind: str, x: float, course: Sequence[Point], half: Sequence[float], solid: Sequence[Box]) -> str:
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


# Names, pebbles, the boat


@dataclass(frozen=True)
class _Label:
    """The name of a phase on a slip of paper, and under it the pebbles."""

    place: int
    words: Lines
    possible: int | None
    x: float
    y: float

    @property
    def box(self) -> Box:
        w = max(self.words.width + 32, 152)
        h = len(self.words.lines) * self.words.size * 1.1 + (50 if self.possible is not None else 20)
        return Box(self.x - w / 2, self.y - h / 2, self.x + w / 2, self.y + h / 2)

    def drawn(self, uid: str) -> str:
        box, words = self.box, self.words
        seed = f"phase{self.place}"
        out = paper(box, shadow="water", seed=seed, j=4)
        out += kit.text(
            self.x, box.top + 8 + words.size * 0.88, words.lines, size=words.size, weight=750, anchor="middle", lh=1.1
        )
        if self.possible is not None:
            out += _pebbles(self.x, box.bottom - 22, self.possible, seed)
        return kit.group(out, "phase", f'id="{uid}-phase-{self.place + 1}"')


def _pebbles(x: float, y: float, possible: int, seed: str, r: float = 9) -> str:
    out = ""
    for k in range(STEPS):
        pebble = kit.round_(x + (k - (STEPS - 1) / 2) * r * 2.7, y, r, r * 0.9, seed=f"{seed}p{k}")
        out += kit.path(pebble, kit.f("ink") if k < possible else kit.s("ink", 2.5))
    return out


def _labels(phases: Sequence[Phase], course: Sequence[Point]) -> list[_Label]:
    out = []
    for i, phase in enumerate(phases):
        pitch = W / len(phases)
        x = (i + 0.5) * pitch
        words = fit(phase.name, pitch - 60, (40, 36), 1, 750)
        if words.cut:
            words = fit(phase.name, pitch - 60, (34, 32, 30, 28, 26), 2, 750)
        y = min(course, key=lambda point: abs(point[0] - x))[1]
        out.append(_Label(i, words, phase.possible, x, y))
    return out


def _moored(labels: Sequence[_Label], at: int | None, course: Sequence[Point]) -> Box | None:
    """Where the paper boat lies: right of the name, left of it, or just above, wherever it covers no other name."""
    if at is None or not 0 <= at < len(labels):
        return None
    box, others = labels[at].box, [label.box for label in labels]
    for x, top in ((box.right + 4, None), (box.left - 112, None), ((box.left + box.right) / 2 - 54, box.top - 80)):
        if top is None:  # afloat
            top = min(course, key=lambda point: abs(point[0] - x - 54))[1] - 52
        boat = Box(x, top, x + 108, top + 76)
        if boat.left >= 0 and boat.right <= W and boat.free_of(others):
            return boat
    return None


def _boat(x: float, y: float, scale: float = 1) -> str:
    hull = [(x + dx * scale, y + dy * scale) for dx, dy in ((-50, -6), (50, -8), (32, 22), (-30, 22), (-50, -6))]
    sail = [(x + dx * scale, y + dy * scale) for dx, dy in ((-24, -6), (2, -46), (26, -7))]
    flat = "".join("M" + "L".join(f"{kit.n1(px)} {kit.n1(py)}" for px, py in shape) + "Z" for shape in (sail, hull))
    lines = "".join(
        kit.stroke(*a, *b, w=5 * scale, seed=f"boat{len(shape)}{k}", wob=0.8)
        for shape in (hull, sail)
        for k, (a, b) in enumerate(zip(shape, shape[1:], strict=False))
    )
    return kit.group(kit.path(flat, kit.f("sheet")) + kit.path(lines, kit.f("stamp")), "boat")


# Notes


@dataclass(frozen=True)
class _Slip:
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


def _largest_first(bank: Bank) -> list[str | Pile]:
    items: list[str | Pile] = [*_by_size(bank.piles)]
    return items + [*bank.notes]


def _slip(item: str | Pile, wide: float, sizes: Sequence[int], lines: int) -> _Slip:
    room = note_room(wide, sizes[0])
    if isinstance(item, Pile):
        return _Slip(fit(_piled(item), room - 28, sizes, lines, 650), len(item.notes), item.name)
    return _Slip(fit(item, room, sizes, lines))


def _pinned(bank: Bank, kind: str, room: Box, upwards: bool) -> str:
    """The two largest piles, or the two newest notes, next to the water; how many more there are, beyond them."""
    items = _largest_first(bank)[:2]
    wide, more = room.right - room.left, 38
    for lines in ((5, 5), (4, 4), (3, 3), (3, 2), (2, 3), (2, 2), (4,), (3,), (2,), (1,)):
        slips = [_slip(item, wide, (28, 26), most) for item, most in zip(items, lines, strict=False)]
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
class _Heading:
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


def _head(kind: str, words: str, x: float, y: float, room: float = 560) -> _Heading:
    return _Heading(kind, fit(words, room, (36, 32, 28), 1, 650), x, y)


# One phase over the whole floor

BAND = (348, 492)  # the water of an opened phase: its middle third
ABOVE, BELOW = Box(0, 62, W - 6, BAND[0] - 14), Box(0, BAND[1] + 66, W - 6, H - 12)


def _opened(river: River, page: int, uid: str) -> str:
    place = river.at or 0
    phase = river.phases[place]
    middle, wide = sum(BAND) / 2, 30 + 40 * place / max(len(river.phases) - 1, 1)
    course = kit.curve([(x, middle + (8 if n % 2 else -8)) for n, x in enumerate(range(-464, 2300, 300))], 24)
    half = [wide] * len(course)
    label = _Label(place, fit(phase.name, 620, (56, 48, 40, 34), 1, 750), phase.possible, W / 2, middle)
    boat = Box(label.box.right + 24, middle - 66, label.box.right + 24 + 140, middle + 40)
    up, down = [(x, y - wide) for x, y in course], [(x, y + wide) for x, y in course]
    kind = _landscape(place, len(river.phases))
    out = (_opened_hills() if kind == "spring" else "") + _water(up, down) + _currents(course, half, 5)
    for spot in range(200, W, 460):
        out += _features(kind, spot, course, half, [label.box, boat])
    out += label.drawn(uid) + _boat(boat.left + 68, middle + 4, 1.3)
    banks = (("rose", phase.above, ABOVE), ("leaf", phase.below, BELOW))
    for head, (mark, bank, room) in zip(_heads(river), banks, strict=True):
        said = _("%(head)s: %(count)d") % {"head": head, "count": bank.count} if bank.count else head
        out += _head(mark, said, 0, room.top - 18, 1200).drawn()
        spread = _spread(bank)
        for slip, x, y, w in spread[min(page, len(spread)) - 1] if spread else ():
            out += slip.drawn(x, y + room.top, w, mark)
    return out


def _opened_hills() -> str:
    low, high = sum(BAND) / 2 + 20, BAND[0] - 4
    line = [
        (-464, high + 40),
        (-120, high + 30),
        (0, high + 6),
        (90, high + 30),
        (150, high + 12),
        (260, low - 20),
        (330, low),
    ]
    flat = kit.smooth([(x + 8, y + 8) for x, y in kit.curve(line)])
    hills = kit.path(f"{flat}L-464 {kit.n1(low + 60)}Z", kit.f("soil"))
    return hills + kit.path(kit.pen(line, w=4, seed="hills", wob=2), kit.f("bark"))


def _spread(bank: Bank) -> list[list[tuple[_Slip, float, float, float]]]:
    """Pages of slips in three columns, each with its place: piles first, then the newest notes; no word is left out
    unless one note alone would fill a column."""
    room = min(ABOVE.bottom - ABOVE.top, BELOW.bottom - BELOW.top)
    wide, gap = (ABOVE.right - 2 * 24) / 3, 18
    out: list[list[tuple[_Slip, float, float, float]]] = []
    ends = [room + 1.0] * 3
    for item in _largest_first(bank):
        slip = _slip(item, wide, (44, 38, 34, 30) if bank.count <= 3 else (34, 30), 3 if bank.count <= 3 else 2)
        if slip.words.cut:
            slip = _slip(item, wide, (30, 28, 26), int((room - 26) // (30 * 1.2)))
        column = min(range(3), key=lambda c: (ends[c], c))
        if ends[column] + slip.height > room or len(out[-1]) == OPENED:
            out.append([])
            ends, column = [0.0] * 3, 0
        out[-1].append((slip, column * (wide + 24), ends[column], wide))
        ends[column] += slip.height + gap
    return out
