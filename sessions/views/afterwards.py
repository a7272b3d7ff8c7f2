"""After the day, for the organiser: what was done about what people said, how promises went, and whom to write to."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coprod.network import room_address
from sessions import contacts, mails, responses
from sessions.access import facilitator_required
from sessions.forms_later import ResponseForm, ask_form
from sessions.models import Contact, LiveSession, Note, Outcome, Response
from sessions.report import gather

# -- you said, we did --------------------------------------------------------------------------------------------------


@never_cache
@require_GET
@facilitator_required
def did(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """The notes of the report, each with what was answered; the page for everyone, and telling them."""
    said, page = responses.answerable(session, gather(session).sections), responses.page_of(session)
    news = session.contacts.news()
    context = {
        "session": session, "said": said, "page": page,
        "link": mails.link(room_address(request), "did-page", page.token), "untold": responses.untold(session),
        "waiting": news.exclude(sealed=b"").count(), "by_hand": not settings.SENDS_MAIL,
        "answered": sum(hasattr(note, "response") for group in said for note in group.notes),
    }  # fmt: skip
    return render(request, "sessions/afterwards/did.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def respond(request: HttpRequest, session: LiveSession, pk: int) -> HttpResponse:
    """What was done about one note. A note that the report does not carry cannot be answered."""
    note = _answerable_note(session, pk)
    response = Response.objects.filter(note=note).first()
    if request.method == "POST" and "delete" in request.POST:
        return _unanswer(session, response)
    form = ResponseForm(request.POST or None, instance=response)
    if request.method == "POST" and form.is_valid():
        with session.change():
            form.instance.note, form.instance.news = note, True
            form.save()
        messages.success(request, _("Your answer is saved."))
        return redirect("session-did", session.public)
    context = {"session": session, "note": note, "form": form, "response": response, "states": Response.State}
    return render(request, "sessions/afterwards/respond.html", context, status=422 if form.errors else 200)


def _answerable_note(session: LiveSession, pk: int) -> Note:
    for group in responses.answerable(session, gather(session).sections):
        for note in group.notes:
            if note.pk == pk:
                return note
    raise Http404


def _unanswer(session: LiveSession, response: Response | None) -> HttpResponse:
    if response is not None:
        with session.change():
            response.delete()
    return redirect("session-did", session.public)


@require_POST
@facilitator_required
def page_up(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Puts the page for everyone up, or takes it down."""
    up = request.POST.get("up") == "1"
    responses.put_up(session, up)
    messages.success(request, _("The page is up.") if up else _("The page is down. Its link leads nowhere now."))
    return redirect("session-did", session.public)


@require_POST
@facilitator_required
def tell(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """One e-mail to everyone who asked, for all that is new; without a mail server, the list to write to by hand."""
    count = responses.tell(session)
    if not count:
        messages.error(request, _("Nothing was sent. There is nothing new, nobody to tell, or the page is down."))
        return redirect("session-did", session.public)
    if not settings.SENDS_MAIL:
        messages.success(request, _("Here is whom to write to."))
        return redirect("session-follow-ups", session.public)
    said = ngettext("%(n)d person gets an e-mail.", "%(n)d people get an e-mail.", count) % {"n": count}
    messages.success(request, said)
    return redirect("session-did", session.public)


# -- promises ----------------------------------------------------------------------------------------------------------


@never_cache
@require_GET
@facilitator_required
def promises(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Every promise on the wall, and how it went, for those whose writers said so."""
    steps = {step.pk for step in contacts.asking_steps(session)}
    shown = responses.shown_notes(session).filter(step__in=steps).select_related("outcome").order_by("pk")
    paper = [row for row in responses.outcomes_of(session) if row.note is None]
    context = {"session": session, "promises": shown, "paper": paper}
    return render(request, "sessions/afterwards/promises.html", context)


@require_POST
@facilitator_required
def outcome_words(request: HttpRequest, session: LiveSession, pk: int) -> HttpResponse:
    """Leaves somebody's words out of the report, or lets them back in. How it went stays."""
    with session.change():
        row = get_object_or_404(Outcome, pk=pk, step__session=session)
        row.text_off = request.POST.get("off") == "1"
        row.save(update_fields=["text_off"])
    return redirect("session-promises", session.public)


# -- whom to write to --------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@facilitator_required
def follow_ups(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """People who asked for an e-mail. Addresses show only where somebody must write by hand. POST adds one from a slip."""
    step = next(iter(contacts.asking_steps(session)), None)
    offer = contacts.offer_of(step) if step else None
    form = ask_form(offer, timezone.localdate(), request.POST or None, prefix="slip") if offer else None
    if request.method == "POST" and step and form and form.is_valid():
        step.session = session
        contacts.ask_about(step, None, "", form.cleaned_data["address"], form.cleaned_data["months"])
        messages.success(request, _("The address is kept. You can destroy the slip."))
        return redirect("session-follow-ups", session.public)
    rows, news = session.contacts.select_related("session"), mails.news_of(session, settings.SITE_URL)
    asks = [_row(contact, news) for contact in rows.asks()]
    contacts.show_to_organiser(row["contact"] for row in asks if row["text"])
    context = {
        "session": session, "form": form, "sends": settings.SENDS_MAIL, "asks": asks,
        "news": [_row(contact, news) for contact in rows.news()],
    }  # fmt: skip
    return render(request, "sessions/afterwards/follow_ups.html", context, status=422 if form and form.errors else 200)


def _row(contact: Contact, news: dict[str, Any]) -> dict[str, Any]:
    """A contact as its row shows it; the address only while there is something to send by hand."""
    today = timezone.localdate()
    by_hand = not settings.SENDS_MAIL or contact.trouble
    due = bool(contact.due_on and contact.due_on <= today and not contact.sent_on and contact.sealed)
    row: dict[str, Any] = {"contact": contact, "due": due, "by_hand": by_hand, "address": "", "text": ""}
    if by_hand:
        row["address"] = contacts.address_of(contact)
    if by_hand and due:
        row["subject"] = mails.subject_of(contact)
        row["text"] = mails.words_of(contact, settings.SITE_URL, by_hand=True, news=news)
    return row


@require_POST
@facilitator_required
def sent(request: HttpRequest, session: LiveSession, pk: int) -> HttpResponse:
    """I have sent this."""
    contact = get_object_or_404(session.contacts.due(), pk=pk)
    mails.after_sending(contact)
    messages.success(request, _("Marked as sent. Delete the e-mail from your own sent mail too."))
    return redirect("session-follow-ups", session.public)


@require_POST
@facilitator_required
def remove(request: HttpRequest, session: LiveSession, pk: int) -> HttpResponse:
    """They asked not to be written to."""
    contacts.stop(get_object_or_404(session.contacts, pk=pk))
    messages.success(request, _("The address is deleted."))
    return redirect("session-follow-ups", session.public)
