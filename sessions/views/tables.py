"""The facilitator's tables: who sits where, pairs, the pen, seats without phones, and a look in on one table."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sessions import pairs, seats, tables
from sessions.access import steering_required
from sessions.changing_tables import moving
from sessions.forms import SeatForm, whole_number
from sessions.models import LiveSession
from sessions.partners import sign
from sessions.source import RoomState
from sessions.surfaces import view
from sessions.views import console, room


@never_cache
@require_GET
@steering_required
def tables_page(request: HttpRequest, session: LiveSession) -> HttpResponse:
    """Who sits where, with their partners and who asked for help; a fixed number of queries."""
    people = list(session.participants.filter(removed=False).select_related("table", "pair", "session"))
    asked = set(session.signals.exclude(state="over").values_list("participant_id", flat=True))
    for person in people:
        person.sign = sign(person.pair) if person.pair else ""  # type: ignore[attr-defined]
        person.asked = person.pk in asked  # type: ignore[attr-defined]
    seated = list(session.tables.all())
    for table in seated:
        table.people = [p for p in people if p.table_id == table.pk]  # type: ignore[attr-defined]
        table.asked = any(p.pk in asked for p in table.people)  # type: ignore[attr-defined]
    context = {
        "session": session, "tables": seated, "without": [p for p in people if p.table is None], "tab": "tables",
        "paired": any(p.pair for p in people), "at_all": bool(people),
        "moving": session.stage == session.Stage.LIVE and moving(session.step),
    }  # fmt: skip
    return render(request, "sessions/console/tables.html", context)


@console._action
def make_pairs(request: HttpRequest, session: LiveSession) -> str | None:
    """New partners by chance, nobody's partner any more, or two pairs at each table."""
    what = request.POST.get("what", "")
    if what == "mix":
        pairs.mix(session)
        return _("People have partners. Their phones show a sign to find each other by.")
    if what == "clear":
        pairs.clear(session)
    if what == "fours":
        tables.seat_pairs(session)
        return _("Two pairs sit at each table now.")
    return None


@console._action
def set_pen(request: HttpRequest, session: LiveSession) -> None:
    session.set(view=True, one_scribe=request.POST.get("one") == "1")


@console._action
def add_seat(request: HttpRequest, session: LiveSession) -> str:
    form = SeatForm(request.POST)
    if not form.is_valid():
        return _("Type a shorter name, or leave it empty.")
    seat = seats.add(session, form.cleaned_data["name"], form.cleaned_data["table"])
    return _("There is a seat. What you put in now counts as one person: %(name)s") % {"name": seats.label(seat)}


@console._action
def choose_seat(request: HttpRequest, session: LiveSession) -> None:
    """Whose words come next, or that a seat is empty now."""
    pk = whole_number(request.POST.get("seat", ""))
    if request.POST.get("what") == "remove" and pk:
        seats.remove(session, pk)
    else:
        seats.choose(session, pk)


# -- looking in on one table -----------------------------------------------------------------------------------------


def _state(session: LiveSession, number: int) -> RoomState:
    if not session.tables.filter(number=number).exists():
        raise Http404
    state = RoomState.load(session.public)
    assert state is not None
    return state


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@steering_required
def look(request: HttpRequest, session: LiveSession, number: int) -> HttpResponse:
    """What one table has, live; what is put in here is put in for somebody at this table."""
    if request.method == "POST":
        return console.write(request, session, "console-look", number)
    now = view(_state(session, number), "look", number)
    floor = room.first_render(request, now, session.language)
    context = {"session": session, "view": now, "floor": floor, "number": number}
    return render(request, "sessions/console/look.html", context)


@never_cache
@require_GET
@steering_required
def look_since(request: HttpRequest, session: LiveSession, number: int) -> HttpResponse:
    return room.since(request, view(_state(session, number), "look", number), session.language)
