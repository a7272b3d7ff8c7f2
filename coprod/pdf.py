"""HTML in, PDF/UA-1 bytes out. The only importer of WeasyPrint, in a process of its own.

`make(html)` starts a fresh Python, hands it the page and waits, so a long document neither holds up a live room nor
stays in memory, and one that never ends is stopped. Call it from a view or a thread.

The page may name our own static files as `static:fonts/print.woff2` and nothing else: no network, no other file, no data
address, whatever people typed into it. Such an address is left out of the PDF; the rest of the page is made.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.utils.translation import gettext as _

BASE_DIR = Path(__file__).resolve().parent.parent
STATIC_ROOTS = [BASE_DIR / "static"]
SECONDS = 90  # while somebody waits for the answer
PATIENT = 240  # beside the request: a busy machine gives it little time
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NO_PANGO = 3
# One at a time: the machine that makes PDFs is also the one that thirty phones are talking to.
_turn = BoundedSemaphore(1)


class PdfFailed(Exception):
    """The PDF could not be made. The text is fit to be shown."""


class PdfUnavailable(PdfFailed):
    """This computer lacks Pango, which draws the letters."""

    def __init__(self) -> None:
        said = _(
            "This computer cannot make PDFs yet: a part called Pango is missing. "
            "On Debian or Ubuntu, type: apt install %(packages)s"
        )
        super().__init__(said % {"packages": PACKAGES})


def took_too_long(seconds: float) -> str:
    said = _("This file took longer than %(seconds)s seconds, so we stopped. Try again later, or choose another kind.")
    return said % {"seconds": f"{seconds:g}"}


def make(html: str, *, forms: bool = False, seconds: float = SECONDS) -> bytes:
    """Return the tagged PDF of a whole HTML page, which needs `lang` and `<title>`.

    `forms` turns its inputs into fields that can be filled in on screen. Raises PdfUnavailable without Pango and
    PdfFailed after `seconds`. This blocks: a page takes about a second, eighty pages about ten.
    """
    request = json.dumps({"html": html, "forms": forms}).encode()
    with _turn:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "coprod.pdf"],
                input=request,
                capture_output=True,
                timeout=seconds,
                cwd=BASE_DIR,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise PdfFailed(took_too_long(seconds)) from error
    if done.returncode == NO_PANGO:
        raise PdfUnavailable
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PdfFailed(
            _("This PDF could not be made. Your words are safe. Try again, or choose another kind of file.")
        )
    return done.stdout


def static_file(url: str) -> Path:
    """The file that `static:some/name` stands for. Raises ValueError for every other address."""
    scheme, _, name = url.partition(":")
    if scheme != "static":
        raise ValueError("only our own static files may be read")
    for root in STATIC_ROOTS:
        path = (root / name.lstrip("/")).resolve()
        if path.is_relative_to(root.resolve()) and path.is_file():
            return path
    raise ValueError("no such static file")


def render(html: str, *, forms: bool = False) -> bytes:
    """Do the work here and now, in this process. `make` is what views call."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            path = static_file(url)
            kind = {".css": "text/css", ".svg": "image/svg+xml"}.get(path.suffix, "application/octet-stream")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    _keep_words_whole()
    page = HTML(string=html, base_url="static:/", url_fetcher=OwnFilesOnly())
    return page.write_pdf(finisher=_finish, pdf_variant="pdf/ua-1", pdf_forms=forms)


class _Whole(str):
    """A text that comes as one letter to whoever goes through it letter by letter."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def _keep_words_whole() -> None:
    """WeasyPrint sets a drawing's text letter by letter: Arabic comes out apart and backwards, and each letter takes its time.

    A text that places no single letter is set as one.
    """
    from weasyprint import svg

    if getattr(svg.TAGS["text"], "whole", False):
        return
    by_letter = svg.TAGS["text"]

    def whole(drawing: Any, node: Any, font_size: float) -> None:
        single = ("rotate", "textLength", "letter-spacing")
        many = [name for name in ("x", "y", "dx", "dy") if len(str(node.get(name, "")).replace(",", " ").split()) > 1]
        if node.text and not many and not any(node.get(name) for name in single):
            node._etree_node.text = _Whole(node.text)
        by_letter(drawing, node, font_size)

    whole.whole = True  # type: ignore[attr-defined]
    svg.TAGS |= {name: whole for name, found in svg.TAGS.items() if found is by_letter}
    svg.text = whole  # by which it tells a text from other shapes


def _finish(document: Any, pdf: Any) -> None:
    """Add what PDF/UA asks for and WeasyPrint leaves out: the scope of table headers, printing of links."""
    objects: list[Any] = [thing for thing in pdf.objects if isinstance(thing, dict)]
    by_reference = {thing.reference: thing for thing in objects}
    for thing in objects:
        if thing.get("S") == "/TR":
            cells = [by_reference[kid] for kid in thing["K"] if kid in by_reference]
            headers_only = all(cell.get("S") == "/TH" for cell in cells)
            for cell in cells:
                if cell.get("S") == "/TH":
                    cell["A"]["Scope"] = "/Column" if headers_only else "/Row"
        elif thing.get("Subtype") == "/Link":
            thing["F"] = 4


def _main() -> int:
    """Read one request from standard input, write the PDF to standard output. Gives way to everything else."""
    if hasattr(os, "nice"):
        os.nice(19)
    request = json.load(sys.stdin.buffer)
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return NO_PANGO
    sys.stdout.buffer.write(render(request["html"], forms=request["forms"]))
    return 0


if __name__ == "__main__":
    sys.exit(_main())
