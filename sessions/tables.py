"""Tables of four to six: made by chance, changed by hand; people keep theirs for the whole session."""

import random
from collections.abc import Iterable

from activities.kinds.registry import kind
from sessions.models import Host, LiveSession, Participant, SessionStep, Table


def seat_everyone(session: LiveSession, count: int, *, by_chance: bool = True) -> None:
    """Makes tables 1 to `count`; 0 clears them.

    By chance, everyone who is in is dealt out as evenly as the number allows. Otherwise people say on their phones where
    they sit (by number, by choice), and who sat at a table that stays keeps it.
    """
    with session.change() as rev:
        session.tables.filter(number__gt=count).delete()
        for number in range(1, count + 1):
            Table.objects.get_or_create(session=session, number=number)
        Host.objects.filter(step__session=session).update(table=None, rev=rev)
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
    """One person says where they sit now; only their own screens are drawn anew. Whoever stayed somewhere stays no more."""
    with session.change(person=participant.pk) as rev:
        Host.objects.filter(step=session.step, participant=participant).update(table=None, rev=rev)
        numbers = session.tables.values_list("number", flat=True)
        homes = {seat: home for home, seat in seats(session.step, numbers).items()}
        table = session.tables.get(number=homes[number])
        session.participants.filter(pk=participant.pk).update(table=table, rev=rev)


# -- steps in which people change tables ---------------------------------------------------------------------------


def moving(step: SessionStep | None) -> bool:
    """Do people change tables between the phases of this step?"""
    return step is not None and step.grouping == "tables" and kind(step.kind).moves(step.info.config)


def seats(step: SessionStep | None, numbers: Iterable[int]) -> dict[int, int]:
    """Where the people of each table sit now: elsewhere, once the tables of a step have moved on."""
    numbers = sorted(numbers)
    if step is None or not moving(step):
        return {number: number for number in numbers}
    found, config, phase = kind(step.kind), step.info.config, step.phase_now
    return {home: found.seat(config, phase, home, numbers) for home in numbers}


def table_now(step: SessionStep | None, participant: Participant) -> Table | None:
    """The table where a person sits now: where they stay, or where the people of their own table have gone."""
    if step is None or not moving(step) or participant.table is None:
        return participant.table
    host = Host.objects.select_related("table").filter(step=step, participant=participant).first()
    if host is not None and host.table is not None:
        return host.table
    tables = {table.number: table for table in Table.objects.filter(session=participant.session_id)}  # type: ignore[attr-defined]
    return tables[seats(step, tables)[participant.table.number]]
