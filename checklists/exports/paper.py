"""Checklists on paper: which kinds there are, and the page of HTML that each PDF is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from checklists.board import Board
from checklists.models import Checklist, Project
from coprod import pdf


@dataclass(frozen=True)
class Paper:
    """One way of printing a checklist."""

    name: Any
    blank: bool = False
    large: bool = False
    forms: bool = False


PAPERS = {
    "filled": Paper(_("With our answers")),
    "filled-large": Paper(_("With our answers, large print"), large=True),
    "blank": Paper(_("Blank, to write on by hand"), blank=True),
    "blank-large": Paper(_("Blank, large print"), blank=True, large=True),
    "fillable": Paper(_("Blank, to fill in on a screen"), blank=True, forms=True),
}


def wanted(board: Board, what: str) -> list[Checklist]:
    """All checklists of the plan, or the one that `what` names. Empty when there is no such checklist."""
    return [c for c in board.checklists if what in ("all", c.path)]


def title(board: Board, checklists: list[Checklist]) -> str:
    return board.project.name if len(checklists) > 1 else f"{checklists[0]}: {board.project.name}"


def file_name(board: Board, what: str, kind: str, ending: str) -> str:
    parts = [
        slugify(board.project.name)[:40] or "plan",
        "" if what == "all" else what,
        "" if kind == "filled" else kind,
    ]
    return "-".join(filter(None, parts)) + "." + ending


def stamp(project: Project, kind: str, day: date) -> str:
    """What a made file depends on. A blank sheet changes with the plan's name alone, but that raises `rev` too."""
    return f"{project.rev}.{day:%Y%m%d}.{get_language()}.{kind}"[:64]


def paper_pdf(project_pk: int, what: str, kind: str, day: str) -> bytes:
    """The PDF of a plan as it is now. Raises PdfFailed."""
    board = Board(Project.objects.get(pk=project_pk))
    html = paper_html(board, wanted(board, what), kind, date.fromisoformat(day))
    return pdf.make(html, forms=PAPERS[kind].forms, seconds=pdf.PATIENT)


def paper_html(board: Board, checklists: list[Checklist], kind: str, day: date) -> str:
    """The page that becomes the PDF of some checklists."""
    paper = PAPERS[kind]
    shown = {
        "paper": paper, "project": board.project, "board": board, "day": day, "title": title(board, checklists),
        "sheets": [_laid_out(board, checklist) for checklist in checklists], "language": get_language(),
        "credited": [member.name for member in board.members if member.credited],
    }  # fmt: skip
    return render_to_string("checklists/pdf/paper.html", shown)


def _laid_out(board: Board, checklist: Checklist) -> dict:
    parts = [
        {
            "part": part,
            "framing": [board.row(checklist, asked) for asked in part.framing],
            "rows": [board.row(checklist, asked) for asked in part.questions],
        }
        for part in checklist.sheet.parts
    ]
    return {"checklist": checklist, "sheet": checklist.sheet, "standing": board.standing(checklist), "parts": parts}
