"""Who may open a plan. Its owner signs in; the others carry a secret in a cookie, and the database has its hash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from checklists.models import Member, Project
from checklists.models.people import fingerprint

KEPT = 60 * 60 * 24 * 365


@dataclass
class Seat:
    """A person at a plan: what a view of a plan gets beside the request."""

    project: Project
    member: Member

    def may(self, role: str) -> bool:
        return self.member.may(role)

    @property
    def can_edit(self) -> bool:
        return self.may("edit")

    @property
    def can_comment(self) -> bool:
        return self.may("comment")

    @property
    def is_owner(self) -> bool:
        return self.may("owner")


def cookie_name(public: str) -> str:
    return f"coprod_plan_{public}"


def remember(response: HttpResponse, project: Project, secret: str) -> HttpResponse:
    response.set_cookie(
        cookie_name(project.public), secret, max_age=KEPT, httponly=True, samesite="Lax", secure=settings.BEHIND_HTTPS
    )
    return response


def find_member(request: HttpRequest, project: Project) -> Member | None:
    return seat_of(project, request.user, request.COOKIES)


def seat_of(project: Project, user: Any, cookies: dict[str, str]) -> Member | None:
    """The person who asks, let in or not. Somebody signed in comes before the cookie of an invited link."""
    members = project.members.select_related("invite")
    if user.is_authenticated and (member := members.filter(user=user).first()):
        return member
    secret = cookies.get(cookie_name(project.public), "")
    return members.filter(fingerprint=fingerprint(secret)).first() if secret else None


def at_plan(role: str = "view", *, removed: bool = False) -> Callable:
    """Open a view to the people of a plan who have that role; it is called with (request, seat, ...).

    Outsiders get the same 404 as for a plan that does not exist. Someone who was shut out is told so.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def opened(request: HttpRequest, public: str, **kwargs) -> HttpResponse:
            project = Project.objects.select_related("owner").filter(public=public).first()
            member = find_member(request, project) if project else None
            if project is None or member is None or (project.removed_at and not removed):
                raise Http404
            if not member.is_in:
                return refuse(
                    request, _("Your link to this plan has been stopped. What you wrote is still in it."), member
                )
            if not member.may(role):
                return refuse(
                    request, _("Your link lets you read this plan. It does not let you change this part."), member
                )
            return view(request, Seat(project, member), **kwargs)

        return never_cache(opened)

    return decorate


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def refuse(request: HttpRequest, message: str, member: Member) -> HttpResponse:
    if wants_json(request):
        words = _("Your words are still in the box. You can copy them.")
        return JsonResponse({"ok": False, "message": f"{message} {words}"}, status=403)
    typed = request.POST.get("text", "")
    return render(
        request, "checklists/refused.html", {"message": message, "project": member.project, "typed": typed}, status=403
    )
