"""The same step of several sessions side by side: the evaluation, the ladder, what people shared before and after.

Everything comes from what kinds say in `compare`, of steps that a report may tell of. So nothing is here that no report shows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pydantic import ValidationError
from xlsxwriter import Workbook

from activities.kinds.base import Block, Kind, Sight
from activities.kinds.registry import kind, kinds
from coprod import office
from sessions.models import LiveSession, SessionStep
from sessions.report.gather import kept_back, own_ids
from sessions.source import finished_step

MOST = 12  # sessions at once


@dataclass(frozen=True)
class Comparison:
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Across:
    comparisons: Sequence[Comparison]
    left_out: Sequence[str]  # what is not shown, and why, a sentence each


def comparable(owner_pk: int) -> list[LiveSession]:
    """Sessions of one facilitator in which something was done that can be laid side by side, newest first."""
    names = [name for name, found in kinds().items() if type(found).compares is not Kind.compares]
    done = SessionStep.objects.filter(visited=True, kind__in=names).values("session")
    return list(LiveSession.objects.filter(owner_id=owner_pk, pk__in=done))


def across(sessions: Iterable[LiveSession]) -> Across:
    in_order = sorted(sessions, key=lambda session: (session.created_on, session.pk))
    labels = _labels(in_order)
    sets: dict[tuple[str, str], list[Sight]] = {}
    left_out = [_("%(title)s is here twice, once from a file. Leave one out, or its people count twice.") % {"title": t}
                for t in dict.fromkeys(session.title for session in copies(in_order))]  # fmt: skip
    for session in in_order:
        wishes = set(session.report_wishes.get("left_out", ()))
        for step in session.steps.filter(visited=True).select_related("session"):
            if step.position not in wishes:
                _place(step, labels[session.pk], sets, left_out)
    found = [_comparison(number, name, sights) for number, ((name, _key), sights) in enumerate(sets.items(), start=1)]
    return Across([comparison for comparison in found if comparison.blocks], left_out)


def copies(sessions: Sequence[LiveSession]) -> list[LiveSession]:
    """Those from a file that look the same as another one here: their day and their name."""
    same = Counter((session.created_on, session.title) for session in sessions)
    return [session for session in sessions if session.origin and same[session.created_on, session.title] > 1]


def _labels(sessions: Sequence[LiveSession]) -> dict[int, str]:
    """The day of each; where two are of one day, with a number."""
    seen: Counter[str] = Counter()
    found = {}
    for session in sessions:
        day = date_format(session.created_on, "j M Y")
        seen[day] += 1
        found[session.pk] = day if seen[day] == 1 else f"{day} ({seen[day]})"
    return found


def _place(step: SessionStep, label: str, sets: dict[tuple[str, str], list[Sight]], left_out: list[str]) -> None:
    """Puts a step beside those it can be compared with, or says why it is not shown."""
    try:
        key = kind(step.kind).compares(step.info)
    except (LookupError, ValidationError):
        return
    if not key:
        return
    if why := kept_back(step):
        left_out.append(_("%(step)s, %(day)s: %(why)s") % {"step": step.title, "day": label, "why": why})
        return
    name = _("%(day)s, %(title)s") % {"day": label, "title": step.session.title}
    sets.setdefault((step.kind, key), []).append(Sight(label, name, finished_step(step)))


def _comparison(number: int, name: str, sights: Sequence[Sight]) -> Comparison:
    blocks = kind(name).compare(sights)
    title = " · ".join(dict.fromkeys(sight.state.step.title for sight in sights))
    return Comparison(title, [own_ids(block, f"a{number}b{i}-") for i, block in enumerate(blocks)])


# -- files -------------------------------------------------------------------------------------------------------------


def table(comparison: Comparison) -> Iterable[list[Any]]:
    """A row for each row of a block: what it is about, then its cells. Counts are numbers, whatever people wrote is text."""
    for block in comparison.blocks:
        yield [block.heading, *(block.columns or [block.text])]
        for first, *cells in block.rows:
            counted = [int(c) if c.isascii() and c.isdigit() else c for c in cells] if block.drawing else cells
            yield [block.heading, first, *counted]


def spreadsheet(found: Across) -> bytes:
    def fill(book: Workbook) -> None:
        for number, comparison in enumerate(found.comparisons, start=1):
            rows = list(table(comparison))
            heads = [(_("About"), "wide"), (_("What"), "middle"), *([("", "middle")] * (max(map(len, rows)) - 2))]
            office.sheet(book, f"{number:02d} {comparison.title}", heads, rows)
        if not found.comparisons:
            office.sheet(book, _("Nothing yet"), [(_("What"), "wide")], [[line] for line in found.left_out])

    return office.book(fill)


def comma_separated(found: Across) -> bytes:
    rows = ([comparison.title, *row] for comparison in found.comparisons for row in table(comparison))
    return office.comma_separated([_("Part"), _("About"), _("What")], rows)


FILES = {"xlsx": spreadsheet, "csv": comma_separated}
