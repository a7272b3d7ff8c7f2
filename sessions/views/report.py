"""What the room made, for the organiser: the report, its files, and the promise of deletion."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sessions import deletion
from sessions.access import facilitator_required
from sessions.forms import DeleteOnForm
from sessions.models import LiveSession


@require_POST
@facilitator_required
def delete_on(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Another date of deletion; once somebody has joined, only a sooner one."""
    form = DeleteOnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is no date we can read. Nothing has changed."))
    elif not deletion.move_date(session, form.cleaned_data["delete_on"]):
        date = date_format(session.delete_on, "DATE_FORMAT")
        said = _("People were told %(date)s. The date can be sooner, not later, and not in the past.")
        messages.error(request, said % {"date": date})
    elif session.deleted_on:
        return redirect("session-certificate", session.public)
    else:
        date = date_format(session.delete_on, "DATE_FORMAT")
        messages.success(request, _("Deletion is on %(date)s now. Phones say so.") % {"date": date})
    return redirect("console-room", session.public)


@never_cache
@require_GET
@facilitator_required
def certificate(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """What was deleted and when, for the organiser's files; before that day, what will be."""
    context = {"session": session, "told": session.deletion, "left": deletion.personal_rows(session)}
    return render(request, "sessions/report/certificate.html", context)
