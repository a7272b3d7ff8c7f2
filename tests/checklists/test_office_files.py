"""Word, spreadsheets, Markdown and the calendar: each opens, says what people wrote, and does nothing else with it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from docx import Document

from checklists import exports
from checklists.board import Board
from coprod import office

from .filled import NASTY, filled


def sheet_of(body: bytes, number: int = 1) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return book.read(f"xl/worksheets/sheet{number}.xml").decode(), book.read("xl/sharedStrings.xml").decode()


def test_formulas_in_the_spreadsheet_stay_text(plan):
    board = filled(plan)
    sheet, strings = sheet_of(exports.OFFICE["xlsx"](board, exports.wanted(board, "2a")))
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    texts = [
        node.text
        for node in ElementTree.fromstring(strings).iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t")
    ]
    assert NASTY in texts
    assert "=1+1" in texts


def test_the_spreadsheet_has_a_sheet_for_each_checklist(plan):
    board = filled(plan)
    with zipfile.ZipFile(io.BytesIO(exports.OFFICE["xlsx"](board, exports.wanted(board, "all")))) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    assert names == [
        "2A Purpose", "2B Motivations", "2C Methods", "2D Recruitment", "2E Reward &amp; Recognition",
        "2F Supporting Involvement", "2G Power Reflection", "2H Challenges &amp; Resources",
    ]  # fmt: skip


def test_twenty_thousand_characters_fit_a_cell(plan):
    plan.write("flic-2a.01", text="ŵ" * 20_000)
    board = Board(plan.project)
    _sheet, strings = sheet_of(exports.OFFICE["xlsx"](board, exports.wanted(board, "2a")))
    assert "ŵ" * 20_000 in strings


def test_what_is_too_long_for_a_cell_is_cut_and_not_left_out():
    words = "A long list. " * 3_000
    _sheet, strings = sheet_of(office.book(lambda book: office.sheet(book, "All", [("What", "wide")], [[words]])))
    assert f"<t>{words[:32_766]}…</t>" in strings


def test_the_word_file_has_real_headings_lists_and_directions(plan):
    board = filled(plan)
    document = Document(io.BytesIO(exports.OFFICE["docx"](board, exports.wanted(board, "2a"))))
    by_style: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == ["=Tuesday <b>drop-in</b> & more"]
    assert by_style["Heading 1"] == ["2A Purpose"]
    assert by_style["Heading 3"][0] == "1. What is this project about?"
    assert by_style["List Bullet"][0] == "🙂 👩🏽‍🦽"
    assert by_style["List Paragraph"][0].startswith("1.")
    arabic = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("مرحبا"))
    assert arabic._p.pPr.xpath("w:bidi")


def test_control_characters_do_not_break_the_word_file(plan):
    plan.write("flic-2a.01", text="a\x0bb\x1fc")
    board = Board(plan.project)
    Document(io.BytesIO(exports.OFFICE["docx"](board, exports.wanted(board, "2a"))))
    exports.OFFICE["xlsx"](board, exports.wanted(board, "2a"))


def test_markdown_keeps_lists_and_disarms_the_rest(plan):
    board = filled(plan)
    text = exports.OFFICE["md"](board, exports.wanted(board, "2a")).decode()
    assert "# =Tuesday \\<b\\>drop-in\\</b\\> & more" in text
    assert "\n- row 5\n" in text
    assert "\\<script\\>" in text
    assert "<script>" not in text


def test_the_calendar_has_every_date_and_no_answers(plan):
    filled(plan)
    body = plan.owner().get(plan.url("calendar")).content
    text = body.decode().replace("\r\n ", "")
    assert body.count(b"BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261204\r\nDTEND;VALUE=DATE:20261205" in text
    assert "SUMMARY:محمد علي: What is this project about? (2A.1)" in text
    assert "rota" not in text
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def test_the_calendar_leaves_out_what_is_not_for_us(plan):
    plan.write("flic-2a.01", state="not_for_us", due=date(2026, 12, 4))
    plan.write("flic-2a.02", state="agreed", due=date(2026, 12, 5))
    body = plan.owner().get(plan.url("calendar")).content
    assert re.findall(rb"DTSTART;VALUE=DATE:(\d+)", body) == [b"20261205"]


def test_the_action_sheet_lists_people_and_dates(plan):
    plan.write("flic-2a.01", who="=Sam", due=date(2026, 12, 4), text="A drop-in")
    sheet, strings = sheet_of(plan.owner().get(plan.url("action-sheet")).content)
    assert "<f>" not in sheet
    assert "=Sam" in strings
    assert "2A.1" in strings


@pytest.mark.parametrize("kind", ["docx", "xlsx", "md"])
def test_an_office_file_comes_with_its_name(plan, kind):
    response = plan.owner().get(plan.url("file", "2a", kind))
    assert response["Content-Disposition"] == f'attachment; filename="tuesday-drop-in-2a.{kind}"'
    assert "no-store" in response["Cache-Control"]


def test_a_name_without_latin_letters_still_makes_a_file_name(plan):
    plan.project.name = "خطة"
    plan.project.save()
    assert plan.owner().get(plan.url("file", "all", "md"))["Content-Disposition"].endswith('filename="plan.md"')


def test_a_spreadsheet_prints_on_a4(plan):
    assert 'paperSize="9"' in sheet_of(exports.action_sheet(filled(plan)))[0]
