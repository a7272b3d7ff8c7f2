"""Partners: odd numbers, late comers and leavers."""

from typing import Any

import pytest
from django.test import Client

from sessions import pairs
from sessions.models import LiveSession, Pair, Participant
from sessions.tables import move, seat_everyone, seat_pairs, sit_down
from tests.sessions.conftest import join, make_session
from tests.sessions.paired import STEP, mine, partners_of, sizes, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> LiveSession:
    return make_session(steps=[STEP])


def test_where_nobody_works_in_pairs_one_phone_cannot_make_them() -> None:
    """A page that was left open, or a request by hand. The control: once there are pairs, it finds another partner."""
    session = make_session()
    phones = [join(session) for _ in range(4)]
    start(session)
    phones[0].client.post(f"/r/{session.public}/partner/", {"what": "another"})
    assert sizes(session) == []
    pairs.mix(session)
    before = partners_of(phones[0])
    phones[0].client.post(f"/r/{session.public}/partner/", {"what": "another"})
    assert partners_of(phones[0]) not in (set(), before)


# -- who is with whom ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("people", "expected"), [(0, []), (1, []), (2, [2]), (3, [3]), (4, [2, 2]), (7, [2, 2, 3])])
def test_an_odd_number_makes_one_three(session: LiveSession, people: int, expected: list[int]) -> None:
    for _ in range(people):
        join(session)

    start(session)

    assert sizes(session) == expected


def test_nobody_is_paired_before_a_part_needs_it(session: LiveSession) -> None:
    join(session), join(session)

    assert sizes(session) == []


def test_partners_sit_at_one_table(session: LiveSession) -> None:
    for _ in range(10):
        join(session)
    seat_everyone(session, 2)

    start(session)

    assert sizes(session) == [2, 2, 3, 3]
    for pair in session.pairs.all():
        assert set(pair.people.values_list("table", flat=True)) == {pair.table_id}


def test_a_late_comer_makes_a_three_and_the_next_parts_it(session: LiveSession) -> None:
    first = [join(session), join(session)]
    start(session)

    late = join(session)
    assert (sizes(session), len(partners_of(late))) == ([3], 2)

    later = join(session)
    assert (sizes(session), len(partners_of(later))) == ([2, 2], 1)
    assert all(partners_of(phone) for phone in (*first, late))


def test_a_late_comer_goes_to_whoever_waits(session: LiveSession) -> None:
    alone = join(session)
    start(session)

    late = join(session)

    assert partners_of(late) == {alone.participant.pk}


def test_a_leaver_strands_nobody(session: LiveSession, facilitator: Client) -> None:
    phones = [join(session) for _ in range(4)]
    start(session)
    left = partners_of(phones[0]).pop()

    facilitator.post(f"/sessions/{session.public}/devices/{phones[0].participant.pk}/", {"what": "remove"})

    assert sizes(session) == [3]
    assert Participant.objects.get(pk=left).pair is not None


def test_a_phone_that_finishes_leaves_its_pair(session: LiveSession) -> None:
    phones = [join(session) for _ in range(4)]
    start(session)

    phones[0].client.post(f"/r/{session.public}/finish/")

    assert sizes(session) == [3]
    assert Participant.objects.get(pk=phones[0].participant.pk).pair is None


def test_who_moves_to_another_table_finds_a_partner_there(session: LiveSession) -> None:
    phones = [join(session) for _ in range(4)]
    seat_everyone(session, 2)
    start(session)
    there = Participant.objects.exclude(table=Participant.objects.get(pk=phones[0].participant.pk).table)

    move(session, phones[0].participant.pk, there[0].table.number)  # type: ignore[union-attr]

    assert partners_of(phones[0]) == set(there.exclude(pk=phones[0].participant.pk).values_list("pk", flat=True))
    assert sizes(session) == [3]


def test_a_partner_stays_from_one_part_to_the_next(session: LiveSession) -> None:
    phones = [join(session) for _ in range(6)]
    start(session)
    before = [partners_of(phone) for phone in phones]

    for _ in range(3):
        session.advance(session.place)

    assert [partners_of(phone) for phone in phones] == before


def test_somebody_else_is_somebody_else_and_nobody_is_left(session: LiveSession) -> None:
    phones = [join(session) for _ in range(4)]
    start(session)
    before = partners_of(phones[0])

    phones[0].client.post(f"/r/{session.public}/partner/", {"what": "another"})

    assert not partners_of(phones[0]) & before
    assert all(partners_of(phone) for phone in phones)


