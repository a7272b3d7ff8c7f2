"""The pen, seats without phones, and one table at a time: for the facilitator who looks in and on the big screen."""

import json
from typing import Any

import pytest
from django.test import Client

from coprod.live.parts import whole
from coprod.live.sources import Seat
from sessions import seats
from sessions.models import Answer, LiveSession, Note, Participant
from sessions.source import RoomState, SessionSource, finished_step
from sessions.surfaces import console_context, view
from sessions.tables import move, seat_everyone
from tests.sessions.conftest import BOARD, Phone, join, make_session

pytestmark = pytest.mark.django_db

CARDS: dict[str, Any] = {
    "agree": {"text": "Which do you agree with?"},
    "disagree": {"text": "Which not?"},
    "cards": [{"id": name, "text": f"Card {name}"} for name in ("a", "b", "c")],
    "rounds": ["alone"],
}


def state_of(session: LiveSession) -> RoomState:
    state = RoomState.load(session.public)
    assert state is not None
    return state


# -- the pen -------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_table() -> tuple[LiveSession, Phone, Phone]:
    """A board at table 1, where one person writes, and two phones there."""
    session = make_session(steps=[{"kind": "board", "config": BOARD, "grouping": "tables"}], one_scribe=True)
    phones = [join(session, "Kofi"), join(session)]
    seat_everyone(session, 1)
    session.refresh_from_db()
    session.advance("lobby")
    return session, phones[0], phones[1]


def pen(session: LiveSession, phone: Phone, what: str = "take") -> None:
    phone.client.post(f"/r/{session.public}/pen/", {"what": what})


def mine(session: LiveSession, phone: Phone) -> str:
    return json.loads(phone.client.get(f"/r/{session.public}/mine/").content)["h"]


def test_only_who_holds_the_pen_writes_for_the_table(at_table: tuple[LiveSession, Phone, Phone]) -> None:
    session, scribe, other = at_table
    pen(session, scribe)

    assert scribe.post(session, zone="good", text="From all of us").status_code == 200
    refused = other.post(session, zone="good", text="Mine")
    assert refused.json()["message"].startswith("One person writes for your table.")
    assert [note.text for note in Note.objects.all()] == ["From all of us"]


def test_without_the_setting_everyone_writes(at_table: tuple[LiveSession, Phone, Phone]) -> None:
    """The control: the same two phones, and no pen."""
    session, scribe, other = at_table
    pen(session, scribe)
    session.set(one_scribe=False)

    assert other.post(session, zone="good", text="Mine").status_code == 200


def test_anyone_at_the_table_may_take_the_pen_and_lay_it_down(at_table: tuple[LiveSession, Phone, Phone]) -> None:
    session, scribe, other = at_table
    pen(session, scribe)
    pen(session, other)
    assert scribe.post(session, zone="good", text="No").status_code == 422
    assert other.post(session, zone="good", text="Yes").status_code == 200

    pen(session, scribe, "down")  # it is not theirs to lay down
    assert other.post(session, zone="good", text="Yes again").status_code == 200
    pen(session, other, "down")
    assert other.post(session, zone="good", text="No").status_code == 422


def test_a_phone_is_told_who_writes(at_table: tuple[LiveSession, Phone, Phone]) -> None:
    session, scribe, other = at_table
    assert "Who would like to?" in mine(session, other)

    pen(session, scribe)

    assert "You write for Table 1." in mine(session, scribe)
    assert "Kofi" in mine(session, other) and "Take the pen" in mine(session, other)


def test_what_was_written_before_may_still_be_taken_back(at_table: tuple[LiveSession, Phone, Phone]) -> None:
    session, scribe, other = at_table
    pen(session, other)
    pk = other.post(session, zone="good", text="Mine").json()["note"]
    pen(session, scribe)

    assert other.post(session, verb="take-back", note=pk).json()["state"] == "gone"


def test_the_pen_lies_free_when_its_holder_goes(
    at_table: tuple[LiveSession, Phone, Phone], facilitator: Client
) -> None:
    session, scribe, other = at_table
    pen(session, scribe)

    facilitator.post(f"/sessions/{session.public}/devices/{scribe.participant.pk}/", {"what": "remove"})

    assert "Who would like to?" in mine(session, other)


def test_votes_need_no_pen() -> None:
    session = make_session(
        steps=[{"kind": "card_sort", "config": CARDS, "grouping": "tables", "privacy": "totals"}], one_scribe=True
    )
    phone = join(session)
    seat_everyone(session, 1)
    session.refresh_from_db()
    session.advance("lobby")

    assert phone.post(session, verb="answer", item="a", value="agree").status_code == 200


# -- seats without phones ------------------------------------------------------------------------------------------


@pytest.fixture
def sorting() -> LiveSession:
    session = make_session(steps=[{"kind": "card_sort", "config": CARDS, "privacy": "totals"}])
    session.advance("lobby")
    return session


def put_in(client: Client, session: LiveSession, item: str, value: str) -> None:
    fields = {"verb": "answer", "step": session.step_id, "item": item, "value": value}
    answer = client.post(f"/sessions/{session.public}/", fields, headers={"accept": "application/json"})
    assert answer.json()["ok"], answer.json()


