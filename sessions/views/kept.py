"""Pages of one's own: the page of a step after the room went on, and pages kept on one's own link past the session."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.kinds.base import Asked, Refusal, Write
from coprod import pdf
from sessions import kept, limits, secrets, writes
from sessions.access import Here, Holder, holder_required, participant_required, set_secret
from sessions.forms import KeepUntilForm, whole_number, words_from
from sessions.models import SessionStep
from sessions.report import own


def _keepable(here: Here, pk: int) -> SessionStep:
    step = get_object_or_404(here.session.steps.select_related("session"), pk=pk, visited=True)
    if not kept.may_keep(step):
        raise Http404
    return step


# -- the page of a step ------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def own_page(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    """One's private page of a step, to read and change wherever the room is now. Works as a plain form."""
    step = _keepable(here, pk)
    words, refused = kept.words_of(step, here.secret), dict[str, str]()
    if request.method == "POST":
        words, refused = _store(here, step, words, words_from(request.POST))
        if not refused:
            messages.success(request, _("Saved. Only you see it."))
            return redirect("own-page", here.session.public, pk)
    context = {
        "session": here.session, "step": step, "refused": refused, "page": kept.page_of(step, here.secret),
        "words": [(asked, refused.get(asked.id, "")) for asked in words], "here": "notes",
        "on_the_wall": any(asked.id.startswith("note:") for asked in words),
    }  # fmt: skip
    return render(request, "sessions/own/page.html", context, status=422 if refused else 200)


def _store(
    here: Here, step: SessionStep, words: list[Asked], typed: dict[str, str]
) -> tuple[list[Asked], dict[str, str]]:
    """Keeps each box that changed; gives back the page as typed, and why a box could not be kept."""
    writer, refused, shown = writes.Writer(here.participant, here.secret), {}, []
    for asked in words:
        text = typed.get(asked.id, asked.text)
        shown.append(replace(asked, text=text))
        if text == asked.text:
            continue
        try:
            if not limits.may_write(here.participant.pk):
                raise Refusal(_("That was a lot at once. Your words are kept. Try again in a minute."))
            _store_one(here, writer, step, asked, text)
        except Refusal as refusal:
            refused[asked.id] = str(refusal)
    return shown, refused


