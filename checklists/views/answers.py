"""Writing: an answer, a comment, an older version brought back. Each works as a plain form and from the page's script."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from checklists import content
from checklists.access import Seat, at_plan, wants_json
from checklists.board import Board
from checklists.forms import AnswerForm, CommentForm
from checklists.models import Answer, Checklist, Comment, Version
from checklists.models.answers import Clash, Gone
from checklists.views.sheets import find, page, show_question

GONE = _("This checklist was taken out of the project. Your words are still in the box. You can copy them.")


def _find(seat: Seat, at: str, ref: str) -> tuple[Board, Checklist, content.Question, content.FollowUp]:
    """The checklist, the question and the box that an address names. A checklist that was taken off is found too."""
    board = Board(seat.project)
    checklist = find(board, at, removed=True)
    for asked in checklist.sheet.questions:
        for box in asked.boxes:
            if box.ref == ref:
                return board, checklist, asked, box
    raise Http404


def section(request: HttpRequest, seat: Seat, checklist: Checklist, asked: content.Question, **more) -> str:
    """The question as it stands now, as the page shows it."""
    board = Board(seat.project)
    shown = page(seat, board, checklist, row=board.row(checklist, asked), **more)
    return render_to_string("checklists/_question.html", shown, request)


@require_POST
@at_plan("edit")
def write(request: HttpRequest, seat: Seat, at: str, ref: str) -> HttpResponse:
    """200 saved; 409 somebody else changed the same words; 410 the checklist is gone; 422 not a value we can keep."""
    _board, checklist, asked, box = _find(seat, at, ref)
    form = AnswerForm(request.POST, follow_up=box is not asked)
    if not form.is_valid():
        told = " ".join(str(message) for messages in form.errors.values() for message in messages)
        return _told(
            request, seat, at, asked, 422, {"ok": False, "message": told}, typed=request.POST, errors=form.errors
        )
    try:
        Answer.write(checklist, box, seat.member, form.change())
    except Gone:
        return _gone(request, seat)
    except Clash as clash:
        shown = {"clash": clash, "clash_box": box}
        html = section(request, seat, checklist, asked, **shown) if wants_json(request) else ""
        return _told(request, seat, at, asked, 409, {"ok": False, "clash": True, "html": html}, **shown)
    if wants_json(request):
        return JsonResponse({"ok": True, "html": section(request, seat, checklist, asked)})
    return redirect(request.POST.get("next_page") and _next(seat, checklist, asked) or _place(seat, checklist, asked))


def _told(request: HttpRequest, seat: Seat, at: str, asked, status: int, answer: dict, **shown) -> HttpResponse:
    if wants_json(request):
        return JsonResponse(answer, status=status)
    return show_question(request, seat, at, asked.number, status=status, **shown)


def _gone(request: HttpRequest, seat: Seat) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"ok": False, "message": str(GONE)}, status=410)
    shown = {"message": GONE, "project": seat.project, "typed": request.POST.get("text", "")}
    return render(request, "checklists/refused.html", shown, status=410)


def _place(seat: Seat, checklist: Checklist, asked: content.Question) -> str:
    return reverse("checklists:question", args=[seat.project.public, checklist.path, asked.number])


def _next(seat: Seat, checklist: Checklist, asked: content.Question) -> str:
    questions = checklist.sheet.questions
    place = questions.index(asked) + 1
    if place < len(questions):
        return _place(seat, checklist, questions[place])
    return reverse("checklists:sheet", args=[seat.project.public, checklist.path])


@require_GET
@at_plan()
def history(request: HttpRequest, seat: Seat, at: str, ref: str) -> HttpResponse:
    board, checklist, asked, box = _find(seat, at, ref)
    answer = board.answer(checklist.take, getattr(box, "key", box.ref))
    versions = list(answer.versions.select_related("member")) if answer.pk else []
    shown = page(seat, board, checklist, asked=asked, box=box, answer=answer, versions=versions)
    return render(request, "checklists/history.html", shown)


@require_POST
@at_plan("edit")
def bring_back(request: HttpRequest, seat: Seat, at: str, ref: str, pk: int) -> HttpResponse:
    _board, checklist, asked, box = _find(seat, at, ref)
    version = get_object_or_404(
        Version.objects.select_related("answer"), pk=pk, answer__project=seat.project, answer__take=checklist.take,
        answer__ref=getattr(box, "key", box.ref),
    )  # fmt: skip
    try:
        version.answer.bring_back(checklist, version, seat.member)
    except Gone:
        return _gone(request, seat)
    return redirect(_place(seat, checklist, asked))


@require_POST
@at_plan("comment")
def comment(request: HttpRequest, seat: Seat, at: str, ref: str) -> HttpResponse:
    _board, checklist, asked, box = _find(seat, at, ref)
    form = CommentForm(request.POST)
    if not form.is_valid():
        told = (
            _("Write a word first.")
            if not request.POST.get("text", "").strip()
            else " ".join(str(error) for error in form.errors.get("text", []))
        )
        shown = {"comment_error": told, "comment_typed": request.POST.get("text", "")}
        return _told(request, seat, at, asked, 422, {"ok": False, "message": told}, **shown)
    try:
        Comment.add(checklist, asked, seat.member, **form.cleaned_data)
    except Gone:
        return _gone(request, seat)
    if wants_json(request):
        return JsonResponse({"ok": True, "html": section(request, seat, checklist, asked)})
    return redirect(_place(seat, checklist, asked))


@require_POST
@at_plan("comment")
def take_back(request: HttpRequest, seat: Seat, at: str, ref: str, pk: int) -> HttpResponse:
    """Only the person who wrote a comment can take it back."""
    _board, checklist, asked, _box = _find(seat, at, ref)
    get_object_or_404(Comment, pk=pk, member=seat.member, answer__project=seat.project).take_back()
    if wants_json(request):
        return JsonResponse({"ok": True, "html": section(request, seat, checklist, asked)})
    return redirect(_place(seat, checklist, asked))
