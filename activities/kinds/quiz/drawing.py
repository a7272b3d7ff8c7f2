"""True or false: a slip for each answer, face down while people choose, turned over together.

The red pen rings the toolkit's word once; the reason stands beneath. Nobody is right or wrong here and no slip moves on
its own. Above sixty people the slips become one strip of paper cut in two. After a talk people may choose again: then
there are two strips, before and after.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from activities.drawing import pen
from activities.drawing.pen import f, group, path, s
from activities.drawing.words import Words

SLIPS_TO = 60  # in a row; above that, what is turned over is one strip
ROWS_TO = 4  # of slips that are face down
WIDTH, BOTTOM = pen.FLOOR_WIDTH, 836
EDGE = WIDTH - 8  # paper ends here, its shadow after it
GAP = 88  # between the two answers
RING = 40  # the red pen's loop needs room beside a word
SIDES = (("true", "sky"), ("false", "sun"))


@dataclass(frozen=True, slots=True)
class Split:
    """How many chose each word."""

    true: int = 0
    false: int = 0
    unsure: int = 0

    @property
    def total(self) -> int:
        """Those who took a side."""
        return self.true + self.false

    @property
    def given(self) -> int:
        return self.total + self.unsure


@dataclass(frozen=True, slots=True)
class Slips:
    """One statement at one moment. `after` is there once people choose again, after a talk.

    `turned` says whether the newest slips are up; with `answer` the word is ringed and `why` (and `talk`) are told.
    """

    statement: str
    split: Split = Split()
    after: Split | None = None
    turned: bool = False
    answer: bool | None = None
    why: str = ""
    talk: str = ""

    @property
    def told(self) -> bool:
        return self.turned and self.answer is not None


def word(true: bool) -> str:
    return pgettext("quiz answer", "True") if true else pgettext("quiz answer", "False")


def unsure_word() -> str:
    return pgettext("quiz answer", "Not sure")


# -- words ---------------------------------------------------------------------------------------------------------


def quiz_words(slips: Slips) -> Words:
    """The rows are the answers, the columns before and after. Slips that are face down are only counted."""
    text = [split_words(split, title) for split, title in shown_splits(slips)]
    if not slips.turned:
        text.append(face_down_words((slips.after or slips.split).given))
    if slips.told:
        text += [told_words(slips.answer), slips.why]
    columns = (_("Answer"), *(title or _("How many") for _split, title in shown_splits(slips)))
    rows = tuple(
        (word(side == "true"), *(str(getattr(split, side)) for split, _title in shown_splits(slips)))
        for side, _kind in SIDES
    )
    if any(split.unsure for split, _title in shown_splits(slips)):
        rows += ((unsure_word(), *(str(split.unsure) for split, _title in shown_splits(slips))),)
    return Words(slips.statement, " ".join(t for t in text if t), columns, rows if len(columns) > 1 else ())


def shown_splits(slips: Slips) -> list[tuple[Split, str]]:
    """What may be seen, with its name where there are two."""
    if slips.after is None and not slips.turned:
        return []
    splits = splits_of(slips.split, slips.after)
    return splits if slips.turned else splits[:1]


def splits_of(before: Split, after: Split | None) -> list[tuple[Split, str]]:
    """One split without a name, or two that say when they were."""
    if after is None:
        return [(before, "")]
    return [(before, _("Before we talked")), (after, _("After we talked"))]


def split_words(split: Split, title: str) -> str:
    if not split.given:
        told = _("Nobody chose.")
    elif split.unsure:
        counts = {"true": split.true, "false": split.false, "unsure": split.unsure}
        told = _("%(true)d say true, %(false)d say false, %(unsure)d not sure.") % counts
    else:
        told = _("%(true)d say true, %(false)d say false.") % {"true": split.true, "false": split.false}
    return f"{title}: {told}" if title else told


def face_down_words(n: int) -> str:
    if not n:
        return _("No slips in yet.")
    return ngettext("%(n)d slip in. We turn them over together.", "%(n)d slips in. We turn them over together.", n) % {
        "n": n
    }


def told_words(answer: bool | None) -> str:
    return _("The toolkit says true.") if answer else _("The toolkit says false.")


# -- drawing -------------------------------------------------------------------------------------------------------


def draw_quiz(slips: Slips) -> str:
    statement, y = draw_statement(slips)
    if slips.after is not None:
        inner = draw_twice(slips, y)
    elif not slips.turned:
        inner = draw_face_down(slips.split.given, y)
    else:
        inner = draw_turned(slips, y)
    return pen.svg(statement + inner, quiz_words(slips).title, name="quiz")


def draw_statement(slips: Slips) -> tuple[str, float]:
    """The sentence in large letters, and the y below which the floor is free."""
    busy = slips.told or slips.after is not None
    for size, most in ((80, 2), (64, 2), (52, 2 if busy else 3), (44, 3), (36, 4)):
        lines = pen.wrap(slips.statement, 1600, size, 750, most=most)
        if len(pen.fill(slips.statement, 1600, size, 750)) <= most:
            break
    svg = pen.para(0, size * 0.9, WIDTH, lines, size=size, weight=750, lh=1.1)
    return svg, size * 0.9 + (len(lines) - 1) * size * 1.1 + size * 0.25


def draw_face_down(n: int, y: float) -> str:
    out = pen.text(0, y + 92, face_down_words(n), size=48)
    tall = min(BOTTOM - y - 170, 400)
    rows = -(-n // SLIPS_TO)
    if rows > ROWS_TO:
        return out + group(strip(0, y + 126, EDGE, 300, "", "down"), "slips")
    each, slips = -(-n // max(1, rows)), ""
    for i in range(rows):
        high = tall / rows
        slips += row(min(each, n - i * each), 0, y + 126 + i * high, high - (22 if rows > 1 else 0), "down", each)
    return out + group(slips, "slips")


def draw_turned(slips: Slips, y: float) -> str:
    """Heads with their numbers, the slips under them, and the reason when it is told."""
    base = y + 104 if slips.told else y + 116
    tall = 150.0 if slips.told else min(BOTTOM - base - 70, 400)
    out = head(True, base, slips.split.true) + head(False, base, slips.split.false)
    out += group(both(slips.split, base + 30, tall), "slips")
    if slips.split.unsure:
        told = f"{unsure_word()} {slips.split.unsure}"
        out += pen.text(WIDTH / 2, base, told, size=44, anchor="middle")
    if not slips.split.total:
        told = _("Nobody took a side.") if slips.split.unsure else _("Nobody chose. Talk about it together.")
        out += pen.text(WIDTH / 2, base + 150, told, size=44, anchor="middle")
    if slips.told:
        answer = slips.answer is True
        ringed = ring_word(answer, base, slips.split.true if answer else slips.split.false)
        out += group(ringed, "ring") + group(reason(slips, base + 30 + tall + 62), "reason")
    return out


def draw_twice(slips: Slips, y: float) -> str:
    """Before and after the talk, one strip under the other; the second face down until it is turned."""
    assert slips.after is not None
    base = y + 96
    room = (BOTTOM - base - (270 if slips.told else 40)) / 2
    tall = min(room - 64, 190)
    out = head(True, base) + head(False, base)
    first = base + 66
    out += numbers(slips.split, first, _("Before we talked")) + group(both(slips.split, first + 18, tall), "slips")
    second = first + 18 + tall + 54
    if slips.turned:
        out += numbers(slips.after, second, _("After we talked"))
        out += group(both(slips.after, second + 18, tall), "slips")
    else:
        out += pen.text(WIDTH / 2, second, face_down_words(slips.after.given), size=34, anchor="middle")
        n = slips.after.given
        blank = strip(0, second + 18, EDGE, tall, "", "down") if n > SLIPS_TO else row(n, 0, second + 18, tall, "down")
        out += group(blank, "slips")
    if slips.told:
        out += group(ring_word(slips.answer is True, base), "ring")
        out += group(reason(slips, second + 18 + tall + 56), "reason")
    return out


# -- heads ---------------------------------------------------------------------------------------------------------


def head(true: bool, y: float, n: int | None = None) -> str:
    """The word and its number, from the left or up to the right edge."""
    at, end = word_place(true, n)
    out = pen.text(at, y, word(true), size=76, weight=750)
    if n is not None:
        out += pen.text(end + RING + 22 if true else WIDTH, y, str(n), size=76, anchor="start" if true else "end")
    return out


def word_place(true: bool, n: int | None) -> tuple[float, float]:
    """Left and right edge of the word, with room round it for the ring."""
    w = pen.width(word(true), 76, 750)
    if true:
        return RING, RING + w
    right = WIDTH - (RING if n is None else 62 + max(pen.width(str(n), 76), 44))
    return right - w, right


def numbers(split: Split, y: float, title: str) -> str:
    """The numbers over a strip, with its name in the middle."""
    out = pen.text(0, y, str(split.true), size=44, weight=650) + pen.text(
        WIDTH, y, str(split.false), size=44, weight=650, anchor="end"
    )
    if split.unsure:
        title = _("%(when)s (not sure: %(n)d)") % {"when": title, "n": split.unsure}
    return out + pen.text(WIDTH / 2, y, title, size=34, weight=650, anchor="middle")


def ring_word(true: bool, y: float, n: int | None = None) -> str:
    left, right = word_place(true, n)
    rx = (right - left) / 2 + 30
    return pen.ring((left + right) / 2, y - 26, rx, 54, seed="ring")


# -- slips ---------------------------------------------------------------------------------------------------------


def both(split: Split, y: float, tall: float) -> str:
    """The two answers, true from the left and false up to the right edge, like two sides of a room."""
    if split.total > SLIPS_TO:
        return two_strips(split, y, tall)
    pitch = pitch_of(split.total)
    right = EDGE - split.false * pitch + slip_gap(pitch)
    return row(split.true, 0, y, tall, "sky", split.total) + row(split.false, right, y, tall, "sun", split.total)


def pitch_of(n: int) -> float:
    return min(120.0, (EDGE - GAP) / max(1, n))


def slip_gap(pitch: float) -> float:
    return 9 if pitch > 40 else 4


def row(n: int, x: float, y: float, tall: float, kind: str, total: int | None = None) -> str:
    """Slips side by side. `kind` is the paper, or "down" for the blank side."""
    pitch = pitch_of(n if total is None else total)
    w = pitch - slip_gap(pitch)
    shadows, papers, marks = "", "", ""
    for i in range(n):
        seed = f"slip{kind if kind != 'down' else ''}{i}"
        left, top = x + i * pitch, y + (pen.rnd(seed)() - 0.5) * 10
        shadows += pen.sheet(left + 4, top + 5, w, tall, seed=seed)
        papers += pen.sheet(left, top, w, tall, seed=seed)
        marks += "" if kind == "down" else pen.mark(kind, left + w / 2, top + tall / 2, min(12, w * 0.32), seed)
    return pieces(shadows, papers, marks, kind)


def pieces(shadows: str, papers: str, marks: str, kind: str) -> str:
    """One path for all shadows, one for all papers, one for all marks: sixty slips stay small."""
    if not papers:
        return ""
    out = path(shadows, f("rule") + ' opacity=".7"')
    if kind == "down":
        return out + path(papers, f("sheet")) + path(papers, s("pencil", 2))
    return out + path(papers, f(kind)) + path(marks, f(f"{kind}-mark"))


def two_strips(split: Split, y: float, tall: float, edge: float = EDGE) -> str:
    """One strip of paper, cut in two where the room divides."""
    room = edge - 40.0
    if not split.true or not split.false:
        return strip(0, y, edge, tall, "sky" if split.true else "sun", "whole")
    left = min(max(room * split.true / split.total, 60), room - 60)
    return strip(0, y, left, tall, "sky", "left") + strip(left + 40, y, room - left, tall, "sun", "right")


def strip(x: float, y: float, w: float, tall: float, kind: str, seed: str) -> str:
    marks = pen.mark(kind, x + w / 2, y + tall / 2, min(26, tall * 0.2, w * 0.3), seed) if kind else ""
    shadow = pen.sheet(x + 6, y + 8, w, tall, seed=seed, j=5)
    return pieces(shadow, pen.sheet(x, y, w, tall, seed=seed, j=5), marks, kind or "down")


# -- the reason ----------------------------------------------------------------------------------------------------


def reason(slips: Slips, y: float) -> str:
    """Why, and what to talk about: as large as the floor allows, never under 26 px."""
    room = WIDTH * 0.56 if slips.talk else float(WIDTH)
    out = pen.text(0, y, told_words(slips.answer), size=34, weight=750, c="accent")
    out += block(slips.why, 0, y + 16, room, (48, 44, 40, 36, 32, 29, 26))
    if slips.talk:
        x = room + 72
        out += pen.text(x, y, _("To talk about"), size=34, weight=750, c="accent")
        out += block(slips.talk, x, y + 16, WIDTH - x, (40, 36, 32, 29, 26))
    return out


def block(words: str, x: float, y: float, room: float, sizes: tuple[int, ...]) -> str:
    """A paragraph below y, in the largest of the sizes that ends above the foot."""
    for size in sizes:
        most = max(1, int((BOTTOM - y) / (size * 1.2)))
        if len(pen.fill(words, room, size)) <= most:
            break
    return pen.para(x, y + size, room, pen.wrap(words, room, size, most=most), size=size, lh=1.2) if words else ""
