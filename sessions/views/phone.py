"""The participant's phone."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.kinds.base import Refusal
from coprod import pdf
from coprod.live.parts import PartCache
from coprod.live.sources import Seat
from coprod.words import whole_number
from sessions import changing_tables, kept, limits, pairs, partners, tables, writes
from sessions.access import Here, cookie_name, participant_required, writer_required
from sessions.carrying import with_own_carried
from sessions.forms import WordsField
from sessions.models import Signal
from sessions.posted import Posted
from sessions.report import own
from sessions.source import RoomState, SessionSource, own_rows
from sessions.surfaces import own_view, view
from sessions.views import room


def _load(here: Here) -> tuple[RoomState, int | None]:
    """The room now and the table this phone sees."""
    state = RoomState.load(here.session.public)
    assert state is not None
    audience = SessionSource().audience(state, Seat("phone", here.participant.pk))
    return state, audience[1] if audience else None


def _own_parts(here: Here, state: RoomState, scope: int | None) -> Any:
    mine = own_rows(state.step, here.secret, scope, sealed=True) if state.step else None
    if state.step and mine:
        mine = with_own_carried(state.step, mine, here.secret)
    found = own_view(state, scope, mine, here.participant)
    together = partners.parts(here.participant, here.secret, state) + partners.pen(here.participant, state, mine)
    return replace(found, parts=found.parts + tuple(together))


def _context(here: Here, /, **more: Any) -> dict[str, Any]:
    return {"session": here.session, "participant": here.participant, **more}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def phone(request: HttpRequest, here: Here) -> HttpResponse:
    """The page; a form on it that is sent without a script comes back here."""
    if request.method == "POST":
        return _write(request, here)
    state, scope = _load(here)
    now = view(state, "phone", scope)
    own = _own_parts(here, state, scope)
    floor = room.first_render(request, now, here.session.language, own.parts)
    return render(request, "sessions/phone/phone.html", _context(here, view=now, floor=floor, state=state))


@never_cache
@require_GET
@participant_required
def since(request: HttpRequest, here: Here) -> HttpResponse:
    state, scope = _load(here)
    return room.since(request, view(state, "phone", scope), here.session.language)


@never_cache
@require_GET
@participant_required
def mine(request: HttpRequest, here: Here) -> HttpResponse:
    """What only its owner may see, for the slots of the page that the phone shows now."""
    from django.utils.translation import override

    state, scope = _load(here)
    own = _own_parts(here, state, scope)
    cache = PartCache()
    with override(here.session.language):
        html = "".join(cache.html(part, here.session.language, own.key) for part in own.parts)
    return JsonResponse({"v": own.key, "h": html})


@require_POST
@participant_required
def write(request: HttpRequest, here: Here) -> HttpResponse:
    return _write(request, here)


def _write(request: HttpRequest, here: Here) -> HttpResponse:
    posted = Posted.read(request.POST)
    if not limits.may_write(here.participant.pk):
        return _answer(request, here, 429, _("That was a lot at once. Your words are kept. Try again in a minute."))
    if posted is None:
        return _answer(request, here, 422, _("This phone sent something we could not read. Reload the page."))
    writer = writes.Writer(here.participant, here.secret)
    try:
        if posted.unsent:
            return JsonResponse(writes.take_back_unsent(here.session, here.participant, here.secret, posted.unsent))
        answer = writes.keep(here.session, writer, posted.id, posted.step, posted.asked)
    except Refusal as refusal:
        return _answer(request, here, 422, str(refusal))
    if _wants_json(request):
        return JsonResponse(answer)
    return redirect("phone", here.session.public)


def _wants_json(request: HttpRequest) -> bool:
    return str(request.META.get("HTTP_ACCEPT", "")).startswith("application/json")  # `headers` sorts all of them first


def _answer(request: HttpRequest, here: Here, status: int, message: str) -> HttpResponse:
    """A refusal: to a script as JSON; to a plain form as a page with the words still in a box."""
    if _wants_json(request):
        return JsonResponse({"ok": False, "message": message}, status=status)
    context = _context(here, message=message, text=request.POST.get("text", ""))
    return render(request, "sessions/phone/refused.html", context, status=status)


@never_cache
@require_GET
@participant_required
def notes(request: HttpRequest, here: Here) -> HttpResponse:
    """All my notes of the session, step by step."""
    return _notes(request, here)


def _notes(request: HttpRequest, here: Here, message: str = "", note: int = 0, text: str = "") -> HttpResponse:
    """`message` says why the words `text` could not be put into the note of that number."""
    told = {"message": message, "changing": note, "typed": text}
    context = _context(here, steps=own.mine_of(here), pages=kept.shelf(here.secret), here="notes", **told)
    return render(request, "sessions/phone/notes.html", context, status=422 if message else 200)


@require_POST
@participant_required
def note_change(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    """Change one's own note of any step, until the date everything personal is deleted."""
    text = WordsField(required=False).to_python(request.POST.get("text", ""))
    try:
        if not limits.may_write(here.participant.pk):
            raise Refusal(_("That was a lot at once. Your words are kept. Try again in a minute."))
        writes.change(here.session, here.participant, here.secret, pk, text)
    except Refusal as refusal:
        return _notes(request, here, str(refusal), pk, text)
    return redirect(reverse("phone-notes", args=[here.session.public]) + f"#note-{pk}")


