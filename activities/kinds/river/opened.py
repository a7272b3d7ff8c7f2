"""One phase of the river over the whole floor, where it has more notes than the banks of the whole river hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from activities.drawing import pen as kit
from activities.drawing.layout import Box, fit
from activities.kinds.river.names import Label, draw_boat
from activities.kinds.river.river import Bank, River
from activities.kinds.river.slips import Slip, heading_of, largest_first, slip_of
from activities.kinds.river.water import H, W, currents, features, landscape, water
from activities.kinds.river.words import heads

OPENED = 6  # notes of one bank on one page of an opened phase
BAND = (348, 492)  # the water of an opened phase: its middle third
ABOVE, BELOW = Box(0, 62, W - 6, BAND[0] - 14), Box(0, BAND[1] + 66, W - 6, H - 12)


def opened_phase(river: River, page: int, uid: str) -> str:
    place = river.at or 0
    phase = river.phases[place]
    middle, wide = sum(BAND) / 2, 30 + 40 * place / max(len(river.phases) - 1, 1)
    course = kit.curve([(x, middle + (8 if n % 2 else -8)) for n, x in enumerate(range(-464, 2300, 300))], 24)
    half = [wide] * len(course)
    label = Label(place, fit(phase.name, 620, (56, 48, 40, 34), 1, 750), phase.possible, W / 2, middle)
    boat = Box(label.box.right + 24, middle - 66, label.box.right + 24 + 140, middle + 40)
    up, down = [(x, y - wide) for x, y in course], [(x, y + wide) for x, y in course]
    kind = landscape(place, len(river.phases))
    out = (_opened_hills() if kind == "spring" else "") + water(up, down) + currents(course, half, 5)
    for spot in range(200, W, 460):
        out += features(kind, spot, course, half, [label.box, boat])
    out += label.drawn(uid) + draw_boat(boat.left + 68, middle + 4, 1.3)
    banks = (("rose", phase.above, ABOVE), ("leaf", phase.below, BELOW))
    for head, (mark, bank, room) in zip(heads(river), banks, strict=True):
        said = _("%(head)s: %(count)d") % {"head": head, "count": bank.count} if bank.count else head
        out += heading_of(mark, said, 0, room.top - 18, 1200).drawn()
        spread = spread_out(bank)
        for slip, x, y, w in spread[min(page, len(spread)) - 1] if spread else ():
            out += slip.drawn(x, y + room.top, w, mark)
    return out


def _opened_hills() -> str:
    low, high = sum(BAND) / 2 + 20, BAND[0] - 4
    line = [
        (-464, high + 40),
        (-120, high + 30),
        (0, high + 6),
        (90, high + 30),
        (150, high + 12),
        (260, low - 20),
        (330, low),
    ]
    flat = kit.smooth([(x + 8, y + 8) for x, y in kit.curve(line)])
    hills = kit.path(f"{flat}L-464 {kit.n1(low + 60)}Z", kit.f("soil"))
    return hills + kit.path(kit.pen(line, w=4, seed="hills", wob=2), kit.f("bark"))


def spread_out(bank: Bank) -> list[list[tuple[Slip, float, float, float]]]:
    """Pages of slips in three columns, each with its place: piles first, then the newest notes; no word is left out
    unless one note alone would fill a column."""
    room = min(ABOVE.bottom - ABOVE.top, BELOW.bottom - BELOW.top)
    wide, gap = (ABOVE.right - 2 * 24) / 3, 18
    out: list[list[tuple[Slip, float, float, float]]] = []
    ends = [room + 1.0] * 3
    for item in largest_first(bank):
        slip = slip_of(item, wide, (44, 38, 34, 30) if bank.count <= 3 else (34, 30), 3 if bank.count <= 3 else 2)
        if slip.words.cut:
            slip = slip_of(item, wide, (30, 28, 26), int((room - 26) // (30 * 1.2)))
        column = min(range(3), key=lambda c: (ends[c], c))
        if ends[column] + slip.height > room or len(out[-1]) == OPENED:
            out.append([])
            ends, column = [0.0] * 3, 0
        out[-1].append((slip, column * (wide + 24), ends[column], wide))
        ends[column] += slip.height + gap
    return out
