"""A turn: one person, the others, who speaks now, and which part comes next.

Pure: the same turn gives the same bytes. People are drawn the same; a mark says who has the turn (the same mark as on phones).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import fit
from activities.drawing.pen import f, group, path, s
from activities.drawing.words import Words
from activities.kinds.rounds.config import HELPER, SHARER, Part, RoundsConfig
from activities.kinds.rounds.drawing import BELOW_CLOCK, COLUMN, COLUMN_WIDE, W, minutes_words

SEAT = 74
SHARER_AT = (190.0, 268.0)
HELPERS_AT = ((800.0, 106.0), (972.0, 268.0), (800.0, 430.0))
STRIP_TOP, STRIP_HIGH = 664, 138


@dataclass(frozen=True, slots=True)
class Slip:
    title: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Turn:
    """`part` is the place in `slips` of what is on now; None before a turn, when somebody takes it."""

    slips: tuple[Slip, ...]
    part: int | None = None
    speaks: str = ""  # sharer, helpers or everyone
    number: int = 0  # 0: no turn in particular, for paper
    of: int = 0
    clock: bool = False

    @property
    def sharer_speaks(self) -> bool:
        return self.speaks in ("sharer", "everyone")

    @property
    def helpers_speak(self) -> bool:
        return self.speaks in ("helpers", "everyone")


def turn_of(config: RoundsConfig, part: Part | None, number: int, *, clock: bool = False) -> Turn:
    assert config.turns is not None
    parts = config.turns.parts
    slips = tuple(Slip(p.title, p.minutes) for p in parts)
    at = parts.index(part) if part else None
    return Turn(slips, at, part.speaks if part else "", number, config.turns.number, clock)


# -- in words ------------------------------------------------------------------------------------------------------


def turn_words(turn: Turn) -> Words:
    heading = _("Turn %(number)d of %(of)d") % {"number": turn.number, "of": turn.of} if turn.number else _("A turn")
    items = tuple(f"{slip.title}, {minutes_words(slip.minutes)}" for slip in turn.slips)
    if turn.part is None:
        said = [_("Who would like this turn? Nobody has to."), *(f"{item}." for item in items)]
    else:
        said = [f"{items[turn.part]}.", sharer_does(turn), helpers_do(turn), next_words(turn)]
    return Words(heading, " ".join(said), items=items)


def sharer_does(turn: Turn) -> str:
    return _("Whoever has the turn speaks.") if turn.sharer_speaks else _("Whoever has the turn only listens.")


def helpers_do(turn: Turn) -> str:
    return _("The others speak.") if turn.helpers_speak else _("The others only listen.")


def next_words(turn: Turn) -> str:
    if turn.part is not None and turn.part + 1 < len(turn.slips):
        return _("Then: %(part)s.") % {"part": turn.slips[turn.part + 1].title}
    return _("Then it is the next person’s turn.") if turn.number < turn.of else _("This is the last turn.")


# -- drawing -------------------------------------------------------------------------------------------------------


def draw_turn(turn: Turn) -> str:
    out = draw_circle(turn) + draw_strip(turn) + draw_column(turn)
    return pen.svg(out, turn_words(turn).title, name="turn")


def draw_circle(turn: Turn) -> str:
    """Who has the turn at the left, the others at the right; what is said goes across."""
    out = path(pen.round_(572, 268, 470, 232, seed="rug", j=0.02, n=18), f("sunk"))
    out += draw_person(*SHARER_AT, SHARER, "sharer")
    for i, spot in enumerate(HELPERS_AT):
        out += draw_person(*spot, HELPER, f"helper{i}")
    if turn.sharer_speaks:
        out += draw_speech(392, 258, 214, "sharer", left=True)
    if turn.helpers_speak:
        out += draw_speech(622, 182, 170, "helper0", left=False) + draw_speech(622, 362, 170, "helper2", left=False)
    speaks, listens = _("speaks"), _("only listens")
    speak, listen = _("speak"), _("only listen")
    out += draw_label(
        SHARER_AT[0], _("Has the turn"), (speaks if turn.sharer_speaks else listens) if turn.speaks else ""
    )
    return out + draw_label(912, _("The others"), (speak if turn.helpers_speak else listen) if turn.speaks else "")


def draw_person(x: float, y: float, kind: str, seed: str) -> str:
    """A cushion with a mark: no face, no rank."""
    out = path(pen.round_(x + 5, y + 7, SEAT, SEAT, seed=seed, j=0.04), f("rule") + ' opacity=".75"')
    out += path(pen.round_(x, y, SEAT, SEAT, seed=seed, j=0.04), f(kind))
    out += path(pen.round_(x - 2, y + 1, SEAT, SEAT, seed=f"{seed}l", j=0.04), s("ink", 3.5))
    return group(out + path(pen.mark(kind, x, y, 24, seed), f(f"{kind}-mark")), "person")


def draw_speech(x: float, y: float, wide: float, seed: str, *, left: bool) -> str:
    """A balloon with three lines in it, pointing to who speaks."""
    high = wide * 0.56
    tip, root = (x - wide * 0.72, x - wide * 0.3) if left else (x + wide * 0.72, x + wide * 0.3)
    tail = f"M{pen.n1(root)} {pen.n1(y - 16)}L{pen.n1(tip)} {pen.n1(y + 12)}L{pen.n1(root)} {pen.n1(y + 22)}Z"
    shape = pen.round_(x, y, wide / 2, high / 2, seed=f"{seed}say", j=0.03, n=14)
    out = path(tail, f("sheet")) + path(tail, s("ink", 3.5)) + path(shape, f("sheet")) + path(shape, s("ink", 3.5))
    for i, part in enumerate((0.5, 0.62, 0.4)):
        at, half = y - high * 0.2 + i * high * 0.2, wide * part / 2
        line = [(x - half, at), (x - half / 3, at - 5), (x + half / 3, at + 4), (x + half, at - 1)]
        out += path(pen.pen(line, w=6, seed=f"{seed}w{i}", wob=1.5), f("stamp"))
    return group(out, "speech")


def draw_label(x: float, who: str, does: str) -> str:
    out = ""
    for i, words in enumerate((who, does)):
        if words:
            lines = fit(words, 360, (40, 36, 32) if not i else (36, 32, 28), 1, 650 - 250 * i)
            out += pen.text(x, 564 + i * 44, lines.lines, size=lines.size, weight=650 - 250 * i, anchor="middle")
    return out


def draw_strip(turn: Turn) -> str:
    """The parts of a turn as slips in a row; the red pen rings the one that is on."""
    n = len(turn.slips)
    wide = min(430.0, (W - 64 * n) / n)
    out = ""
    for i, slip in enumerate(turn.slips):
        x, seed = 30 + i * (wide + 64), f"slip{i}{slip.title}"
        now = i == turn.part
        out += path(pen.sheet(x + 6, STRIP_TOP + 8, wide - 20, STRIP_HIGH, seed=seed), f("rule") + ' opacity=".75"')
        out += path(pen.sheet(x, STRIP_TOP, wide - 20, STRIP_HIGH, seed=seed), f("sun" if now else "sheet"))
        title = fit(slip.title, wide - 76, (44, 40, 36, 32, 28), 1, 750 if now else 650)
        out += pen.para(x + 26, STRIP_TOP + 62, wide - 60, title.lines, size=title.size, weight=750 if now else 650)
        out += pen.para(x + 26, STRIP_TOP + 110, wide - 60, [minutes_words(slip.minutes)], size=34)
        if now:
            out += pen.ring(x + (wide - 20) / 2, STRIP_TOP + 69, wide / 2 - 2, 84, w=7, seed=seed)
        if i + 1 < n:
            out += pen.arrow(x + wide - 6, STRIP_TOP + 69, x + wide + 50, STRIP_TOP + 69, w=6, c="ink", seed=seed)
    return out


def draw_column(turn: Turn) -> str:
    """Which turn it is, and what comes next. On paper: how long a turn takes."""
    y = float(BELOW_CLOCK if turn.clock else 150)
    total = sum(slip.minutes for slip in turn.slips)
    each = ngettext("%(n)d minute in all", "%(n)d minutes in all", total) % {"n": total}
    out = pen.para(COLUMN, y, COLUMN_WIDE, [turn_words(turn).heading], size=64, weight=750)
    words = next_words(turn) if turn.part is not None else _("Who would like it? Nobody has to.")
    lines = fit(words if turn.number else each, COLUMN_WIDE, (44, 40, 36), 3, 400)
    return out + pen.para(COLUMN, y + 78, COLUMN_WIDE, lines.lines, size=lines.size)
