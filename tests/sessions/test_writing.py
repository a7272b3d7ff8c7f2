"""What phones write: kept once, answered the same, refused kindly."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from activities.drawing.readback import HOSTILE
from coprod.live.parts import whole
from sessions.models import Answer, LiveSession, Note, Receipt
from sessions.source import RoomState
from sessions.surfaces import view
from sessions.tables import move, seat_everyone
from tests.sessions.conftest import BOARD, Phone, join, make_session


def test_note_is_kept_once_however_often_it_is_sent(session: LiveSession, phone: Phone) -> None:
    fields = {"id": "a" * 22, "zone": "good", "text": "Drop-in on Tuesdays"}

    first = phone.post(session, **fields)
    again = phone.post(session, **fields)

    assert first.status_code == 200
    assert first.json() == again.json()
    assert Note.objects.count() == 1


def test_note_sent_under_fresh_ids_is_doubled(session: LiveSession, phone: Phone) -> None:
    """The control: without the phone's own id a retry is a second note."""
    for made in ("a" * 22, "b" * 22):
        phone.post(session, id=made, zone="good", text="Drop-in on Tuesdays")

    assert Note.objects.count() == 2


def test_note_holds_no_participant(session: LiveSession, phone: Phone) -> None:
    phone.post(session, zone="good", text="Drop-in")

    fields = {field.name for field in Note._meta.get_fields()}
    assert fields & {"participant", "created", "created_at", "posted_at"} == set()
    assert Note.objects.get().author not in (phone.secret, phone.participant.digest)


def test_take_back_erases_the_words(session: LiveSession, phone: Phone) -> None:
    pk = phone.post(session, zone="good", text="I regret this").json()["note"]

    answer = phone.post(session, verb="take-back", note=pk)

    assert answer.json()["state"] == "gone"
    assert Note.objects.get().text == ""
    assert not Receipt.objects.filter(answer__icontains="regret").exists()


def test_take_back_of_another_phones_note_is_refused(session: LiveSession, phone: Phone) -> None:
    pk = phone.post(session, zone="good", text="Mine").json()["note"]
    outsider = join(session)

    answer = outsider.post(session, verb="take-back", note=pk)

    assert answer.status_code == 422
    assert Note.objects.get().text == "Mine"


def test_take_back_before_its_phone_knew_that_the_note_had_come(session: LiveSession, phone: Phone) -> None:
    phone.post(session, id="a" * 22, zone="good", text="I regret this")
    other = join(session)

    other.post(session, verb="take-back", unsent="a" * 22)
    assert Note.objects.get().text == "I regret this"

    assert phone.post(session, verb="take-back", unsent="a" * 22).json()["ok"] is True
    assert (Note.objects.get().state, Note.objects.get().text) == ("gone", "")


def test_note_taken_back_on_its_way_is_not_kept_when_it_comes(session: LiveSession, phone: Phone) -> None:
    phone.post(session, verb="take-back", unsent="a" * 22)

    late = phone.post(session, id="a" * 22, zone="good", text="I regret this")

    assert late.json()["ok"] is True
    assert Note.objects.count() == 0


def test_note_too_long_says_by_how_much_and_keeps_nothing(session: LiveSession, phone: Phone) -> None:
    answer = phone.post(session, zone="good", text="x" * 2000)

    assert answer.status_code == 422
    assert answer.json()["message"].startswith("That is 1720 letters too long.")
    assert Note.objects.count() == 0


@pytest.mark.parametrize("text", ["🙂 Drop-in 🧡", "שלום עולם", "مرحبا بالعالم", "Ŵyn ac ŷd"])
def test_note_in_any_script_is_kept(session: LiveSession, phone: Phone, text: str) -> None:
    phone.post(session, zone="good", text=text)

    assert Note.objects.get().text == text


def test_note_to_a_phase_that_is_over_is_refused_kindly(session: LiveSession, phone: Phone) -> None:
    session.advance(session.place)

    answer = phone.post(session, zone="good", text="Too late")

    assert answer.status_code == 422
    assert "Your words are still in the box" in answer.json()["message"]


def test_note_without_a_script_comes_back_in_a_box_when_refused(session: LiveSession, phone: Phone) -> None:
    session.advance(session.place)

    data = {"step": session.step_id, "verb": "note", "zone": "good", "text": "Too late"}
    answer = phone.client.post(f"/r/{session.public}/", data)

    assert answer.status_code == 422
    assert "Too late</textarea>" in answer.content.decode()


def test_post_to_another_room_is_refused(session: LiveSession, phone: Phone) -> None:
    from tests.sessions.conftest import make_session

    other = make_session()
    other.advance("lobby")

    answer = phone.client.post(f"/r/{other.public}/write/", {"step": other.step_id, "verb": "note", "text": "Hello"})

    assert answer.status_code == 403
    assert Note.objects.count() == 0


def test_post_with_another_rooms_step_is_refused(session: LiveSession, phone: Phone) -> None:
    from tests.sessions.conftest import make_session

    other = make_session()
    other.advance("lobby")

    answer = phone.post(session, step=other.step_id, zone="good", text="Hello")

    assert answer.status_code == 422
    assert Note.objects.count() == 0


def test_post_of_a_removed_phone_is_refused(session: LiveSession, phone: Phone, facilitator: Client) -> None:
    facilitator.post(f"/sessions/{session.public}/devices/{phone.participant.pk}/", {"what": "remove"})

    answer = phone.post(session, zone="good", text="Hello")

    assert answer.status_code == 403


