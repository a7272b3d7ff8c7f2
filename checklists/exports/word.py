from __future__ import annotations

from io import BytesIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from docx import Document

from checklists.board import Board, Row
from checklists.models import Checklist
from coprod import office
from coprod.words import BULLET, NUMBER


def _words(document, text: str) -> None:
    if not text:
        office.say(document, _("Nothing written yet."), "Quote")
    for line in text.split("\n"):
        if BULLET.match(line):
            office.say(document, BULLET.sub("", line), "List Bullet")
        elif NUMBER.match(line):
            office.say(document, line.strip(), "List Paragraph")
        elif line.strip():
            office.say(document, line)


def _question(document, row: Row) -> None:
    document.add_heading(f"{row.asked.number}. {row.asked.text}", 3)
    _words(document, row.answer.text)
    if row.borrowed:
        office.say(document, _("From the workshop:")).runs[0].bold = True
        for one in row.borrowed:
            office.say(document, f"{one.text} ({one.source})", "List Bullet")
    for box in row.then:
        document.add_heading(box.asked.text, 4)
        _words(document, box.answer.text)
    facts = [str(row.answer.get_state_display()), office.clean(row.answer.who)]
    if row.answer.due:
        facts.append(_("by %(date)s") % {"date": date_format(row.answer.due, "j F Y")})
    if row.answer.hard:
        facts.append(_("this is hard"))
    office.say(document, " · ".join(filter(None, facts))).runs[0].bold = True
    if row.answer.hard and row.answer.challenge:
        office.say(document, _("What makes it hard:")).runs[0].bold = True
        _words(document, row.answer.challenge)
    if row.answer.hard and row.answer.needs:
        office.say(document, _("What would help: %(needs)s") % {"needs": ", ".join(row.answer.need_labels)})


def word(board: Board, checklists: list[Checklist]) -> bytes:
    """A document with real headings and lists, to be edited further."""
    document = Document()
    office.styled(document, board.project.name)
    document.add_heading(office.clean(board.project.name), 0)
    office.say(document, date_format(timezone.localdate(), "j F Y"))
    for checklist in checklists:
        document.add_heading(str(checklist), 1)
        office.say(document, checklist.sheet.lead)
        for part in checklist.sheet.parts:
            if part.title or part.heading:
                document.add_heading(part.title or part.heading, 2)
            for asked in part.asked:
                _question(document, board.row(checklist, asked, deep=False))
    made = BytesIO()
    document.save(made)
    return made.getvalue()
