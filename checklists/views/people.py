"""Who is on a plan: invited links, coming in, coming back, and being shut out."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from checklists.access import Seat, at_plan, cookie_name, find_member, remember
from checklists.forms import InviteForm, JoinForm
from checklists.models import Invite, Member, Project
from checklists.models.people import INVITED, fingerprint
from coprod.once import secret_of


@require_GET
@at_plan()
def people(request: HttpRequest, seat: Seat) -> HttpResponse:
    return _people(request, seat, InviteForm())


def _people(request: HttpRequest, seat: Seat, form: InviteForm, *, link: str = "", status: int = 200) -> HttpResponse:
    let_in = Count("members", filter=Q(members__removed_at=None))
    secret = request.COOKIES.get(cookie_name(seat.project.public), "")
    shown = {
        "seat": seat, "project": seat.project, "form": form, "link": link, "roles": INVITED,
        "people": seat.project.members.let_in().select_related("invite"),
        "links": seat.project.invites.filter(stopped_at=None).annotate(came=let_in) if seat.is_owner else (),
        "me": JoinForm(instance=seat.member),
        "way_back": _absolute(request, "come-back", seat.project.public, secret) if secret and not seat.is_owner else "",
    }  # fmt: skip
    if link:
        subject, body = _("A project to work on together: %(project)s") % {"project": seat.project.name}, link
        shown["mail"] = f"mailto:?subject={quote(subject)}&body={quote(body)}"
    return render(request, "checklists/people.html", shown, status=status)


def _absolute(request: HttpRequest, name: str, *args) -> str:
    return request.build_absolute_uri(reverse(f"checklists:{name}", args=args))


@require_POST
@at_plan("owner")
def invite(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Make a link and show it, this once: only its hash is kept."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _people(request, seat, form, status=422)
    _link, secret = Invite.open(seat.project, **form.cleaned_data, secret=secret_of(request))
    return _people(request, seat, InviteForm(), link=_absolute(request, "join", secret))


@require_POST
@at_plan("owner")
def stop_link(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    get_object_or_404(seat.project.invites, pk=pk).stop()
    seat.project.touch()
    messages.success(request, _("The link is stopped. Nobody can come in by it now."))
    return redirect("checklists:people", seat.project.public)


@require_POST
@at_plan("owner")
def change_role(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    role = request.POST.get("role")
    if role not in dict(INVITED):
        raise Http404
    seat.project.members.filter(pk=pk, user=None).update(role=role)
    seat.project.touch()
    return redirect("checklists:people", seat.project.public)


@require_POST
@at_plan("owner")
def remove(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    person: Member = get_object_or_404(seat.project.members, pk=pk, user=None)
    person.remove()
    seat.project.touch()
    messages.success(
        request,
        _("They can no longer open this project. What they wrote stays. Name: %(name)s") % {"name": person.name},
    )
    if person.invite and not person.invite.stopped_at:
        said = _("The link they came by still works. Stop it too, or they can come in as somebody new. Link: %(link)s")
        messages.info(request, said % {"link": person.invite})
    return redirect("checklists:people", seat.project.public)


@require_POST
@at_plan()
def me(request: HttpRequest, seat: Seat) -> HttpResponse:
    """My own name, and whether it may be printed."""
    form = JoinForm(request.POST, instance=seat.member)
    if form.is_valid():
        form.save()
        seat.project.touch()
        messages.success(request, _("Saved."))
    return redirect("checklists:people", seat.project.public)


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """An invited link: choose a name, and you are on the plan. No account."""
    link = Invite.objects.select_related("project").filter(fingerprint=fingerprint(secret)).first()
    if link is None or link.stopped_at or link.project.removed_at:
        return render(request, "checklists/no_link.html", status=404)
    known = find_member(request, link.project)
    if known and (known.is_in or known.invite == link):  # who was taken off is told so there, and needs another link
        return redirect("checklists:plan", link.project.public)
    form = JoinForm(request.POST or None, instance=Member(project=link.project, invite=link, role=link.role))
    if not form.is_valid():
        return render(request, "checklists/join.html", {"form": form, "project": link.project, "link": link})
    key = form.save().new_key()
    link.project.touch()
    return remember(redirect("checklists:plan", link.project.public), link.project, key)


@never_cache
@require_GET
def come_back(request: HttpRequest, public: str, secret: str) -> HttpResponse:
    """A person's own link: it brings them back in on any phone or laptop, under the same name."""
    project = get_object_or_404(Project, public=public, removed_at=None)
    person = project.members.select_related("invite").filter(fingerprint=fingerprint(secret)).first()
    if person is None or not person.is_in:
        return render(request, "checklists/no_link.html", status=404)
    return remember(redirect("checklists:plan", project.public), project, secret)
