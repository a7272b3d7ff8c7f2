"""Word and spreadsheet files open whatever people typed or pasted."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document

from coprod import office

PASTED = "a\x00b\x01c\x0bd\x0ce\x1ff\ufffeg\uffffh\ud800i"  # what XML refuses, between letters


def in_word(text: str) -> str:
    document, out = Document(), io.BytesIO()
    office.say(document, text)
    document.save(out)
    return Document(out).paragraphs[0].text


def in_a_sheet(text: str) -> str:
    body = office.book(lambda book: office.sheet(book, "Notes", [("What", "wide")], [[text]]))
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        return [*ElementTree.fromstring(box.read("xl/sharedStrings.xml")).itertext()][-1]


@pytest.mark.parametrize("put", [in_word, in_a_sheet])
def test_what_xml_refuses_is_left_out_and_nothing_else(put) -> None:
    assert put(PASTED) == "abcdefghi"
    assert put("Pay £5 & <thank> Łucja 🌱 سلام\tnow") == "Pay £5 & <thank> Łucja 🌱 سلام\tnow"


@pytest.mark.parametrize("put", [in_word, in_a_sheet])
def test_lines_stay_apart(put) -> None:
    assert put("one\ntwo") == "one\ntwo"
    assert put("one\r\ntwo") == "one\ntwo"


def test_a_word_file_prints_on_a4_and_turns_words_to_their_side_in_tables_too() -> None:
    document = Document()
    office.styled(document, "Notes")
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, text in zip(cells, ("مرحبا", "Hello"), strict=True):
        office.say_in(cell, text)

    page = document.sections[0]
    assert [round(size.mm) for size in (page.page_width, page.page_height)] == [210, 297]
    assert [bool(cell.paragraphs[0]._p.xpath("w:pPr/w:bidi")) for cell in cells] == [True, False]
