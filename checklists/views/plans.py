"""The list of my plans, one plan with its checklists side by side, and its details."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.access import Seat, at_plan
from checklists.board import Board
from checklists.forms import ProjectForm
from checklists.models import Project
from coprod.once import once


@login_required
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    mine = Project.objects.filter(owner_id=request.user.pk)
    shown = {"plans": mine.filter(removed_at=None), "removed": mine.exclude(removed_at=None)}
    return render(request, "checklists/plans.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST or None)
    if form.is_valid():
        mine = Project.objects.filter(owner_id=request.user.pk)
        project = once(request, mine, lambda public: Project.start(request.user, public=public, **form.cleaned_data))
        return redirect("checklists:plan", project.public)
    return render(request, "checklists/plan_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@at_plan()
def plan(request: HttpRequest, seat: Seat) -> HttpResponse:
    board = Board(seat.project, words=False)
    return render(request, "checklists/plan.html", {"seat": seat, "project": seat.project, "board": board})


@require_http_methods(["GET", "POST"])
@at_plan("edit")
def details(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = ProjectForm(request.POST or None, instance=seat.project)
    if form.is_valid():
        form.save()
        seat.project.touch()
        return redirect("checklists:plan", seat.project.public)
    shown = {"form": form, "seat": seat, "project": seat.project}
    return render(request, "checklists/plan_form.html", shown, status=422 if form.errors else 200)


@require_POST
@at_plan("owner", removed=True)
def removal(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Put a plan away, take it back out, or delete what was put away."""
    project = seat.project
    if "delete" in request.POST and project.removed_at:
        project.delete()
        messages.success(request, _("The project is deleted, with everything in it."))
        return redirect("checklists:plans")
    project.removed_at = None if "back" in request.POST else timezone.now()
    project.save(update_fields=["removed_at"])
    return redirect("checklists:plans")
