"""Coming in: the typed code, the link of the QR code, and what to expect."""

import calendar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sessions import limits
from sessions.access import find_here, set_secret
from sessions.forms import CodeForm, EnterForm
from sessions.joining import admit, open_session, session_by_token


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The typed code. A wrong, an old and a locked code get the same answer."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        session = open_session(form.cleaned_data["code"]) if limits.may_try_codes() else None
        if session is not None:
            return redirect("enter", session.join_token)
        limits.note_wrong_code()
    if request.method != "POST":
        return render(request, "sessions/phone/join.html", {"form": form, "alone_offered": settings.ALONE})
    error = _("That code did not work. Check it with your facilitator.")
    context = {"form": form, "error": error, "code": request.POST.get("code", "")[:40]}
    return render(request, "sessions/phone/join.html", context, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """What to expect, before anything is written; then in, with or without a made-up name."""
    session = session_by_token(token)
    if session is None:
        error = _("That code did not work. Check it with your facilitator.")
        return render(request, "sessions/phone/join.html", {"form": CodeForm(), "error": error}, status=404)
    here = find_here(session.public, request.COOKIES)
    if here is not None and not here.participant.removed:
        return redirect("phone", session.public)  # this phone is in already: nothing is doubled
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _participant, secret = admit(session, form.cleaned_data["name"])
        response = redirect("phone", session.public)
        set_secret(response, session.public, secret)
        return response
    return render(request, "sessions/phone/enter.html", {"session": session, "form": form})


@require_GET
def out(request: HttpRequest) -> HttpResponse:
    """Exit quickly: a plain page that says nothing about where the person was."""
    today = timezone.localdate()
    weeks = calendar.Calendar().monthdayscalendar(today.year, today.month)
    return render(request, "sessions/phone/out.html", {"weeks": weeks})
