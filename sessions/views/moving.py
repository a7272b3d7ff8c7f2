"""A whole session as a file, and one from a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from coprod.once import once
from sessions.access import facilitator_required
from sessions.forms import BringInForm
from sessions.models import LiveSession
from sessions.models.session import default_delete_on
from sessions.moving import into, out
from sessions.report.gather import file_name
from sessions.views.report import hand_over


@never_cache
@require_GET
@facilitator_required
def whole(request: HttpRequest, session: LiveSession) -> HttpResponse:
    return hand_over(out.write(session), f"{file_name(session)}.json")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = BringInForm(request.POST, request.FILES) if sent else BringInForm()
    if sent and form.is_valid():
        try:
            file, delete_on = form.cleaned_data["file"], form.cleaned_data["delete_on"]
            mine = LiveSession.objects.filter(owner_id=request.user.pk)
            session = once(request, mine, lambda public: into.bring_in(request.user, file, delete_on, public))
        except into.Unreadable as fault:
            form.add_error("file", str(fault))
        else:
            messages.success(request, _("The session is here. This is its report."))
            return redirect("session-report", session.public)
    status = 422 if sent else 200
    context = {"form": form, "delete_on": default_delete_on()}
    return render(request, "sessions/bring_in.html", context, status=status)
