"""Partners: odd numbers, late comers and leavers; and not a word of a pair outside it."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client

from coprod.live.parts import whole
from sessions import pairs, secrets
from sessions.models import LiveSession, Pair, PairWord, Participant
from sessions.report.gather import gather
from sessions.source import RoomState
from sessions.surfaces import view
from sessions.tables import move, seat_everyone, seat_pairs, sit_down
from tests.sessions.conftest import Phone, join, make_session
from tests.sessions.test_deletion import found

ASK = {"questions": [{"id": "good-at", "text": "What are you good at?"}], "share": {"text": "Choose."}}
STEP: dict[str, Any] = {"kind": "interview", "config": ASK, "grouping": "pairs", "privacy": "only_you"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> LiveSession:
    return make_session(steps=[STEP])


def sizes(session: LiveSession) -> list[int]:
    return sorted(pair.people.count() for pair in session.pairs.all())


def start(session: LiveSession) -> LiveSession:
    session.advance("lobby")
    return session


def partners_of(phone: Phone) -> set[int]:
    me = Participant.objects.get(pk=phone.participant.pk)
    return set(Participant.objects.filter(pair=me.pair).values_list("pk", flat=True)) - {me.pk} if me.pair else set()


def mine(session: LiveSession, phone: Phone) -> str:
    return json.loads(phone.client.get(f"/r/{session.public}/mine/").content)["h"]


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


# -- what a phone says of a partner --------------------------------------------------------------------------------


def test_a_partner_is_known_by_the_name_they_chose(session: LiveSession) -> None:
    first, second = join(session, "Kofi"), join(session)
    start(session)

    assert "Kofi" in mine(session, second)
    said = mine(session, first)
    assert "You work with the other person who has this sign." in said
    assert "Phone" not in said.replace("your phone", "")


def test_a_name_is_in_nobody_elses_bytes(session: LiveSession) -> None:
    phones = [join(session, f"Canary {i}") for i in range(4)]
    start(session)
    state = RoomState.load(session.public)
    assert state is not None

    for surface in ("phone", "stage", "console"):
        assert "Canary" not in whole(view(state, surface, None), "en-gb")
    outsider = next(p for p in phones if p.participant.pk not in partners_of(phones[0]) | {phones[0].participant.pk})
    assert phones[0].participant.name not in mine(session, outsider)


# -- lines for a partner -------------------------------------------------------------------------------------------


@pytest.fixture
def talking(session: LiveSession) -> tuple[LiveSession, Phone, Phone, Phone]:
    """Four phones in two pairs: two partners and one of the other pair."""
    phones = [join(session) for _ in range(4)]
    start(session)
    session.refresh_from_db()
    partner = next(p for p in phones if p.participant.pk in partners_of(phones[0]))
    outsider = next(p for p in phones[1:] if p is not partner)
    return session, phones[0], partner, outsider


def test_a_line_is_seen_by_the_pair_alone(talking: tuple[LiveSession, Phone, Phone, Phone]) -> None:
    session, me, partner, outsider = talking
    assert outsider.participant.pk not in partners_of(me)

    assert me.post(session, verb="pass", text="canary of two").status_code == 200

    assert "canary" in mine(session, partner) and "canary" in mine(session, me)
    assert "canary" not in mine(session, outsider)
    state = RoomState.load(session.public)
    assert state is not None
    for at in session.steps.get().phases:
        session.go_to(f"{session.steps.get().pk}.{at.key}")
        for surface in ("phone", "stage", "console"):
            fresh = RoomState.load(session.public)
            assert fresh is not None
            assert "canary" not in whole(view(fresh, surface, None), "en-gb"), (at.key, surface)
    assert "canary" not in repr(gather(session))


def test_a_late_comer_does_not_see_what_two_said_before(session: LiveSession) -> None:
    first, second = join(session), join(session)
    start(session)
    session.refresh_from_db()
    first.post(session, verb="pass", text="canary of two")

    late = join(session)
    second.post(session, verb="pass", text="for all three")

    assert "canary" not in mine(session, late)
    assert "for all three" in mine(session, late)
    assert "canary" in mine(session, second)


def test_either_of_the_pair_may_take_a_line_away(talking: tuple[LiveSession, Phone, Phone, Phone]) -> None:
    session, me, partner, outsider = talking
    pk = me.post(session, verb="pass", text="Too much").json()["word"]

    outsider.post(session, verb="drop", note=pk)
    assert PairWord.objects.count() == 1
    partner.post(session, verb="drop", note=pk)
    assert PairWord.objects.count() == 0


def test_a_line_holds_no_participant(talking: tuple[LiveSession, Phone, Phone, Phone]) -> None:
    session, me, _partner, _outsider = talking
    me.post(session, verb="pass", text="Words")

    assert "participant" not in {field.name for field in PairWord._meta.get_fields()}
    assert PairWord.objects.get().author not in (me.secret, me.participant.digest)


@pytest.mark.django_db(transaction=True)
def test_no_byte_on_the_disk_holds_a_line(
    talking: tuple[LiveSession, Phone, Phone, Phone], tmp_path: Path, settings: LazySettings
) -> None:
    """The control is the name that a partner chose, which is kept as it is."""
    session, me, partner, _outsider = talking
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    Participant.objects.filter(pk=partner.participant.pk).update(name="Canary Robin")
    me.post(session, id="a" * 22, verb="pass", text="canary-line")
    call_command("backup")

    where = found(tmp_path, [b"canary-line", b"Canary Robin"])

    assert where[b"canary-line"] == [] and len(where[b"Canary Robin"]) > 1
    assert "canary-line" in mine(session, partner) and "canary-line" in mine(session, me)


def test_a_line_opens_with_the_secret_of_each_of_the_pair_alone(
    talking: tuple[LiveSession, Phone, Phone, Phone],
) -> None:
    session, me, partner, outsider = talking
    me.post(session, verb="pass", text="Words")

    copies = [base64.b64decode(copy) for copy in PairWord.objects.get().sealed]

    for phone, opens in ((me, 1), (partner, 1), (outsider, 0)):
        assert [secrets.unseal_own(phone.secret, copy) for copy in copies].count("Words") == opens
    assert len(copies) == 2


def test_who_joined_before_lines_were_sealed_gets_a_key_with_the_next_look(
    talking: tuple[LiveSession, Phone, Phone, Phone],
) -> None:
    session, me, partner, _outsider = talking
    Participant.objects.update(public_key=b"")
    mine(session, me), mine(session, partner)

    me.post(session, verb="pass", text="Words")

    assert "Words" in mine(session, partner)


def test_a_line_without_a_partner_stays_in_the_box(session: LiveSession) -> None:
    alone = join(session)
    start(session)
    session.refresh_from_db()

    answer = alone.post(session, verb="pass", text="Hello")

    assert answer.status_code == 422
    assert answer.json()["message"] == "You have no partner just now. Your words are still in the box."


def test_a_line_after_the_turns_is_refused_kindly(talking: tuple[LiveSession, Phone, Phone, Phone]) -> None:
    session, me, _partner, _outsider = talking
    session.go_to(f"{session.step_id}.choose")
    session.refresh_from_db()

    assert me.post(session, verb="pass", text="Late").status_code == 422
    assert PairWord.objects.count() == 0


@pytest.mark.parametrize("people", [2, 6])
def test_ones_own_part_costs_the_same_however_many_pairs_there_are(
    session: LiveSession, people: int, django_assert_num_queries: Any
) -> None:
    phones = [join(session) for _ in range(people)]
    start(session)
    with django_assert_num_queries(15):
        phones[0].client.get(f"/r/{session.public}/mine/")


def test_deletion_takes_pairs_and_their_words(talking: tuple[LiveSession, Phone, Phone, Phone]) -> None:
    from django.utils import timezone

    from sessions.deletion import delete_due, personal_rows

    session, me, _partner, _outsider = talking
    me.post(session, verb="pass", text="Words")
    LiveSession.objects.filter(pk=session.pk).update(delete_on=timezone.localdate())

    delete_due()

    assert (Pair.objects.count(), PairWord.objects.count(), personal_rows(session)) == (0, 0, 0)


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
