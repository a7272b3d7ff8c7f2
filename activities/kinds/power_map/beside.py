"""The right of the map: the largest gaps in sentences, and what sharing could bring; or who has the most say now."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen as kit
from activities.drawing.layout import Lines, fit, note, note_height, note_room
from activities.kinds.power_map.power import Decision, Gap, PowerMap
from activities.kinds.power_map.staves import Grid, W

SIDE = 1272  # where the sentences start


def gaps_said(power: PowerMap, gaps: Sequence[Gap], page: int, end: float) -> str:
    head = _("The biggest gaps") if page == 1 else _("Biggest gaps, this page")
    if len(gaps) == 1:
        head = _("The biggest gap")
    words = fit(head, W - SIDE, (44, 38, 34), 1, 750)
    out, y = kit.text(SIDE, 44, words.lines, size=words.size, weight=750), 66.0
    for number, gap in enumerate(gaps, 1):
        drawn, y = _sentence(power, gap, number, y)
        out += drawn
    return out + _notes(gaps, y, end - 10)


def _sentence(power: PowerMap, gap: Gap, number: int, y: float) -> tuple[str, float]:
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


def _notes(gaps: Sequence[Gap], y: float, end: float) -> str:
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


def who_decides(power: PowerMap, decision: Decision, r: int, grid: Grid) -> str:
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
