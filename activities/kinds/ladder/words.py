"""The ladder in words: for phones, for those who hear it, for the report."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing.words import Words, people
from activities.kinds.ladder.ladder import Ladder, Lane


def ladder_words(ladder: Ladder) -> Words:
    heading = ladder.heading or _("Ladder")
    if not ladder.revealed:
        return Words(heading, placed_words(ladder.placed, ladder.people))
    sentences = [lane_words(ladder, lane) for lane in ladder.lanes]
    if ladder.climb is not None:
        sentences.append(gap_sentence(ladder))
    return Words(
        heading,
        " ".join(sentences),
        columns=(_("Rung"), *(lane.title for lane in ladder.lanes)),
        rows=tuple(
            (rung.shown, *(str(lane.counts[i]) for lane in ladder.lanes)) for i, rung in enumerate(ladder.rungs)
        ),
    )


def placed_words(placed: int, total: int) -> str:
    if not placed:
        return _("Nobody has placed a mark yet.")
    if total < placed:
        return ngettext("%(placed)d person has placed a mark.", "%(placed)d people have placed a mark.", placed) % {
            "placed": placed
        }
    return _("%(placed)d of %(total)d have placed a mark.") % {"placed": placed, "total": total}


def lane_words(ladder: Ladder, lane: Lane) -> str:
    """ "Our team. 7 people. Sharing Power 1, Consultation 2, Information 4. Most chose Information."."""
    if not lane.total:
        return _("%(lane)s: nobody answered.") % {"lane": lane.title}
    named = [f"{rung.shown} {count}" for rung, count in zip(ladder.rungs, lane.counts, strict=True) if count]
    most = max(lane.counts)
    told = f"{lane.title}: {people(lane.total)}. {', '.join(named)}."
    if most * 2 > lane.total and lane.total > 1:
        told += " " + _("Most chose %(rung)s.") % {"rung": ladder.rungs[lane.counts.index(most)].shown}
    elif lane.middle is not None:
        told += " " + _("The middle answer: %(rung)s.") % {"rung": ladder.rungs[lane.middle].shown}
    return told


def rungs_in_words(n: int) -> str:
    return {1: _("one rung"), 2: _("two rungs"), 3: _("three rungs"), 4: _("four rungs"), 5: _("five rungs")}.get(
        n
    ) or (ngettext("%(n)d rung", "%(n)d rungs", n) % {"n": n})


def gap_lines(climb: int) -> list[str]:
    """What stands on the red pen's paper."""
    if not climb:
        return [_("No gap:"), _("the same rung")]
    if climb < 0:
        return [_("The gap, down:"), rungs_in_words(-climb)]
    return [_("The gap:"), rungs_in_words(climb)]


def gap_sentence(ladder: Ladder) -> str:
    assert ladder.gap is not None and ladder.climb is not None
    now, should = (ladder.lanes[i].title for i in ladder.gap)
    names = {"now": now, "should": should, "rungs": rungs_in_words(abs(ladder.climb))}
    if not ladder.climb:
        return _("From “%(now)s” to “%(should)s” there is no gap: the same rung.") % names
    if ladder.climb < 0:
        return _("The gap from “%(now)s” to “%(should)s”: %(rungs)s, down.") % names
    return _("The gap from “%(now)s” to “%(should)s”: %(rungs)s, up.") % names
