"""The power map: who has how much say in which decision, now and as the room wants it.

A row is a decision, a column a group of people. In each cell a stave of five lines goes from no say (bottom) to decides
(top): a dot is the say they have, an arrow leads to the say they should have. The largest gaps lie on sun paper.

Pure: the same `PowerMap` gives the same bytes. Positions are pixels of the stage floor, 1792 by 848.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median_low
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen as kit
from activities.drawing.layout import Lines, fit, note, note_height, note_room, told

W, H = 1792, 848
ROWS, COLUMNS, GAPS = 6, 6, 3
LABELS = 308  # the width of the decisions, left of the staves
STAVES = 900  # the width of all staves together
SIDE = 1272  # where the sentences start
TOP = 156  # the pen line above the first decision


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
class _Grid:
    """Where rows and columns of staves stand. With one or two groups there is room to name the levels beside them."""

    rows: int
    columns: tuple[int, ...]
    end: float = H

    @property
    def high(self) -> float:
        return min((self.end - TOP) / max(self.rows, 1), 240)

    @property
    def margin(self) -> float:
        """What a row keeps above and below its stave."""
        return 48 if self.worded else 31

    @property
    def step(self) -> float:
        """Between two lines of a stave: as tall as the row allows."""
        return min((self.high - self.margin) / 4, 40)

    @property
    def wide(self) -> float:
        return STAVES / max(len(self.columns), 1) if self.worded else min(STAVES / max(len(self.columns), 1), 220)

    @property
    def worded(self) -> bool:
        return 0 < len(self.columns) <= 2

    @property
    def right(self) -> float:
        return LABELS + len(self.columns) * self.wide

    def x(self, place: int) -> float:
        return LABELS + place * self.wide + (84 if self.worded else self.wide / 2)

    def base(self, row: int) -> float:
        """The lowest line of a stave; what the row has to spare is shared above and below."""
        spare = self.high - self.margin - 4 * self.step
        return TOP + (row + 1) * self.high - 22 - spare / 2


@dataclass(frozen=True)
class _Gap:
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


def power_map(power: PowerMap, page: int = 1, uid: str = "power") -> str:
    """One page of six decisions as SVG, 1792 by 848; pages count from 1 and the largest gaps come first."""
    power = _tidied(power)
    columns = _columns(power)
    page = min(max(page, 1), pages(power))
    rows = power.decisions[(page - 1) * ROWS : page * ROWS]
    left_out = len(power.groups) - len(columns)
    grid = _Grid(len(rows), tuple(columns), H - 40 if left_out else H)
    gaps = _largest(rows, columns)
    inner = _legend(power) + _heads(power, grid)
    inner += "".join(_row(power, decision, r, grid, gaps) for r, decision in enumerate(rows))
    if gaps:
        inner += _gaps(power, gaps, page, grid.end)
    elif rows:
        inner += "".join(_who_decides(power, decision, r, grid) for r, decision in enumerate(rows))
    else:
        inner += kit.text(0, TOP + 70, _("No decisions yet."), size=36, weight=650)
    if left_out:
        said = _("%(shown)d of %(all)d groups: those with the largest gaps")
        said %= {"shown": len(columns), "all": len(power.groups)}
        inner += kit.text(0, H - 10, fit(said, W, (26,)).lines, size=26, c="ink-2")
    return kit.svg(inner, _sentences(power), name="power-map")


def power_map_words(power: PowerMap) -> dict[str, Any]:
    """The same as plain data: a heading, a sentence, a table of every decision and group, lists of what was written."""
    power = _tidied(power)
    rows = [
        [decision.text, *(_changed(power, say) for say in _padded(decision, len(power.groups)))]
        for decision in power.decisions
    ]
    lists = []
    for decision in power.decisions:
        items = [_("It could bring: %(text)s") % {"text": text} for text in decision.brings]
        items += [_("Watch out for: %(text)s") % {"text": text} for text in decision.watch]
        if items:
            lists.append({"heading": decision.text, "items": items})
    return {
        "heading": _title(power),
        "summary": _counts(power),
        "columns": [_("Decision"), *power.groups],
        "rows": rows,
        "lists": lists,
    }


# What it says


def _title(power: PowerMap) -> str:
    return power.title or _("Who has a say in each decision")


def _counts(power: PowerMap) -> str:
    if not power.decisions:
        return _("No decisions yet.")
    rows, columns = len(power.decisions), len(power.groups)
    decisions = ngettext("%(count)d decision.", "%(count)d decisions.", rows) % {"count": rows}
    groups = ngettext("%(count)d group of people.", "%(count)d groups of people.", columns) % {"count": columns}
    return f"{decisions} {groups}"


def _sentences(power: PowerMap) -> str:
    """The text equivalent: name, counts, each decision with its groups, then the largest gaps."""
    out, rows = [f"{_title(power)}.", _counts(power)], []
    for decision in power.decisions:
        said = [
            _("%(group)s %(say)s") % {"group": group, "say": _changed(power, say)}
            for group, say in zip(power.groups, _padded(decision, len(power.groups)), strict=True)
            if _changed(power, say)
        ]
        rows.append(f"{decision.text}: {'; '.join(said) or _('no answers yet')}.")
    if rows:
        out.append(told(rows, " "))
    gaps = _largest(power.decisions, range(len(power.groups)))
    if gaps:
        gap = gaps[0]
        parts = {"decision": gap.decision.text, "group": power.groups[gap.column], "change": _changed(power, gap.say)}
        out.append(_("The biggest gap: %(decision)s. %(group)s %(change)s.") % parts)
    return " ".join(out)


def _changed(power: PowerMap, say: Say) -> str:
    """One cell in words: "from no say to decides with others", or the level alone when nothing is to change."""
    if say.now is None:
        return _("should be: %(level)s") % {"level": power.levels[say.wanted]} if say.wanted is not None else ""
    if say.wanted is None or say.wanted == say.now:
        return power.levels[say.now]
    return _("from %(now)s to %(wanted)s") % {"now": power.levels[say.now], "wanted": power.levels[say.wanted]}


# Which rows, columns and gaps


def _tidied(power: PowerMap) -> PowerMap:
    """Decisions with the largest gap first (as they came, where gaps are equal), each with a say for each group."""
    decisions = [replace(d, says=_padded(d, len(power.groups)), text=kit.clean(d.text)) for d in power.decisions]
    return replace(power, decisions=tuple(sorted(decisions, key=lambda d: (-d.gap, -sum(say.gap for say in d.says)))))


def _padded(decision: Decision, groups: int) -> tuple[Say, ...]:
    return (decision.says + (Say(),) * groups)[:groups]


def _columns(power: PowerMap) -> list[int]:
    """All groups, or the six with the largest gaps; always in the order they came."""
    if len(power.groups) <= COLUMNS:
        return list(range(len(power.groups)))
    gaps = [[decision.says[c].gap for decision in power.decisions] for c in range(len(power.groups))]
    ranked = sorted(range(len(power.groups)), key=lambda c: (-max(gaps[c], default=0), -sum(gaps[c])))
    return sorted(ranked[:COLUMNS])


def _largest(rows: Sequence[Decision], columns: Sequence[int]) -> list[_Gap]:
    gaps = [_Gap(d, r, c, d.says[c]) for r, d in enumerate(rows) for c in columns if d.says[c].gap]
    return sorted(gaps, key=lambda g: (-g.say.gap, -(g.say.wanted or 0), g.row, g.column))[:GAPS]


# Staves


def _legend(power: PowerMap) -> str:
    """A stave that explains itself: the words stand at the lines they name."""
    base, lv = 128, 27
    words = [
        (base, power.levels[0]),
        (base - 1.3 * lv, _("dot: say now")),
        (base - 2.65 * lv, _("arrow: say we want")),
        (base - 4 * lv, power.levels[4]),
    ]
    out = _stave(26, base, lv) + _arrow(26, base - lv, base - 3 * lv, "legend") + _dot(26, base - lv, "legend")
    for y, said in words:
        out += kit.text(66, y + 9, fit(said, LABELS - 66, (26,)).lines, size=26, c="ink-2")
    return out


def _heads(power: PowerMap, grid: _Grid) -> str:
    """The groups: all drawn the same size and colour, whoever they are."""
    out = ""
    sizes: tuple[int, ...] = (30, 28, 27, 26)
    for size in sizes:  # one size for all
        if all(not fit(power.groups[c], grid.wide - 6, (size,), 2, 650).cut for c in grid.columns):
            sizes = (size,)
            break
    for k, c in enumerate(grid.columns):
        x, y = grid.x(k), 62.0
        out += _figure(x, y, f"group{c}")
        if grid.worded:
            words = fit(power.groups[c], grid.wide - 150, (36, 32, 30, 28, 26), 3, 650)
            top = y - 12 - words.size * 1.12 * (len(words.lines) - 1) / 2
            out += kit.text(x + 56, top, words.lines, size=words.size, weight=650, lh=1.12)
        else:
            words = fit(power.groups[c], grid.wide - 6, sizes, 2, 650)
            top = 119 - words.size * 1.12 * (len(words.lines) - 1) / 2
            out += kit.text(x, top, words.lines, size=words.size, weight=650, anchor="middle", lh=1.12)
    return out


def _figure(x: float, y: float, seed: str) -> str:
    body = [(x + dx, y + dy) for dx, dy in ((-32, 0), (-27, -21), (0, -30), (27, -21), (32, 0))]
    flat = kit.smooth([(px + 4, py + 3) for px, py in body], True) + kit.round_(x + 4, y - 43, 14, 15, seed=seed)
    head = kit.round_(x, y - 46, 14, 15, seed=seed)
    return (
        kit.path(flat, kit.f("sky"))
        + kit.path(kit.pen(body, w=4.5, seed=f"{seed}b"), kit.f("ink"))
        + kit.path(head, kit.s("ink", 4))
    )


def _row(power: PowerMap, decision: Decision, r: int, grid: _Grid, gaps: Sequence[_Gap]) -> str:
    y, base, tall = TOP + r * grid.high, grid.base(r), grid.high >= 130
    out = kit.path(kit.stroke(0, y - 4, max(grid.right, STAVES), y - 4, w=2.4, seed=f"row{r}"), kit.f("pencil"))
    words = fit(decision.text, LABELS - 18, (36, 32, 30), 3 if tall else 2, 650)
    if words.cut:
        words = fit(decision.text, LABELS - 18, (28, 26), 5 if tall else 3, 650)
    step = words.size * 1.12
    top = base - 2 * grid.step - step * (len(words.lines) - 1) / 2 + words.size * 0.34
    out += kit.text(0, top, words.lines, size=words.size, weight=650, lh=1.12)
    for k, c in enumerate(grid.columns):
        number = next((n for n, gap in enumerate(gaps, 1) if (gap.row, gap.column) == (r, c)), 0)
        say, seed = decision.says[c], f"{decision.text}{c}"
        said = _levels_beside(power, say, grid, base) if grid.worded else []
        out += _cell(grid.x(k), base, grid.step, say, seed, number, [line.width for line, _y in said])
        out += "".join(kit.text(grid.x(k) + 44, ty, line.lines, size=26) for line, ty in said)
    return out


def _levels_beside(power: PowerMap, say: Say, grid: _Grid, base: float) -> list[tuple[Lines, float]]:
    """Names for the dot and for the tip of the arrow; the tip alone where both would touch."""
    levels = [say.wanted if say.wanted is not None else say.now]
    if say.now is not None and say.gap * grid.step >= 34:
        levels.append(say.now)
    return [
        (fit(power.levels[level], grid.wide - 84 - 54, (26,)), base - level * grid.step + 9)
        for level in levels
        if level is not None
    ]


def _cell(x: float, base: float, step: float, say: Say, seed: str, number: int, beside: Sequence[float]) -> str:
    out = ""
    if number:
        top = base - 4 * step - 14
        left, right = (x - 72, x + 64 + max(beside)) if beside else (x - 66, x + 66)
        out += kit.path(kit.sheet(left, top, right - left, base + 16 - top, seed=f"gap{seed}", j=4), kit.f("sun"))
        out += kit.text(x - 61 if beside else x + 38, top + 36, str(number), size=34, weight=750)
    out += _stave(x, base, step)
    if say.now is None:
        if say.wanted is not None:
            out += kit.path(kit.round_(x, base - say.wanted * step, 9, 9, seed=seed), kit.s("ink", 3))
        return out
    if say.gap:
        out += _arrow(x, base - say.now * step, base - (say.wanted or 0) * step, seed)
    return out + _dot(x, base - say.now * step, seed)


def _stave(x: float, base: float, lv: float) -> str:
    lines = "".join(f"M{kit.n1(x - 26)} {kit.n1(base - level * lv)}h52" for level in range(5))
    return kit.path(lines, kit.s("pencil", 1.8))


def _dot(x: float, y: float, seed: str) -> str:
    return kit.path(kit.round_(x, y, 9.5, 9.5, seed=f"dot{seed}"), kit.f("ink"))


def _arrow(x: float, start: float, end: float, seed: str) -> str:
    colour, head = ("stamp" if end < start else "ink-2"), min(22, 6 + abs(end - start) * 0.45)
    return kit.arrow(x, start, x, end, w=8, head=head, c=colour, seed=f"arrow{seed}")


# Sentences at the right


def _gaps(power: PowerMap, gaps: Sequence[_Gap], page: int, end: float) -> str:
    head = _("The biggest gaps") if page == 1 else _("Biggest gaps, this page")
    if len(gaps) == 1:
        head = _("The biggest gap")
    words = fit(head, W - SIDE, (44, 38, 34), 1, 750)
    out, y = kit.text(SIDE, 44, words.lines, size=words.size, weight=750), 66.0
    for number, gap in enumerate(gaps, 1):
        drawn, y = _sentence(power, gap, number, y)
        out += drawn
    return out + _notes(gaps, y, end - 10)


def _sentence(power: PowerMap, gap: _Gap, number: int, y: float) -> tuple[str, float]:
    name = fit(gap.decision.text, W - SIDE - 64, (34, 30), 1, 650)
    if name.cut:
        name = fit(gap.decision.text, W - SIDE - 64, (30, 28), 2, 650)
    now, wanted = power.levels[gap.say.now or 0], power.levels[gap.say.wanted or 0]
    said = {"group": power.groups[gap.column], "now": now, "wanted": wanted}
    change = fit(_("%(group)s: %(now)s now, %(wanted)s if we share") % said, W - SIDE - 64, (30, 28, 26), 2)
    if change.cut:
        change = fit(" ".join(change.lines), W - SIDE - 64, (26,), 3)
    out = kit.path(kit.sheet(SIDE, y, 46, 48, seed=f"number{number}"), kit.f("sun"))
    out += kit.text(SIDE + 23, y + 36, str(number), size=34, weight=750, anchor="middle")
    out += kit.text(SIDE + 64, y + 36, name.lines, size=name.size, weight=650, lh=1.14)
    y += 36 + (len(name.lines) - 1) * name.size * 1.14 + change.size * 1.24
    out += kit.text(SIDE + 64, y, change.lines, size=change.size, lh=1.2)
    return out, y + (len(change.lines) - 1) * change.size * 1.2 + 26


def _notes(gaps: Sequence[_Gap], y: float, end: float) -> str:
    """What sharing could bring and what to watch, for these decisions; how many more there are, if they do not fit."""
    decisions = list(dict.fromkeys(gap.decision for gap in gaps))
    parts = [
        (_("Sharing could bring"), "leaf", _taken_by_turns([d.brings for d in decisions])),
        (_("Watch out for"), "rose", _taken_by_turns([d.watch for d in decisions])),
    ]
    parts = [part for part in parts if part[2]]
    out = ""
    for i, (head, kind, texts) in enumerate(parts):
        room = (end - y) / (len(parts) - i)
        drawn, high = _note_part(head, kind, texts, y, room)
        out += drawn
        y += high
    return out


def _note_part(head: str, kind: str, texts: Sequence[str], y: float, room: float) -> tuple[str, float]:
    """A heading with its notes in at most `room`; what it drew and the height it took."""
    if room < 110:
        return "", 0
    chosen: list[Lines] = []
    used = 56.0
    for text in texts:
        for most in (3, 2, 1):
            words = fit(text, note_room(W - SIDE - 6, 30), (30, 28), most)
            high = note_height(words) + 14
            if used + high <= room and (not words.cut or not chosen):
                chosen.append(words)
                used += high
                break
        else:
            break
    rest = len(texts) - len(chosen)
    size = fit(head, W - SIDE - (150 if rest else 0), (36, 32, 28), 1, 650)
    out = kit.text(SIDE, y + 40, size.lines, size=size.size, weight=650)
    if rest:
        more = ngettext("+ %(count)d more", "+ %(count)d more", rest) % {"count": rest}
        out += kit.text(W - 4, y + 40, more, size=26, anchor="end", c="ink-2")
    at = y + 56
    for words in chosen:
        out += note(SIDE, at, W - SIDE - 6, kind, words)
        at += note_height(words) + 14
    return out, at - y + 2


def _taken_by_turns(lists: Sequence[Sequence[str]]) -> list[str]:
    """The first of each list, then the second of each: every decision gets its word before one gets two."""
    longest = max((len(texts) for texts in lists), default=0)
    return [texts[i] for i in range(longest) for texts in lists if i < len(texts)]


def _who_decides(power: PowerMap, decision: Decision, r: int, grid: _Grid) -> str:
    """Before anyone has said what they want: beside each row, who has the most say in it now."""
    said = [(now, power.groups[c]) for c in grid.columns if (now := decision.says[c].now) is not None]
    sentence = _("No answers yet")
    if said:
        most = max(level for level, _group in said)
        groups = ", ".join(group for level, group in said if level == most)
        sentence = _("Most say now: %(groups)s (%(level)s)") % {"groups": groups, "level": power.levels[most]}
    words = fit(sentence, W - SIDE, (30, 28, 26), 3 if grid.high >= 130 else 2)
    step = words.size * 1.2
    y = grid.base(r) - 2 * grid.step - step * (len(words.lines) - 1) / 2 + words.size * 0.34
    return kit.text(SIDE, y, words.lines, size=words.size, lh=1.2)
