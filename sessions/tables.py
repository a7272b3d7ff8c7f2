"""Tables of four to six: made by chance, changed by hand; people keep theirs for the whole session."""

import random

from sessions.models import LiveSession, Participant, Table


def seat_everyone(session: LiveSession, count: int, *, by_chance: bool = True) -> None:
    """Makes tables 1 to `count`; 0 clears them.

    By chance, everyone who is in is dealt out as evenly as the number allows. Otherwise people say on their phones where
    they sit (by number, by choice), and who sat at a table that stays keeps it.
    """
    with session.change() as rev:
        session.tables.filter(number__gt=count).delete()
        for number in range(1, count + 1):
            Table.objects.get_or_create(session=session, number=number)
        made = list(session.tables.order_by("number"))
        if by_chance:
            _deal_out(session, made, rev)
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev, own_seats=bool(made) and not by_chance)


def _deal_out(session: LiveSession, tables: list[Table], rev: int) -> None:
    people = list(session.participants.filter(removed=False))
    random.shuffle(people)
    for i, person in enumerate(people):
        person.table, person.rev = (tables[i % len(tables)] if tables else None), rev
    Participant.objects.bulk_update(people, ["table", "rev"])


def seat_newcomer(session: LiveSession, participant: Participant) -> None:
    """Somebody who comes later sits down where fewest people are, unless people choose their seats."""
    if session.own_seats:
        return
    tables = list(session.tables.prefetch_related("participants"))
    if tables:
        participant.table = min(tables, key=lambda table: (len(table.participants.all()), table.number))


def move(session: LiveSession, participant_pk: int, number: int | None) -> None:
    with session.change() as rev:
        table = session.tables.filter(number=number).first() if number else None
        session.participants.filter(pk=participant_pk).update(table=table, rev=rev)
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev)


def sit_down(session: LiveSession, participant: Participant, number: int) -> None:
    """One person says where they sit; only their own screens are drawn anew."""
    with session.change(person=participant.pk) as rev:
        table = session.tables.get(number=number)
        session.participants.filter(pk=participant.pk).update(table=table, rev=rev)