def test_without_anybody_else_two_are_not_put_together_again(session: LiveSession) -> None:
    phones = [join(session), join(session)]
    start(session)

    phones[0].client.post(f"/r/{session.public}/partner/", {"what": "another"})

    assert sizes(session) == []
    assert "There is nobody to pair you with just now." in mine(session, phones[0])


def test_whoever_would_rather_be_alone_is_left_alone_until_they_ask(session: LiveSession) -> None:
    phones = [join(session) for _ in range(3)]
    start(session)

    phones[0].client.post(f"/r/{session.public}/partner/", {"what": "alone"})
    join(session)
    session.advance(session.place)

    assert partners_of(phones[0]) == set()
    assert "You work alone just now." in mine(session, phones[0])
    phones[0].client.post(f"/r/{session.public}/partner/", {"what": "another"})
    assert partners_of(phones[0])


@pytest.mark.parametrize(("people", "expected"), [(4, [4]), (6, [6]), (8, [4, 4]), (9, [4, 5]), (11, [5, 6]), (1, [1])])
def test_two_pairs_make_a_table(session: LiveSession, people: int, expected: list[int]) -> None:
    for _ in range(people):
        join(session)
    start(session)
    before = {frozenset(pair.people.values_list("pk", flat=True)) for pair in session.pairs.all()}

    seat_pairs(session)

    assert sorted(table.participants.count() for table in session.tables.all()) == expected
    assert {frozenset(pair.people.values_list("pk", flat=True)) for pair in session.pairs.all()} == before


def test_whoever_says_where_they_sit_gets_a_partner_there(session: LiveSession) -> None:
    phones = [join(session) for _ in range(3)]
    seat_everyone(session, 2, by_chance=False)
    start(session)
    for phone in phones[:2]:
        sit_down(session, phone.participant, 2)

    assert partners_of(phones[0]) == {phones[1].participant.pk}


def test_signs_tell_pairs_apart(session: LiveSession) -> None:
    for _ in range(12):
        join(session)
    start(session)

    signs = list(Pair.objects.values_list("mark", "number"))

    assert len(set(signs)) == len(signs) == 6


def test_random_comings_and_goings_never_strand_anyone(session: LiveSession) -> None:
    """Nobody at a table of two or more is without a partner, and no pair is larger than a three."""
    import random

    chance = random.Random(5)
    phones = [join(session) for _ in range(9)]
    seat_everyone(session, 2)
    start(session)
    for turn in range(60):
        phone = chance.choice(phones)
        what = chance.choice(["move", "another", "join", "out", "in"])
        if what == "move":
            move(session, phone.participant.pk, chance.choice([1, 2]))
        elif what == "another":
            pairs.find_another(session, Participant.objects.get(pk=phone.participant.pk))
        elif what == "join" and len(phones) < 16:
            phones.append(join(session))
        elif what in ("out", "in"):
            with session.change() as rev:
                session.participants.filter(pk=phone.participant.pk).update(removed=what == "out")
                pairs.keep_up(session, rev)
        assert set(sizes(session)) <= {2, 3}, turn
        for table in session.tables.all():
            there = table.participants.filter(removed=False)
            alone = there.filter(pair=None).count()
            assert alone == 0 or there.count() == 1 or (what == "another" and there.count() == 2), (turn, what)


def test_without_settling_a_leaver_would_strand_somebody(session: LiveSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with nothing that puts pairs right, the partner of a removed phone is alone."""
    phones = [join(session) for _ in range(4)]
    start(session)
    left = partners_of(phones[0]).pop()
    monkeypatch.setattr(pairs, "keep_up", lambda *_: None)

    phones[0].client.post(f"/r/{session.public}/finish/")

    assert Participant.objects.filter(pair=Participant.objects.get(pk=left).pair).count() == 1


# -- the console ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["mix", "clear", "fours"])
def test_the_facilitator_makes_and_ends_pairs(session: LiveSession, facilitator: Client, what: str) -> None:
    for _ in range(4):
        join(session)
    start(session)

    answer = facilitator.post(f"/sessions/{session.public}/pairs/", {"what": what, "back": "console-tables"})

    assert answer.status_code == 302
    assert sizes(session) == ([] if what == "clear" else [2, 2])
    assert session.tables.count() == (1 if what == "fours" else 0)


@pytest.mark.parametrize("tables", [1, 3])
def test_the_tables_page_costs_the_same_for_one_table_and_for_three(
    session: LiveSession, facilitator: Client, tables: int, django_assert_num_queries: Any
) -> None:
    for _ in range(2 * tables):
        join(session)
    seat_everyone(session, tables)
    start(session)
    with django_assert_num_queries(6):
        page = facilitator.get(f"/sessions/{session.public}/tables/").content.decode()
    assert page.count(" · circle 1") == 2