def people_in(session: LiveSession) -> int:
    return len({answer.person for answer in finished_step(session.steps.get()).given})


def test_a_seat_that_says_three_things_is_one_person(sorting: LiveSession, facilitator: Client) -> None:
    facilitator.post(f"/sessions/{sorting.public}/people/", {"name": "Ann"})

    for card in ("a", "b", "c"):
        put_in(facilitator, sorting, card, "agree")

    assert (Answer.objects.count(), people_in(sorting), Answer.objects.filter(proxy=True).count()) == (3, 1, 3)


def test_without_a_seat_each_is_a_new_person(sorting: LiveSession, facilitator: Client) -> None:
    """The control, and what suits somebody who says one thing only."""
    for card in ("a", "b", "c"):
        put_in(facilitator, sorting, card, "agree")

    assert people_in(sorting) == 3


def test_a_seat_changes_its_mind_and_is_counted_once(sorting: LiveSession, facilitator: Client) -> None:
    seats.add(sorting, "Ann")
    for value in ("agree", "disagree"):
        put_in(facilitator, sorting, "a", value)

    assert [answer.value for answer in Answer.objects.all()] == ["disagree"]


def test_two_seats_are_two_people(sorting: LiveSession, facilitator: Client) -> None:
    ann = seats.add(sorting, "Ann")
    put_in(facilitator, sorting, "a", "agree")
    seats.add(sorting, "Bo")
    put_in(facilitator, sorting, "a", "agree")
    facilitator.post(f"/sessions/{sorting.public}/people/now/", {"seat": ann.pk})
    put_in(facilitator, sorting, "b", "agree")

    assert (Answer.objects.count(), people_in(sorting)) == (3, 2)


def test_no_row_holds_the_secret_of_a_seat(sorting: LiveSession) -> None:
    from sessions import secrets

    seat = seats.add(sorting, "Ann")
    secret = secrets.seat_secret(sorting.public, seat.number)

    assert seat.digest == secrets.digest(secret) != secret
    assert secret not in repr(list(Participant.objects.values()))


def test_a_vote_too_many_of_a_seat_is_refused(facilitator: Client) -> None:
    session = make_session(steps=[{"kind": "board", "config": {**BOARD, "vote": {"votes": 1}}}])
    session.advance("lobby")
    phone = join(session)
    pks = [phone.post(session, zone="good", text=text).json()["note"] for text in ("One", "Two")]
    session.go_to(f"{session.step_id}.vote")
    seats.add(session, "Ann")
    told = [
        facilitator.post(
            f"/sessions/{session.public}/",
            {"verb": "answer", "step": session.step_id, "item": f"vote:n{pk}", "value": "1"},
            headers={"accept": "application/json"},
        ).status_code
        for pk in pks
    ]

    assert told == [200, 422]


def test_a_seats_note_is_marked_for_the_facilitator_alone(facilitator: Client) -> None:
    session = make_session()
    session.advance("lobby")
    seats.add(session, "Ann")
    facilitator.post(
        f"/sessions/{session.public}/", {"verb": "note", "step": session.step_id, "zone": "good", "text": "On paper"}
    )

    assert "written down for somebody" in whole(view(state_of(session), "console", None), "en-gb")
    assert "written down for somebody" not in whole(view(state_of(session), "stage", None), "en-gb")
    assert "Ann" not in whole(view(state_of(session), "stage", None), "en-gb")


def test_a_private_page_is_nobody_elses_to_write(facilitator: Client) -> None:
    ask = {"questions": [{"id": "a", "text": "What?"}]}
    session = make_session(steps=[{"kind": "interview", "config": ask, "privacy": "only_you"}])
    session.advance("lobby")
    for _ in range(2):
        answer = facilitator.post(
            f"/sessions/{session.public}/",
            {"verb": "keep", "step": session.step_id, "item": "a", "text": "Theirs"},
            headers={"accept": "application/json"},
        )
        assert (answer.status_code, answer.json()["message"][:14]) == (422, "A private page")
        seats.add(session, "Ann")


def test_a_seat_that_left_is_not_written_for(sorting: LiveSession, facilitator: Client) -> None:
    seat = seats.add(sorting, "Ann")

    facilitator.post(f"/sessions/{sorting.public}/people/now/", {"seat": seat.pk, "what": "remove"})

    sorting.refresh_from_db()
    assert sorting.writes_for is None
    assert state_of(sorting).here == 0


def test_a_helpers_phone_marks_what_it_sends_until_it_says_otherwise(facilitator: Client) -> None:
    session = make_session()
    session.advance("lobby")
    phone = join(session)

    phone.client.post(f"/r/{session.public}/helper/", {"on": "1"})
    phone.post(session, zone="good", text="What she said")
    phone.client.post(f"/r/{session.public}/helper/", {"on": "0"})
    phone.post(session, zone="good", text="What I say")

    assert dict(Note.objects.values_list("text", "proxy")) == {"What she said": True, "What I say": False}
    assert len({note.author for note in Note.objects.all()}) == 1


