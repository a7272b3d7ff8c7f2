"""The lobby: chairs in a horseshoe round a rug, a cushion on a chair for each phone that has joined.

The order in which chairs are taken follows from the seed, so nobody is first or last and a redraw moves nothing. Up to
32 chairs stand in two rows, up to 60 in three; above that a cushion stands for several people and the number speaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, degrees, radians, sin
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from activities.drawing import pen
from activities.drawing.pen import f, group, path, s
from activities.drawing.words import Words

MIDDLE = (558.0, 414.0)
HANDS = 5  # so many chairs are drawn; the others repeat them
UNITS = (1, 2, 3, 4, 5, 10, 20, 25, 50, 100)


class Row(NamedTuple):
    seats: int
    rx: float
    ry: float


SMALL = (Row(20, 516, 368), Row(12, 366, 241))
LARGE = (Row(26, 524, 374), Row(20, 436, 302), Row(14, 348, 230))


class Seat(NamedTuple):
    x: float
    y: float
    turn: float


@dataclass(frozen=True, slots=True)
class Lobby:
    """`here` people have joined; the seed is the session's. `uid` keeps ids apart when a page holds two drawings."""

    here: int
    seed: str = ""
    uid: str = "lobby"


def lobby_words(lobby: Lobby) -> Words:
    """The number is all there is to say."""
    if not lobby.here:
        return Words(_("Lobby"), _("Nobody is here yet. Come in, sit anywhere."))
    said = ngettext("%(n)d person is here.", "%(n)d people are here.", lobby.here) % {"n": lobby.here}
    return Words(_("Lobby"), said)


def draw_lobby(lobby: Lobby) -> str:
    rows = SMALL if lobby.here <= 32 else LARGE
    size = 1.0 if rows is SMALL else 0.8
    inner = rug(rows) + flip_chart() + chairs(lobby, rows, size) + number(lobby, rows)
    return pen.svg(inner, lobby_words(lobby).title, name="lobby")


@lru_cache(maxsize=8)
def seats(rows: tuple[Row, ...]) -> tuple[Seat, ...]:
    """Where the chairs stand, open towards the flip chart."""
    cx, cy = MIDDLE
    found = []
    for row in rows:
        for i in range(row.seats):
            a = radians(-24 + i * 228 / (row.seats - 1))
            lean = (pen.rnd(f"t{len(found)}")() - 0.5) * 12
            found.append(Seat(cx + cos(a) * row.rx, cy + sin(a) * row.ry, degrees(a) + 90 + lean))
    return tuple(found)


@lru_cache(maxsize=64)
def order(seed: str, n: int) -> tuple[int, ...]:
    """The order in which chairs are taken."""
    return tuple(sorted(range(n), key=lambda i: pen.rnd(f"{seed}seat{i * 7919}")()))


def people_a_cushion(here: int, places: int) -> int:
    return next((unit for unit in UNITS if -(-here // unit) <= places), UNITS[-1])


def chairs(lobby: Lobby, rows: tuple[Row, ...], size: float) -> str:
    spots = seats(rows)
    taken = set(order(lobby.seed, len(spots))[: -(-lobby.here // people_a_cushion(lobby.here, len(spots)))])
    out = "<defs>" + "".join(chair(lobby.uid, hand) for hand in range(HANDS)) + "</defs>"
    for i, seat in enumerate(spots):
        here, kind = i in taken, pen.KINDS[i % 4]
        at = f"translate({pen.n1(seat.x)} {pen.n1(seat.y)}) rotate({pen.n1(seat.turn)}) scale({size:g})"
        one = ""
        if here:
            one += path(pen.sheet(-21, -18, 52, 50, seed=f"c{i}", j=4), f(kind))
        one += use(lobby.uid, i % HANDS, "ink" if here else "pencil")
        if here:  # the mark stands upright, whichever way the chair looks
            one += path(
                pen.mark(kind, 0, 0, 12, f"m{i}"), f(f"{kind}-mark") + f' transform="rotate({pen.n1(-seat.turn)})"'
            )
        out += group(one, "cushion" if here else "chair", f'transform="{at}"')
    return out


def chair(uid: str, hand: int) -> str:
    """A chair seen from above, without its colour: whoever uses it says whether it is taken."""
    seat = pen.sheet(-26, -24, 52, 50, seed=f"c{hand}", j=4)
    back = pen.pen([(-29, -33), (0, -39), (29, -33)], w=8, seed=f"b{hand}", wob=0.6, taper=0.8)
    return (
        f'<path id="{uid}-seat-{hand}" d="{seat}" fill="none" stroke-width="3.5" stroke-linejoin="round"/>'
        f'<path id="{uid}-back-{hand}" d="{back}"/>'
    )


def use(uid: str, hand: int, colour: str) -> str:
    stroke = f'class="s-{colour}" stroke="{pen.PALETTE[colour]}"'
    return f'<use href="#{uid}-seat-{hand}" {stroke}/><use href="#{uid}-back-{hand}" {f(colour)}/>'


def rug(rows: tuple[Row, ...]) -> str:
    cx, cy = MIDDLE
    inner = rows[-1]
    return path(pen.round_(cx + 6, cy + 34, inner.rx * 0.85, inner.ry * 0.78, seed="rug", j=0.03, n=16), f("sunk"))


def number(lobby: Lobby, rows: tuple[Row, ...]) -> str:
    cx, cy = MIDDLE
    if not lobby.here:
        lines = pen.wrap(_("Come in, sit anywhere"), 420, 60, 750)
        return pen.text(cx, cy + 50 - 34 * (len(lines) - 1), lines, size=60, weight=750, anchor="middle", lh=1.12)
    size = 190 if lobby.here < 1000 else 140
    out = pen.text(cx, cy + 58, str(lobby.here), size=size, weight=750, anchor="middle")
    out += pen.text(cx, cy + 118, pgettext("under a number of people", "here so far"), size=44, anchor="middle")
    unit = people_a_cushion(lobby.here, sum(row.seats for row in rows))
    if unit > 1:
        told = _("A cushion: up to %(n)d people") % {"n": unit}
        out += pen.text(cx, cy + 162, told, size=26, anchor="middle", c="ink-2")
    return out


def flip_chart() -> str:
    """Where the horseshoe opens."""
    cx, y = MIDDLE[0], 30.0

    def leg(x1: float, x2: float, foot: float, k: int) -> str:
        return path(pen.stroke(cx + x1, y + 150, cx + x2, y + foot, w=6, seed=f"fc{k}", wob=1.2), f("bark"))

    out = leg(-60, -96, 232, 1) + leg(60, 96, 232, 2) + leg(0, 4, 216, 3)
    out += path(pen.sheet(cx - 104, y + 8, 222, 158, seed="fc"), f("rule"))
    board = pen.sheet(cx - 112, y, 222, 158, seed="fc")
    out += path(board, f("sheet")) + path(board, s("ink", 4))
    out += path(pen.stroke(cx - 122, y, cx + 122, y - 2, w=9, seed="fc4", wob=1.2), f("bark"))
    hello = pgettext("on the flip chart", "hello")
    size = min(60.0, 60 * 190 / pen.width(hello, 60, 750))
    out += pen.text(cx, y + 76, hello, size=size, weight=750, anchor="middle")
    for x1, y1, x2, y2, x3, y3, k in ((-70, 102, 0, 96, 72, 104, "wave"), (-50, 124, 10, 120, 50, 125, "wave2")):
        out += path(pen.pen([(cx + x1, y + y1), (cx + x2, y + y2), (cx + x3, y + y3)], w=7, seed=k, wob=2), f("stamp"))
    return out
