"""After the day, for the people who were there: leaving an address, saying how it went, stopping, and what came of it.

The pages behind a token need no account and no phone of the session. Looking at one changes nothing, since mail filters open every link.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sessions import contacts, limits, responses
from sessions.access import Here, participant_required
from sessions.forms_later import NoteChoiceForm, OutcomeForm, OutcomeWordsForm, ask_form, news_form
from sessions.models import Contact, DidPage, Note, Outcome, SessionStep
from sessions.secrets import author_key

# -- on one's own phone ------------------------------------------------------------------------------------------------


@never_cache
@require_GET
@participant_required
def later(request: HttpRequest, here: Here) -> HttpResponse:
    """What one may ask for, and what one has asked for."""
    return _later_page(request, here)


def _later_page(request: HttpRequest, here: Here, bound: dict[str, Any] | None = None) -> HttpResponse:
    """`bound` holds forms that need another look, by "news" or the number of a step."""
    bound, today = bound or {}, timezone.localdate()
    asks = [_ask_of(here, step, bound.get(str(step.pk))) for step in contacts.asking_steps(here.session)]
    news = _own_contact(here, Contact.Purpose.NEWS, contacts.news_owner(here.secret, here.session))
    context = {
        "session": here.session, "participant": here.participant, "here": "later",
        "asks": [ask for ask in asks if ask["notes"] or ask["contact"]],
        "news": news, "news_form": bound.get("news") or news_form(today), "answer_days": contacts.ANSWER_DAYS // 7,
        "masked": contacts.masked(contacts.address_of(news)) if news else "", "page": responses.page_of(here.session),
    }  # fmt: skip
    return render(request, "sessions/phone/later.html", context, status=422 if bound else 200)


def _ask_of(here: Here, step: SessionStep, form: Any) -> dict[str, Any]:
    offer, contact = contacts.offer_of(step), _own_contact(here, "ask", contacts.ask_owner(here.secret, step))
    return {
        "step": step, "offer": offer, "notes": list(_own_notes(here, step)), "contact": contact,
        "form": form or ask_form(offer, timezone.localdate(), prefix=f"ask{step.pk}"),
        "masked": contacts.masked(contacts.address_of(contact)) if contact else "",
    }  # fmt: skip


def _own_notes(here: Here, step: SessionStep) -> Any:
    return Note.objects.filter(step=step, author=author_key(here.secret, step.salt)).exclude(state="gone")


def _own_contact(here: Here, purpose: str, owner: str) -> Contact | None:
    return here.session.contacts.filter(purpose=purpose, owner=owner).first()


@never_cache
@require_POST
@participant_required
def ask(request: HttpRequest, here: Here, step: int) -> HttpResponse:
    """Ask me later how it went. Without an address that can be read, or without the tick, nothing is kept."""
    row = get_object_or_404(here.session.steps, pk=step, visited=True)
    offer, notes = contacts.offer_of(row), _own_notes(here, row).order_by("-pk")
    chosen = NoteChoiceForm(request.POST, notes=notes)
    note = (chosen.cleaned_data.get("note") if chosen.is_valid() else None) or notes.first()
    if offer is None or note is None:
        return redirect("phone-later", here.session.public)
    form = ask_form(offer, timezone.localdate(), request.POST, prefix=f"ask{step}")
    if not form.is_valid():
        return _later_page(request, here, {str(step): form})
    row.session, owner, data = here.session, contacts.ask_owner(here.secret, row), form.cleaned_data
    return _kept(request, here, lambda: contacts.ask_about(row, note, owner, data["address"], data["months"]))


def _kept(request: HttpRequest, here: Here, keep: Callable[[], Contact]) -> HttpResponse:
    if limits.may_write(here.participant.pk):
        keep()
        messages.success(request, _("Saved. You can stop it here at any time."))
    else:
        messages.error(request, _("That was a lot at once, so the address is not kept. Try again in a minute."))
    return redirect("phone-later", here.session.public)


@never_cache
@require_POST
@participant_required
def news(request: HttpRequest, here: Here) -> HttpResponse:
    """Tell me what came of it."""
    form = news_form(timezone.localdate(), request.POST)
    if not form.is_valid():
        return _later_page(request, here, {"news": form})
    owner, data = contacts.news_owner(here.secret, here.session), form.cleaned_data
    return _kept(request, here, lambda: contacts.tell_news(here.session, owner, data["address"], data["months"]))


@require_POST
@participant_required
def forget(request: HttpRequest, here: Here) -> HttpResponse:
    """Deletes one's own address, for one purpose."""
    owners = [contacts.ask_owner(here.secret, step) for step in contacts.asking_steps(here.session)]
    owners.append(contacts.news_owner(here.secret, here.session))
    contact = here.session.contacts.filter(owner__in=owners, token=request.POST.get("token", "")).first()
    if contact is not None:
        contacts.stop(contact)
        messages.success(request, _("Your address is deleted. Nobody writes to you."))
    return redirect("phone-later", here.session.public)