def _store_one(here: Here, writer: writes.Writer, step: SessionStep, asked: Asked, text: str) -> None:
    note = int(asked.id.removeprefix("note:")) if asked.id.startswith("note:") else None
    if note is None:
        writes.keep(here.session, writer, secrets.new_secret()[:24], step.pk, Write("keep", item=asked.id, text=text))
    elif text:
        writes.change(here.session, here.participant, here.secret, note, text)
    else:
        writes.take_back(here.session, here.participant, here.secret, note)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def keep(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    """Keep this page on my own link until a day I pick."""
    step = _keepable(here, pk)
    page = kept.page_of(step, here.secret)
    first = page.until if page else here.session.delete_on
    form = KeepUntilForm(request.POST or None, initial={"until": first})
    if request.method == "POST" and form.is_valid():
        try:
            page = kept.keep(step, here.secret, form.cleaned_data["until"])
        except kept.NoPlace:
            form.add_error("until", _("You keep as many pages as one link can hold. Let one go first."))
        else:
            return _moved(request, Holder(here.session.public, here.secret, here), page)
    context: dict[str, Any] = {"session": here.session, "step": step, "page": page, "form": form, "here": "notes"}
    context |= {"last_day": kept.last_day(), "first": first}
    return render(request, "sessions/own/keep.html", context, status=422 if form.errors else 200)


def _moved(request: HttpRequest, holder: Holder, page: kept.Kept) -> HttpResponse:
    said = _("Kept until %(date)s. Your own link opens it.") % {"date": date_format(page.until, "DATE_FORMAT")}
    messages.success(request, said)
    response = redirect("kept-page", holder.public, page.place)
    set_secret(response, holder.public, holder.secret, page.until)
    return response


# -- kept pages, which outlast the session -----------------------------------------------------------------------------


def _page_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hands the view a kept page that this phone's secret opens; for anyone else there is none."""

    @wraps(view)
    @holder_required
    def wrapped(request: HttpRequest, holder: Holder, place: int) -> HttpResponse:
        page = kept.page_at(holder.secret, place)
        return view(request, holder, page) if page else _gone(request, holder)

    return wrapped


def _context(holder: Holder, /, **more: Any) -> dict[str, Any]:
    return {"session": holder.session, "public": holder.public, "here": "notes", **more}


def _gone(request: HttpRequest, holder: Holder) -> HttpResponse:
    return render(request, "sessions/own/gone.html", _context(holder), status=404)


@never_cache
@require_GET
@holder_required
def kept_pages(request: HttpRequest, holder: Holder) -> HttpResponse:
    pages = kept.shelf(holder.secret)
    return render(request, "sessions/own/kept.html", _context(holder, pages=pages))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_page_required
def kept_page(request: HttpRequest, holder: Holder, page: kept.Kept) -> HttpResponse:
    """The page with its takes. The newest can be written on, unless its step is still open in the session."""
    step = _step_of(holder, page)
    if request.method == "POST" and (step is None or len(page.takes) > 1):
        typed = words_from(request.POST)
        if not limits.may_write_page(secrets.page_locator(holder.secret, page.place)):
            return _kept_page(
                request,
                holder,
                page,
                typed,
                _("That was a lot at once. Your words are still in the boxes. Try again in a minute."),
            )
        if any(len(text) > kept.MOST_LETTERS for text in typed.values()):
            return _kept_page(
                request,
                holder,
                page,
                typed,
                _("That is too long for one box. Your words are still there. Make them shorter."),
            )
        kept.write(page, holder.secret, typed, whole_number(request.POST.get("take", "")) or 0)
        messages.success(request, _("Saved. Only you see it."))
        return redirect("kept-page", holder.public, page.place)
    return _kept_page(request, holder, page)


def _step_of(holder: Holder, page: kept.Kept) -> SessionStep | None:
    session = holder.session
    return session.steps.filter(salt=page.source, visited=True).first() if session and page.source else None


def _kept_page(
    request: HttpRequest, holder: Holder, page: kept.Kept, typed: dict[str, str] | None = None, wrong: str = ""
) -> HttpResponse:
    step = _step_of(holder, page) if len(page.takes) == 1 else None
    words = [replace(asked, text=(typed or {}).get(asked.id, asked.text)) for asked in page.now.words]
    form = KeepUntilForm(initial={"until": page.until})
    context = _context(holder, page=page, words=words, step=step, form=form, last_day=kept.last_day(), wrong=wrong)
    return render(request, "sessions/own/kept_page.html", context, status=422 if wrong else 200)


@require_POST
@_page_required
def kept_take(request: HttpRequest, holder: Holder, page: kept.Kept) -> HttpResponse:
    """Continue later: the same questions again, with a date of their own."""
    if not page.now.filled:
        messages.info(request, _("This page is still empty. Write on it first."))
    elif len(page.takes) >= kept.MOST_TAKES:
        messages.info(request, _("This page is full. Change what is here."))
    else:
        kept.begin_again(page, holder.secret)
    return redirect("kept-page", holder.public, page.place)


@require_POST
@_page_required
def kept_date(request: HttpRequest, holder: Holder, page: kept.Kept) -> HttpResponse:
    form = KeepUntilForm(request.POST)
    if form.is_valid():
        return _moved(request, holder, kept.move_date(page, holder.secret, form.cleaned_data["until"]))
    for error in form.errors.get("until", []):
        messages.error(request, str(error))
    return redirect("kept-page", holder.public, page.place)


@require_POST
@_page_required
def kept_let_go(request: HttpRequest, holder: Holder, page: kept.Kept) -> HttpResponse:
    kept.let_go(page, holder.secret)
    messages.success(request, _("The page is gone. Spare copies of this server follow within a day."))
    return redirect("kept", holder.public)


@never_cache
@require_GET
@_page_required
def kept_pdf(request: HttpRequest, holder: Holder, page: kept.Kept) -> HttpResponse:
    """The page as a PDF, made now and kept nowhere."""
    try:
        body = own.page_pdf(page)
    except (own.Busy, pdf.PdfFailed) as failure:
        messages.error(request, str(failure) or _("Many people are saving their copy. Try again in a minute."))
        return redirect("kept-page", holder.public, page.place)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="my-page.pdf"'
    return response
