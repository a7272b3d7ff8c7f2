"""Sessions side by side, for the facilitator who ran them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sessions import across
from sessions.models import LiveSession
from sessions.views.report import hand_over

AT_FIRST = 6  # the newest sessions, until some are chosen


@never_cache
@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    mine = across.comparable(request.user.pk or 0)
    chosen = _chosen(request, mine)
    if len(chosen) > across.MOST:
        chosen = chosen[: across.MOST]
        messages.error(request, _("Twelve sessions fit side by side. The twelve newest you chose are shown."))
    found = across.across(chosen)
    query = "&".join(f"s={session.public}" for session in chosen)
    context = {"mine": mine, "chosen": chosen, "found": found, "query": query}
    return render(request, "sessions/across.html", context)


@never_cache
@login_required
@require_GET
def download(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in across.FILES:
        raise Http404
    chosen = _chosen(request, across.comparable(request.user.pk or 0))[: across.MOST]
    name = f"{timezone.localdate():%Y-%m-%d}-sessions-side-by-side.{kind}"
    return hand_over(across.FILES[kind](across.across(chosen)), name)


def _chosen(request: HttpRequest, mine: list[LiveSession]) -> list[LiveSession]:
    """Of one's own, those that were ticked; the newest few, none twice, before anything was."""
    if "s" not in request.GET and "choose" not in request.GET:
        copies = across.copies(mine)
        return [session for session in mine if session not in copies][:AT_FIRST]
    wanted = set(request.GET.getlist("s"))
    return [session for session in mine if session.public in wanted]
