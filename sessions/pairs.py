"""Pairs: two people who talk with each other, inside tables or in one room; a three where the number is odd.

People keep their partner through the session. Somebody who comes later joins a person who waits, else makes a three; of a
three, one goes with them. When somebody leaves, whoever is left alone is put with others. Nobody is told why.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import transaction

from activities.kinds.base import MARKS
from coprod.live.hub import poke
from sessions.models import LiveSession, Pair, Participant


def needed(session: LiveSession) -> bool:
    """Whether the room stands where people work in pairs."""
    step = session.step
    return bool(step and session.stage == session.Stage.LIVE and step.phase_now.pairs)


def keep_up(session: LiveSession, rev: int, avoid: Sequence[tuple[int, int]] = ()) -> None:
    """Puts pairs right after people came, went or moved, where there are pairs at all."""
    if needed(session) or session.pairs.exists():
        settle(session, rev, avoid)


def settle(session: LiveSession, rev: int, avoid: Sequence[tuple[int, int]] = ()) -> None:
    """Pairs everyone who can be, leaving partners together; `avoid` names two who are not to meet again now."""
    matching = _Matching(session, rev, avoid)
    matching.run()
    matching.store()


def mix(session: LiveSession) -> None:
    """New partners for everyone, by chance."""
    with session.change() as rev:
        _clear(session, rev)
        settle(session, rev)


def clear(session: LiveSession) -> None:
    """Nobody has a partner any more. What partners passed to each other goes with the pairs."""
    with session.change() as rev:
        told = _clear(session, rev)
        tell(session, told)


def _clear(session: LiveSession, rev: int) -> list[int]:
    told = list(session.participants.exclude(pair=None).values_list("pk", flat=True))
    session.participants.filter(pk__in=told).update(pair=None, rev=rev)
    session.pairs.all().delete()
    return told


def find_another(session: LiveSession, participant: Participant) -> None:
    """Leaves one's partner and goes to somebody else; without anybody else there is nobody to go to."""
    with session.change(person=participant.pk) as rev:
        avoid = [(participant.pk, pk) for pk in _partners(participant)]
        session.participants.filter(pk=participant.pk).update(pair=None, alone=False, rev=rev)
        keep_up(session, rev, avoid)


def work_alone(session: LiveSession, participant: Participant) -> None:
    """Out of the pair until they ask for a partner again; a partner who is left is put with others."""
    with session.change(person=participant.pk) as rev:
        told = _partners(participant)
        session.participants.filter(pk=participant.pk).update(pair=None, alone=True, rev=rev)
        keep_up(session, rev)
        tell(session, told)


def _partners(participant: Participant) -> list[int]:
    mine = Participant.objects.filter(pk=participant.pk).values("pair")
    others = Participant.objects.filter(pair__in=mine, removed=False).exclude(pk=participant.pk)
    return list(others.values_list("pk", flat=True))


def tell(session: LiveSession, people: Iterable[int]) -> None:
    """Their own phones, and nobody else's, look again once this is kept."""
    for pk in people:
        transaction.on_commit(lambda pk=pk: poke(session.room, pk), robust=True)  # type: ignore[misc]


@dataclass
class _Group:
    """Two or three at one table, while they are put together. `row` is None for a new pair."""

    table: int | None
    people: list[int]
    row: Pair | None = None


@dataclass
class _Matching:
    """Who could be with whom, in memory: a room holds at most a few hundred people."""

    session: LiveSession
    rev: int
    avoid: Sequence[tuple[int, int]] = ()
    groups: list[_Group] = field(default_factory=list)
    before: dict[int, int | None] = field(default_factory=dict)

    def run(self) -> None:
        people = list(self.session.participants.filter(removed=False).order_by("number"))
        self.before = dict(self.session.participants.values_list("pk", "pair_id"))
        free = self._together(people)
        random.shuffle(free)
        for table in dict.fromkeys(person.table_id for person in free):  # type: ignore[attr-defined]
            self._match(table, [p.pk for p in free if p.table_id == table])  # type: ignore[attr-defined]

    def _together(self, people: Sequence[Participant]) -> list[Participant]:
        """Keeps the pairs that still sit at one table; returns everyone who has nobody."""
        rows = {pair.pk: pair for pair in self.session.pairs.all()}
        members: dict[tuple[int, int | None], list[Participant]] = {}
        for person in people:
            key: Any = (person.pair_id, person.table_id)  # type: ignore[attr-defined]
            if person.pair_id in rows and not person.alone:  # type: ignore[attr-defined]
                members.setdefault(key, []).append(person)
        taken: set[int] = set()
        for (pair, table), here in members.items():
            if len(here) > 1:
                row = rows.pop(pair, None)  # where a three was parted, the pair goes with those who stay together
                self.groups.append(_Group(table, [p.pk for p in here], row))
                taken |= {p.pk for p in here}
        return [person for person in people if person.pk not in taken and not person.alone]

    def _match(self, table: int | None, free: list[int]) -> None:
        while free:
            person = free.pop()
            partner = next((other for other in free if self._may_meet(person, [other])), None)
            if partner is not None:
                free.remove(partner)
                self.groups.append(_Group(table, [person, partner]))
            else:
                self._squeeze_in(table, person)

    def _squeeze_in(self, table: int | None, person: int) -> None:
        """Nobody is left to pair with: a two becomes a three; where there are threes alone, one of them comes along."""
        there = [group for group in self.groups if group.table == table]
        two = next((g for g in there if len(g.people) == 2 and self._may_meet(person, g.people)), None)
        if two is not None:
            two.people.append(person)
            return
        for group in there:
            other = next((pk for pk in reversed(group.people) if self._may_meet(person, [pk])), None)
            if len(group.people) > 2 and other is not None:
                group.people.remove(other)
                self.groups.append(_Group(table, [person, other]))
                return

    def _may_meet(self, person: int, others: Sequence[int]) -> bool:
        return not any((person, other) in self.avoid or (other, person) in self.avoid for other in others)

    # -- keeping it ----------------------------------------------------------------------------------------------

    def store(self) -> None:
        kept = [group.row.pk for group in self.groups if group.row is not None]
        after: dict[int, int] = {}
        gone = self.session.pairs.exclude(pk__in=kept)
        self.session.participants.filter(pair__in=gone).update(pair=None)
        gone.delete()
        signs = self._free_signs()
        for group in self.groups:
            row = group.row or self._made(group, next(signs))
            if row.table_id != group.table:  # type: ignore[attr-defined]
                Pair.objects.filter(pk=row.pk).update(table=group.table)
            after |= dict.fromkeys(group.people, row.pk)
        changed = [pk for pk, pair in self.before.items() if after.get(pk) != pair]
        for pk in changed:
            Participant.objects.filter(pk=pk).update(pair=after.get(pk), paired_rev=self.rev, rev=self.rev)
        mates = [pk for pk, pair in after.items() if pair in {after.get(pk) for pk in changed}]
        tell(self.session, dict.fromkeys([*changed, *mates]))

    def _made(self, group: _Group, sign: tuple[str, int]) -> Pair:
        return Pair.objects.create(session=self.session, table_id=group.table, mark=sign[0], number=sign[1])

    def _free_signs(self) -> Iterator[tuple[str, int]]:
        taken = set(self.session.pairs.values_list("mark", "number"))
        return (sign for n in count(1) for mark in MARKS if (sign := (mark, n)) not in taken)
