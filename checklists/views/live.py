"""What changed on a plan since a page was drawn, and who else is on it now."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from checklists import content
from checklists.access import Seat, at_plan
from checklists.board import Board, Row
from checklists.models import Member, Project
from checklists.views.sheets import find, page

HERE = 12  # seconds after the last sign of life


def _key(project: Project, member: Member) -> str:
    return f"plan-here.{project.pk}.{member.pk}"


def sign(seat: Seat, writing: str) -> None:
    """Say that this person has the plan open, and which question they are writing in."""
    cache.set(_key(seat.project, seat.member), writing, HERE)


def here(board: Board) -> list[tuple[Member, str]]:
    """Everyone who has the plan open now, with the question they are writing in."""
    keys = {_key(board.project, member): member for member in board.members}
    return [(keys[key], writing) for key, writing in sorted(cache.get_many(keys).items())]


@require_GET
@at_plan()
def since(request: HttpRequest, seat: Seat) -> HttpResponse:
    """204 when nothing changed since `rev` and the same people are here (`here`); else the pieces to put in place.

    `at` is the checklist on the page, `area` or `number` the part of it; without `at` it is the plan itself.
    """
    writing = request.GET.get("writing", "")
    sign(seat, writing if writing in content.boxes() else "")
    board = Board(seat.project)
    present = here(board)
    mark = hashlib.sha256(repr([(member.pk, name) for member, name in present]).encode()).hexdigest()[:12]
    seen = int(rev) if (rev := request.GET.get("rev", "")).isdigit() else -1
    if seen == seat.project.rev and request.GET.get("here") == mark:
        return HttpResponse(status=204)
    others = {name: member.name for member, name in present if name and member != seat.member}
    frame = {
        "rev": seat.project.rev,
        "mark": mark,
        "here": render_to_string("checklists/_here.html", {"here": [member for member, _name in present]}, request),
        "writing": others,
        "html": _pieces(request, seat, seen) if seen != seat.project.rev else "",
    }
    return JsonResponse(frame)


def _pieces(request: HttpRequest, seat: Seat, seen: int) -> str:
    at = request.GET.get("at")
    if not at:
        board = Board(seat.project, words=False)
        shown = {"seat": seat, "project": seat.project, "board": board}
        return "".join(render_to_string(f"checklists/{name}.html", shown, request) for name in ("_board", "_next"))
    board = Board(seat.project)
    try:
        checklist = find(board, at)
    except Http404:
        return ""
    shown = page(seat, board, checklist)
    changed = [board.row(checklist, row.asked) for row in _on_page(board, checklist, request) if row.rev > seen]
    html = [render_to_string("checklists/_question.html", {**shown, "row": row}, request) for row in changed]
    html.append(render_to_string("checklists/_side.html", shown, request))
    if checklist.sheet.gathers_hard:
        html.append(render_to_string("checklists/_hard.html", shown, request))
    return "".join(html)


def _on_page(board: Board, checklist, request: HttpRequest) -> list[Row]:
    area, number = request.GET.get("area"), request.GET.get("number")
    asked = checklist.sheet.questions
    if area:
        asked = [question for part in checklist.sheet.areas if part.slug == area for question in part.asked]
    elif number:
        asked = [question for question in asked if question.number == number]
    return [board.row(checklist, question, deep=False) for question in asked]
