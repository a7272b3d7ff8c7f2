"""What the room made, for the organiser: the report, its files, and the promise of deletion."""

from django.contrib import messages
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coprod import making
from coprod.words import whole_number
from sessions import deletion
from sessions.access import facilitator_required
from sessions.forms import DeleteOnForm, ReportForm
from sessions.models import LiveSession
from sessions.report import files, gather
from sessions.report.gather import file_name, waiting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def page(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """The report as it would be made now, with what goes in to choose. It can be made while the session runs."""
    report, form = gather(session), ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seen = {section.step.position for section in report.everything}
        session.report_wishes = {"left_out": sorted(seen - _ticked(request)), "note": form.cleaned_data["note"]}
        session.save(update_fields=["report_wishes"])
        return redirect("session-report", session.public)
    context = {"session": session, "report": report, "tab": "report", "waiting": waiting(session)}
    if request.method != "POST":
        ticked = {section.step.position for section in report.sections}
        return render(request, "sessions/report/page.html", {**context, "ticked": ticked, "typed": report.note})
    messages.error(request, _("That note is too long for one page. Your words are still in the box. Try fewer."))
    context |= {"ticked": _ticked(request), "typed": request.POST.get("note", "")}
    return render(request, "sessions/report/page.html", context, status=422)


def _ticked(request: HttpRequest) -> set[int]:
    return {position for value in request.POST.getlist("step") if (position := whole_number(value)) is not None}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def download(request: HttpRequest, session: LiveSession, kind: str) -> HttpResponse:
    """A file of the report; for those that take a while, a page that says so. POST tries one again that failed."""
    if kind in files.AT_ONCE:
        report = gather(session)
        return hand_over(files.AT_ONCE[kind](report), f"{report.name}.{kind}")
    if kind in ("pdf", "zip"):
        return _made(request, session, kind)
    raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def drawing(request: HttpRequest, session: LiveSession, name: str) -> HttpResponse:
    """One drawing as a picture."""
    asked_before = session.files.filter(recipe=_recipe("png", name)).exists()
    if not asked_before and name not in files.drawings(gather(session)):
        raise Http404
    return _made(request, session, "png", name)


def _recipe(ending: str, what: str) -> str:
    return f"{what[:50]}.{ending}"


def _made(request: HttpRequest, session: LiveSession, ending: str, what: str = "") -> HttpResponse:
    """Nothing is gathered here: a page that waits asks every second, and it is the room's server that answers."""
    recipe = _recipe(ending, what)
    if request.method == "POST":
        making.forget(session.files, recipe)
        return redirect(request.path)
    work = making.Work("sessions.report.files.made", {"session_pk": session.pk, "ending": ending, "drawing": what})
    file = making.order(session.files, recipe, files.stamp(session), work)
    name = f"{file_name(session)}{'-' if what else ''}{what}.{ending}"
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"ready": file.is_ready, "failure": file.failure})
    if file.is_ready and "wait" not in request.GET:
        return hand_over(bytes(file.body or b""), name, inline=ending != "zip")
    status = 200 if file.is_ready else 503 if file.failure else 202
    context = {"session": session, "file": file, "name": name}
    return render(request, "sessions/report/making.html", context, status=status)


def hand_over(body: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(body, content_type=files.TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


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
    asked = session.contacts.exclude(sealed=b"").aggregate(n=Count("pk"), last=Max("until"))
    context = {
        "session": session, "told": session.deletion, "left": deletion.personal_rows(session),
        "asked": asked if asked["n"] else None,
    }  # fmt: skip
    return render(request, "sessions/report/certificate.html", context)
