"""The facilitator's first page, and starting a session in three clicks."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.models import Plan, Step, Toolkit
from coprod.once import once
from sessions import contacts, erasure
from sessions.access import facilitator_required
from sessions.forms import NewSessionForm
from sessions.joining import start_session
from sessions.models import LiveSession
from sessions.models.session import default_delete_on


@never_cache
@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    sessions = LiveSession.objects.filter(owner_id=request.user.pk)
    context = {
        "sessions": sessions, "toolkits": Toolkit.objects.all(), "plans": Plan.objects.all(),
        "to_write_to": contacts.to_write_to(request.user.pk),
    }  # fmt: skip
    return render(request, "sessions/home.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_new(request: HttpRequest) -> HttpResponse:
    form = NewSessionForm(request.POST or None, initial={"delete_on": default_delete_on()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        plan = get_object_or_404(Plan, slug=data["plan"])
        values = {
            "title": data["title"] or plan.title, "facilitator_name": data["facilitator_name"],
            "support": data["support"], "delete_on": data["delete_on"] or default_delete_on(),
        }  # fmt: skip
        mine = LiveSession.objects.filter(owner_id=request.user.pk)
        session = once(request, mine, lambda public: start_session(request.user, plan, public=public, **values))
        return redirect("console", session.public)
    plans = [{"plan": plan, "steps": _steps_of(plan)} for plan in Plan.objects.all()]
    name = request.user.first_name or _last_name(request)  # type: ignore[union-attr]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "plans": plans, "name": name, "delete_on": default_delete_on()}
    return render(request, "sessions/session_new.html", context, status=status)


def _last_name(request: HttpRequest) -> str:
    """What somebody was called in their latest session, when their account holds no name."""
    names = (
        LiveSession.objects.filter(owner_id=request.user.pk).order_by("-pk").values_list("facilitator_name", flat=True)
    )
    return names.first() or ""


def _steps_of(plan: Plan) -> list[str]:
    titles = dict(Step.objects.values_list("key", "title"))
    return [titles.get(item["step"], "") for item in plan.items if "step" in item]


@require_POST
@facilitator_required
def session_delete(request: HttpRequest, session: LiveSession) -> HttpResponse:
    with transaction.atomic():
        session.delete()
        erasure.owe()
    return redirect("home")
