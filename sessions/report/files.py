"""The report as files. Each is made from the same plain data (`sessions.report.gather`), so no form can say more than the page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from activities.kinds.base import Block
from sessions.report.gather import Report

TYPES = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "png": "image/png",
}
ENDINGS: dict[str, str] = {}
AT_ONCE: dict[str, Callable[[Report], bytes]] = {}


def stamp(report: Report) -> str:
    """What a made file depends on: everything written has raised the revision, and the rest is the organiser's wishes."""
    session = report.session
    seen = f"{session.epoch}.{session.rev}.{session.report_wishes}.{session.deleted_on}.{timezone.localdate()}.{get_language()}"
    return hashlib.sha256(seen.encode()).hexdigest()


def pdf_html(report: Report) -> str:
    return render_to_string("sessions/report/pdf.html", {"report": report, "language": get_language()})


def drawing_html(block: Block) -> str:
    return render_to_string("sessions/report/drawing.html", {"block": block, "language": get_language()})


def picture(pdf: bytes) -> bytes:
    """The first page of a PDF as a PNG, 1920 dots wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        out = BytesIO()
        page.render(scale=1920 / page.get_width()).to_pil().save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()


def bundle(report: Report, pdf: bytes) -> bytes:
    """Every form in one folder."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as box:
        box.writestr(f"{report.name}/{report.name}.pdf", pdf)
        for kind, make in AT_ONCE.items():
            box.writestr(f"{report.name}/{report.name}.{ENDINGS.get(kind, kind)}", make(report))
    return out.getvalue()
