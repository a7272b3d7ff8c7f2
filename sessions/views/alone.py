"""Working alone: one person, no facilitator, everything on their own link."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.kinds.registry import kind
from activities.models import step_info
from coprod.network import room_address
from sessions import alone, deletion, kept, limits
from sessions.access import Here, cookie_name, participant_required, set_secret
from sessions.forms import KeepUntilForm
from sessions.models.session import default_delete_on

# -- coming in ---------------------------------------------------------------------------------------------------------


@never_cache
@require_GET
def offer(request: HttpRequest) -> HttpResponse:
    """What one can work through alone, where this server offers it to everybody."""
    if not settings.ALONE:
        return render(request, "sessions/alone/not_offered.html", status=404)
    return render(request, "sessions/alone/offer.html", {"choices": _with_links()})


def _with_links() -> list[dict[str, Any]]:
    return [{"choice": c, "url": reverse("alone-begin", args=[alone.token_for(c.slug)])} for c in alone.choices()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, token: str) -> HttpResponse:
    """What to know first; then a workbook of one's own. Looking at this page makes nothing."""
    choice = alone.choice_named(alone.slug_of(token) or "")
    if choice is None:
        return render(request, "sessions/alone/not_offered.html", {"old": True}, status=404)
    context = {"choice": choice, "delete_on": default_delete_on()}
    if request.method != "POST":
        return render(request, "sessions/alone/begin.html", context)
    if not limits.may_start_alone():
        error = _("Many people are starting just now. Try again in a few minutes.")
        return render(request, "sessions/alone/begin.html", {**context, "error": error}, status=429)
    session, _participant, secret = alone.start(choice)
    response = redirect("own-link", session.public)
    set_secret(response, session.public, secret, session.delete_on)
    return response


# -- for facilitators to hand out --------------------------------------------------------------------------------------


@never_cache
@login_required
@require_GET
def hand_out(request: HttpRequest) -> HttpResponse:
    """A link and a square to give to people, and paper. Nothing comes back to the facilitator."""
    choices = alone.choices()
    wanted = request.GET.get("what", "")
    chosen = next((choice for choice in choices if choice.slug == wanted), choices[0] if choices else None)
    context: dict[str, Any] = {"choices": choices, "chosen": chosen, "days": alone.LINK_DAYS}
    if chosen:
        token = alone.token_for(chosen.slug)
        link = room_address(request).rstrip("/") + reverse("alone-begin", args=[token])
        context |= {"link": link, "paper_url": reverse("alone-paper", args=[token])}
    return render(request, "sessions/alone/hand_out.html", context)


@never_cache
@require_GET
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """The same on paper, for people who would rather write by hand."""
    choice = alone.choice_named(alone.slug_of(token) or "")
    if choice is None:
        return render(request, "sessions/alone/not_offered.html", {"old": True}, status=404)
    infos = [step_info(step, str(step.activity)) for step in choice.steps]
    steps = [{"step": i, "config": i.config, "template": kind(i.kind).template("print")} for i in infos]
    return render(request, "sessions/alone/paper.html", {"choice": choice, "steps": steps})


# -- at work -----------------------------------------------------------------------------------------------------------


def _alone_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the one person of a session without a facilitator; in a group's session these pages do not exist."""

    @wraps(view)
    @participant_required
    def wrapped(request: HttpRequest, here: Here, **kwargs: Any) -> HttpResponse:
        if not here.session.alone:
            raise Http404
        return view(request, here, **kwargs)

    return wrapped


@require_POST
@_alone_required
def go_on(request: HttpRequest, here: Here) -> HttpResponse:
    """Next, Back, or straight to a place. A second press that names the place that was left changes nothing."""
    leaving, place = request.POST.get("leaving", ""), request.POST.get("place", "")
    if place and place in here.session.places():
        here.session.go_to(place)
    elif request.POST.get("by") == "back":
        here.session.go_back(leaving)
    elif request.POST.get("by") == "next":
        here.session.advance(leaving)
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(status=204)
    return redirect("phone", here.session.public)


@never_cache
@require_GET
@_alone_required
def contents(request: HttpRequest, here: Here) -> HttpResponse:
    steps = here.session.agenda()
    context = {"session": here.session, "participant": here.participant, "steps": steps, "here": "contents"}
    return render(request, "sessions/alone/contents.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_alone_required
def until(request: HttpRequest, here: Here) -> HttpResponse:
    """How long it is kept, or not at all: one's own choice, to change at any time."""
    form = KeepUntilForm(request.POST or None, initial={"until": here.session.delete_on})
    if request.method == "POST" and form.is_valid():
        here.session.set(view=True, delete_on=form.cleaned_data["until"])
        said = _("Kept until %(date)s.") % {"date": date_format(here.session.delete_on, "DATE_FORMAT")}
        messages.success(request, said)
        response = redirect("alone-until", here.session.public)
        set_secret(response, here.session.public, here.secret, here.session.delete_on)
        return response
    context = {"session": here.session, "participant": here.participant, "form": form, "last_day": kept.last_day()}
    return render(request, "sessions/alone/until.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_alone_required
def delete_now(request: HttpRequest, here: Here) -> HttpResponse:
    """Everything goes at once: no date, no way back."""
    if request.method != "POST":
        return render(request, "sessions/alone/delete.html", {"session": here.session, "participant": here.participant})
    deletion.delete_now(here.session)
    for page in kept.shelf(here.secret):
        kept.let_go(page, here.secret)
    response = render(request, "sessions/alone/deleted.html")
    response.delete_cookie(cookie_name(here.session.public), samesite="Lax")
    response["Clear-Site-Data"] = '"storage"'
    return response
