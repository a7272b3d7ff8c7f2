"""What partners say to each other and know of each other is in nobody else's bytes."""

import base64
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from coprod.live.parts import whole
from sessions import secrets
from sessions.models import LiveSession, Pair, PairWord, Participant
from sessions.report.gather import gather
from sessions.source import RoomState
from sessions.surfaces import view
from tests.sessions.conftest import Phone, join, make_session
from tests.sessions.paired import STEP, mine, partners_of, start
from tests.sessions.test_deletion import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> LiveSession:
    return make_session(steps=[STEP])


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
