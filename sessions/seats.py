"""People without a phone: the facilitator puts in what they said or wrote on paper, from a seat of their own."""

from django.db.models import Max
from django.utils.translation import gettext as _

from coprod.live.parts import Part
from sessions import pairs, secrets
from sessions.changing_tables import table_now
from sessions.models import LiveSession, Participant
from sessions.source import RoomState
from sessions.tables import leave, seat_newcomer
from sessions.writes import Writer


def add(session: LiveSession, name: str = "", table: int | None = None) -> Participant:
    """A seat for one person without a phone, and from now on what the facilitator puts in is theirs."""
    with session.change() as rev:
        number = (session.participants.aggregate(last=Max("number"))["last"] or 0) + 1
        secret = secrets.seat_secret(session.public, number)
        seat = Participant(
            session=session, number=number, digest=secrets.digest(secret), public_key=secrets.public_key(secret),
            name=name, proxy=True, no_phone=True, rev=rev,
        )  # fmt: skip
        seat.table = session.tables.filter(number=table).first() if table else None
        if seat.table is None:
            seat_newcomer(session, seat)
        seat.save()
        pairs.keep_up(session, rev)
        session._store({"writes_for_id": seat.pk, "settings_rev": rev})
    return seat


def choose(session: LiveSession, pk: int | None) -> None:
    """Whose words come next; None for the room, or for somebody who says one thing only."""
    seat = session.participants.filter(pk=pk, no_phone=True, removed=False).first() if pk else None
    with session.change() as rev:
        session._store({"writes_for_id": seat.pk if seat else None, "settings_rev": rev})


def remove(session: LiveSession, pk: int) -> None:
    """The person has gone. What they said stays."""
    with session.change() as rev:
        seat = session.participants.filter(pk=pk, no_phone=True)
        seat.update(removed=True, rev=rev)
        for gone in seat:
            leave(session, gone.pk, rev)
            if session.writes_for_id == gone.pk:  # type: ignore[attr-defined]
                session._store({"writes_for_id": None})
        session._store({"settings_rev": rev})


def writer_of(session: LiveSession, table: int | None = None, *, looking: int | None = None) -> Writer:
    """Who the facilitator writes for just now; while `looking` in on a table, nobody of another."""
    seat = session.writes_for
    sits = table_now(session.step, seat) if seat else None
    elsewhere = looking is not None and seat is not None and (sits is None or sits.number != looking)
    if seat is None or seat.removed or elsewhere:
        return Writer(table=looking or table)
    here = sits.number if sits else table
    return Writer(secret=secrets.seat_secret(session.public, seat.number), table=here)


def label(seat: Participant) -> str:
    """What the facilitator calls the seat."""
    return seat.name or _("Seat %(number)d") % {"number": seat.number}


def writes_for(state: RoomState) -> Part:
    """Whose words the facilitator puts in: seats without phones, of which one may be chosen."""
    session = state.session
    seats = [(pk, p) for pk, p in state.people.items() if p.no_phone and not p.removed]
    chosen = dict(seats).get(session.writes_for_id or 0)  # type: ignore[attr-defined]
    rev = max(session.settings_rev, state.people_rev)
    context = {"session": session, "seats": seats, "chosen": chosen, "tables": sorted(state.tables.values())}
    return Part("writes-for", rev, "writes-for", "", "sessions/console/_writes_for.html", context)
