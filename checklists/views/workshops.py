"""Bringing what a workshop said into a plan. The person who ran the workshop does it: its notes are theirs to open."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists import content, workshop
from checklists.access import Seat, at_plan
from checklists.board import Board, Row
from checklists.models import Borrowed
from checklists.models.answers import Gone
from checklists.views.sheets import find, page
from sessions.models import SessionStep


@require_GET
@at_plan("edit")
def choose(request: HttpRequest, seat: Seat) -> HttpResponse:
    """My workshops, and the questions that what they did may answer."""
    board = Board(seat.project)
    mine = workshop.sessions_of(seat.member.user) if seat.member.user else []
    steps = SessionStep.objects.filter(session__in=mine, visited=True, privacy__in=workshop.OPEN_TO_ALL)
    done: dict[int, set[str]] = {}
    for step in steps:
        done.setdefault(step.session_id, set()).add(step.key.partition(".")[0])
    fitting = [(session, _fitting(board, done.get(session.pk, set()))) for session in mine]
    shown = {"seat": seat, "project": seat.project, "board": board, "fitting": fitting}
    return render(request, "checklists/workshops.html", shown)


def _fitting(board: Board, done: set[str]) -> list[Row]:
    rows = (row for checklist in board.checklists for row in board.rows(checklist))
    return [row for row in rows if done & set(row.asked.pulls) and not row.asked.shares]


@require_http_methods(["GET", "POST"])
@at_plan("edit")
def bring(request: HttpRequest, seat: Seat, at: str, number: str) -> HttpResponse:
    """What one of my workshops has for this question; POST takes what was ticked."""
    board = Board(seat.project)
    checklist = find(board, at)
    asked = checklist.sheet.at(number.lower())
    if asked is None or seat.member.user is None:
        raise Http404
    mine = workshop.sessions_of(seat.member.user)
    wanted = request.GET.get("from") or request.POST.get("from")
    session = next((one for one in mine if one.public == wanted), mine[0] if mine else None)
    found = workshop.outcomes(session, asked) if session else []
    row = board.row(checklist, asked)
    if request.method == "POST":
        return _take(request, seat, row, found)
    here = {one.note_id for one in row.borrowed} | {one.said for one in row.borrowed if not one.note_id}
    shown = page(seat, board, checklist, row=row, sessions=mine, session=session, found=found, here=here)
    return render(request, "checklists/bring.html", shown)


def _take(request: HttpRequest, seat: Seat, row: Row, found: list[workshop.Outcome]) -> HttpResponse:
    ticked = set(request.POST.getlist("take"))
    try:
        for outcome in found:
            for offer in outcome.offers:
                if offer.key in ticked:
                    source = f"{outcome.source}, {offer.head}" if offer.head else outcome.source
                    row.answer.borrow(row.checklist, seat.member, said=offer.text, source=source[:300], note=offer.note)
    except Gone:
        messages.error(request, _("This checklist was taken out of the project."))
        return redirect("checklists:plan", seat.project.public)
    return redirect("checklists:question", seat.project.public, row.checklist.path, row.asked.number)


@require_POST
@at_plan("edit")
def hand_back(request: HttpRequest, seat: Seat, at: str, number: str, pk: int) -> HttpResponse:
    """Take something a workshop said out of the question again."""
    asked: content.Question | None = find(Board(seat.project), at).sheet.at(number.lower())
    if asked is None:
        raise Http404
    get_object_or_404(Borrowed, pk=pk, answer__project=seat.project, answer__ref=asked.key).hand_back()
    return redirect("checklists:question", seat.project.public, at, number)
