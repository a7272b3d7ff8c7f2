"""Word, spreadsheet and CSV files of what people typed, which stays text whatever it looks like."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import get_language
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from xlsxwriter import Workbook

from coprod.words import direction

INK = RGBColor(0x23, 0x20, 0x1B)
# Whatever people typed stays text: a cell that begins with "=" is never worked out, and no address becomes a link.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
A4 = 9  # as the file format counts paper
WIDTHS = {"wide": 42, "middle": 17, "narrow": 7}  # ten columns of answers stay readable on A4
FITS = 32_767  # characters in a cell; one with more would be left empty
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
# Where a program that reads CSV may see a formula: at the start of a cell, or behind a sign that it takes for the end of one, whatever
# the quotes say. Some cut blanks off first.
FORMULA = re.compile(r"(^|[;\t])([ \t\r\n]*[=+\-@＝＋－＠])")


def comma_separated(heads: list[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A table for other programs. Every cell is quoted, and one that a spreadsheet would work out shows a ' before it."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(heads)
    writer.writerows([FORMULA.sub(r"\1'\2", str(cell)) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def sheet(book: Workbook, name: str, heads: list[tuple[str, str]], rows: Iterable[list[Any]]) -> None:
    page = book.add_worksheet(NOT_IN_A_NAME.sub(" ", clean(name))[:31])
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#F1E8D6"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    day = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left", "bottom": 4})
    for column, (text, width) in enumerate(heads):
        page.set_column(column, column, WIDTHS[width])
        page.write_string(0, column, text, head)
    for line, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if hasattr(value, "year"):
                page.write_datetime(line, column, value, day)
            elif type(value) is int:
                page.write_number(line, column, value, cell)
            else:
                page.write_string(line, column, Truncator(clean(value or "")).chars(FITS), cell)


def book(fill: Callable[[Workbook], None]) -> bytes:
    made = BytesIO()
    with Workbook(made, OPTIONS) as book:
        fill(book)
    return made.getvalue()


def clean(text: str) -> str:
    """Without the characters that XML refuses and a paste may carry: with one of them in it, no program opens the file."""
    return NOT_IN_XML.sub("", text.replace("\r\n", "\n"))


def say(document: Any, text: str, style: str = "Normal") -> Any:
    """One paragraph, with its direction. `style` is one of python-docx's own template, whose id is its name without spaces:
    looking that up each time took most of the time of a long document."""
    paragraph = document.add_paragraph()
    if style != "Normal":
        paragraph._p.style = style.replace(" ", "")
    _put(paragraph, text)
    return paragraph


def say_in(cell: Any, text: str) -> None:
    """The same in an empty cell of a table."""
    _put(cell.paragraphs[0], text)


def _put(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(clean(text))
    if direction(text) == "rtl":
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run.font.rtl = True


def styled(document: Any, title: str) -> None:
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
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


def repeat_head(table: Any) -> None:
    """The first row is the table's head, said again on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
