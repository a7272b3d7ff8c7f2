"""The power map: who has how much say in which decision, now and as the room wants it.

A row is a decision, a column a group of people. In each cell a stave of five lines goes from no say (bottom) to decides
(top): a dot is the say they have, an arrow leads to the say they should have. The largest gaps lie on sun paper.

Pure: the same `PowerMap` gives the same bytes. Positions are pixels of the stage floor, 1792 by 848.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from activities.drawing import pen as kit
from activities.drawing.layout import fit
from activities.kinds.power_map.beside import gaps_said, who_decides
from activities.kinds.power_map.power import ROWS, PowerMap, columns_of, largest, pages, tidied
from activities.kinds.power_map.staves import TOP, Grid, H, W, heads, legend, row_of
from activities.kinds.power_map.words import sentences


def power_map(power: PowerMap, page: int = 1, uid: str = "power") -> str:
    """One page of six decisions as SVG, 1792 by 848; pages count from 1 and the largest gaps come first."""
    power = tidied(power)
    columns = columns_of(power)
    page = min(max(page, 1), pages(power))
    rows = power.decisions[(page - 1) * ROWS : page * ROWS]
    left_out = len(power.groups) - len(columns)
    grid = Grid(len(rows), tuple(columns), H - 40 if left_out else H)
    gaps = largest(rows, columns)
    inner = legend(power) + heads(power, grid)
    inner += "".join(row_of(power, decision, r, grid, gaps) for r, decision in enumerate(rows))
    if gaps:
        inner += gaps_said(power, gaps, page, grid.end)
    elif rows:
        inner += "".join(who_decides(power, decision, r, grid) for r, decision in enumerate(rows))
    else:
        inner += kit.text(0, TOP + 70, _("No decisions yet."), size=36, weight=650)
    if left_out:
        said = _("%(shown)d of %(all)d groups: those with the largest gaps")
        said %= {"shown": len(columns), "all": len(power.groups)}
        inner += kit.text(0, H - 10, fit(said, W, (26,)).lines, size=26, c="ink-2")
    return kit.svg(inner, sentences(power), name="power-map")
