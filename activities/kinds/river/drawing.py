"""The recovery river: phases from spring to ocean, what gets in the way above the water, what helps below it.

Pure: the same `River` gives the same bytes. Positions are pixels of the stage floor, 1792 by 848. Water and hills run
past its edges on purpose (the stage lets them show, paper cuts them off); words never do.
"""

from __future__ import annotations

from activities.drawing import pen as kit
from activities.drawing.layout import Box
from activities.kinds.river.names import draw_boat, labelled, moored
from activities.kinds.river.opened import opened_phase, spread_out
from activities.kinds.river.river import River, is_open, tidied
from activities.kinds.river.slips import heading_of, pinned
from activities.kinds.river.water import COURSE, H, W, currents, half_width, hills, scenery, water
from activities.kinds.river.words import heads, sentences


def river_drawing(river: River, page: int = 1, uid: str = "river") -> str:
    """The whole river, or its opened phase, as SVG, 1792 by 848; pages count from 1."""
    river = tidied(river)
    inner = opened_phase(river, min(max(page, 1), pages(river)), uid) if is_open(river) else _whole(river, uid)
    return kit.svg(inner, sentences(river), name="river")


def pages(river: River) -> int:
    """How many pages the drawing has: more than one only where an opened phase has more notes than its banks hold."""
    if not is_open(river):
        return 1
    phase = river.phases[river.at or 0]
    return max(1, *(len(spread_out(bank)) for bank in (phase.above, phase.below)))


def _whole(river: River, uid: str) -> str:
    course = kit.curve(COURSE, 24)
    half = [half_width(i / (len(course) - 1)) for i in range(len(course))]
    up = [(x, y - h) for (x, y), h in zip(course, half, strict=True)]
    down = [(x, y + h) for (x, y), h in zip(course, half, strict=True)]
    labels = labelled(river.phases, course)
    boat = moored(labels, river.at, course)
    above, below = heads(river)
    head_above, head_below = heading_of("rose", above, 0, 44), heading_of("leaf", below, 0, H - 34)
    solid = [head_above.box, head_below.box, *(label.box for label in labels), *([boat] if boat else [])]
    out = hills() + water(up, down) + currents(course, half) + scenery(river.phases, course, half, solid)
    for label in labels:
        out += label.drawn(uid)
    for i, phase in enumerate(river.phases):
        wide = min(W / len(river.phases) - 22, 420)
        left = (i + 0.5) * W / len(river.phases) - wide / 2
        span = Box(left - 4, 0, left + wide + 8, H)
        shore = min(y for x, y in up if span.left < x < span.right) - 20
        strand = max(y for x, y in down if span.left < x < span.right) + 20
        roof = max([6, *(box.bottom + 12 for box in solid if box.hits(span) and box.bottom < 100)])
        floor = min([H - 14, *(box.top - 12 for box in solid if box.hits(span) and box.top > 740)])
        near = [box for box in solid if box.hits(span) and 100 < box.top < 700]
        shore = min([shore, *(box.top - 12 for box in near)])
        strand = max([strand, *(box.bottom + 12 for box in near)])
        out += pinned(phase.above, "rose", Box(left, roof, left + wide, shore), True)
        out += pinned(phase.below, "leaf", Box(left, strand, left + wide, floor), False)
    if boat:
        out += draw_boat((boat.left + boat.right) / 2, boat.top + 50)
    return out + head_above.drawn() + head_below.drawn()
