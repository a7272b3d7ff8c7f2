"""The ladder: a mark for each person on the rung they chose, a lane for each question, the gap in words.

Marks stand on a rung's line like birds on a wire. Filled marks say how it is now, outlined ones how it should be. From
five people on the red pen underlines the middle answer, and an arrow climbs from now to should. Before the reveal the
ladder is empty and a sheet on it counts who has placed their marks.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from activities.drawing import pen
from activities.drawing.pen import f, group, path, s
from activities.kinds.ladder.ladder import SUBJECT_MARKS, Ladder
from activities.kinds.ladder.words import gap_lines, ladder_words, placed_words

UNITS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)

RAILS = (484, 596)
NAMES_END = 446
TOP, STEP_SPACE = 172, 596
FIRST_LANE, LANES_END = 644, 1788
PITCH = 29  # from one mark to the next
ROWS = 3


def draw_ladder(ladder: Ladder) -> str:
    page = Page(ladder)
    inner = page.wires() + page.ladder_itself() + page.names()
    if ladder.revealed:
        inner += page.heads() + page.marks() + page.middles() + page.gap() + page.key()
    else:
        inner += page.face_down()
    return pen.svg(inner, ladder_words(ladder).title, name="ladder")


class Page:
    """Where things stand on the floor."""

    def __init__(self, ladder: Ladder) -> None:
        self.ladder = ladder
        self.step = STEP_SPACE / max(1, len(ladder.rungs) - 1)
        self.columns = {1: 12, 2: 10, 3: 10, 4: 8}.get(len(ladder.lanes), 6)
        self.room = (self.columns - 1) * PITCH + 2 * 13  # of a full row
        self.lefts = self._lefts()
        self.unit = self._unit()

    def y(self, rung: int) -> float:
        return TOP + rung * self.step

    def _lefts(self) -> list[float]:
        """The left edge of each lane; the arrow has a gutter of its own."""
        n = len(self.ladder.lanes)
        gutter = 0.0
        if any(lane.should for lane in self.ladder.lanes) and n > 1:
            gutter = 110 if n <= 4 else 56
        widest = self.room + 70  # fewer lanes leave room at the end, for the gap
        pitch = min((LANES_END - FIRST_LANE - gutter - self.room) / max(1, n - 1), widest)
        lefts, left = [], float(FIRST_LANE)
        for i, lane in enumerate(self.ladder.lanes):
            if i and lane.should and not self.ladder.lanes[i - 1].should:
                left += gutter
                gutter = 0
            lefts.append(left)
            left += pitch
        return lefts

    def _unit(self) -> int:
        """How many people one mark stands for, so that the fullest rung still holds its row."""
        most = max((count for lane in self.ladder.lanes for count in lane.counts), default=0)
        for unit in UNITS:
            places = self.columns * ROWS - (0 if unit == 1 else 2)  # then the number needs room behind
            if -(-most // unit) <= places:
                return unit
        return UNITS[-1]

    # the ladder

    def wires(self) -> str:
        """Pencil lines that run on from each rung."""
        return "".join(
            path(
                pen.stroke(RAILS[1] + 34, self.y(i), 1786, self.y(i) - 1, w=2.6, wob=1.6, seed=f"wire{i}"), f("pencil")
            )
            for i in range(len(self.ladder.rungs))
        )

    def ladder_itself(self) -> str:
        """Colour first, a little out of register, then the pen."""
        left, right = RAILS
        foot = self.y(len(self.ladder.rungs) - 1) + 62

        def rail(x: float, lean: int, w: float, seed: str) -> str:
            return pen.pen(
                [(x + 22 * lean, TOP - 92), (x + 12 * lean, TOP + 278), (x, foot)], w=w, seed=seed, wob=1.2, taper=0.8
            )

        out = path(rail(left + 6, 1, 24, "ra"), f("wood")) + path(rail(right + 6, -1, 24, "rb"), f("wood"))
        for i in range(len(self.ladder.rungs)):
            y = self.y(i)
            out += path(pen.stroke(left - 4, y + 5, right + 12, y + 3, w=19, seed=f"rung{i}", taper=0.9), f("wood"))
        for i in range(len(self.ladder.rungs)):
            y = self.y(i)
            out += path(pen.stroke(left - 14, y - 8, right + 16, y - 10, w=4, seed=f"ra{i}"), f("bark"))
            out += path(pen.stroke(left + 8, y + 10, right - 4, y + 9, w=4, seed=f"rb{i}"), f("bark"))
        for x, lean, k in ((left - 11, 1, 1), (left + 11, 1, 2), (right - 11, -1, 3), (right + 11, -1, 4)):
            out += path(rail(x, lean, 4.5, f"rl{k}"), f("bark"))
        ground = pen.pen(
            [(left - 24, foot + 2), ((left + right) / 2, foot - 3), (right + 30, foot + 3)], w=4, seed="floor", wob=2
        )
        return out + path(ground, f("bark"))

    def names(self) -> str:
        out = ""
        for i, rung in enumerate(self.ladder.rungs):
            size = 42 if pen.width(rung.shown, 42, 750) <= NAMES_END else 32
            lines = pen.wrap(rung.text, NAMES_END, 26, most=2) if rung.text else []
            y = self.y(i) + (2 if len(lines) < 2 else -6)
            name = pen.shorten(rung.shown, NAMES_END, size, 750)
            out += pen.text(NAMES_END, y, name, size=size, weight=750, anchor="end")
            out += pen.text(NAMES_END, y + 34, lines, size=26, anchor="end", c="ink-2", lh=1.12) if lines else ""
        return out

    # the lanes

    def heads(self) -> str:
        """Two lines at most; when one needs more, all drop a size."""
        places = [
            (lane.title, left, self.head_room(left)) for lane, left in zip(self.ladder.lanes, self.lefts, strict=True)
        ]
        size = 34 if all(len(pen.fill(title, room, 34, 650)) <= 2 for title, _left, room in places) else 28
        out = ""
        for title, left, room in places:
            lines = pen.wrap(title, room, size, 650, most=2)
            out += pen.para(left, 72 - 38 * (len(lines) - 1), room, lines, size=size, weight=650, lh=38 / size)
        return out

    def head_room(self, left: float) -> float:
        after = [x for x in self.lefts if x > left]
        return (after[0] if after else LANES_END + 4) - left - (16 if after else 0)

    def marks(self) -> str:
        """One path a rung and lane: they fade up in batches, and nobody's mark comes alone."""
        out = ""
        for k, (lane, left) in enumerate(zip(self.ladder.lanes, self.lefts, strict=True)):
            kind = SUBJECT_MARKS.get(lane.subject, "sky")
            pen_or_fill = s(f"{kind}-mark", 4) if lane.should else f(f"{kind}-mark")
            radius = (9.8 if lane.should else 11.5) * (
                0.92 if kind == "rose" else 1
            )  # outlines stand no wider than fills
            batch = ""
            for i, count in enumerate(lane.counts):
                shapes = [
                    pen.mark(kind, x, y, radius, f"{k}-{i}-{q}") for q, (x, y) in enumerate(self.places(i, left, count))
                ]
                batch += path("".join(shapes), pen_or_fill) if shapes else ""
                batch += self.number(i, k, count)
            out += group(batch, "marks")
        return out

    def places(self, rung: int, left: float, count: int) -> list[tuple[float, float]]:
        return [self.place(rung, left, q) for q in range(-(-count // self.unit))]

    def place(self, rung: int, left: float, q: int) -> tuple[float, float]:
        """The middle of the mark number q: along the wire, then upwards."""
        return left + 13 + q % self.columns * PITCH, self.y(rung) - 18 - q // self.columns * PITCH

    def number(self, rung: int, k: int, count: int) -> str:
        """The exact number behind the last mark, where a mark is more than one person."""
        if self.unit == 1 or not count:
            return ""
        left, after = self.lefts[k], -(-count // self.unit)
        edge = self.lefts[k + 1] - 16 if k + 1 < len(self.lefts) else LANES_END + 2
        if self.ladder.gap and k == self.ladder.gap[0]:
            edge = left + self.room  # the arrow starts there
        x, y = self.place(rung, left, after)
        if after % self.columns == 0:  # behind a full row, if it can be
            x, y = left + self.room + 15, y + PITCH
        if x - 9 + pen.width(str(count), 26, 650) > edge:
            x, y = self.place(rung, left, -(-after // self.columns) * self.columns)
        return pen.text(x - 9, y + 10, str(count), size=26, weight=650)

    def middles(self) -> str:
        out = ""
        for k, (lane, left) in enumerate(zip(self.ladder.lanes, self.lefts, strict=True)):
            if lane.middle is not None:
                y = self.y(lane.middle) + 11
                out += path(
                    pen.pen(pen.seg(left - 6, y, left + self.room, y - 1, 5), w=6, wob=2, seed=f"mid{k}"), f("stamp")
                )
        return group(out, "middles")

    def gap(self) -> str:
        """The arrow from now to should, and its size in words."""
        ladder = self.ladder
        if ladder.gap is None or ladder.climb is None:
            return ""
        now, should = ladder.gap
        low, high = ladder.lanes[now].middle, ladder.lanes[should].middle
        assert low is not None and high is not None
        out = ""
        if ladder.climb:
            x1, x2 = self.lefts[now] + self.room + 8, self.lefts[should] - 22
            bow = 0.16 if x2 - x1 > 60 else 0.06
            y2 = self.y(high) + (18 if ladder.climb > 0 else -22)
            bow = bow if ladder.climb > 0 else -bow
            out += group(pen.arrow(x1, self.y(low) + 6, x2, y2, w=10, head=32, bow=bow, seed="gap"), "arrow")
        return out + group(self.gap_paper(gap_lines(ladder.climb)), "gap")

    def gap_paper(self, lines: list[str]) -> str:
        x, y, w = self.gap_place(lines)
        if y is None:  # every rung is taken: one line under the lowest
            x, y, w = self.gap_strip(" ".join(lines))
            paper = pen.sheet(x, y, w, 54, seed="gap", j=4)
            return path(paper, f("blush")) + pen.text(x + 20, y + 40, " ".join(lines), size=38, weight=750, c="accent")
        paper = pen.sheet(x, y, w, 128, seed="gap", j=5)
        return path(paper, f("blush")) + pen.text(x + 24, y + 54, lines, size=46, weight=750, c="accent", lh=1.1)

    def gap_place(self, lines: list[str]) -> tuple[float, float | None, float]:
        """Left, top and width of the paper: beside the last lane where there is room, else in its first free place."""
        w = max(pen.width(line, 46, 750) for line in lines) + 48
        beside = self.lefts[-1] + self.room + 40
        if beside + w < pen.FLOOR_WIDTH - 6 and self.ladder.gap:
            return beside, self.y(self.ladder.lanes[self.ladder.gap[1]].middle or 0) - 68, w
        x = min(self.lefts[-1] - 22, pen.FLOOR_WIDTH - w - 6)
        free = self.free_place(x)
        return x, None if free is None else free + 24, w

    def gap_strip(self, line: str) -> tuple[float, float, float]:
        w = pen.width(line, 38, 750) + 40
        return pen.FLOOR_WIDTH - w - 6, self.y(len(self.ladder.rungs) - 1) + 20, w

    def free_place(self, x: float) -> float | None:
        """The first rung line under which the paper covers nobody, as its y."""
        covered = [k for k, left in enumerate(self.lefts) if left + self.room + 10 > x]
        should = self.ladder.gap[1] if self.ladder.gap else 0
        start = (self.ladder.lanes[should].middle or 0) + 1

        def taken(rung: int, rows: int) -> bool:
            """Do the marks of that rung reach above `rows` rows, or stand there at all (0), or is it underlined?"""
            return any(-(-self.ladder.lanes[k].counts[rung] // self.unit) > rows * self.columns for k in covered)

        last = len(self.ladder.rungs) - 1
        for i in [*range(start, last), *range(min(start, last))]:
            underlined = any(self.ladder.lanes[k].middle == i + 1 for k in covered)
            below = i + 2 > last or not taken(i + 2, 2)
            if not taken(i + 1, 0) and not underlined and below:
                return self.y(i)
        return None

    def key(self) -> str:
        """What the marks mean, for paper and for people who came late."""
        told = [_("Filled: now.")] if any(lane.total and not lane.should for lane in self.ladder.lanes) else []
        if any(lane.total and lane.should for lane in self.ladder.lanes):
            told.append(_("Outlined: should be."))
        if any(lane.middle is not None for lane in self.ladder.lanes):
            told.append(_("Red line: the middle answer."))
        if self.unit > 1:
            told.append(_("One mark: up to %(n)d people.") % {"n": self.unit})
        low = self.y(len(self.ladder.rungs) - 1) + 66
        if not any(lane.total for lane in self.ladder.lanes):
            return pen.text(FIRST_LANE, low, _("Nobody has placed a mark yet."), size=34)
        lines = pen.wrap(" ".join(told), self.key_room(), 26, most=2)
        return pen.text(FIRST_LANE, low - 30 * (len(lines) - 1), lines, size=26, c="ink-2", lh=30 / 26)

    def key_room(self) -> float:
        if self.ladder.climb is not None:
            lines = gap_lines(self.ladder.climb)
            if self.gap_place(lines)[1] is None:
                return self.gap_strip(" ".join(lines))[0] - FIRST_LANE - 24
        return LANES_END - FIRST_LANE

    # before the reveal

    def face_down(self) -> str:
        """A sheet across the wires: how many have placed their marks, and nothing of where."""
        ladder, x, w = self.ladder, FIRST_LANE + 120, 800.0
        lines = pen.wrap(placed_words(ladder.placed, ladder.people), w - 112, 54, 750)
        gates = 84 if 0 < ladder.placed <= 40 else 0
        h = 92 + 60 * (len(lines) - 1) + gates + 106
        y = (self.y(0) + self.y(len(ladder.rungs) - 1) - h) / 2
        out = path(pen.sheet(x + 8, y + 9, w, h, seed="placed", j=5), f("rule") + ' opacity=".75"')
        out += path(pen.sheet(x, y, w, h, seed="placed", j=5), f("sheet"))
        out += path(pen.sheet(x, y, w, h, seed="placed", j=5), s("pencil", 2))
        out += pen.text(x + 56, y + 92, lines, size=54, weight=750, lh=60 / 54)
        below = y + 92 + 60 * (len(lines) - 1)
        if gates:
            out += pen.gates(ladder.placed, x + 58, below + 28, 52, "placed")[0]
        return out + pen.text(x + 56, below + gates + 58, _("We turn them over together."), size=34)
