"""The power map in words: for phones, for those who hear it, for the report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing.layout import told
from activities.kinds.power_map.power import PowerMap, Say, largest, padded, tidied


def power_map_words(power: PowerMap) -> dict[str, Any]:
    """The same as plain data: a heading, a sentence, a table of every decision and group, lists of what was written."""
    power = tidied(power)
    rows = [
        [decision.text, *(changed(power, say) for say in padded(decision, len(power.groups)))]
        for decision in power.decisions
    ]
    lists = []
    for decision in power.decisions:
        items = [_("It could bring: %(text)s") % {"text": text} for text in decision.brings]
        items += [_("Watch out for: %(text)s") % {"text": text} for text in decision.watch]
        if items:
            lists.append({"heading": decision.text, "items": items})
    return {
        "heading": _title(power),
        "summary": _counts(power),
        "columns": [_("Decision"), *power.groups],
        "rows": rows,
        "lists": lists,
    }


def _title(power: PowerMap) -> str:
    return power.title or _("Who has a say in each decision")


def _counts(power: PowerMap) -> str:
    if not power.decisions:
        return _("No decisions yet.")
    rows, columns = len(power.decisions), len(power.groups)
    decisions = ngettext("%(count)d decision.", "%(count)d decisions.", rows) % {"count": rows}
    groups = ngettext("%(count)d group of people.", "%(count)d groups of people.", columns) % {"count": columns}
    return f"{decisions} {groups}"


def sentences(power: PowerMap) -> str:
    """The text equivalent: name, counts, each decision with its groups, then the largest gaps."""
    out, rows = [f"{_title(power)}.", _counts(power)], []
    for decision in power.decisions:
        said = [
            _("%(group)s %(say)s") % {"group": group, "say": changed(power, say)}
            for group, say in zip(power.groups, padded(decision, len(power.groups)), strict=True)
            if changed(power, say)
        ]
        rows.append(f"{decision.text}: {'; '.join(said) or _('no answers yet')}.")
    if rows:
        out.append(told(rows, " "))
    gaps = largest(power.decisions, range(len(power.groups)))
    if gaps:
        gap = gaps[0]
        parts = {"decision": gap.decision.text, "group": power.groups[gap.column], "change": changed(power, gap.say)}
        out.append(_("The biggest gap: %(decision)s. %(group)s %(change)s.") % parts)
    return " ".join(out)


def changed(power: PowerMap, say: Say) -> str:
    """One cell in words: "from no say to decides with others", or the level alone when nothing is to change."""
    if say.now is None:
        return _("should be: %(level)s") % {"level": power.levels[say.wanted]} if say.wanted is not None else ""
    if say.wanted is None or say.wanted == say.now:
        return power.levels[say.now]
    return _("from %(now)s to %(wanted)s") % {"now": power.levels[say.now], "wanted": power.levels[say.wanted]}
