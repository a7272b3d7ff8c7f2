"""The values tree in words: for those who hear it, and for a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing.layout import told
from activities.kinds.values_tree.tree import Group, Leaf, Tree, Value, tidied


def values_tree_words(tree: Tree) -> dict[str, Any]:
    """The same as plain data: a heading, one sentence, and a table with a row for each agreed value, group or value."""
    tree = tidied(tree)
    if tree.phase == "roots":
        columns = [_("Value"), _("Times picked")]
        rows = [[value.word, str(value.count)] for value in sorted(tree.values, key=lambda v: -v.count)]
    else:
        columns = [_("Group"), _("Its values"), _("Agreed value"), _("Votes")]
        rows = [row for group in tree.groups for row in _rows_of(group, tree.voters)]
        if tree.values:
            rows.append([_("Not in a group"), listed(tree.values), "", ""])
    return {"heading": _title(tree), "summary": _counts(tree), "columns": columns, "rows": rows}


def _title(tree: Tree) -> str:
    return tree.title or _("Values tree")


def _counts(tree: Tree) -> str:
    if not tree.notes:
        return _("No values yet.")
    said = ngettext("%(count)d value picked.", "%(count)d values picked.", tree.notes) % {"count": tree.notes}
    if tree.phase == "roots":
        return said
    named = sum(bool(group.name) for group in tree.groups)
    if not named:
        return said
    groups = ngettext("%(count)d group.", "%(count)d groups.", named) % {"count": named}
    return f"{said} {groups}"


def sentences(tree: Tree) -> str:
    """The text equivalent: name, counts, each part in reading order, then the one thing to notice."""
    out = [f"{_title(tree)}.", _counts(tree)]
    if tree.phase == "roots":
        if tree.values:
            out.append(f"{_told(sorted(tree.values, key=lambda v: -v.count))}.")
            most = max(tree.values, key=lambda v: v.count)
            if most.count > 1:
                out.append(_("Picked most: %(word)s.") % {"word": most.word})
        return " ".join(out)
    for group in tree.groups:
        said = {"group": group.name, "values": _told(group.values)}
        out.append((_("%(group)s: %(values)s.") if group.name and group.values else "%(group)s%(values)s.") % said)
        for leaf in group.leaves:
            out.append(_("Agreed: %(value)s.") % {"value": voted(leaf, tree.voters)})
    if tree.values:
        out.append(_("Not in a group: %(values)s.") % {"values": _told(tree.values)})
    leaves = [leaf for group in tree.groups for leaf in group.leaves]
    if len(leaves) > 1:
        out.append(_("Most votes: %(word)s.") % {"word": max(leaves, key=lambda leaf: leaf.votes).word})
    elif not leaves and tree.groups:
        largest = max(tree.groups, key=lambda group: group.notes)
        out.append(_("Largest group: %(word)s.") % {"word": largest.name or listed(largest.values)})
    return " ".join(out)


def _told(values: Iterable[Value]) -> str:
    return told([f"{value.word} {value.count}" for value in values], ", ")


def listed(values: Iterable[Value]) -> str:
    return ", ".join(f"{value.word} {value.count}" for value in values)


def voted(leaf: Leaf, voters: int) -> str:
    return f"{leaf.word}, {votes_of(leaf, voters)}" if leaf.votes else leaf.word


def votes_of(leaf: Leaf, voters: int) -> str:
    return _("%(votes)d of %(voters)d") % {"votes": leaf.votes, "voters": max(voters, leaf.votes)}


def _rows_of(group: Group, voters: int) -> list[list[str]]:
    return [
        [group.name, listed(group.values), leaf.word, votes_of(leaf, voters) if leaf.votes else ""]
        for leaf in group.leaves or (Leaf(""),)
    ]


def labelled(value: Value) -> str:
    return _("%(word)s ×%(count)d") % {"word": value.word, "count": value.count} if value.count > 1 else value.word
