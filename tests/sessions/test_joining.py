"""Coming in: with a code or the square, without giving anything about oneself."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from sessions import limits
from sessions.access import cookie_name
from sessions.models import LiveSession, Participant
from tests.sessions.conftest import Phone

SAME_ANSWER = "That code did not work. Check it with your facilitator."


def try_code(code: str) -> tuple[int, str]:
    answer = Client().post("/", {"code": code})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("cut", [(8,), (4, 8), (2, 5, 8)])
def test_code_leads_in_however_it_is_spaced(session: LiveSession, cut: tuple[int, ...]) -> None:
    pieces = [session.code[start:end] for start, end in zip((0, *cut), cut, strict=False)]

    answer = Client().post("/", {"code": " " + "  ".join(pieces)})

    assert answer.status_code == 302
    assert answer["Location"] == f"/j/{session.join_token}/"


def test_joining_asks_for_nothing(session: LiveSession) -> None:
    client = Client()

    answer = client.post(f"/j/{session.join_token}/", {})

    person = Participant.objects.get()
    assert answer["Location"] == f"/r/{session.public}/"
    assert (person.name, person.number) == ("", 1)
    assert client.cookies[cookie_name(session.public)]["httponly"]
    assert client.cookies[cookie_name(session.public)].value not in person.digest


@pytest.mark.parametrize("change", [{"locked": True}, {"stage": "ended"}, {"delete_on": timezone.localdate()}])
def test_locked_ended_and_old_codes_get_the_answer_of_a_wrong_one(session: LiveSession, change: dict) -> None:
    LiveSession.objects.update(**change)

    status, page = try_code(session.code)

    assert status == 422
    assert SAME_ANSWER in page
    assert session.code in page  # what was typed stays in the box
    assert try_code("0000 0000")[0] == 422


def test_code_that_was_changed_stops_at_once_and_people_stay_in(
    session: LiveSession, phone: Phone, facilitator: Client
) -> None:
    old_code, old_token = session.code, session.join_token

    facilitator.post(f"/sessions/{session.public}/code/")

    assert try_code(old_code)[0] == 422
    assert Client().get(f"/j/{old_token}/").status_code == 404
    assert phone.client.get(f"/r/{session.public}/").status_code == 200


def test_joining_twice_from_one_phone_is_one_person(session: LiveSession) -> None:
    client = Client()
    for _ in range(2):
        client.post(f"/j/{session.join_token}/", {})

    assert Participant.objects.count() == 1


def test_many_wrong_codes_shut_the_typed_door_and_leave_the_square_open(
    session: LiveSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "may_try_codes", lambda: False)

    assert try_code(session.code)[0] == 422
    assert Client().get(f"/j/{session.join_token}/").status_code == 200


def test_outsiders_see_neither_the_room_nor_the_console(session: LiveSession, phone: Phone) -> None:
    outsider = Client()

    assert outsider.get(f"/r/{session.public}/").status_code == 403
    assert outsider.get(f"/r/{session.public}/mine/").status_code == 403
    assert phone.client.get(f"/sessions/{session.public}/").status_code == 302
    assert outsider.get("/stage/not-a-token/").status_code == 404


def test_another_facilitator_does_not_find_the_session(session: LiveSession, django_user_model) -> None:
    other = Client()
    user = django_user_model.objects.create(username="jo")
    other.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert other.get(f"/sessions/{session.public}/").status_code == 404
    assert other.post(f"/sessions/{session.public}/next/", {"leaving": session.place}).status_code == 404


def test_stored_times_are_no_finer_than_a_day(session: LiveSession, phone: Phone) -> None:
    stored = [getattr(phone.participant, f.attname) for f in Participant._meta.concrete_fields]

    assert not any(isinstance(value, datetime.datetime) for value in stored)
