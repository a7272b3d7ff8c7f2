"""Tables of four to six: made by chance, changed by hand; people keep theirs for the whole session."""

import random

from sessions.models import LiveSession, Participant, Table


def seat_everyone(session: LiveSession, count: int) -> None:
    """Makes tables 1 to `count` and deals out everyone who is in, as evenly as the number allows; 0 clears them."""
    with session.change() as rev:
        session.tables.filter(number__gt=count).delete()
        for number in range(1, count + 1):
            Table.objects.get_or_create(session=session, number=number)
        made = list(session.tables.order_by("number"))
        people = list(session.participants.filter(removed=False))
        random.shuffle(people)
        for i, person in enumerate(people):
            person.table, person.rev = (made[i % len(made)] if made else None), rev
        Participant.objects.bulk_update(people, ["table", "rev"])
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev)


def seat_newcomer(session: LiveSession, participant: Participant) -> None:
    """Somebody who comes later sits down where fewest people are."""
    tables = list(session.tables.prefetch_related("participants"))
    if tables:
        participant.table = min(tables, key=lambda table: (len(table.participants.all()), table.number))


def move(session: LiveSession, participant_pk: int, number: int | None) -> None:
    with session.change() as rev:
        table = session.tables.filter(number=number).first() if number else None
        session.participants.filter(pk=participant_pk).update(table=table, rev=rev)
        LiveSession.objects.filter(pk=session.pk).update(view_rev=rev)
