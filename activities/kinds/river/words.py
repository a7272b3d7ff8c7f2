"""The river in words: for those who hear it, and for a report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing.layout import told
from activities.kinds.river.river import STEPS, Bank, Phase, Pile, River, by_size, tidied


def river_words(river: River) -> dict[str, Any]:
    """The same as plain data: a heading, one sentence, then a heading with two lists for each phase."""
    river = tidied(river)
    above, below = heads(river)
    phases = [
        {
            "heading": phase_head(phase),
            "lists": [
                {"heading": head, "items": _items(bank)} for head, bank in ((above, phase.above), (below, phase.below))
            ],
        }
        for phase in river.phases
    ]
    return {"heading": _title(river), "summary": _counts(river), "phases": phases}


def sentences(river: River) -> str:
    """The text equivalent: name, counts, each phase with its two banks, then where the room is, what feels hardest."""
    above, below = heads(river)
    out = [f"{_title(river)}.", _counts(river)]
    for phase in river.phases:
        out.append(f"{phase_head(phase)}.")
        out += [
            f"{head}: {told([*map(piled, by_size(bank.piles)), *bank.notes])}."
            for head, bank in ((above, phase.above), (below, phase.below))
            if bank.count
        ]
    if river.at is not None and 0 <= river.at < len(river.phases):
        out.append(_("The boat is at: %(phase)s.") % {"phase": river.phases[river.at].name})
    asked = [phase for phase in river.phases if phase.possible is not None]
    if asked:
        least = min(asked, key=lambda phase: phase.possible or 0)
        out.append(_("Least possible now: %(phase)s.") % {"phase": least.name})
    return " ".join(out)


def _title(river: River) -> str:
    return river.title or _("Recovery river")


def heads(river: River) -> tuple[str, str]:
    return river.above or _("What gets in the way"), river.below or _("What helps")


def _counts(river: River) -> str:
    notes = sum(phase.above.count + phase.below.count for phase in river.phases)
    phases = ngettext("%(count)d phase.", "%(count)d phases.", len(river.phases)) % {"count": len(river.phases)}
    return (
        phases
        + " "
        + (ngettext("%(count)d note.", "%(count)d notes.", notes) % {"count": notes} if notes else _("No notes yet."))
    )


def phase_head(phase: Phase) -> str:
    if phase.possible is None:
        return phase.name
    return _("%(phase)s, how possible: %(now)d of %(all)d") % {"phase": phase.name, "now": phase.possible, "all": STEPS}


def _items(bank: Bank) -> list[str]:
    """Every note, the piles with what is in them."""
    piles = [f"{piled(pile)}: {'; '.join(pile.notes)}" for pile in by_size(bank.piles)]
    return [*piles, *bank.notes]


def piled(pile: Pile) -> str:
    return (
        _("%(name)s ×%(count)d") % {"name": pile.name, "count": len(pile.notes)} if len(pile.notes) > 1 else pile.name
    )
