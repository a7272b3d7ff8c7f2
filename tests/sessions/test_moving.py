"""A session as a file: the same bytes wherever it goes, and nothing in it that was promised to stay."""

import json
import re
from datetime import date
from typing import Any

import pytest

from activities.pack_loader import read_packs
from sessions import deletion, models
from sessions.models import LiveSession
from sessions.moving import out
from sessions.report import gather
from tests.kind_room import example
from tests.sessions.conftest import BOARD, make_session
from tests.sessions.test_report import owner_of
from tests.sessions.travelling import again, body_of, told
from tests.sessions.whole import CANARIES, Day

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("where", ["room", "tables"])
def test_a_session_through_every_kind_comes_back_byte_for_byte(where: str) -> None:
    session = Day(where).walk()
    first = out.write(session)

    there = again(session, first)

    assert out.write(there) == first
    models.LiveSession.objects.filter(pk=session.pk).delete()
    assert out.write(again(there, first)) == first
    assert told(there)


@pytest.mark.parametrize("where", ["room", "tables"])
def test_its_report_says_the_same_in_the_other_place(where: str) -> None:
    session = Day(where).walk()

    there = again(session, out.write(session))

    assert told(there) == told(session)
    assert gather(there).people == gather(session).people
    assert gather(there).tables == gather(session).tables


def test_nothing_that_was_promised_to_stay_travels() -> None:
    day = Day("tables")
    session = day.walk()
    held = set(models.Note.objects.exclude(state="shown").exclude(text="").values_list("text", flat=True))

    body = out.write(session).decode()

    assert {canary for canary in CANARIES if canary in body} == set()
    assert {secret for secret in day.secrets if secret in body} == set()
    assert {"canary-held", "canary-off"} <= held and not [text for text in held if text in body]
    # The control: what may be told is there, so that an empty file would fail.
    assert "About a row from the board" in body and "Opening hours in winter" in body


def test_people_have_numbers_that_say_nothing_in_another_step() -> None:
    """Two steps in which the same three people answer: one's number goes by what they said, not by who they are."""
    steps = [{"kind": "board", "config": BOARD | {"vote": {"votes": 3}}, "key": f"t.{i}"} for i in range(2)]
    session = make_session(steps=steps)
    said = {"t.0": ["vote:a", "vote:b", "vote:c"], "t.1": ["vote:c", "vote:a", "vote:b"]}
    for step in session.steps.all():
        for person, item in zip("zyx", said[step.key], strict=True):
            models.Answer.objects.create(step=step, author=person * 32, item=item, value="1", rev=1)

    parts = json.loads(out.write(session))["steps"]

    for part in parts:
        assert [(row["person"], row["item"]) for row in part["answers"]] == [
            (1, "vote:a"),
            (2, "vote:b"),
            (3, "vote:c"),
        ]


def test_deletion_of_keys_changes_no_byte() -> None:
    session = Day("tables").walk()
    first = out.write(session)
    models.LiveSession.objects.filter(pk=session.pk).update(delete_on=deletion.timezone.localdate())

    deletion.delete_due()

    session.refresh_from_db()
    assert session.deleted_on is not None
    assert out.write(session) == first


def test_fewer_than_five_answers_do_not_travel() -> None:
    ladder = {"kind": "ladder", "config": example("ladder")["config"], "key": "t.ladder", "privacy": "totals"}
    session = make_session(steps=[ladder])
    session.go_to(f"{session.steps.get().pk}.place-now")
    for person in range(5):
        for item in ["team", "self"][: 2 if person < 4 else 1]:
            models.Answer.objects.create(step=session.step, author=f"{person:032}", item=item, value="none", rev=1)

    items = [row["item"] for row in json.loads(out.write(session))["steps"][0]["answers"]]

    assert items == ["team"] * 5


