"""Downloads: the checklists as PDF, Word, spreadsheet and Markdown; the action plan as a page, a calendar and a sheet."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from checklists import exports
from checklists.access import Seat, at_plan, wants_json
from checklists.board import Board
from checklists.models import MadeFile
from coprod import making

OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
}


def attachment(body: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(body, content_type=OFFICE[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@at_plan()
def choose(request: HttpRequest, seat: Seat) -> HttpResponse:
    board = Board(seat.project, words=False)
    what = request.GET.get("what", "all")
    if not exports.wanted(board, what):
        raise Http404
    shown = {"seat": seat, "project": seat.project, "board": board, "what": what, "papers": exports.PAPERS}
    return render(request, "checklists/files.html", shown)


@require_http_methods(["GET", "POST"])
@at_plan()
def download(request: HttpRequest, seat: Seat, what: str, kind: str) -> HttpResponse:
    """A file, or a page that says it is being made. POST tries one again that failed."""
    recipe, day = f"{what}.{kind}", timezone.localdate()
    stamp = exports.stamp(seat.project, kind, day)
    if request.method == "GET" and wants_json(request) and (file := making.ordered(seat.project.files, recipe, stamp)):
        return JsonResponse({"ready": file.is_ready, "failure": file.failure})
    board = Board(seat.project, words=kind in exports.OFFICE)
    checklists = exports.wanted(board, what)
    if not checklists or (kind not in exports.PAPERS and kind not in exports.OFFICE):
        raise Http404
    if kind in exports.OFFICE:
        return attachment(exports.OFFICE[kind](board, checklists), exports.file_name(board, what, "", kind))
    if request.method == "POST":
        making.forget(seat.project.files, recipe)
        return redirect(request.path)
    args = {"project_pk": seat.project.pk, "what": what, "kind": kind, "day": day.isoformat()}
    work = making.Work("checklists.exports.paper_pdf", args)
    file = making.order(seat.project.files, recipe, stamp, work)
    return _hand_over(request, seat, file, exports.file_name(board, what, kind, "pdf"))


def _hand_over(request: HttpRequest, seat: Seat, file: MadeFile, name: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"ready": file.is_ready, "failure": file.failure})
    if file.is_ready and "wait" not in request.GET:
        return attachment(bytes(file.body or b""), name, inline=True)
    shown = {"seat": seat, "project": seat.project, "file": file, "name": name, "back": request.GET.get("from", "")}
    status = 200 if file.is_ready else 503 if file.failure else 202
    return render(request, "checklists/making.html", shown, status=status)


@require_GET
@at_plan()
def actions(request: HttpRequest, seat: Seat) -> HttpResponse:
    board = Board(seat.project, words=False)
    by_person: dict[str, list] = {}
    for row in board.actions:
        by_person.setdefault(row.answer.who.strip(), []).append(row)
    people = sorted(by_person.items(), key=lambda item: (not item[0], item[0].casefold()))
    shown = {
        "seat": seat,
        "project": seat.project,
        "board": board,
        "people": people,
        "by": request.GET.get("by", "date"),
    }
    return render(request, "checklists/actions.html", shown)


@require_GET
@at_plan()
def calendar(request: HttpRequest, seat: Seat) -> HttpResponse:
    board = Board(seat.project)
    body = exports.calendar(board, request.build_absolute_uri)
    return attachment(body, exports.file_name(board, "all", "dates", "ics"))


@require_GET
@at_plan()
def action_sheet(request: HttpRequest, seat: Seat) -> HttpResponse:
    board = Board(seat.project)
    return attachment(exports.action_sheet(board), exports.file_name(board, "all", "actions", "xlsx"))
