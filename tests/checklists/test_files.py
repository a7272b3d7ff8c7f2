"""Paper: each kind opens, says what people wrote, does nothing else with it, and is made beside the room."""

from __future__ import annotations

import io
import re
import time
from datetime import date

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from pdfua import validate

from checklists import exports
from checklists.board import Board
from checklists.models import MadeFile
from coprod import making, pdf

from .conftest import JSON
from .filled import filled

DAY = date(2026, 11, 22)


def made(plan, kind: str, what: str = "2a") -> bytes:
    board = filled(plan)
    html = exports.paper_html(board, exports.wanted(board, what), kind, DAY)
    return pdf.make(html, forms=exports.PAPERS[kind].forms)


def words_of(body: bytes) -> str:
    document = pypdfium2.PdfDocument(body)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in document))


def _is(thing, key: str, *values: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and str(thing.get(key, "")) in values


@pytest.mark.parametrize("kind", exports.PAPERS)
def test_every_kind_of_paper_is_tagged_titled_and_bookmarked(plan, tmp_path, kind):
    body = made(plan, kind)
    (tmp_path / "made.pdf").write_bytes(body)
    report = validate(str(tmp_path / "made.pdf"))
    assert report.findings == ()
    with pikepdf.open(io.BytesIO(body)) as document:
        assert str(document.Root.Lang) == "en-gb"
        assert document.docinfo["/Title"] == "2A Purpose: =Tuesday <b>drop-in</b> & more"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == ["2A Purpose"]
            parts = outline.root[0].children
            assert [item.title for item in parts] == ["Your project", "What you can make together"]
            assert parts[0].children[0].title == "What is this project about?"
        levels = [str(thing.S) for thing in document.objects if _is(thing, "/S", "/H1", "/H2", "/H3", "/H4")]
        assert set(levels) == {"/H1", "/H2", "/H3", "/H4"}
        figures = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert figures == []
        assert ("/AcroForm" in document.Root) == (kind == "fillable")
    page = f"1 {'/' if kind.endswith('large') else 'of'} {len(pypdfium2.PdfDocument(body))}"
    assert page in words_of(body)


def test_the_filled_paper_says_what_people_wrote(plan):
    words = words_of(made(plan, "filled"))
    for said in (
        "Siân, Llŷr",
        "row 98",
        "Agreed",
        "by 4 December 2026",
        "22 November 2026",
        "<script>alert(1)</script>",
        "What makes it hard",
        "=1+1",
        "What would help: Time",
        "Nothing written yet",
    ):
        assert said in words


def test_every_letter_has_a_shape(plan):
    """No script falls to the empty box: each face that the words need is embedded from our own files."""
    with pikepdf.open(io.BytesIO(made(plan, "filled"))) as document:
        fonts = {
            str(thing.FontName).split("+")[-1]
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        }
    assert fonts == {"AHN", "AHN-Bold", "AHNX", "NSA", "NSA-Bold", "NSH", "NEM"}


def test_the_blank_paper_holds_no_answers(plan):
    words = words_of(made(plan, "blank"))
    assert "rota" not in words
    assert "What is this project about?" in words


def test_the_fillable_paper_has_a_named_field_for_every_box(plan):
    with pikepdf.open(io.BytesIO(made(plan, "fillable"))) as document:
        names = [str(field.T) for field in document.Root.AcroForm.Fields]
        tips = [str(field.TU) for field in document.Root.AcroForm.Fields]
    assert len(names) == len(set(names)) == 9 + 8 * 5
    assert "What is this project about?" in tips
    assert all(tips)


def test_large_print_is_larger(plan):
    board = filled(plan)
    html = {
        kind: exports.paper_html(board, exports.wanted(board, "2a"), kind, DAY) for kind in ("filled", "filled-large")
    }
    assert "html{font:18pt" in html["filled-large"]
    assert "html{font:12pt" in html["filled"]


def test_all_checklists_are_one_file_with_a_bookmark_each(plan):
    with pikepdf.open(io.BytesIO(made(plan, "filled", "all"))) as document, document.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[0] == "=Tuesday <b>drop-in</b> & more"
    assert [title.split()[0] for title in titles[1:]] == ["2A", "2B", "2C", "2D", "2E", "2F", "2G", "2H", "Action"]


def test_names_are_printed_only_of_those_who_agreed(plan):
    plan.invited("Ayesha")
    shown, _client = plan.invited("Robin")
    shown.credited = True
    shown.save()
    board = Board(plan.project)
    html = exports.paper_html(board, exports.wanted(board, "all"), "filled", DAY)
    assert "Robin" in html
    assert "Ayesha" not in html


# The office files


@pytest.mark.parametrize(("what", "kind"), [("2z", "filled"), ("2a", "exe"), ("2a", "ics")])
def test_a_file_that_nobody_makes_is_not_found(plan, what, kind):
    assert plan.owner().get(plan.url("file", what, kind)).status_code == 404


# Making PDFs beside the request


@pytest.fixture
def maker(monkeypatch):
    """The work that was handed over, and how often; it is done when called."""
    jobs: list = []
    monkeypatch.setattr(making._makers, "submit", lambda *job: jobs.append(job))
    monkeypatch.setattr(making, "run", making.here)  # a process of its own would not see the test's database
    monkeypatch.setattr(making.connection, "close", lambda: None)
    monkeypatch.setattr(pdf, "make", lambda html, **_: b"%PDF " + str(len(html)).encode())
    return jobs


def do(jobs: list) -> None:
    while jobs:
        work, *what = jobs.pop(0)
        work(*what)


def test_a_page_says_that_the_pdf_is_being_made(plan, maker):
    client = plan.owner()
    waiting = client.get(plan.url("file", "2a", "filled"))
    assert waiting.status_code == 202
    assert "Making your PDF" in waiting.content.decode()
    assert client.get(plan.url("file", "2a", "filled"), **JSON).json() == {"ready": False, "failure": ""}
    assert len(maker) == 1
    do(maker)
    assert client.get(plan.url("file", "2a", "filled"), **JSON).json()["ready"] is True
    ready = client.get(plan.url("file", "2a", "filled"))
    assert (ready.status_code, ready["Content-Type"]) == (200, "application/pdf")
    assert ready["Content-Disposition"] == 'inline; filename="tuesday-drop-in-2a.pdf"'
    assert "Your PDF is ready" in client.get(plan.url("file", "2a", "filled") + "?wait=1").content.decode()


def test_a_made_file_is_kept_until_the_plan_changes(plan, maker):
    client = plan.owner()
    client.get(plan.url("file", "2a", "filled"))
    do(maker)
    first = client.get(plan.url("file", "2a", "filled")).content
    assert client.get(plan.url("file", "2a", "filled")).content == first
    assert maker == []
    plan.write("flic-2a.01", text="New words")
    assert client.get(plan.url("file", "2a", "filled")).status_code == 202
    do(maker)
    assert client.get(plan.url("file", "2a", "filled")).content != first
    assert MadeFile.objects.count() == 1


def test_a_file_begun_before_a_change_is_not_handed_out_after_it(plan, maker):
    client = plan.owner()
    client.get(plan.url("file", "2a", "filled"))
    plan.write("flic-2a.01", text="New words")
    client.get(plan.url("file", "2a", "filled"))
    late, current = maker
    current[0](*current[1:])
    right = client.get(plan.url("file", "2a", "filled")).content
    late[0](*late[1:])
    assert client.get(plan.url("file", "2a", "filled")).content == right


def test_a_machine_that_cannot_begin_says_so_at_once(plan, maker, monkeypatch):
    """A page must not wait for a file that nobody is making."""

    def no_memory(work, language):
        raise OSError(12, "Cannot allocate memory")

    client = plan.owner()
    client.get(plan.url("file", "2a", "filled"))
    monkeypatch.setattr(making, "run", no_memory)
    do(maker)
    assert "Your words are safe" in client.get(plan.url("file", "2a", "filled"), **JSON).json()["failure"]


def test_a_failure_is_told_and_can_be_tried_again(plan, maker, monkeypatch):
    client = plan.owner()

    def fail(html, **_):
        raise pdf.PdfUnavailable

    good = pdf.make
    monkeypatch.setattr(pdf, "make", fail)
    client.get(plan.url("file", "2a", "filled"))
    do(maker)
    told = client.get(plan.url("file", "2a", "filled"))
    assert told.status_code == 503
    assert "a part called Pango is missing" in told.content.decode()
    monkeypatch.setattr(pdf, "make", good)
    assert client.post(plan.url("file", "2a", "filled")).status_code == 302
    assert client.get(plan.url("file", "2a", "filled")).status_code == 202
    do(maker)
    assert client.get(plan.url("file", "2a", "filled")).status_code == 200


def test_one_plans_file_is_never_anothers(plan, maker):
    other = type(plan.project).start(plan.user, "Another")
    client = plan.owner()
    client.get(plan.url("file", "2a", "blank"))
    do(maker)
    assert client.get(f"/plan/{other.public}/download/2a/blank/").status_code == 202


def database_of_the_tests() -> str:
    """As the process that makes a file is told it."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(connection.settings_dict)


@pytest.mark.django_db(transaction=True)
def test_a_pdf_is_really_made_in_the_background(plan, monkeypatch):
    monkeypatch.setenv("COPROD_DATABASE_URL", database_of_the_tests())
    client = plan.owner()
    url = plan.url("file", "2a", "filled")
    until = time.monotonic() + 60
    while (response := client.get(url)).status_code == 202 and time.monotonic() < until:
        time.sleep(0.2)
    assert response.content.startswith(b"%PDF")


def test_headings_never_skip_a_level(plan):
    """2D has no parts: its questions come right under the title."""
    with pikepdf.open(io.BytesIO(made(plan, "filled", "2d"))) as document:
        levels = {str(thing.S) for thing in document.objects if _is(thing, "/S", "/H1", "/H2", "/H3", "/H4")}
    assert levels == {"/H1", "/H2", "/H3"}


def test_the_file_of_all_checklists_ends_with_who_does_what(plan, tmp_path):
    body = made(plan, "filled", "all")
    (tmp_path / "all.pdf").write_bytes(body)
    assert validate(str(tmp_path / "all.pdf")).findings == ()
    assert "Who does what, and by when." in words_of(body)
    with pikepdf.open(io.BytesIO(body)) as document:
        heads = [str(thing.A.Scope) for thing in document.objects if _is(thing, "/S", "/TH")]
    assert heads == ["/Column"] * 4


@pytest.mark.parametrize("kind", ["filled", "filled-large"])
def test_a_word_without_an_end_stays_on_the_paper(plan, kind):
    for field in (
        {"text": "Llanfair" * 40},
        {"hard": True, "challenge": "https://example.org/" + "path/" * 60 + "a" * 300},
    ):
        plan.write("flic-2a.01", **field)
    plan.project.about = "x" * 300
    plan.project.save()
    board = Board(plan.project)

    document = pypdfium2.PdfDocument(pdf.make(exports.paper_html(board, exports.wanted(board, "all")[:2], kind, DAY)))

    edges = [page.get_width() - box[2] for page in document for box in _letters(page.get_textpage())]
    assert min(edges) > 40  # points; the margin is 45


def _letters(text):
    return [text.get_charbox(index) for index in range(text.count_chars())]


def test_lists_stand_inside_the_margin_wherever_they_are(plan):
    plan.write("flic-2a.01", hard=True, challenge="- كراسي\n- a key")
    plan.project.about = "- tea\n- chairs"
    plan.project.save()
    board = Board(plan.project)

    document = pypdfium2.PdfDocument(
        pdf.make(exports.paper_html(board, exports.wanted(board, "all")[:2], "filled", DAY))
    )

    signs = [
        (box[0], page.get_width() - box[2])
        for page in document
        for text in [page.get_textpage()]
        for box, letter in zip(_letters(text), text.get_text_range(), strict=False)
        if letter == "•"
    ]
    assert len(signs) == 4
    assert min(min(pair) for pair in signs) > 45
