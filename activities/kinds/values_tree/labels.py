"""Words on paper: values at the roots, names of groups on the trunk, the rest on the ground."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen as kit
from activities.drawing.layout import Box, Lines, fit, paper
from activities.kinds.values_tree.strands import GROUND, ROOT_END, Strand, W
from activities.kinds.values_tree.tree import Group, Leaf, Tree
from activities.kinds.values_tree.words import labelled, listed, voted

SHOWN = 4  # values of one root
LABELS_TOP, LABELS_END = 622, 842


@dataclass(frozen=True)
class _Tag:
    words: Lines
    box: Box


def roots(strands: Sequence[Strand], uid: str) -> tuple[str, str]:
    """Rootlets (behind) and paper labels (in front): as many values as the soil has room for, then how many more."""
    pitch = _pitch(strands)
    for size in (36, 32, 30, 28, 26):
        beds = [_bed(strand, pitch, size) for strand in strands]
        if all(bed is not None for bed in beds):
            break
    else:
        beds = [_bed(strand, pitch, 26, squeeze=True) for strand in strands]
    lines = tags = ""
    for s, (strand, bed) in enumerate(zip(strands, beds, strict=True)):
        x0, y0 = strand.root, ROOT_END + 6
        for i, tag in enumerate(bed or ()):
            x, y = (tag.box.left + tag.box.right) / 2, tag.box.top + 8
            run = [(x0, y0 - 8), (x0 + (x - x0) * 0.3, y0 + (y - y0) * 0.5), (x, y)]
            lines += kit.pen(run, w=lambda t: 6 - 3 * t, seed=f"{strand.seed}r{i}", wob=2, taper=0.3)
            tags += kit.group(_label(tag, 400), "value", f'id="{uid}-root-{s + 1}-{i + 1}"')
    return (kit.path(lines, kit.f("bark")) if lines else ""), tags


def _pitch(strands: Sequence[Strand]) -> float:
    roots = sorted(strand.root for strand in strands)
    between = [b - a for a, b in zip(roots, roots[1:], strict=False)]
    return min([*between, 460, *((2 * roots[0], 2 * (W - roots[-1])) if roots else ())])


def _bed(strand: Strand, pitch: float, size: int, squeeze: bool = False) -> list[_Tag] | None:
    """Labels of one root at this size, or None if fewer than the top four would show, or one would be cut."""
    values = sorted(strand.group.values, key=lambda value: -value.count)
    need = 1 if squeeze else min(SHOWN, len(values))
    for shown in range(min(6, len(values)), need - 1, -1):
        labels = [labelled(value) for value in values[:shown]]
        if rest := len(values) - shown:
            labels.append(ngettext("+ %(count)d more", "+ %(count)d more", rest) % {"count": rest})
        words = [fit(label, pitch - 38, (size,), 2 if squeeze else 1) for label in labels]
        if squeeze or not any(one.cut for one in words):
            tags = _packed(words, strand.root, pitch)
            if not tags or tags[-1].box.bottom <= LABELS_END:
                return tags
    return None


def _packed(words: Sequence[Lines], middle: float, pitch: float) -> list[_Tag]:
    """Labels in steps below a root: one in a row, left and right by turns, or two where both fit."""
    rows: list[list[Lines]] = []
    for one in words:
        if rows and len(rows[-1]) == 1 and rows[-1][0].width + one.width + 28 * 2 + 16 <= pitch - 12:
            rows[-1].append(one)
        else:
            rows.append([one])
    tags, y = [], float(LABELS_TOP)
    for r, row in enumerate(rows):
        wide = [one.width + 28 for one in row]
        high = max(len(one.lines) * one.size * 1.16 + (12 if one.size > 28 else 7) for one in row)
        slack = (pitch - 12 - sum(wide)) / 2
        if len(row) == 2:
            x = middle - (sum(wide) + 16) / 2
        else:
            x = middle - wide[0] / 2 + min(slack, 52) * (1 if r % 2 else -1)
        for one, w in zip(row, wide, strict=True):
            tags.append(_Tag(one, Box(x, y, x + w, y + high)))
            x += w + 16
        y += high + (5 if row[0].size > 28 else 4)
    return tags


def _label(tag: _Tag, weight: int, shadow: str = "") -> str:
    box, words = tag.box, tag.words
    high = len(words.lines) * words.size * 1.16
    x, y = (box.left + box.right) / 2, box.top + (box.bottom - box.top - high) / 2 + words.size * 0.9
    out = paper(box, shadow=shadow, seed=" ".join(words.lines))
    return out + kit.text(x, y, words.lines, size=words.size, weight=weight, anchor="middle", lh=1.16)


def names_on(strands: Sequence[Strand], taken: list[Box], uid: str) -> str:
    """Each name on its own strand, stepping down from the middle; none covers another."""
    out = ""
    for place, strand in sorted(enumerate(strands), key=lambda one: (abs(one[1].offset), one[1].offset)):
        if strand.group.name and (tag := _name(strand, taken)):
            taken.append(tag.box)
            out += kit.group(_label(tag, 650, "bark"), "group", f'id="{uid}-group-{place + 1}"')
    return out


def _name(strand: Strand, taken: Sequence[Box]) -> _Tag | None:
    for room, sizes, lines in ((330, (32, 30), 1), (300, (30, 28, 26), 2), (190, (26,), 2)):
        words = fit(strand.group.name, room, sizes, lines, 650)
        if words.cut and lines == 1:
            continue
        box = _free(strand, words.width + 44, len(words.lines) * words.size * 1.16 + 12, taken)
        if box:
            return _Tag(words, box)
    return None


def _free(strand: Strand, w: float, h: float, taken: Sequence[Box]) -> Box | None:
    """The nearest free place to the strand: highest first, then aside, outwards before inwards."""
    line = [point for point in kit.curve(strand.line, 8) if point[1] < GROUND]
    rows = [y for y in range(302, 500, 6) if y + h <= GROUND + 18]
    on_strand = {y: min(line, key=lambda point: abs(point[1] - y - h / 2))[0] for y in rows}
    outward = math.copysign(1, strand.offset)
    for aside in (side * step for step in range(0, 900, 30) for side in (outward, -outward)):
        for y in rows:
            x = on_strand[y] + aside
            box = Box(x - w / 2, y, x + w / 2, y + h)
            if box.left >= 8 and box.right <= W - 8 and box.free_of(taken, 8):
                return box
    return None


def also_said(groups: Sequence[Group], leaves: Sequence[Leaf], tree: Tree, taken: list[Box]) -> str:
    """What has no place on the tree stands on the ground: leaves and groups at the left, values in no group at the
    right."""
    out = ""
    said = [voted(leaf, tree.voters) for leaf in [*leaves, *(leaf for group in groups for leaf in group.leaves)]]
    said += [group.name or listed(group.values) for group in groups if not group.leaves]
    if said:
        out += _notice(8, _("Also said"), said, taken)
    if tree.values:
        words = [labelled(value) for value in sorted(tree.values, key=lambda value: -value.count)]
        out += _notice(W - 8 - 316, _("Not in a group"), words, taken)
    return out


def _notice(left: float, head: str, items: Sequence[str], taken: list[Box]) -> str:
    room = 316 - 40
    lines: list[str] = []
    for shown, item in enumerate(items):
        rest = len(items) - shown - 1
        if len(lines) == 3 and rest:
            lines.append(ngettext("+ %(count)d more", "+ %(count)d more", rest + 1) % {"count": rest + 1})
            break
        lines.append(fit(item, room, (26,)).lines[0])
    high = 34 + len(lines) * 33 + 26
    box = Box(left, GROUND - 4 - high, left + 316, GROUND - 4)
    taken.append(box)
    out = paper(box, shadow="bark", seed=head)
    words = fit(head, room, (28, 26), 1, 650)
    out += kit.text(left + 20, box.top + 38, words.lines, size=words.size, weight=650)
    return out + "".join(kit.text(left + 20, box.top + 74 + i * 33, line, size=26) for i, line in enumerate(lines))
