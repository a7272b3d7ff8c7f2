"""The facilitator's console: what is on, what to say, Next; notes as they come; who needs something."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities.kinds.base import Refusal
from activities.kinds.registry import kind
from coprod.live.hub import poke
from coprod.words import whole_number
from sessions import drafts, pairs, seats, tables, writes
from sessions.access import steering_required
from sessions.models import LiveSession, Note, Participant
from sessions.models.session import new_code, new_token
from sessions.posted import Posted
from sessions.source import RoomState
from sessions.surfaces import view
from sessions.views import room


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@steering_required
def console(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """The page; a form in it that writes into the step (for the room, or for somebody without a phone) comes here."""
    if request.method == "POST":
        return write(request, session)
    state = RoomState.load(session.public)
    assert state is not None
    now = view(state, "console", None)
    floor = room.first_render(request, now, session.language)
    context = {"session": session, "view": now, "floor": floor, "tab": "now"}
    return render(request, "sessions/console/console.html", context)


@never_cache
@require_GET
@steering_required
def since(request: HttpRequest, session: LiveSession) -> HttpResponse:
    state = RoomState.load(session.public)
    assert state is not None
    return room.since(request, view(state, "console", None), session.language)


def write(request: HttpRequest, session: LiveSession, back: str = "console", table: int | None = None) -> HttpResponse:
    """What the facilitator puts in, for the room or for somebody; `back` names the page it was typed on."""
    posted = Posted.read(request.POST)
    message = _("This page sent something we could not read. Reload it and try again.")
    if posted is not None:
        try:
            writer = writes.Writer() if posted.room else seats.writer_of(session, posted.table, looking=table)
            writes.keep(session, writer, posted.id, posted.step, posted.asked)
            message = ""
        except Refusal as refusal:
            message = str(refusal)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"ok": not message, "message": message}, status=422 if message else 200)
    if message:
        messages.error(request, message)
    return redirect(back, session.public, *([table] if table else []))


def _action(act: Callable[..., str | None]) -> Callable[..., HttpResponse]:
    """A POST that changes the session: 204 for the console's script, back to the console for a plain form."""

    @require_POST
    @steering_required
    def wrapped(request: HttpRequest, session: LiveSession, **kwargs: Any) -> HttpResponse:
        message = act(request, session, **kwargs)
        if request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse(status=204)
        if message:
            messages.success(request, message)
        target = request.POST.get("back", "console")
        return redirect(
            target if target in ("console", "console-room", "console-tables") else "console", session.public
        )

    return wrapped


@_action
def advance(request: HttpRequest, session: LiveSession) -> None:
    """Next. A second press that still names the phase that was left does nothing."""
    session.advance(request.POST.get("leaving", ""))


@_action
def go_back(request: HttpRequest, session: LiveSession) -> None:
    session.go_back(request.POST.get("leaving", ""))


@_action
def jump(request: HttpRequest, session: LiveSession) -> None:
    if request.POST.get("place") in session.places():
        session.go_to(request.POST["place"])


@_action
def pause(request: HttpRequest, session: LiveSession) -> None:
    session.set(view=True, paused=request.POST.get("on") == "1")


@_action
def settings(request: HttpRequest, session: LiveSession) -> str | None:
    """Lock joining, read notes first, hide the timer, show one table alone ("3"), all, or some side by side ("side-5": the page from
    table 5 on): whichever field came."""
    if "locked" in request.POST:
        in_lobby = session.stage == session.Stage.LOBBY  # where the big screen asks people in
        session.set(view=in_lobby, locked=request.POST["locked"] == "1")
    if "read_first" in request.POST:
        session.set(read_first=request.POST["read_first"] == "1")
    if "shared_screen" in request.POST:
        what, _dash, first = request.POST["shared_screen"].partition("-")
        side = what == "side"
        session.set(view=True, shared_screen=whole_number(first if side else what), side_by_side=side)
    return None


@_action
def new_codes(request: HttpRequest, session: LiveSession) -> str:
    """A new code and a new QR link; the old ones stop working, and people who are in stay in."""
    session.set(code=new_code(), join_token=new_token())
    return _("The code is new. The old one does not work any more.")


@_action
def timer(request: HttpRequest, session: LiveSession) -> None:
    """Start (with minutes), one minute more, stop and go on, clear, hide and show."""
    now, what = timezone.now(), request.POST.get("what")
    left = session.timer_left or 0
    if session.timer_ends:
        left = max(0, round((session.timer_ends - now).total_seconds()))
    if what == "start":
        minutes = whole_number(request.POST.get("minutes", ""))
        left = left if minutes is None else 60 * min(180, minutes)
        session.set_timer(ends=now + datetime.timedelta(seconds=left))
    elif what == "more" and session.timer_ends:
        session.set_timer(ends=max(session.timer_ends, now) + datetime.timedelta(minutes=1))
    elif what == "more":
        session.set_timer(ends=None, left=left + 60) if session.timer_left is not None else session.set_timer(
            ends=now + datetime.timedelta(minutes=1)
        )
    elif what == "stop":
        session.set_timer(ends=None, left=left)
    elif what == "clear":
        session.set_timer(ends=None, left=None)
    elif what in ("hide", "show"):
        session.set_timer(ends=session.timer_ends, left=session.timer_left, hidden=what == "hide")