def test_while_people_answer_without_a_link_neither_report_nor_file_says_a_thing() -> None:
    """Totals that grow by one while somebody looks tell who said what."""
    survey = {"kind": "survey", "config": example("survey")["config"], "key": "t.survey", "privacy": "anonymous"}
    session = make_session(steps=[survey])
    session.go_to(f"{session.steps.get().pk}.answer")
    for person in range(6):
        models.Answer.objects.create(step=session.step, author=f"{person:032}", item="enjoyed", value="4", rev=1)

    def given() -> int:
        return len(json.loads(out.write(session))["steps"][0].get("answers", ()))

    assert given() == 0 and "still answering" in gather(session).sections[0].trouble
    session.go_to(f"{session.steps.get().pk}.totals")
    assert given() == 6 and gather(session).sections[0].trouble == ""
    assert {row["person"] for row in json.loads(out.write(session))["steps"][0]["answers"]} == set(range(1, 7))


def test_votes_and_rows_still_point_at_their_notes_after_one_went() -> None:
    """New numbers on the way: what pointed at a note still does, and what pointed at one that went points at nothing."""
    session = make_session(steps=[{"kind": "board", "config": BOARD | {"vote": {"votes": 3}}, "key": "t.0"}])
    session.advance("lobby")
    notes = [
        models.Note.objects.create(step=session.step, zone="good", text=t, rev=1) for t in ("First", "Gone", "Last")
    ]
    for person, note in enumerate(notes):
        models.Answer.objects.create(
            step=session.step, author=f"{person:032}", item=f"vote:n{note.pk}", value="1", rev=1
        )
    notes[1].take_back(2)

    there = again(session, out.write(session))

    ids = {note.text: note.pk for note in models.Note.objects.filter(step__session=there)}
    items = sorted(models.Answer.objects.filter(step__session=there).values_list("item", flat=True))
    assert items == sorted(["vote:n0", f"vote:n{ids['First']}", f"vote:n{ids['Last']}"])
    assert set(ids) == {"First", "Last"}


def test_what_was_taken_out_of_a_group_does_not_go_back_in() -> None:
    """The newest word counts, also when it took the value out; both in the file and after the keys were deleted."""
    tree = {"kind": "values_tree", "config": example("values_tree")["config"], "key": "t.tree"}
    session = make_session(steps=[tree])
    step = session.steps.get()
    session.go_to(f"{step.pk}.group")
    theme = models.Theme.objects.create(step=step, title="Straight talk", rev=1)
    rows = [("a", "pick:fun", "1", 2), ("b", "in:fun", str(theme.pk), 3), ("c", "in:fun", "", 4)]
    for author, item, value, rev in rows:
        models.Answer.objects.create(step=step, author=author * 32, item=item, value=value, rev=rev)

    assert [row["item"] for row in json.loads(out.write(session))["steps"][0]["answers"]] == ["pick:fun"]
    models.LiveSession.objects.filter(pk=session.pk).update(delete_on=deletion.timezone.localdate())
    deletion.delete_due()
    assert list(step.answers.values_list("item", flat=True)) == ["pick:fun"]


def test_a_session_whose_kind_went_keeps_its_pages() -> None:
    """Here, where it was run: the console, its paper and its report open, and only the wall of that part is told."""
    session = make_session(steps=[{"kind": "board", "config": BOARD, "key": f"t.{i}"} for i in range(2)])
    session.advance("lobby")
    models.Note.objects.create(step=session.step, zone="good", text="A cup of tea", rev=1)
    models.Answer.objects.create(step=session.step, author="a" * 32, item="vote:n1", value="1", rev=1)
    session.go_to("ended")
    session.steps.filter(position=0).update(kind="puppets")
    client = owner_of(session)
    for path in ("", "room/", "paper/", "report/", "deletion/"):
        assert client.get(f"/sessions/{session.public}/{path}").status_code == 200, path
    part = json.loads(out.write(session))["steps"][0]
    assert [note["text"] for note in part["notes"]] == ["A cup of tea"]
    assert "answers" not in part


def test_three_thousand_notes_come_in(django_assert_max_num_queries: Any) -> None:
    session = make_session()
    session.advance("lobby")
    texts = [f"Note {i} سلام ŵ 🌱" for i in range(3000)]
    models.Note.objects.bulk_create([models.Note(step=session.step, zone="good", text=t, rev=1) for t in texts])
    body = out.write(session)

    with django_assert_max_num_queries(60):
        there = again(session, body)

    assert out.write(there) == body
    assert list(models.Note.objects.filter(step__session=there).values_list("text", flat=True)) == texts


