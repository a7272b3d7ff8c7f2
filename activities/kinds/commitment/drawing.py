"""Promises pegged on strings, five a string, three strings a page. "I will" is printed; people finish it.

Pure: the same promises give the same bytes. A few hang larger, on one string in the middle.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from activities.drawing.layout import fit, told
from activities.drawing.pen import KINDS, f, group, path
from activities.drawing.words import Words

W, H = pen.FLOOR_WIDTH, 836
A_STRING, STRINGS = 5, 3
A_PAGE = A_STRING * STRINGS
LARGE_TO = 3
BEGUN = re.compile(r"\s*i(?:\s+will|['’]ll|\s+am\s+going\s+to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promise:
    id: int
    text: str

    @property
    def begun(self) -> bool:
        """Did its writer write "I will" as well?"""
        return bool(BEGUN.match(self.text))

    @property
    def kind(self) -> str:
        return KINDS[self.id * 3 % 4]


def promise_words(heading: str, promises: Sequence[Promise]) -> Words:
    n = len(promises)
    count = ngettext("%(n)d promise.", "%(n)d promises.", n) % {"n": n} if n else _("No promises yet.")
    lines = tuple(p.text for p in promises)
    return Words(heading, f"{count} {told(lines, '; ', 30)}".strip(), items=lines)


def pages(n: int) -> int:
    return max(1, -(-n // A_PAGE))


def draw_promises(heading: str, promises: Sequence[Promise]) -> str:
    """One page of them."""
    shown = list(promises[:A_PAGE])
    large = len(shown) <= LARGE_TO
    strings = 1 if large else -(-len(shown) // A_STRING)
    tops = {1: [(H - 300) / 2 if large else 250.0], 2: [120.0, 450.0], 3: [24.0, 296.0, 568.0]}[max(1, strings)]
    out = "".join(draw_string(y, k) for k, y in enumerate(tops))
    for i, promise in enumerate(shown):
        row, column = divmod(i, LARGE_TO if large else A_STRING)
        in_row = min(len(shown) - row * A_STRING, A_STRING) if not large else len(shown)
        out += draw_promise(promise, column, in_row, tops[row], large)
    if not shown:
        out += pen.text(W / 2, H / 2 + 90, _("No promises yet. Small is good."), size=48, anchor="middle")
    return pen.svg(out, promise_words(heading, promises).title, name="promises")


def sag(x: float) -> float:
    return 26 * (1 - ((x - W / 2) / (W / 2)) ** 2)


def draw_string(y: float, k: int) -> str:
    points = [(x, y + sag(x)) for x in (-60 + i * (W + 120) / 6 for i in range(7))]
    return path(pen.pen(points, w=4, seed=f"string{k}", wob=1, taper=0), f("ink"))


def draw_promise(promise: Promise, column: int, in_row: int, top: float, large: bool) -> str:
    wide, high, pitch = (470, 274, 560) if large else (334, 204, 358)
    seed = f"promise{promise.id}"
    first = (W - pitch * (in_row - 1) - wide) / 2 if large else (W - pitch * (A_STRING - 1) - wide) / 2
    x = first + column * pitch + (pen.rnd(seed)() - 0.5) * 8
    y = top + sag(x + wide / 2) + 4
    turn = (pen.rnd(f"{seed}a")() - 0.5) * 3.4
    out = path(pen.sheet(x + 6, y + 8, wide, high, seed=seed), f("rule") + ' opacity=".75"')
    out += path(pen.sheet(x, y, wide, high, seed=seed), f(promise.kind))
    out += path(pen.mark(promise.kind, x + 34, y + 42, 10, seed), f(f"{promise.kind}-mark"))
    begin = y + 60 if promise.begun else y + 68
    if not promise.begun:
        out += pen.text(x + 56, y + 52, _("I will"), size=30, weight=650)
    sizes = (46, 42, 38, 34, 30) if large else (35, 32, 29, 26)
    room = high - (begin - y) - 12
    lines = fit(promise.text, wide - 44, sizes[-1:], 9)
    for size in sizes:
        lines = fit(promise.text, wide - 44, (size,), int(room / (size * 1.14)))
        if not lines.cut:
            break
    out += pen.para(x + 22, begin + lines.size * 0.86, wide - 44, lines.lines, size=lines.size, lh=1.14)
    return group(
        out + draw_peg(x + wide / 2, y, seed),
        "promise",
        f'transform="rotate({pen.n1(turn)} {pen.n1(x + wide / 2)} {pen.n1(y)})"',
    )


def draw_peg(x: float, y: float, seed: str) -> str:
    out = path(pen.pen([(x - 1, y - 22), (x + 1, y + 30)], w=17, seed=f"{seed}peg", wob=0.5, taper=0.8), f("wood"))
    out += path(pen.pen([(x - 8, y - 24), (x - 8, y + 28)], w=3, seed=f"{seed}l", wob=0.6), f("bark"))
    return out + path(pen.pen([(x + 8, y - 22), (x + 8, y + 30)], w=3, seed=f"{seed}r", wob=0.6), f("bark"))