@_action
def judge(request: HttpRequest, session: LiveSession, pk: int) -> None:
    """Put a note up, or keep it off the screen. Its writer is told, kindly, and may change the words."""
    state = {"up": Note.State.SHOWN, "off": Note.State.KEPT_OFF}.get(request.POST.get("what", ""))
    with session.change() as rev:
        note = get_object_or_404(Note.objects.exclude(state=Note.State.GONE), pk=pk, step__session=session)
        if request.POST.get("what") == "all-off" and note.author:
            for other in note.step.notes.filter(author=note.author).exclude(state=Note.State.GONE):
                other.judge(Note.State.KEPT_OFF, rev)
        elif state:
            note.judge(state, rev)


@_action
def put_all_up(request: HttpRequest, session: LiveSession) -> None:
    with session.change() as rev:
        if session.step is not None:
            for note in session.step.notes.filter(state=Note.State.HELD):
                note.judge(Note.State.SHOWN, rev)


@_action
def answer_need(request: HttpRequest, session: LiveSession, pk: int) -> None:
    """Seen, I am going, or over; the person who asked sees it on their phone."""
    what = request.POST.get("what", "")
    if what in ("seen", "going", "over"):
        with session.change() as rev:
            signal = get_object_or_404(session.signals, pk=pk)
            signal.state, signal.rev = what, rev
            signal.save(update_fields=["state", "rev"])
        poke(session.room, signal.participant_id)


@_action
def remove_device(request: HttpRequest, session: LiveSession, pk: int) -> str:
    with session.change() as rev:
        participant = get_object_or_404(session.participants, pk=pk)
        participant.removed, participant.rev = request.POST.get("what") != "let-in", rev
        participant.save(update_fields=["removed", "rev"])
        if participant.removed:
            tables.leave(session, participant.pk, rev)
        else:
            session.participants.filter(pk=pk).update(alone=False)
            pairs.keep_up(session, rev)
    name = _called(participant)
    return (
        _("%(phone)s is out of the session.") % {"phone": name}
        if participant.removed
        else _("%(phone)s may come back in.") % {"phone": name}
    )


def _called(person: Participant) -> str:
    """As the lists of the console call somebody."""
    number = {"number": person.number}
    return person.name or (_("Seat %(number)d") if person.no_phone else _("Phone %(number)d")) % number


@_action
def make_tables(request: HttpRequest, session: LiveSession) -> None:
    """So many tables: filled by chance, or left for people to say on their phones where they sit; 0 clears them."""
    count = whole_number(request.POST.get("count", ""))
    if count is not None:
        by_chance = request.POST.get("how", "chance") == "chance"
        tables.seat_everyone(session, min(40, count), by_chance=by_chance)


@_action
def minutes(request: HttpRequest, session: LiveSession, pk: int) -> None:
    """A minute more or less for a step of the agenda; the times after it follow."""
    by = request.POST.get("by", "")
    step = get_object_or_404(session.steps, pk=pk)
    if by in ("-5", "-1", "1", "5"):
        session.steps.filter(pk=pk).update(minutes=min(480, max(1, step.minutes + int(by))))
        session.touch_agenda()


@_action
def move_to_table(request: HttpRequest, session: LiveSession, pk: int) -> None:
    tables.move(session, pk, whole_number(request.POST.get("table", "")))


@never_cache
@require_GET
@steering_required
def room_page(request: HttpRequest, session: LiveSession) -> HttpResponse:
    devices = session.participants.select_related("table").all()
    report_url = reverse("session-report", args=[session.public])
    context = {"session": session, "devices": devices, "tab": "room", "report_url": report_url}
    return render(request, "sessions/console/room.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@steering_required
def drafts_page(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Words of ours that the facilitator may change until the session starts."""
    started = session.stage != session.Stage.LOBBY or session.steps.filter(visited=True).exists()
    if request.method != "POST" or started:
        context = {"session": session, "drafts": drafts.drafts_of(session), "started": started}
        return render(request, "sessions/console/drafts.html", context)
    shown = drafts.change_drafts(session, request.POST.dict())
    if any(draft.error for draft in shown):
        return render(request, "sessions/console/drafts.html", {"session": session, "drafts": shown}, status=422)
    messages.success(request, _("Your words are kept."))
    return redirect("console-drafts", session.public)


@never_cache
@require_GET
@steering_required
def paper(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Sheets of every step, to print: for people without phones, for tables that like paper, for when the power goes."""
    steps = [
        {"step": step.info, "config": step.info.config, "template": kind(step.kind).template("print")}
        for step in session.steps.exclude(kind="interval")
        if step.phases
    ]
    return render(request, "sessions/console/paper.html", {"session": session, "steps": steps})