# -- one table -----------------------------------------------------------------------------------------------------


@pytest.fixture
def two_tables() -> tuple[LiveSession, Phone, Phone]:
    session = make_session(
        steps=[{"kind": "board", "config": BOARD, "grouping": "tables"}, {"kind": "board", "config": BOARD}]
    )
    phones = [join(session), join(session)]
    seat_everyone(session, 2)
    for number, phone in enumerate(phones, start=1):
        move(session, phone.participant.pk, number)
    session.refresh_from_db()
    session.advance("lobby")
    for number, phone in enumerate(phones, start=1):
        phone.post(session, zone="good", text=f"canary of table {number}")
    return session, phones[0], phones[1]


def test_looking_in_shows_one_table_and_who_asked_there(
    two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client
) -> None:
    session, first, second = two_tables
    for phone in (first, second):
        phone.client.post(f"/r/{session.public}/need/", {"need": "help"})

    page = facilitator.get(f"/sessions/{session.public}/tables/2/").content.decode()

    assert "canary of table 2" in page and "canary of table 1" not in page
    assert page.count("Someone at Table") == 1
    assert second.participant.number == 2 and "Phone 2" in page and "Phone 1" not in page


def test_looking_in_is_for_the_facilitator_of_this_session(
    two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client, django_user_model: Any
) -> None:
    session, first, _second = two_tables
    outsider = Client()
    outsider.force_login(
        django_user_model.objects.create(username="kim"), backend="django.contrib.auth.backends.ModelBackend"
    )

    for path in ("tables/1/", "tables/1/since/"):
        assert first.client.get(f"/sessions/{session.public}/{path}").status_code == 302
        assert outsider.get(f"/sessions/{session.public}/{path}").status_code == 404
    assert facilitator.get(f"/sessions/{session.public}/tables/9/").status_code == 404


def test_what_is_put_in_while_looking_in_is_of_that_table(
    two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client
) -> None:
    session, _first, _second = two_tables
    fields = {"verb": "note", "step": session.step_id, "zone": "bad", "text": "Said aloud"}

    answer = facilitator.post(f"/sessions/{session.public}/tables/2/", fields)

    assert answer.url == f"/sessions/{session.public}/tables/2/"
    assert Note.objects.get(text="Said aloud").table.number == 2


def test_a_seat_of_another_table_is_not_written_for_while_looking_in(
    two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client
) -> None:
    session, _first, _second = two_tables
    seats.add(session, "Ann", 1)
    fields = {"verb": "note", "step": session.step_id, "zone": "bad"}

    facilitator.post(f"/sessions/{session.public}/tables/2/", {**fields, "text": "At two"})
    facilitator.post(f"/sessions/{session.public}/", {**fields, "text": "Ann, at one"})

    found = dict(Note.objects.filter(proxy=True).values_list("text", "table__number"))
    assert found == {"At two": 2, "Ann, at one": 1}


def test_looking_in_at_a_part_without_tables_says_so(
    two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client
) -> None:
    session, _first, _second = two_tables
    session.go_to(f"{session.steps.last().pk}.write-notes")

    page = facilitator.get(f"/sessions/{session.public}/tables/2/").content.decode()

    assert "This part is not done at tables" in page


def test_sockets_of_one_table_are_their_own_audience(two_tables: tuple[LiveSession, Phone, Phone]) -> None:
    state = state_of(two_tables[0])
    found = [SessionSource().audience(state, Seat(s)) for s in ("stage", "pane:2", "look:1", "console")]

    assert found == [("stage", None), ("pane", 2), ("look", 1), ("console", None)]


def test_side_by_side_shows_a_pane_for_each_table(
    two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client
) -> None:
    session, _first, _second = two_tables
    facilitator.post(f"/sessions/{session.public}/settings/", {"shared_screen": "side"})
    session.refresh_from_db()
    stage = whole(view(state_of(session), "stage", None), "en-gb")
    panes = [Client().get(f"/stage/{session.stage_token}/table/{n}/").content.decode() for n in (1, 2)]

    assert stage.count("<iframe") == 2 and "canary" not in stage
    assert ["canary of table 1" in pane for pane in panes] == [True, False]
    assert ["canary of table 2" in pane for pane in panes] == [False, True]


def test_a_pane_has_no_note_that_waits(two_tables: tuple[LiveSession, Phone, Phone]) -> None:
    session, first, _second = two_tables
    session.set(read_first=True)
    first.post(session, zone="good", text="waiting words")

    assert "waiting words" not in whole(view(state_of(session), "pane", 1), "en-gb")
    assert "waiting words" in whole(view(state_of(session), "look", 1), "en-gb")


def test_tables_tell_the_room_one_by_one(two_tables: tuple[LiveSession, Phone, Phone], facilitator: Client) -> None:
    session, _first, _second = two_tables
    turns = []
    for choice in ("", "1", "2"):
        facilitator.post(f"/sessions/{session.public}/settings/", {"shared_screen": choice})
        session.refresh_from_db()
        context = console_context(state_of(session))
        turns.append((context["table_before"], context["table_after"]))

    assert turns == [(None, 1), (None, 2), (1, None)]