def test_a_removed_phone_takes_back_its_own_notes_and_no_others(
    session: LiveSession, phone: Phone, facilitator: Client
) -> None:
    mine = phone.post(session, zone="good", text="Hello").json()["note"]
    other = join(session).post(session, zone="good", text="Not yours").json()["note"]
    facilitator.post(f"/sessions/{session.public}/devices/{phone.participant.pk}/", {"what": "remove"})

    page = phone.client.get(f"/r/{session.public}/")
    for pk in (mine, other):
        phone.client.post(f"/r/{session.public}/notes/{pk}/back/")
    changed = phone.client.post(f"/r/{session.public}/notes/{other}/change/", {"text": "Mine"})

    assert (page.status_code, changed.status_code) == (403, 403)
    assert f"/notes/{mine}/back/" in page.content.decode() and "Not yours" not in page.content.decode()
    assert dict(Note.objects.values_list("pk", "text")) == {mine: "", other: "Not yours"}
    assert "/back/" not in phone.client.get(f"/r/{session.public}/").content.decode()


def test_note_waits_when_the_facilitator_reads_first(session: LiveSession, phone: Phone, facilitator: Client) -> None:
    facilitator.post(f"/sessions/{session.public}/settings/", {"read_first": "1"})

    told = phone.post(session, zone="good", text="Hello").json()

    assert told["state"] == "held"


def test_note_kept_off_may_be_changed_by_its_writer(session: LiveSession, phone: Phone, facilitator: Client) -> None:
    pk = phone.post(session, zone="good", text="Mrs K never rings").json()["note"]
    facilitator.post(f"/sessions/{session.public}/notes/{pk}/", {"what": "off"})

    phone.post(session, verb="change", note=pk, text="Nobody rings back")

    note = Note.objects.get()
    assert (note.text, note.state) == ("Nobody rings back", "shown")


def test_all_by_one_writer_are_taken_off_without_naming_them(
    session: LiveSession, phone: Phone, facilitator: Client
) -> None:
    first = phone.post(session, zone="good", text="One").json()["note"]
    phone.post(session, zone="bad", text="Two")
    join(session).post(session, zone="bad", text="Another's")

    facilitator.post(f"/sessions/{session.public}/notes/{first}/", {"what": "all-off"})

    assert dict(Note.objects.values_list("text", "state")) == {
        "One": "kept_off",
        "Two": "kept_off",
        "Another's": "shown",
    }


def test_note_at_a_table_belongs_to_the_table(session: LiveSession, phone: Phone) -> None:
    session.steps.update(grouping="tables")
    seat_everyone(session, 2)
    move(session, phone.participant.pk, 2)

    phone.post(session, zone="good", text="At table two")

    assert Note.objects.get().table.number == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_on_every_surface(session: LiveSession, phone: Phone, text: str) -> None:
    sent = text[:280].encode(errors="replace").decode()  # no browser can send half a character
    told = phone.post(session, zone="good", text=sent).json()
    assert told["ok"]

    state = RoomState.load(session.public)
    assert state is not None
    for surface, scope in (("console", None), ("stage", None)):
        page = Tags()
        page.feed(whole(view(state, surface, scope), "en-gb"))
        assert page.bad == []


class Tags(HTMLParser):
    """Elements and attributes that could run something."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "style", "base", "meta"):
            self.bad.append(tag)
        self.bad += [name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")]


def test_group_names_of_phones_wait_for_nobody_when_words_are_read_first(session: LiveSession, phone: Phone) -> None:
    """The big screen never gets a word that was not read: while notes are held, phones do not name groups."""
    session.steps.update(grouping="tables", config={**BOARD, "group": True})
    seat_everyone(session, 1)
    session.refresh_from_db()
    session.go_to(f"{session.step_id}.group")
    session.set(read_first=True)

    refused = phone.post(session, verb="theme", text="A rude word")
    session.set(read_first=False)
    kept = phone.post(session, verb="theme", text="A kind word")

    assert (refused.status_code, kept.status_code) == (422, 200)


def test_answer_stays_with_the_table_where_it_was_given(session: LiveSession, phone: Phone) -> None:
    session.steps.update(grouping="tables", config={**BOARD, "vote": {"votes": 2}})
    seat_everyone(session, 2)
    pk = phone.post(session, zone="good", text="A note").json()["note"]
    session.refresh_from_db()
    session.go_to(f"{session.step_id}.vote")
    phone.post(session, verb="answer", item=f"vote:n{pk}", value="1")
    before = Answer.objects.get().table
    phone.participant.refresh_from_db()
    move(session, phone.participant.pk, 3 - (before.number if before else 0))

    phone.post(session, verb="clear", item=f"vote:n{pk}")

    assert Answer.objects.get().table == before


def test_note_written_down_for_somebody_lands_at_their_table(session: LiveSession, facilitator: Client) -> None:
    session.steps.update(grouping="tables")
    seat_everyone(session, 2)

    facilitator.post(
        f"/sessions/{session.public}/",
        {"verb": "note", "step": session.step_id, "zone": "good", "text": "Said out loud", "table": 2},
    )

    note = Note.objects.get()
    assert (note.table.number, note.proxy, note.state) == (2, True, "shown")


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [20, 400])
def test_a_note_may_be_as_long_as_its_pack_says_and_no_longer(limit: int) -> None:
    session = make_session(steps=[{"kind": "board", "config": {**BOARD, "limit": limit}}])
    session.advance("lobby")
    writer = join(session)

    too_long = writer.post(session, zone="good", text="x" * (limit + 1))
    note = writer.post(session, zone="good", text="x" * limit)
    page = writer.client.get(f"/r/{session.public}/").content.decode()

    assert (too_long.status_code, note.status_code) == (422, 200)
    assert too_long.json()["message"].startswith("That is 1 letter too long.")
    assert f'data-limit="{limit}"' in page
    assert page.count(f'maxlength="{limit}"') == 1, "the box in which the note is changed"
