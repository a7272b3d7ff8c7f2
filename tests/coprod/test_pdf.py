"""What `coprod.pdf` promises: tagged PDFs, our own files only, a limit, and plain words when it cannot."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata

import pikepdf
import pypdfium2
import pytest
from pdfua import validate

from coprod import pdf

PAGE = """<html lang="en-GB"><head><title>A page</title><style>
@font-face { font-family: AHN; src: url(static:fonts/atkinson-hyperlegible-next-latin-400-normal.woff2) }
body { font-family: AHN }</style></head><body><h1>Hello</h1>%s</body></html>"""


def objects(body: bytes) -> list[pikepdf.Dictionary]:
    with pikepdf.open(io.BytesIO(body)) as document:
        return [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)]


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf.make(
        PAGE % '<p><a href="https://example.org/">A link</a></p>'
        "<table><tr><th>Day</th><th>Place</th></tr><tr><th>Tuesday</th><td>Hall</td></tr></table>"
        '<form><input name="a" title="Your name"></form>',
        forms=True,
    )


def test_make_returns_pdf_ua_with_title_and_language(made, tmp_path):
    with pikepdf.open(io.BytesIO(made)) as document:
        assert str(document.Root.Lang) == "en-GB"
        assert document.docinfo["/Title"] == "A page"
        assert document.Root.MarkInfo.Marked is True
        assert 'pdfuaid:part="1"' in str(document.open_metadata()) or "<pdfuaid:part>1" in str(document.open_metadata())
    (tmp_path / "made.pdf").write_bytes(made)
    assert validate(str(tmp_path / "made.pdf")).findings == ()


def test_table_headers_say_what_they_head(made, tmp_path):
    with pikepdf.open(io.BytesIO(made)) as document:
        scopes = [
            str(thing.A.Scope)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/TH"
        ]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_links_are_printed(made):
    with pikepdf.open(io.BytesIO(made)) as document:
        flags = [
            int(thing.F)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Link"
        ]
    assert flags == [4]


def test_forms_become_fields_with_a_tooltip(made):
    with pikepdf.open(io.BytesIO(made)) as document:
        assert [str(field.TU) for field in document.Root.AcroForm.Fields] == ["Your name"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "/etc/passwd", "http://127.0.0.1:9/x.png", "https://example.org/x.png", "data:text/plain,secret",
        "static:../manage.py", "static:/../coprod/settings.py", "static:nothing.svg", "STATIC:fonts/OFL.txt", "ftp://x/y",
    ],
)  # fmt: skip
def test_other_addresses_are_refused(address):
    with pytest.raises(ValueError, match="static file"):
        pdf.static_file(address)


def test_our_own_files_are_found():
    assert pdf.static_file("static:fonts/OFL.txt").name == "OFL.txt"


def test_nothing_is_read_from_the_disk_or_the_network(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>a-word-nobody-else-has</text></svg>'
    )
    body = pdf.make(PAGE % (
        f'<img alt="x" src="{secret.as_uri()}"><link rel="stylesheet" href="{secret.as_uri()}">'
        f'<style>@import url({secret.as_uri()}); p {{ background: url({secret.as_uri()}) }}</style>'
        f'<p>Text</p><link rel="attachment" href="{secret.as_uri()}"><a rel="attachment" href="{secret.as_uri()}">a</a>'
    ))  # fmt: skip
    with pikepdf.open(io.BytesIO(body)) as document:
        streams = [
            thing.read_bytes()
            for thing in document.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image"
        ]
        assert not document.attachments
    assert not any(b"a-word-nobody-else-has" in stream for stream in streams)


def test_a_page_that_never_ends_is_stopped():
    with pytest.raises(pdf.PdfFailed, match="longer than 0.2 seconds"):
        pdf.make(PAGE % "", seconds=0.2)


def test_without_pango_the_error_says_what_to_type(monkeypatch):
    answer = subprocess.CompletedProcess([], pdf.NO_PANGO, b"", b"")
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: answer)
    with pytest.raises(pdf.PdfUnavailable, match="apt install libpango-1.0-0"):
        pdf.make(PAGE % "")


def test_a_missing_pango_ends_the_worker_with_its_own_code(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libgobject-2.0-0')")
    done = subprocess.run(
        [sys.executable, "-m", "coprod.pdf"], input=b'{"html": "", "forms": false}', cwd=pdf.BASE_DIR,
        env={"PYTHONPATH": f"{tmp_path}"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == pdf.NO_PANGO


def test_a_crash_says_that_nothing_is_lost(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: subprocess.CompletedProcess([], 1, b"", b"boom"))
    with pytest.raises(pdf.PdfFailed, match="Your words are safe"):
        pdf.make(PAGE % "")


def test_importing_the_module_does_not_import_weasyprint():
    code = "import coprod.pdf, sys; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=pdf.BASE_DIR, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


ARABIC = "نحتاج"
DRAWN = PAGE.replace("AHN;", "NSA;").replace("atkinson-hyperlegible-next-latin-400-normal", "print/noto-arabic-400") % (
    f'<svg viewBox="0 0 400 100" width="400" height="100"><text x="200" y="60" font-size="40" font-family="NSA">{ARABIC}</text></svg>'
)


def letters_from_the_left(body: bytes) -> list[str]:
    page = pypdfium2.PdfDocument(body)[0].get_textpage()
    found = [(page.get_charbox(i)[0], page.get_text_range(i, 1)) for i in range(page.count_chars())]
    return [letter for _x, letter in sorted(found) if unicodedata.normalize("NFKC", letter) in ARABIC]


def test_arabic_in_a_drawing_runs_from_the_right(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control is what WeasyPrint does by itself: letter by letter, from the left."""
    monkeypatch.setattr(pdf, "_keep_words_whole", lambda: None)
    assert letters_from_the_left(pdf.render(DRAWN))[0] == ARABIC[0]
    monkeypatch.undo()

    assert letters_from_the_left(pdf.render(DRAWN))[-1] == ARABIC[0]


def test_a_text_that_places_its_letters_keeps_their_places() -> None:
    drawing = (
        '<svg viewBox="0 0 400 100" width="400" height="100"><text x="10 90 170" y="60" font-size="20">abc</text></svg>'
    )
    page = pypdfium2.PdfDocument(pdf.render(PAGE % drawing))[0].get_textpage()
    lefts = [page.get_charbox(i)[0] for i in range(page.count_chars()) if page.get_text_range(i, 1) in "abc"][-3:]
    assert [b - a for a, b in zip(lefts, lefts[1:], strict=False)] == pytest.approx([60, 60], abs=1)