def test_a_session_where_nothing_was_done_comes_back_as_it_is() -> None:
    session = make_session(
        steps=[{"kind": "interval", "title": "Welcome", "minutes": 5}, {"kind": "board", "config": BOARD}]
    )
    first = out.write(session)

    there = again(session, first)

    assert out.write(there) == first
    assert [(step.title, step.minutes, step.visited) for step in there.steps.all()] == [
        ("Welcome", 5, False), ("What have you tried?", 20, False),
    ]  # fmt: skip


def test_no_name_in_a_pack_looks_like_the_number_of_a_row() -> None:
    """A value called "n5" could not be told from the fifth note."""
    pack = read_packs()
    steps = [step for _toolkit, activity in pack.activities for step in activity.steps]
    words = re.findall(r'"id": "([^"]*)"', json.dumps([step.config for step in steps]))

    assert len(words) > 100
    assert [word for word in words if re.fullmatch(r"[nt]\d+|own-\d+|from-.*", word)] == []


def test_on_its_date_a_session_from_a_file_loses_nothing_that_its_report_says(small: LiveSession) -> None:
    there = again(small, body_of(small, people=7))
    before = (out.write(there), told(there))
    LiveSession.objects.filter(pk=there.pk).update(delete_on=deletion.timezone.localdate())

    deletion.delete_due()

    there.refresh_from_db()
    assert there.deleted_on is not None and gather(there).people == 7
    assert (out.write(there), told(there)) == before
    assert "Certificate of deletion" in owner_of(there).get(f"/sessions/{there.public}/deletion/").content.decode()


def test_keys_deleted_while_people_answer_without_a_link_leave_no_link() -> None:
    """The room never left the step, which would have cut them. Two answers of one person are nobody's after it."""
    survey = {"kind": "survey", "config": example("survey")["config"], "key": "t.survey", "privacy": "anonymous"}
    session = make_session(steps=[survey])
    session.go_to(f"{session.steps.get().pk}.answer")
    for item in ("enjoyed", "goals"):
        models.Answer.objects.create(step=session.step, author="a" * 32, item=item, value="4", rev=1)
    LiveSession.objects.filter(pk=session.pk).update(delete_on=deletion.timezone.localdate())

    deletion.delete_due()

    assert len(set(models.Answer.objects.values_list("author", flat=True))) == 2


def test_what_was_done_about_a_note_travels_while_its_page_is_up(small: LiveSession) -> None:
    note = models.Note.objects.get(text="A cup of tea")
    models.Response.objects.create(note=note, state="under-way", text="We bought a kettle.", day=date(2026, 11, 20))
    page = models.DidPage.objects.create(session=small)
    assert b"kettle" not in out.write(small)
    models.DidPage.objects.filter(pk=page.pk).update(up=True)

    body = out.write(small)
    there = again(small, body)

    assert json.loads(body)["steps"][0]["notes"][0]["response"] == {
        "state": "under-way", "text": "We bought a kettle.", "day": "2026-11-20"
    }  # fmt: skip
    assert out.write(there) == body and told(there) == told(small) and "We bought a kettle." in str(told(there))
    assert not models.DidPage.objects.filter(session=there).exists()
    assert not models.Response.objects.filter(note__step__session=there, news=True).exists()


def test_how_promises_went_travels_without_whom_it_leads_to(small: LiveSession) -> None:
    note = models.Note.objects.get(text="A cup of tea")
    gone = models.Note.objects.create(step=note.step, zone="good", text="canary-back", state="gone", rev=1)
    for values in ({"note": note, "how": "did", "text": "Twice"}, {"note": gone, "how": "did", "text": "canary-gone"},
                   {"how": "partly", "text": "canary-left-out", "text_off": True}, {"how": "did"}):  # fmt: skip
        models.Outcome.objects.create(step=note.step, **values)

    body = out.write(small)
    there = again(small, body)

    assert json.loads(body)["steps"][0]["outcomes"] == [
        {"how": "did"}, {"how": "partly"}, {"how": "did", "note": 1, "text": "Twice"}
    ]  # fmt: skip
    assert b"canary" not in body
    assert out.write(there) == body and told(there) == told(small) and "Twice" in str(told(there))
