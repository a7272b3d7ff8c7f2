"""The report as files. Each is made from the same plain data (`sessions.report.gather`), so no form can say more than the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from docx import Document
from xlsxwriter import Workbook

from activities.kinds.base import Block
from coprod import office, pdf
from coprod.words import plain
from sessions.models import LiveSession
from sessions.report.gather import Report, Section, gather

TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
DOTS_WIDE = 1920


def stamp(session: LiveSession) -> str:
    """What a made file depends on: everything written has raised the revision, and the rest is the organiser's wishes."""
    seen = f"{session.epoch}.{session.rev}.{session.report_wishes}.{session.deleted_on}.{timezone.localdate()}.{get_language()}"
    return hashlib.sha256(seen.encode()).hexdigest()


def made(session_pk: int, ending: str, drawing: str = "") -> bytes:
    """The report of a session as it is now: as a PDF, with all other forms as a ZIP, or one drawing of it as a PNG.

    Raises PdfFailed.
    """
    report = gather(LiveSession.objects.get(pk=session_pk))
    if ending == "png":
        return picture(pdf.make(drawing_html(drawings(report)[drawing]), seconds=pdf.PATIENT))
    body = pdf.make(pdf_html(report), seconds=pdf.PATIENT)
    return bundle(report, body) if ending == "zip" else body


def drawings(report: Report) -> dict[str, Block]:
    """Every drawing that is in the report, by its file's name."""
    return dict(pair for section in report.sections for pair in section.drawings)


def pdf_html(report: Report) -> str:
    return render_to_string("sessions/report/pdf.html", {"report": report, "language": get_language()})


def drawing_html(block: Block) -> str:
    return render_to_string("sessions/report/drawing.html", {"block": block, "language": get_language()})


def picture(body: bytes) -> bytes:
    """The first page of a PDF as a PNG, DOTS_WIDE dots wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(body)
    try:
        page = document[0]
        out = BytesIO()
        page.render(scale=DOTS_WIDE / page.get_width()).to_pil().save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()


# -- tables ------------------------------------------------------------------------------------------------------------


def lines(section: Section) -> Iterable[list[str]]:
    """A section as rows: the heading of its block, then its cells, a note in each row."""
    if section.trouble:
        yield ["", section.trouble]
    for block in section.blocks:
        if block.text:
            yield [block.heading, block.text]
        if block.rows:
            yield [block.heading, *map(str, block.columns)]
        for row in block.rows:
            yield [block.heading, *map(str, row)]
        for item in block.items:
            yield [block.heading, item]


def summary(report: Report) -> Iterable[list[str]]:
    yield [_("What"), report.title]
    yield [_("When and who"), report.facts]
    for text in report.note.split("\n") if report.note else ():
        yield [_("A note"), text]
    for head, found in ((_("What we did"), report.said), (_("What we agreed"), report.agreed)):
        for line in found:
            yield [head, line.text, line.more]
    for line in report.will_do:
        yield [_("What we will do"), line.text]


def spreadsheet(report: Report) -> bytes:
    """The summary on the first sheet, then a sheet for each step."""

    def fill(book: Workbook) -> None:
        office.sheet(book, _("Summary"), [(_("About"), "middle"), (_("What"), "wide"), ("", "wide")], summary(report))
        for section in report.sections:
            rows = list(lines(section))
            broad = max((len(row) for row in rows), default=2)
            heads = [(_("About"), "middle"), (_("What"), "wide"), *([("", "middle")] * (broad - 2))]
            office.sheet(book, section.numbered, heads, rows)

    return office.book(fill)


def comma_separated(report: Report) -> bytes:
    """One table of everything, for other programs."""
    rows = ([section.numbered, *row] for section in report.sections for row in lines(section))
    return office.comma_separated([_("Part"), _("About"), _("What")], rows)


# -- words -------------------------------------------------------------------------------------------------------------


def markdown(report: Report) -> bytes:
    out = [f"# {plain(report.title)}", "", report.facts, ""]
    if report.note:
        out += [plain(report.note), ""]
    for head, found in _summary_lists(report):
        out += [f"## {head}", "", *(f"- {plain(text)}" for text in found), ""]
    for section in report.sections:
        out += [f"## {section.number}. {plain(section.title)}", ""]
        out += [section.lead, ""] if section.lead else []
        out += [section.trouble, ""] if section.trouble else []
        for block in section.blocks:
            out += [f"### {plain(block.heading)}", ""]
            out += [plain(block.text), ""] if block.text else []
            if block.rows:
                out += [_row(block.columns), _row(["---"] * len(block.columns)), *map(_row, block.rows), ""]
            out += [*(f"- {_line(item)}" for item in block.items), ""] if block.items else []
    return ("\n".join(out).rstrip() + "\n").encode()


def _line(text: str) -> str:
    return plain(text).replace("\n", " ")


def _row(cells: Iterable[Any]) -> str:
    made = [str(cell) if str(cell) == "---" else _line(str(cell)) for cell in cells]
    return f"| {' | '.join(made)} |"


def _summary_lists(report: Report) -> list[tuple[str, list[str]]]:
    did = [f"{line.text}: {line.more}" if line.more else line.text for line in report.said]
    found = [
        (_("What we did"), did),
        (_("What we agreed"), [line.text for line in report.agreed]),
        (_("What we will do"), [line.text for line in report.will_do]),
    ]
    return [(head, texts) for head, texts in found if texts]


def word(report: Report) -> bytes:
    """A document with real headings, lists and tables, to be edited further. Its drawings are in the PDF and the ZIP."""
    document = Document()
    office.styled(document, report.title)
    document.add_heading(office.clean(report.title), 0)
    office.say(document, report.facts)
    for line in filter(str.strip, report.note.split("\n")):
        office.say(document, line, "Quote")
    for head, found in _summary_lists(report):
        document.add_heading(head, 1)
        for text in found:
            office.say(document, text, "List Bullet")
    for section in report.sections:
        document.add_heading(office.clean(f"{section.number}. {section.title}"), 1)
        for text in filter(None, (section.lead, section.trouble)):
            office.say(document, text)
        for block in section.blocks:
            _word_block(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _word_block(document: Any, block: Block) -> None:
    document.add_heading(office.clean(block.heading), 2)
    if block.text:
        office.say(document, block.text)
    for item in block.items:
        office.say(document, item, "List Bullet")
    if not block.rows:
        return
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, block.columns, strict=True):
        cell.paragraphs[0].add_run(office.clean(str(head))).bold = True
    office.repeat_head(table)
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=False):
            office.say_in(cell, str(text))


# -- all of them -------------------------------------------------------------------------------------------------------

AT_ONCE: dict[str, Callable[[Report], bytes]] = {
    "docx": word, "xlsx": spreadsheet, "csv": comma_separated, "md": markdown,
}  # fmt: skip


def bundle(report: Report, pdf: bytes) -> bytes:
    """Every form in one folder, and each drawing as SVG: a picture that stays sharp at any size."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        box.writestr(f"{report.name}/{report.name}.pdf", pdf)
        for kind, make in AT_ONCE.items():
            box.writestr(f"{report.name}/{report.name}.{kind}", make(report))
        for section in report.sections:
            for name, block in section.drawings:
                box.writestr(f"{report.name}/{name}.svg", block.drawing)
    return out.getvalue()