@require_POST
@writer_required
def note_back(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    """Take back one's own note of any step, until the date everything personal is deleted."""
    writes.take_back(here.session, here.participant, here.secret, pk)
    return redirect("phone-copy" if request.POST.get("back") == "copy" else "phone-notes", here.session.public)


@never_cache
@require_GET
@participant_required
def my_copy(request: HttpRequest, here: Here) -> HttpResponse:
    """What I wrote and what we made together, until the date everything personal is deleted."""
    return _copy(request, here)


def _copy(request: HttpRequest, here: Here, message: str = "", status: int = 200) -> HttpResponse:
    copy = own.copy_of(here)
    context = _context(here, copy=copy, report=copy.report, message=message)
    return render(request, "sessions/phone/copy.html", context, status=status)


@never_cache
@require_GET
@participant_required
def my_copy_pdf(request: HttpRequest, here: Here) -> HttpResponse:
    """The same as a PDF, made now and kept nowhere."""
    copy = own.copy_of(here)
    try:
        body = own.copy_pdf(copy)
    except own.Busy:
        return _copy(request, here, _("Many people are saving their copy. Try again in a minute."), 503)
    except pdf.PdfFailed as failure:
        return _copy(request, here, str(failure), 503)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{copy.report.name}-my-copy.pdf"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def need(request: HttpRequest, here: Here) -> HttpResponse:
    """I need a break, help or more time. Only the facilitator sees it."""
    what = request.POST.get("need", "")
    if request.method == "POST" and what in Signal.What.values and limits.may_signal(here.participant.pk):
        with here.session.change(person=here.participant.pk) as rev:
            here.participant.signals.exclude(state="over").update(state="over", rev=rev)
            Signal.objects.create(session=here.session, participant=here.participant, what=what, rev=rev)
        return redirect("phone-need", here.session.public)
    if request.method == "POST" and what == "back":
        with here.session.change(person=here.participant.pk) as rev:
            here.participant.signals.exclude(state="over").update(state="over", rev=rev)
        return redirect("phone", here.session.public)
    signal = here.participant.signals.exclude(state="over").last()
    context = _context(
        here, need=signal.what if signal else "", seen=bool(signal and signal.state != "sent"), here="need"
    )
    return render(request, "sessions/phone/need.html", {**context, "step": here.session.step})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def table(request: HttpRequest, here: Here) -> HttpResponse:
    """Where I sit, when people choose their own seats."""
    numbers = list(here.session.tables.values_list("number", flat=True)) if here.session.own_seats else []
    chosen = whole_number(request.POST.get("table", ""))
    if request.method == "POST" and chosen in numbers:
        tables.sit_down(here.session, here.participant, chosen)
        return redirect("phone", here.session.public)
    now = changing_tables.table_now(here.session.step, here.participant)
    context = _context(here, numbers=numbers, sits=now.number if now else None)
    return render(request, "sessions/phone/table.html", context)


@require_POST
@participant_required
def partner(request: HttpRequest, here: Here) -> HttpResponse:
    """Somebody else to work with, or nobody. No reason is asked, and nobody is told."""
    if request.POST.get("what") == "alone":
        pairs.work_alone(here.session, here.participant)
    elif request.POST.get("what") == "another":
        pairs.find_another(here.session, here.participant)
    return _done(request, here)


def _done(request: HttpRequest, here: Here) -> HttpResponse:
    """Nothing to say to a script, which looks again by itself; a plain form goes back to the room."""
    return HttpResponse(status=204) if _wants_json(request) else redirect("phone", here.session.public)


@require_POST
@participant_required
def pen(request: HttpRequest, here: Here) -> HttpResponse:
    """Takes the pen of one's table, or lays it down."""
    if request.POST.get("what") == "take" and here.session.one_scribe:
        tables.take_pen(here.session, here.participant)
    elif request.POST.get("what") == "down":
        tables.lay_down_pen(here.session, here.participant)
    return _done(request, here)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def helper(request: HttpRequest, here: Here) -> HttpResponse:
    """A helper writes down what somebody else says: from then on what this phone sends is marked so."""
    if request.method == "POST":
        with here.session.change(person=here.participant.pk) as rev:
            here.participant.proxy, here.participant.rev = request.POST.get("on") == "1", rev
            here.participant.save(update_fields=["proxy", "rev"])
        return redirect("phone", here.session.public)
    return render(request, "sessions/phone/helper.html", _context(here))


def _page(template: str) -> Any:
    @never_cache
    @require_GET
    @participant_required
    def page(request: HttpRequest, here: Here) -> HttpResponse:
        return render(request, f"sessions/phone/{template}.html", _context(here, here=template))

    return page


menu = _page("menu")
support = _page("support")
who = _page("who")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@participant_required
def finish(request: HttpRequest, here: Here) -> HttpResponse:
    """Clears this phone for the next person. What was shared stays; what was private cannot be opened any more."""
    if request.method != "POST":
        return render(request, "sessions/phone/finish.html", _context(here))
    with here.session.change() as rev:
        tables.leave(here.session, here.participant.pk, rev)
    response = render(request, "sessions/phone/finished.html")
    response.delete_cookie(cookie_name(here.session.public), samesite="Lax")
    response["Clear-Site-Data"] = '"storage"'
    return response