# -- behind the link of an e-mail --------------------------------------------------------------------------------------


def _contact(token: str) -> Contact | None:
    return Contact.objects.select_related("session", "step", "note", "outcome").filter(token=token).first()


def _gone(request: HttpRequest) -> HttpResponse:
    """One answer for a link that ended, that was stopped and that never was."""
    return render(request, "sessions/later/gone.html", status=404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """How did it go? A look changes nothing; a press of a button answers, and can be changed or taken back.

    The promise is not shown: an organiser who writes by hand has this link beside an address.
    """
    contact = _contact(token)
    if contact is None or contact.purpose != Contact.Purpose.ASK or contact.step is None:
        return _gone(request) if contact is None else redirect("later-stop", token)
    outcome = getattr(contact, "outcome", None)
    words = OutcomeWordsForm(request.POST if "text" in request.POST else None)
    if request.method == "POST" and contact.asked and (not words.is_bound or words.is_valid()):
        _keep_answer(request, contact, outcome, words)
        return redirect("later", token)
    context = {
        "contact": contact,
        "session": contact.session,
        "outcome": outcome,
        "choices": Outcome.How,
        "words": words,
    }
    return render(request, "sessions/later/answer.html", context, status=422 if words.errors else 200)


def _keep_answer(request: HttpRequest, contact: Contact, outcome: Outcome | None, words: OutcomeWordsForm) -> None:
    """Which of three it is: what happened, words to go with it, or taking both back."""
    how = OutcomeForm(request.POST)
    with contact.session.change():
        if "back" in request.POST and outcome:
            outcome.delete()
        elif words.is_bound and outcome:
            Outcome.objects.filter(pk=outcome.pk).update(text=words.cleaned_data["text"])
        elif how.is_valid():
            # An organiser who had the address and the link could watch where the answer comes up, and know whose promise it is.
            note = None if contact.shown else contact.note
            same = {"note": note} if note else {"contact": contact}
            values = {"how": how.cleaned_data["how"], "step": contact.step, "contact": contact}
            Outcome.objects.update_or_create(**same, defaults=values)  # type: ignore[arg-type]


@csrf_exempt  # mail programs press this by themselves (RFC 8058); who has the link may stop
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Deletes the address and the link. What was said of a promise stays, with nothing that leads to a person."""
    contact = _contact(token)
    if contact is None:
        return _gone(request)
    if request.method != "POST":
        return render(request, "sessions/later/stop.html", {"contact": contact, "session": contact.session})
    contacts.stop(contact)
    return render(request, "sessions/later/stopped.html")


@never_cache
@require_GET
def did(request: HttpRequest, token: str) -> HttpResponse:
    """What people said and what was done. Whoever has the link may read it; search machines are asked to stay away."""
    page = DidPage.objects.select_related("session").filter(token=token, up=True).first()
    if page is None:
        return _gone(request)
    context = {"session": page.session, "steps": _by_step(responses.published(page.session))}
    response = render(request, "sessions/later/did.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _by_step(rows: list[Any]) -> list[dict[str, Any]]:
    steps: dict[int, dict[str, Any]] = {}
    for row in rows:
        steps.setdefault(row.note.step_id, {"step": row.note.step, "rows": []})["rows"].append(row)
    return list(steps.values())
