"""A step in which people change tables: where they sit, what they find there, who stays; and phases with a clock of their own."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from ruamel.yaml import YAML

from activities.kinds.base import Refusal, Write
from coprod.live.parts import whole
from coprod.live.sources import Seat
from sessions import deletion, writes
from sessions.joining import admit
from sessions.models import Host, LiveSession, Note
from sessions.source import RoomState, SessionSource
from sessions.surfaces import view
from sessions.tables import move, seat_everyone, sit_down
from tests.sessions.conftest import BOARD, Phone, join, make_session

CAFE: dict[str, Any] = YAML(typ="safe").load(Path("activities/kinds/rounds/example.yaml"))["config"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe() -> LiveSession:
    return make_session(steps=[{"kind": "rounds", "config": CAFE, "grouping": "tables"}])


@pytest.fixture
def phones(cafe: LiveSession) -> list[Phone]:
    """Two at each of three tables: phones 0 and 3 begin at table 1, and so on."""
    made = [join(cafe) for _ in range(6)]
    seat_everyone(cafe, 3)
    for i, phone in enumerate(made):
        move(cafe, phone.participant.pk, i % 3 + 1)
        phone.participant.refresh_from_db()
    go(cafe, "round-1")
    return made


def go(session: LiveSession, phase: str) -> None:
    session.go_to(f"{session.steps.get().pk}.{phase}")


def table_of(session: LiveSession, phone: Phone) -> int | None:
    """The table whose notes this phone is shown."""
    state = RoomState.load(session.public)
    assert state is not None
    audience = SessionSource().audience(state, Seat("phone", phone.participant.pk))
    return audience[1] if audience else None


def write(session: LiveSession, phone: Phone, text: str, verb: str = "note", **fields: Any) -> dict[str, Any]:
    writer = writes.Writer(phone.participant, phone.secret)
    assert session.step is not None
    return writes.keep(
        session, writer, f"{session.rev:020d}-{verb}-{text}"[:40], session.step.pk, Write(verb, text=text, **fields)
    )


def html_of(session: LiveSession, table: int | None) -> str:
    state = RoomState.load(session.public)
    assert state is not None
    return whole(view(state, "phone", table), "en-gb")


# -- where people sit ----------------------------------------------------------------------------------------------


def test_people_move_on_table_by_table_and_go_home_after_the_step(cafe: LiveSession, phones: list[Phone]) -> None:
    seen = []
    for phase in ("round-1", "move-2", "round-2", "round-3"):
        go(cafe, phase)
        seen.append([table_of(cafe, phone) for phone in phones[:3]])

    assert seen == [[1, 2, 3], [1, 2, 3], [2, 3, 1], [3, 1, 2]]
    assert [phone.participant.table.number for phone in phones[:3] if phone.participant.table] == [1, 2, 3]


def test_a_note_stays_at_the_table_where_it_was_written(cafe: LiveSession, phones: list[Phone]) -> None:
    write(cafe, phones[0], "They rang me back")
    go(cafe, "round-2")
    write(cafe, phones[0], "The last bus goes at six")

    rows = Note.objects.order_by("id").values_list("zone", "table__number")
    assert list(rows) == [("asked:1", 1), ("way:2", 2)]
    assert "They rang me back" in html_of(cafe, 1)
    assert "They rang me back" not in html_of(cafe, 2)


def test_a_note_begun_in_the_round_before_is_refused(cafe: LiveSession, phones: list[Phone]) -> None:
    go(cafe, "round-2")
    with pytest.raises(Refusal, match="Your words are still in the box"):
        write(cafe, phones[0], "Late", zone="asked:1")
    assert Note.objects.count() == 0


def test_a_late_comer_sits_where_fewest_began_and_moves_with_them(cafe: LiveSession, phones: list[Phone]) -> None:
    move(cafe, phones[1].participant.pk, 1)
    go(cafe, "round-2")
    late = join(cafe)

    assert late.participant.table is not None and late.participant.table.number == 2
    assert table_of(cafe, late) == 3


def test_a_seat_that_a_helper_writes_for_moves_like_any_other(cafe: LiveSession, phones: list[Phone]) -> None:
    participant, secret = admit(cafe, proxy=True)
    helper = Phone(participant, secret, Client())
    move(cafe, participant.pk, 3)
    participant.refresh_from_db()
    go(cafe, "round-2")
    write(cafe, helper, "Said aloud")

    note = Note.objects.get()
    assert (table_of(cafe, helper), note.proxy, note.zone) == (1, True, "asked:2")


def test_the_facilitator_writes_for_somebody_at_the_table_where_they_are(cafe: LiveSession, client: Client) -> None:
    seat_everyone(cafe, 3)
    go(cafe, "round-2")
    client.force_login(cafe.owner, backend="django.contrib.auth.backends.ModelBackend")
    fields = {"verb": "note", "step": cafe.step_id, "table": 2, "text": "Said aloud"}  # type: ignore[attr-defined]
    client.post(reverse("console", args=[cafe.public]), fields)

    note = Note.objects.get()
    assert (note.zone, note.table and note.table.number, note.proxy) == ("way:2", 2, True)


def test_somebody_says_where_they_sit_now(cafe: LiveSession, phones: list[Phone]) -> None:
    go(cafe, "round-2")
    sit_down(cafe, phones[0].participant, 1)

    assert table_of(cafe, phones[0]) == 1
    go(cafe, "round-3")
    assert table_of(cafe, phones[0]) == 2


def test_the_page_where_people_say_their_seat_shows_where_they_are_now(cafe: LiveSession, phones: list[Phone]) -> None:
    LiveSession.objects.update(own_seats=True)
    go(cafe, "round-2")

    html = phones[0].client.get(reverse("phone-table", args=[cafe.public])).content.decode()
    assert re.findall(r'value="(\d)" aria-pressed="true"', html) == ["2"]


def test_a_call_for_help_names_the_table_where_somebody_is(cafe: LiveSession, phones: list[Phone]) -> None:
    go(cafe, "round-2")
    phones[0].client.post(reverse("phone-need", args=[cafe.public]), {"need": "help"})
    state = RoomState.load(cafe.public)
    assert state is not None

    needs = [part.context["table"] for part in view(state, "console", None).parts if part.slot == "needs"]
    assert needs == [2]


def test_a_room_without_tables_takes_the_questions_in_turn(cafe: LiveSession) -> None:
    phone = join(cafe)
    for phase in ("round-1", "round-2"):
        go(cafe, phase)
        write(cafe, phone, phase)

    assert table_of(cafe, phone) is None
    assert list(Note.objects.order_by("id").values_list("zone", "table")) == [("asked:1", None), ("way:2", None)]


# -- who stays -----------------------------------------------------------------------------------------------------


def test_somebody_stays_while_the_others_move_on(cafe: LiveSession, phones: list[Phone]) -> None:
    write(cafe, phones[0], "", "stay", value="yes")
    go(cafe, "round-2")
    write(cafe, phones[0], "Here they said")

    assert [table_of(cafe, phones[i]) for i in (0, 3)] == [1, 2]
    assert Note.objects.get().zone == "asked:2"


def test_somebody_who_stayed_moves_on_again_with_their_own_people(cafe: LiveSession, phones: list[Phone]) -> None:
    write(cafe, phones[0], "", "stay", value="yes")
    go(cafe, "round-2")
    write(cafe, phones[0], "", "stay", value="no")

    assert table_of(cafe, phones[0]) == 2


def test_somebody_who_stayed_and_sits_down_elsewhere_stays_no_more(cafe: LiveSession, phones: list[Phone]) -> None:
    write(cafe, phones[0], "", "stay", value="yes")
    go(cafe, "round-2")
    sit_down(cafe, phones[0].participant, 3)

    assert table_of(cafe, phones[0]) == 3


def test_tables_that_are_dealt_anew_have_nobody_who_stays(cafe: LiveSession, phones: list[Phone]) -> None:
    write(cafe, phones[0], "", "stay", value="yes")
    seat_everyone(cafe, 2)

    assert list(Host.objects.values_list("table", flat=True)) == [None]


def test_nobody_stays_in_a_room_without_tables(cafe: LiveSession) -> None:
    phone = join(cafe)
    go(cafe, "round-1")
    with pytest.raises(Refusal):
        write(cafe, phone, "", "stay", value="yes")
    assert Host.objects.count() == 0


def test_who_stayed_is_deleted_with_the_people(cafe: LiveSession, phones: list[Phone]) -> None:
    write(cafe, phones[0], "", "stay", value="yes")
    LiveSession.objects.update(delete_on=timezone.localdate() - datetime.timedelta(days=1))
    deletion.delete_due()

    assert Host.objects.count() == 0


def test_a_room_is_read_with_the_same_queries_however_many_stay(cafe: LiveSession, phones: list[Phone]) -> None:
    counts = []
    for number in (1, 3):
        for phone in phones[:number]:
            write(cafe, phone, "", "stay", value="yes")
        with CaptureQueriesContext(connection) as asked:
            RoomState.load(cafe.public)
        counts.append(len(asked))

    assert counts[0] == counts[1]


# -- the pen -------------------------------------------------------------------------------------------------------


def pen_of(session: LiveSession, phone: Phone) -> str:
    """What a phone says of the pen, in bare words."""
    mine = phone.client.get(f"/r/{session.public}/mine/").json()["h"]
    return re.sub(r"<[^>]+>", "", mine.partition('id="my-pen"')[2].partition("</p>")[0])


def test_the_pen_goes_with_the_people_of_a_table_and_says_where_they_are(
    cafe: LiveSession, phones: list[Phone]
) -> None:
    cafe.set(view=True, one_scribe=True)
    phones[0].client.post(f"/r/{cafe.public}/pen/", {"what": "take"})
    assert "You write for Table 1." in pen_of(cafe, phones[0])
    go(cafe, "round-2")

    assert "You write for Table 2." in pen_of(cafe, phones[0])
    assert "One person writes for your table." in pen_of(cafe, phones[3])
    assert "Who would like to?" in pen_of(cafe, phones[1])
    write(cafe, phones[0], "From all of us")
    with pytest.raises(Refusal, match="One person writes"):
        write(cafe, phones[3], "Mine")


def test_whoever_stays_shares_the_pen_of_the_people_who_come(cafe: LiveSession, phones: list[Phone]) -> None:
    """Phone 0 holds the pen of its table and stays there; phone 3 moves on without it, phones 2 and 5 come with theirs."""
    cafe.set(view=True, one_scribe=True)
    for phone in (phones[0], phones[2]):
        phone.client.post(f"/r/{cafe.public}/pen/", {"what": "take"})
    write(cafe, phones[0], "", "stay", value="yes")
    go(cafe, "round-2")

    assert "One person writes for your table." in pen_of(cafe, phones[0])
    assert "Who would like to?" in pen_of(cafe, phones[3])
    with pytest.raises(Refusal, match="One person writes"):
        write(cafe, phones[0], "Mine")
    write(cafe, phones[2], "From all of us")

    phones[0].client.post(f"/r/{cafe.public}/pen/", {"what": "take"})
    assert "You write for Table 1." in pen_of(cafe, phones[0])
    assert "One person writes for your table." in pen_of(cafe, phones[2])
    write(cafe, phones[0], "From those who are here")

    go(cafe, "round-3")
    assert "Who would like to?" in pen_of(cafe, phones[2]), "their pen stayed behind with phone 0"


def test_the_facilitator_is_told_that_the_pen_goes_along(
    cafe: LiveSession, phones: list[Phone], client: Client
) -> None:
    client.force_login(cafe.owner, backend="django.contrib.auth.backends.ModelBackend")
    cafe.set(one_scribe=True)
    assert "the pen goes with the people" in client.get(reverse("console-tables", args=[cafe.public])).content.decode()


# -- a clock of a phase's own --------------------------------------------------------------------------------------


def minutes_left(session: LiveSession) -> int | None:
    session.refresh_from_db()
    return round((session.timer_ends - timezone.now()).total_seconds() / 60) if session.timer_ends else None


def test_the_clock_starts_with_the_minutes_of_its_phase_and_ends_with_it(cafe: LiveSession) -> None:
    seen = []
    for phase in ("round-1", "move-2", "round-2", "look-1"):
        go(cafe, phase)
        seen.append(minutes_left(cafe))

    assert seen == [12, None, 12, None]


def test_any_other_clock_runs_on_through_its_step() -> None:
    session = make_session(steps=[{"kind": "board", "config": {**BOARD, "vote": {"votes": 3}}}])
    first, second = session.places()[1:3]
    session.go_to(first)
    session.set_timer(ends=timezone.now() + datetime.timedelta(minutes=5))
    session.go_to(second)

    assert minutes_left(session) == 5
    session.go_to("ended")
    assert minutes_left(session) is None


def test_next_says_that_the_clock_starts(cafe: LiveSession, client: Client) -> None:
    client.force_login(cafe.owner, backend="django.contrib.auth.backends.ModelBackend")
    go(cafe, "move-2")
    page = client.get(reverse("console", args=[cafe.public])).content.decode()

    assert "The clock starts: 12 minutes." in page


def test_the_console_says_that_its_seats_are_where_people_began(
    cafe: LiveSession, phones: list[Phone], client: Client
) -> None:
    client.force_login(cafe.owner, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("console-tables", args=[cafe.public])).content.decode()
    assert "People change tables in this step." in html

    cafe.go_to("ended")
    assert "People change tables" not in client.get(reverse("console-tables", args=[cafe.public])).content.decode()
