"""What the first page of somebody signed in says about their planning projects."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from checklists.models import Project


def projects(request: HttpRequest) -> dict[str, Any]:
    """Nothing is read from the database until a template asks for `projects`."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    mine = Project.objects.filter(owner=request.user, removed_at=None)
    return {"projects": mine, "project_new_url": reverse("checklists:new")}
