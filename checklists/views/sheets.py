"""One checklist: all its questions, one area of 2G, or one question at a time on a phone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from checklists import content
from checklists.access import Seat, at_plan
from checklists.board import Board, Row
from checklists.models import Checklist
from checklists.models.answers import Need, State
from coprod.words import whole_number


def find(board: Board, at: str, *, removed: bool = False) -> Checklist:
    """The checklist that an address names (`2d`, `2g-2`), or 404."""
    for checklist in board.checklists + (board.removed if removed else []):
        if checklist.path == at:
            return checklist
    raise Http404


def page(seat: Seat, board: Board, checklist: Checklist, **more) -> dict:
    return {
        "seat": seat, "project": seat.project, "board": board, "checklist": checklist, "sheet": checklist.sheet,
        "states": State.choices, "needs": Need.choices, **more,
    }  # fmt: skip


@require_GET
@at_plan()
def sheet(request: HttpRequest, seat: Seat, at: str) -> HttpResponse:
    board = Board(seat.project)
    checklist = find(board, at)
    if checklist.sheet.areas:
        marks = zip(checklist.sheet.areas, board.standing(checklist).marks, strict=True)
        return render(
            request,
            "checklists/areas.html",
            page(seat, board, checklist, marks=list(marks), last=board.last(checklist)),
        )
    parts = [(part, [board.row(checklist, asked) for asked in part.asked]) for part in checklist.sheet.parts]
    return render(request, "checklists/sheet.html", page(seat, board, checklist, parts=parts))


@require_GET
@at_plan()
def area(request: HttpRequest, seat: Seat, at: str, area: str) -> HttpResponse:
    board = Board(seat.project)
    checklist = find(board, at)
    slugs = [part.slug for part in checklist.sheet.areas]
    if area not in slugs:
        raise Http404
    place = slugs.index(area)
    part = checklist.sheet.areas[place]
    shown = page(
        seat, board, checklist, part=part, place=place + 1,
        framing=[board.row(checklist, asked) for asked in part.framing],
        parts=[(part, [board.row(checklist, asked) for asked in part.questions])],
        after=checklist.sheet.areas[place + 1] if place + 1 < len(slugs) else None,
        before=checklist.sheet.areas[place - 1] if place else None,
    )  # fmt: skip
    return render(request, "checklists/sheet.html", shown)


@require_GET
@at_plan()
def question(request: HttpRequest, seat: Seat, at: str, number: str) -> HttpResponse:
    return show_question(request, seat, at, number)


def show_question(request: HttpRequest, seat: Seat, at: str, number: str, *, status: int = 200, **more) -> HttpResponse:
    """One question on a page of its own; `more` carries what a form without scripts has to be told."""
    board = Board(seat.project)
    checklist = find(board, at)
    asked = checklist.sheet.at(number.lower())
    if asked is None:
        raise Http404
    asked_here = checklist.sheet.questions
    place = asked_here.index(asked)
    row: Row = board.row(checklist, asked)
    shown = page(
        seat, board, checklist, row=row, place=place + 1, total=len(asked_here),
        area=checklist.sheet.part_of(asked) if checklist.sheet.areas else None,
        after=asked_here[place + 1] if place + 1 < len(asked_here) else None,
        before=asked_here[place - 1] if place else None, **more,
    )  # fmt: skip
    return render(request, "checklists/question.html", shown, status=status)


@require_POST
@at_plan("edit")
def again(request: HttpRequest, seat: Seat, at: str) -> HttpResponse:
    checklist = find(Board(seat.project), at)
    if not checklist.sheet.repeats:
        raise Http404
    after = whole_number(request.POST.get("after", "")) or checklist.take
    return redirect("checklists:sheet", seat.project.public, checklist.take_again(after).path)


@require_GET
@at_plan()
def compare(request: HttpRequest, seat: Seat, at: str) -> HttpResponse:
    """Two takes of a checklist, question by question: the one named and an earlier one (`?with=`, else the last before)."""
    board = Board(seat.project)
    later = find(board, at)
    others = [c for c in board.checklists if c.slug == later.slug and c.take != later.take]
    if not others:
        raise Http404
    wanted = request.GET.get("with")
    earlier = next((c for c in others if c.path == wanted), min(others, key=lambda c: abs(c.take - later.take)))
    earlier, later = sorted((earlier, later), key=lambda c: c.take)
    parts = [(part, _both(board, earlier, later, part)) for part in later.sheet.parts]
    shown = page(seat, board, later, earlier=earlier, later=later, parts=parts, others=others)
    return render(request, "checklists/compare.html", shown)


def _both(board: Board, earlier: Checklist, later: Checklist, part: content.Part) -> list[tuple[Row, Row]]:
    """Each question of a part in both takes, without those that neither says anything about."""
    pairs = [(board.row(earlier, asked, deep=False), board.row(later, asked, deep=False)) for asked in part.asked]
    return [pair for pair in pairs if any(row.touched for row in pair)]


@require_POST
@at_plan("owner")
def removal(request: HttpRequest, seat: Seat, at: str) -> HttpResponse:
    checklist = find(Board(seat.project), at, removed=True)
    if "back" in request.POST:
        checklist.put_back()
    else:
        checklist.set_aside()
    return redirect("checklists:plan", seat.project.public)
