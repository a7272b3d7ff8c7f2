"""Every form of the report: it opens, says what people wrote, and holds nothing else."""

import csv
import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest
from docx import Document
from pdfua import validate
from PIL import Image

from coprod import making, pdf
from sessions import models
from sessions.report import files, gather
from tests.kind_room import Room
from tests.sessions.conftest import make_session
from tests.sessions.test_report import add_note, owner_of, with_canaries

pytestmark = pytest.mark.django_db
SHOWN = "=SHOWN() on the wall & <b>kept</b>"


def words_of_pdf(body: bytes) -> str:
    document = pypdfium2.PdfDocument(body)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in document))


def xlsx_part(body: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        return box.read(name).decode()


def words_of(kind: str, body: bytes) -> str:
    if kind == "docx":
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(body)).paragraphs)
    if kind == "xlsx":
        return "\n".join(ElementTree.fromstring(xlsx_part(body, "xl/sharedStrings.xml")).itertext())
    return body.decode()


def raw(kind: str, body: bytes) -> str:
    """All that lies in the file, unpacked."""
    if kind in ("docx", "xlsx", "zip"):
        with zipfile.ZipFile(io.BytesIO(body)) as box:
            return "\n".join(raw(name.rpartition(".")[2], box.read(name)) for name in box.namelist())
    return words_of_pdf(body) if kind == "pdf" else body.decode(errors="replace")


def test_no_form_holds_what_was_promised_to_stay_out() -> None:
    report = gather(with_canaries())
    made = {kind: make(report) for kind, make in files.AT_ONCE.items()}
    made["pdf"] = pdf.make(files.pdf_html(report))
    made["zip"] = files.bundle(report, made["pdf"])
    assert set(made) == {"docx", "xlsx", "csv", "md", "pdf", "zip"}
    for kind, body in made.items():
        assert "canary" not in raw(kind, body), kind
        assert "on the wall" in raw(kind, body), kind


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_words_arrive_as_they_were_typed(kind: str) -> None:
    assert SHOWN in words_of(kind, files.AT_ONCE[kind](gather(with_canaries())))


def test_a_formula_stays_text() -> None:
    report = gather(with_canaries())
    body = files.spreadsheet(report)
    assert SHOWN in words_of("xlsx", body)
    assert "<f>" not in xlsx_part(body, "xl/worksheets/sheet2.xml")
    assert f"'{SHOWN}" in files.comma_separated(report).decode()
    assert "&lt;b>" not in files.markdown(report).decode() and r"\<b\>" in files.markdown(report).decode()


def test_the_spreadsheet_has_a_sheet_for_each_step_whatever_its_name() -> None:
    session = make_session(steps=[{"kind": "board", "config": {"zones": [{"id": "good", "title": "G"}]}, "title": t}
                                  for t in ("What? [1/2]", "What? [1/2]", "It's: *all*")])  # fmt: skip
    for step in session.steps.all():
        session.go_to(f"{step.pk}.write-notes")
    names = re.findall(r'<sheet name="([^"]*)"', xlsx_part(files.spreadsheet(gather(session)), "xl/workbook.xml"))
    assert len(names) == 4
    assert names[1].startswith("01 What") and names[2].startswith("02 What")


def test_a_drawing_comes_as_a_picture_and_a_zip_holds_them_all(monkeypatch: Any) -> None:
    room = Room("quiz", "room")
    for _ in room.walk():
        pass
    jobs: list[Any] = []
    monkeypatch.setattr(making._makers, "submit", lambda *job: jobs.append(job))
    monkeypatch.setattr(making, "run", making.here)  # a process of its own would not see the test's database
    monkeypatch.setattr(making.connection, "close", lambda: None)
    client, url = owner_of(room.session), f"/sessions/{room.session.public}/report/"
    (name, block), *_rest = gather(room.session).sections[0].drawings
    assert client.get(f"{url}drawing/nothing.png").status_code == 404
    for path in (f"{url}drawing/{name}.png", f"{url}zip/"):
        assert client.get(path).status_code == 202
        work, *what = jobs.pop()
        work(*what)
    picture = Image.open(io.BytesIO(client.get(f"{url}drawing/{name}.png").content))
    assert picture.format == "PNG" and picture.width == 1920
    assert len(picture.convert("L").getcolors(256) or ()) > 10
    names = zipfile.ZipFile(io.BytesIO(client.get(f"{url}zip/").content)).namelist()
    folder = gather(room.session).name
    assert f"{folder}/{name}.svg" in names and all(one.startswith(f"{folder}/") for one in names)
    assert {one.rpartition(".")[2] for one in names} == {"pdf", "docx", "xlsx", "csv", "md", "svg"}


def test_every_form_of_an_empty_session_and_of_a_word_without_end_opens() -> None:
    session = make_session()
    for report in (gather(session), None):
        if report is None:
            session.advance("lobby")
            add_note(session, "x" * 2000)
            report = gather(session)
        for make in files.AT_ONCE.values():
            assert make(report)
        assert pdf.make(files.pdf_html(report)).startswith(b"%PDF")


