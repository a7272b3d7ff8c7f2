"""Cards by how far the room is split: disagree to the left, agree to the right, not sure hatched across the middle.

Pure: the same cards give the same bytes. Six cards a page. Pale paper washes out on a weak projector, so the pen line
round each bar and the number in it carry the bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from activities.drawing import pen
from activities.drawing.layout import fit
from activities.drawing.pen import f, group, path, s
from activities.drawing.words import Words

W = pen.FLOOR_WIDTH
A_PAGE = 6
MIDDLE, ROOM = 1190, 560  # of the bars: where they meet, and how far one may reach
TOP, PITCH, HIGH = 76, 126, 80
CARD = 540


@dataclass(frozen=True, slots=True)
class Card:
    """A card and how many said what to it."""

    text: str
    agree: int = 0
    unsure: int = 0
    disagree: int = 0

    @property
    def given(self) -> int:
        return self.agree + self.unsure + self.disagree

    @property
    def split(self) -> tuple[int, int]:
        """For sorting: the larger, the further people are apart."""
        return min(self.agree, self.disagree), self.unsure


def agree_word() -> str:
    return pgettext("card sort", "Agree")


def disagree_word() -> str:
    return pgettext("card sort", "Disagree")


def unsure_word() -> str:
    return pgettext("card sort", "Not sure")


def most_split_first(cards: Sequence[Card]) -> list[Card]:
    return sorted(cards, key=lambda card: card.split, reverse=True)


def split_words(card: Card) -> str:
    if not card.given:
        return _("Nobody chose.")
    counts = {"agree": card.agree, "disagree": card.disagree, "unsure": card.unsure}
    if card.unsure:
        return _("%(agree)d agree, %(disagree)d disagree, %(unsure)d not sure.") % counts
    return _("%(agree)d agree, %(disagree)d disagree.") % counts


def card_words(heading: str, cards: Sequence[Card]) -> Words:
    lines = [
        ngettext("%(n)d card, most split first.", "%(n)d cards, most split first.", len(cards)) % {"n": len(cards)}
    ]
    lines += [f"{card.text} {split_words(card)}" for card in cards]
    columns = (_("Card"), agree_word(), disagree_word(), unsure_word())
    rows = tuple((c.text, str(c.agree), str(c.disagree), str(c.unsure)) for c in cards)
    return Words(heading, " ".join(lines), columns, rows)


def draw_cards(heading: str, cards: Sequence[Card]) -> str:
    reach = max((max(c.disagree, c.agree) + c.unsure / 2 for c in cards), default=0)
    unit = min(48.0, ROOM / reach) if reach else 48.0
    inner = draw_heads() + "".join(draw_card(card, TOP + i * PITCH, unit) for i, card in enumerate(cards[:A_PAGE]))
    h = max(TOP + PITCH * len(cards[:A_PAGE]), 300)
    return pen.svg(inner, card_words(heading, cards).title, h=max(h, pen.FLOOR_HEIGHT), name="cards")


def draw_heads() -> str:
    left, right = MIDDLE - ROOM, MIDDLE + ROOM
    out = path(pen.mark("rose", left + 26, 36, 13), f("rose-mark"))
    out += pen.text(left + 52, 48, disagree_word(), size=34, weight=650)
    out += pen.text(MIDDLE, 48, unsure_word(), size=34, weight=650, anchor="middle")
    out += pen.text(right - 42, 48, agree_word(), size=34, weight=650, anchor="end")
    return out + path(pen.mark("leaf", right - 16, 36, 13), f("leaf-mark"))


def draw_card(card: Card, y: float, unit: float) -> str:
    out = path(pen.sheet(5, y + 6, CARD, 104, seed=card.text), f("rule") + ' opacity=".8"')
    out += path(pen.sheet(0, y, CARD, 104, seed=card.text), f("sheet"))
    lines = fit(card.text, CARD - 52, (34, 30), 2)
    if lines.cut:
        lines = fit(card.text, CARD - 52, (28, 26), 3)
    high = len(lines.lines) * lines.size * 1.14
    start = y + 52 - high / 2 + lines.size * 0.86
    out += pen.para(26, start, CARD - 52, lines.lines, size=lines.size, lh=1.14)
    if not card.given:
        return group(out + pen.text(MIDDLE, y + 64, _("Nobody chose."), size=32, anchor="middle", c="ink-2"), "card")
    return group(out + draw_bars(card, y + 12, unit), "card")


def draw_bars(card: Card, y: float, unit: float) -> str:
    wide = card.unsure * unit
    left, right = MIDDLE - wide / 2 - card.disagree * unit, MIDDLE + wide / 2 + card.agree * unit
    out = ""
    if card.unsure:
        out += path(pen.sheet(MIDDLE - wide / 2, y, wide, HIGH, seed=f"{card.text}q"), f("sheet"))
        out += "".join(hatch(MIDDLE - wide / 2 + x, y, f"{card.text}{x}") for x in range(10, int(wide) - 4, 13))
        out += path(pen.sheet(MIDDLE - wide / 2 - 2, y - 2, wide, HIGH, seed=f"{card.text}q"), s("pencil", 3))
    for n, at, kind in ((card.disagree, left, "rose"), (card.agree, MIDDLE + wide / 2, "leaf")):
        if n:
            seed = f"{card.text}{kind}"
            out += path(pen.sheet(at, y, n * unit, HIGH, seed=seed, j=4), f(kind))
            out += path(pen.sheet(at - 4, y - 4, n * unit, HIGH, seed=seed, j=4), s(f"{kind}-mark", 4))
    out += number(card.disagree, left, y, unit, 1) + number(card.agree, right, y, unit, -1)
    if card.unsure:
        figure = 26 + 12 * (card.unsure > 9)
        out += path(pen.sheet(MIDDLE - figure, y + 15, 2 * figure, 52, seed=f"{card.text}n"), f("sheet"))
        out += pen.text(MIDDLE, y + 54, str(card.unsure), size=38, anchor="middle")
    return out


def hatch(x: float, y: float, seed: str) -> str:
    return path(pen.stroke(x - 3, y + HIGH - 6, x + 4, y + 6, w=2.4, seed=seed, wob=1), f("pencil"))


def number(n: int, x: float, y: float, unit: float, inward: int) -> str:
    """In the end of the bar, or beside it where there is no room in it."""
    inside = n * unit > 70
    at = x + inward * (18 if inside else -14)
    start = inside == (inward > 0)
    return pen.text(at, y + 54, str(n), size=42, weight=750, anchor="start" if start else "end")
