"""What floats on the river: the names of the phases with their pebbles, and the paper boat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from activities.drawing import pen as kit
from activities.drawing.layout import Box, Lines, fit, paper
from activities.kinds.river.river import STEPS, Phase
from activities.kinds.river.water import Point, W


@dataclass(frozen=True)
class Label:
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


def labelled(phases: Sequence[Phase], course: Sequence[Point]) -> list[Label]:
    out = []
    for i, phase in enumerate(phases):
        pitch = W / len(phases)
        x = (i + 0.5) * pitch
        words = fit(phase.name, pitch - 60, (40, 36), 1, 750)
        if words.cut:
            words = fit(phase.name, pitch - 60, (34, 32, 30, 28, 26), 2, 750)
        y = min(course, key=lambda point: abs(point[0] - x))[1]
        out.append(Label(i, words, phase.possible, x, y))
    return out


def moored(labels: Sequence[Label], at: int | None, course: Sequence[Point]) -> Box | None:
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


def draw_boat(x: float, y: float, scale: float = 1) -> str:
    hull = [(x + dx * scale, y + dy * scale) for dx, dy in ((-50, -6), (50, -8), (32, 22), (-30, 22), (-50, -6))]
    sail = [(x + dx * scale, y + dy * scale) for dx, dy in ((-24, -6), (2, -46), (26, -7))]
    flat = "".join("M" + "L".join(f"{kit.n1(px)} {kit.n1(py)}" for px, py in shape) + "Z" for shape in (sail, hull))
    lines = "".join(
        kit.stroke(*a, *b, w=5 * scale, seed=f"boat{len(shape)}{k}", wob=0.8)
        for shape in (hull, sail)
        for k, (a, b) in enumerate(zip(shape, shape[1:], strict=False))
    )
    return kit.group(kit.path(flat, kit.f("sheet")) + kit.path(lines, kit.f("stamp")), "boat")