@pytest.mark.parametrize("kind", ["docx", "xlsx", "csv", "md"])
def test_files_are_handed_over_with_names_that_sort_themselves(kind: str) -> None:
    session = with_canaries()
    answer = owner_of(session).get(f"/sessions/{session.public}/report/{kind}/")
    assert answer["Content-Type"] == files.TYPES[kind]
    assert re.search(
        rf'attachment; filename="\d{{4}}-\d\d-\d\d-having-a-real-say\.{kind}"', answer["Content-Disposition"]
    )


TONGUES = ("Diolch, ŵyr a thŷ", "نحتاج إلى وقت أطول", "Fun 🌱 matters", "Zażółć gęślą jaźń")


def test_every_form_speaks_welsh_arabic_polish_and_emoji(tmp_path: Any) -> None:
    session = make_session()
    session.advance("lobby")
    for text in TONGUES:
        add_note(session, text)
    report = gather(session)

    made = {kind: make(report) for kind, make in files.AT_ONCE.items()}
    for kind, body in made.items():
        assert [text for text in TONGUES if text not in words_of(kind, body)] == [], kind
    made["pdf"] = pdf.make(files.pdf_html(report))
    (tmp_path / "made.pdf").write_bytes(made["pdf"])
    assert validate(str(tmp_path / "made.pdf")).findings == ()
    words = words_of_pdf(made["pdf"])  # a line with Arabic in it is read out in another order of words
    assert [word for word in ("ŵyr", "thŷ", "🌱", "gęślą") if word not in words] == []
    with zipfile.ZipFile(io.BytesIO(files.bundle(report, made["pdf"]))) as box:
        assert box.read(f"{report.name}/{report.name}.md").decode().count("🌱") == 1
    paragraphs = [p for p in Document(io.BytesIO(made["docx"])).paragraphs if p.text == TONGUES[1]]
    assert [p.style.name for p in paragraphs if p.style and "w:bidi" in p._p.xml] == ["List Bullet"]


def test_every_form_of_a_session_whose_kind_went_tells_it_and_keeps_the_rest() -> None:
    session = with_canaries()
    session.steps.filter(position=1).update(kind="no-such-kind", privacy="everyone_no_names")
    report = gather(session)

    made = {kind: make(report) for kind, make in files.AT_ONCE.items()}
    made["pdf"] = pdf.make(files.pdf_html(report))
    made["zip"] = files.bundle(report, made["pdf"])

    for kind, body in made.items():
        assert "not here any more" in raw(kind, body) and "on the wall" in raw(kind, body), kind


def test_three_thousand_notes_are_in_every_form() -> None:
    session = make_session()
    session.advance("lobby")
    rows = [models.Note(step=session.step, zone="good", text=f"Note {i:04d}", author=f"{i:032}") for i in range(3000)]
    models.Note.objects.bulk_create(rows)
    report = gather(session)

    made = {kind: raw(kind, make(report)) for kind, make in files.AT_ONCE.items()}
    made["pdf"] = words_of_pdf(pdf.make(files.pdf_html(report)))

    for kind, words in made.items():
        assert len(set(re.findall(r"Note \d{4}", words))) == 3000, kind


def test_a_formula_stays_text_however_it_begins() -> None:
    """Also behind a blank, which some programs cut off, and as the other signs that make one."""
    session = make_session()
    session.advance("lobby")
    formulas = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", " =1+1", '=HYPERLINK("https://example.org")']
    for text in formulas:
        add_note(session, text)
    report = gather(session)

    cells = [row[-1] for row in csv.reader(io.StringIO(files.comma_separated(report).decode("utf-8-sig")))]

    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]
    sheet = xlsx_part(files.spreadsheet(report), "xl/worksheets/sheet2.xml")
    assert "<f>" not in sheet and "hyperlink" not in sheet


def test_nine_statements_of_a_quiz_take_two_pages_and_no_caption_stands_alone() -> None:
    statements = [{"id": f"s{n}", "text": f"Statement {n}.", "answer": True, "why": "Because."} for n in range(9)]
    statements[0]["why"] = "Because. " * 60  # a first row that does not fit below the drawing
    session = make_session(steps=[{"kind": "quiz", "config": {"statements": statements}, "privacy": "totals"}])
    session.steps.update(visited=True)
    step = session.steps.get()
    items = [*(statement["id"] for statement in statements), "s1:after", "s4:after"]
    models.Answer.objects.bulk_create(
        models.Answer(step=step, author=f"{n:032}", item=item, value="true", rev=1) for item in items for n in range(6)
    )

    document = pypdfium2.PdfDocument(pdf.make(files.pdf_html(gather(session))))

    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) == 3
    assert "Statement 8." in pages[1] and "The same in a table" not in pages[1]
    assert "The same in a table" in pages[2] and "Because." in pages[2]
