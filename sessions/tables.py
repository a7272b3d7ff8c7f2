"""Tables of four to six: made by chance, changed by hand; people keep theirs for the whole session."""

import random
from collections.abc import Sequence

from django.db.models import Q

from sessions import pairs
from sessions.changing_tables import pen_table, seats, table_now, who_writes
from sessions.models import Host, LiveSession, Participant, Table

FOURS = 4  # two pairs


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
        pairs.keep_up(session, rev)


def seat_pairs(session: LiveSession, size: int = FOURS) -> None:
    """Tables made of pairs: partners stay together, and each pair meets another. Whoever has no partner is added."""
    with session.change() as rev:
        pairs.settle(session, rev)
        groups = [list(pair.people.filter(removed=False)) for pair in session.pairs.order_by("?")]
        heaps = _heaps([group for group in groups if group], size)
        alone = list(session.participants.filter(pair=None, removed=False))
        if not heaps:
            heaps = [alone[i : i + size] for i in range(0, len(alone), size)]
        else:
            for person in alone:
                min(heaps, key=len).append(person)
        _seat_heaps(session, heaps, rev)
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev, own_seats=False)
        pairs.keep_up(session, rev)


def _heaps(groups: list[list[Participant]], size: int) -> list[list[Participant]]:
    """The groups in heaps of about `size` people; one that is left over joins the smallest heap."""
    heaps: list[list[Participant]] = []
    for group in sorted(groups, key=len, reverse=True):  # a three first, so that a two makes it five
        if heaps and len(heaps[-1]) < size:
            heaps[-1].extend(group)
        else:
            heaps.append(list(group))
    if len(heaps) > 1 and len(heaps[-1]) < size:
        last = heaps.pop()
        min(heaps, key=len).extend(last)
    return heaps


def _seat_heaps(session: LiveSession, heaps: list[list[Participant]], rev: int) -> None:
    session.tables.filter(number__gt=len(heaps)).delete()
    for number, people in enumerate(heaps, start=1):
        table, _made = Table.objects.get_or_create(session=session, number=number)
        session.participants.filter(pk__in=[p.pk for p in people]).update(table=table, rev=rev)
        session.pairs.filter(people__in=people).update(table=table)


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
        drop_pen(participant_pk)
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev)
        pairs.keep_up(session, rev)


def sit_down(session: LiveSession, participant: Participant, number: int) -> None:
    """One person says where they sit now; only their own screens are drawn anew. Whoever stayed somewhere stays no more."""
    with session.change(person=participant.pk) as rev:
        Host.objects.filter(step=session.step, participant=participant).update(table=None, rev=rev)
        numbers = session.tables.values_list("number", flat=True)
        homes = {seat: home for home, seat in seats(session.step, numbers).items()}
        table = session.tables.get(number=homes[number])
        session.participants.filter(pk=participant.pk).update(table=table, rev=rev)
        drop_pen(participant.pk)
        pairs.keep_up(session, rev)


def turns(numbers: list[int], shown: int | None) -> dict[str, int | None]:
    """When tables tell the room one by one: the table after and the one before that on the screen.

    Where they stand side by side in several pages, `numbers` are the first of each page.
    """
    after = [number for number in numbers if shown is None or number > shown]
    before = [number for number in numbers if shown is not None and number < shown]
    return {"table_after": after[0] if after else None, "table_before": before[-1] if before else None}


def side_by_side(numbers: Sequence[int], most: int) -> list[Sequence[int]]:
    """The pages of tables that stand side by side, `most` on each and as even as can be."""
    size, larger = divmod(len(numbers), -(-len(numbers) // most))
    pages: list[Sequence[int]] = []
    rest = numbers
    while rest:
        end = size + (len(pages) < larger)
        pages.append(rest[:end])
        rest = rest[end:]
    return pages


def leave(session: LiveSession, participant_pk: int, rev: int) -> None:
    """Somebody is not there any more: their pen lies free, their partner is put with others, and they are given no new one."""
    drop_pen(participant_pk)
    told = list(Participant.objects.filter(pair__people=participant_pk).values_list("pk", flat=True))
    session.participants.filter(pk=participant_pk).update(pair=None, alone=True, rev=rev)
    pairs.keep_up(session, rev)
    pairs.tell(session, told)


# -- the pen: one person writes for the table ------------------------------------------------------------------------


def take_pen(session: LiveSession, participant: Participant) -> None:
    """From here on this person writes for their table; whoever had the pen before has it no more."""
    with session.change(person=participant.pk):
        _hand_pen(session, participant, participant)


def lay_down_pen(session: LiveSession, participant: Participant) -> None:
    with session.change(person=participant.pk):
        if who_writes(session.step, participant) == participant:
            _hand_pen(session, participant, None)


def _hand_pen(session: LiveSession, participant: Participant, to: Participant | None) -> None:
    table, here = pen_table(session.step, participant), table_now(session.step, participant)
    if table is not None:
        drop_pen(participant.pk)  # one they may hold elsewhere: they write where they sit
        Table.objects.filter(pk=table.pk).update(scribe=to)
        near = Q(table=table) | Q(pk__in=Host.objects.filter(step=session.step, table=here).values("participant"))
        pairs.tell(session, session.participants.filter(near, removed=False).values_list("pk", flat=True))


def drop_pen(participant_pk: int) -> None:
    Table.objects.filter(scribe=participant_pk).update(scribe=None)
