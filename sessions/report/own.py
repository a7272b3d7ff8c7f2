"""One person's own copy: what they wrote, opened with the secret of their phone, and what everyone made together.

It is made when asked for and never kept: what is private lies nowhere but in the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore

from django.template.loader import render_to_string
from django.utils.translation import get_language
from pydantic import ValidationError

from activities.kinds.base import Note
from coprod import pdf
from sessions.access import Here
from sessions.models import SessionStep
from sessions.report.gather import Report, gather
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
    entries: Sequence[str]


@dataclass(frozen=True)
class Copy:
    report: Report
    mine: Sequence[Mine]


def copy_of(here: Here) -> Copy:
    return Copy(gather(here.session), list(filter(None, (_mine(here, step) for step in _visited(here)))))


def _visited(here: Here) -> list[SessionStep]:
    return list(here.session.steps.filter(visited=True))


def _mine(here: Here, step: SessionStep) -> Mine | None:
    try:
        own = own_rows(step, here.secret, sealed=True)
        notes, entries = [note for note in own.notes if note.live], list(own.entries.values())
    except (LookupError, ValidationError):
        return None
    return Mine(step, notes, entries) if notes or entries else None


def copy_pdf(copy: Copy) -> bytes:
    """Raises Busy and pdf.PdfFailed."""
    if not _waiting.acquire(blocking=False):
        raise Busy
    try:
        return pdf.make(
            render_to_string(
                "sessions/report/copy_pdf.html", {"copy": copy, "report": copy.report, "language": get_language()}
            )
        )
    finally:
        _waiting.release()
