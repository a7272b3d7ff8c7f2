"""What changed on a plan since a page was drawn, and who else is on it now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from checklists import content
from checklists.access import Seat, at_plan
from checklists.board import Board, Row
from checklists.models import Checklist
from checklists.source import Pulse, sign
from checklists.views.sheets import find, page
from coprod.live.endpoint import position
from coprod.live.hub import encode
from coprod.live.parts import change


@require_GET
@at_plan()
def pulse(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What the socket says, for a page whose socket is blocked: 204 while it is level."""
    at = position(request.GET.get("rev"), request.GET.get("view"), request.GET.get("epoch"))
    fragment = change(Pulse.take(seat.project).view(), at, get_language())
    return HttpResponse(encode(fragment), content_type="application/json") if fragment else HttpResponse(status=204)


@require_GET
@at_plan()
def since(request: HttpRequest, seat: Seat) -> HttpResponse:
    """204 when nothing changed since `rev` and the same people are here (`here`); else the pieces to put in place.

    `at` is the checklist on the page, `area` or `number` the part of it; without `at` it is the plan itself. Asking
    is also the sign of life: `writing` names the question that this person is writing in.
    """
    writing = request.GET.get("writing", "")
    sign(seat.project, seat.member, writing if writing in content.boxes() else "")
    now = Pulse.take(seat.project)
    seen = int(rev) if (rev := request.GET.get("rev", "")).isdecimal() else -1
    if seen == seat.project.rev and request.GET.get("here") == now.mark:
        return HttpResponse(status=204)
    members = {"here": [one.member for one in now.present]}
    frame = {
        "rev": seat.project.rev,
        "mark": now.mark,
        "here": render_to_string("checklists/_here.html", members, request),
        "writing": {one.writing: one.member.name for one in now.present if one.writing and one.member != seat.member},
        "html": _pieces(request, seat, seen) if seen != seat.project.rev else "",
    }
    return JsonResponse(frame)


def _pieces(request: HttpRequest, seat: Seat, seen: int) -> str:
    at = request.GET.get("at")
    board = Board(seat.project, words=bool(at))
    if not at:
        shown = {"seat": seat, "project": seat.project, "board": board}
        return "".join(render_to_string(f"checklists/{name}.html", shown, request) for name in ("_board", "_next"))
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


def _on_page(board: Board, checklist: Checklist, request: HttpRequest) -> list[Row]:
    area, number = request.GET.get("area"), request.GET.get("number")
    asked = checklist.sheet.questions
    if area:
        asked = tuple(question for part in checklist.sheet.areas if part.slug == area for question in part.asked)
    elif number:
        asked = tuple(question for question in asked if question.number == number)
    return [board.row(checklist, question, deep=False) for question in asked]
