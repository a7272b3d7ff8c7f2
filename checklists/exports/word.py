from __future__ import annotations

from io import BytesIO

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from checklists.board import Board, Row
from checklists.models import Checklist
from checklists.templatetags.plan_words import BULLET, direction

INK = RGBColor(0x23, 0x20, 0x1B)


def _clean(text: str) -> str:
    """Word's XML refuses control characters that a paste may carry."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t")


def _say(document, text: str, style: str = "Normal"):
    """One paragraph, with its direction."""
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(_clean(text))
    if direction(text) == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True
    return paragraph


def _words(document, text: str) -> None:
    if not text:
        _say(document, _("Nothing written yet."), "Quote")
    for line in text.split("\n"):
        if BULLET.match(line):
            _say(document, BULLET.sub("", line), "List Bullet")
        elif line.strip():
            _say(document, line)


def _question(document, row: Row) -> None:
    document.add_heading(f"{row.asked.number}. {row.asked.text}", 3)
    _words(document, row.answer.text)
    if row.borrowed:
        _say(document, _("From the workshop:")).runs[0].bold = True
        for one in row.borrowed:
            _say(document, f"{one.text} ({one.source})", "List Bullet")
    for box in row.then:
        document.add_heading(box.asked.text, 4)
        _words(document, box.answer.text)
    facts = [str(row.answer.get_state_display()), _clean(row.answer.who)]
    if row.answer.due:
        facts.append(_("by %(date)s") % {"date": date_format(row.answer.due, "j F Y")})
    if row.answer.hard:
        facts.append(_("this is hard"))
    _say(document, " · ".join(filter(None, facts))).runs[0].bold = True
    if row.answer.hard and row.answer.challenge:
        _say(document, _("What makes it hard:")).runs[0].bold = True
        _words(document, row.answer.challenge)
    if row.answer.hard and row.answer.needs:
        _say(document, _("What would help: %(needs)s") % {"needs": ", ".join(row.answer.need_labels)})


def _styled(document, title: str) -> None:
    document.core_properties.title, document.core_properties.author = title, "Coprod"
    document.core_properties.language = get_language()
    for name, size in (
        ("Normal", 12),
        ("Title", 26),
        ("Heading 1", 20),
        ("Heading 2", 16),
        ("Heading 3", 13),
        ("Heading 4", 12),
    ):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = "Atkinson Hyperlegible Next", Pt(size), INK
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)


def word(board: Board, checklists: list[Checklist]) -> bytes:
    """A document with real headings and lists, to be edited further."""
    document = Document()
    _styled(document, board.project.name)
    document.add_heading(_clean(board.project.name), 0)
    _say(document, date_format(timezone.localdate(), "j F Y"))
    for checklist in checklists:
        document.add_heading(str(checklist), 1)
        _say(document, checklist.sheet.lead)
        for part in checklist.sheet.parts:
            if part.title or part.heading:
                document.add_heading(part.title or part.heading, 2)
            for asked in part.asked:
                _question(document, board.row(checklist, asked, deep=False))
    made = BytesIO()
    document.save(made)
    return made.getvalue()
