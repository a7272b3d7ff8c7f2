"""One person's own copy: what they wrote, opened with the secret of their phone, and what everyone made together.

It is made when asked for and never kept: what is private lies nowhere but in the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from activities.kinds.base import Asked, Block, Note
from activities.kinds.registry import kind
from coprod import pdf
from sessions.access import Here
from sessions.kept import Kept
from sessions.models import SessionStep
from sessions.report.gather import Report, Section, gather
from sessions.source import own_rows

# A whole room asks at the same moment. Those who would wait long are asked to come back: a thread is not kept for them.
_waiting = BoundedSemaphore(4)


class Busy(Exception):
    """Many people are saving their copy right now."""


@dataclass(frozen=True)
class Mine:
    """What one person put into a step."""

    step: SessionStep
    notes: Sequence[Note]
    entries: Sequence[Asked]
    keepable: bool = False
    seen_by: str = ""  # who sees a note of it
    answers: Sequence[Asked] = ()  # told to somebody who works alone; a group's report tells totals


@dataclass(frozen=True)
class Part:
    """A part of a workbook: what its owner wrote and answered, and what came of their notes."""

    section: Section
    entries: Sequence[Asked]
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Copy:
    report: Report
    mine: Sequence[Mine]

    @property
    def parts(self) -> list[Part]:
        """For somebody who works alone. What a report says of fewer than five people is left out: here it is one."""
        wrote = {mine.step.pk: mine for mine in self.mine}
        return [_part(section, wrote.get(section.step.pk)) for section in self.report.sections]


def _part(section: Section, mine: Mine | None) -> Part:
    if mine is None:
        return Part(section, (), ())
    few = _("Fewer than five people answered, so this is not shown.")
    told = [block for block in section.blocks if block.drawing or block.rows or block.items]
    blocks = [block for block in told if few not in f"{block.text} {block.rows}"]
    return Part(section, [*mine.entries, *mine.answers], blocks)


def copy_of(here: Here) -> Copy:
    return Copy(gather(here.session), mine_of(here))


def mine_of(here: Here) -> list[Mine]:
    """What this person wrote, step by step."""
    return list(filter(None, (_mine(here, step) for step in _visited(here))))


def _visited(here: Here) -> list[SessionStep]:
    return list(here.session.steps.filter(visited=True))


def _mine(here: Here, step: SessionStep) -> Mine | None:
    try:
        own = own_rows(step, here.secret, sealed=True)
        of, config = kind(step.kind), step.info.config
        notes, page = [note for note in own.notes if note.live], of.own_page(config, own)
    except (LookupError, ValidationError):
        return None
    entries = [asked for asked in page if asked.text.strip() and asked.text not in {note.text for note in notes}]
    seen_by = of.note_privacy or step.privacy
    answers = of.own_answers(config, own) if here.session.alone else ()
    began = here.session.alone and any(not answer.gone for answer in own.answers.values())
    return Mine(step, notes, entries, of.keepable(config), seen_by, answers) if notes or entries or began else None


def copy_pdf(copy: Copy) -> bytes:
    """Raises Busy and pdf.PdfFailed."""
    template = "sessions/own/workbook_pdf.html" if copy.report.session.alone else "sessions/report/copy_pdf.html"
    return _pdf(template, copy=copy, report=copy.report)


def page_pdf(page: Kept) -> bytes:
    """A kept page with all its takes. Raises Busy and pdf.PdfFailed."""
    return _pdf("sessions/own/page_pdf.html", page=page)


def _pdf(template: str, **context: Any) -> bytes:
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        return pdf.make(render_to_string(template, {**context, "language": get_language()}))
    finally:
        _waiting.release()
