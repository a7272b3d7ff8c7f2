"""A session as a file: the same bytes wherever it goes, and nothing in it that was promised to stay."""

import html
import json
import re
import sys
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from activities.pack_loader import read_packs
from sessions import deletion, models
from sessions.models import LiveSession
from sessions.models.session import default_delete_on
from sessions.moving import into, out
from sessions.report import gather
from tests.sessions.conftest import BOARD, make_session
from tests.sessions.test_report import owner_of
from tests.sessions.whole import CANARIES, Day
from tests.test_kind_contract import example

pytestmark = pytest.mark.django_db


def again(session: LiveSession, body: bytes) -> LiveSession:
    return into.bring_in(session.owner, into.read(body), default_delete_on())


@pytest.fixture
def small() -> LiveSession:
    session = make_session()
    session.advance("lobby")
    models.Note.objects.create(step=session.step, zone="good", text="A cup of tea", rev=1)
    return session


def told(session: LiveSession) -> list[Any]:
    """All that the report says, without the drawings, whose ids and papers go by the rows' numbers."""
    report = gather(session)
    return [
        (s.title, s.trouble, s.agreed, s.will_do, [(b.heading, b.text, b.columns, b.rows, b.items) for b in s.blocks])
        for s in report.sections
    ]


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


# -- coming in -----------------------------------------------------------------------------------------------------


def test_it_comes_in_as_a_session_that_is_over(small: LiveSession, django_user_model: Any) -> None:
    session = small
    kim = django_user_model.objects.create(username="kim")

    there = into.bring_in(kim, into.read(out.write(session)), default_delete_on())

    assert (there.owner, there.stage, there.locked, there.delete_on) == (kim, "ended", True, default_delete_on())
    tokens = [(one.public, one.code, one.join_token, one.stage_token, one.epoch) for one in (session, there)]
    assert not set(tokens[0]) & set(tokens[1])
    assert not {s.salt for s in session.steps.all()} & {s.salt for s in there.steps.all()}
    assert (there.participants.count(), there.receipts.count(), there.signals.count()) == (0, 0, 0)
    assert deletion.personal_rows(there) == 0


def send(client: Client, body: bytes, **data: Any) -> Any:
    file = SimpleUploadedFile("session.json", body, content_type="application/json")
    return client.post("/sessions/bring-in/", {"file": file, **data})


def test_the_facilitator_saves_it_and_brings_it_in(small: LiveSession) -> None:
    session = small
    client = owner_of(session)
    page = client.get(f"/sessions/{session.public}/report/").content.decode()
    assert f'href="/sessions/{session.public}/report/whole/"' in page
    assert 'href="/sessions/bring-in/"' in client.get("/home/").content.decode()
    saved = client.get(f"/sessions/{session.public}/report/whole/")
    assert saved["Content-Type"] == "application/json" and "no-store" in saved["Cache-Control"]
    assert re.search(r'attachment; filename="\d{4}-\d\d-\d\d-having-a-real-say\.json"', saved["Content-Disposition"])

    answer = send(client, saved.content, delete_on="2999-12-31")

    there = LiveSession.objects.latest("pk")
    assert (answer.status_code, answer.url) == (302, f"/sessions/{there.public}/report/")
    assert there.delete_on.isoformat() == "2999-12-31"
    page = client.get(answer.url).content.decode()
    assert "This session came from a file" in page and "The session is here" in page
    assert client.get(f"/sessions/{there.public}/report/whole/").content == saved.content
    home = client.get("/home/").content.decode()
    assert f'href="/sessions/{there.public}/report/"' in home and "From a file" in home


def test_what_came_from_a_file_is_read_and_never_led(small: LiveSession) -> None:
    there, client = again(small, out.write(small)), owner_of(small)
    report = f"/sessions/{there.public}/report/"
    for path in ("", "room/", "tables/", "paper/", "drafts/", "since/"):
        assert client.get(f"/sessions/{there.public}/{path}").url == report
    for path, data in (("back/", {"leaving": "ended"}), ("jump/", {"place": "lobby"}), ("settings/", {"locked": "0"})):
        assert client.post(f"/sessions/{there.public}/{path}", data).url == report
    before = (there.stage, there.locked, there.rev)
    there.refresh_from_db()
    assert (there.stage, there.locked, there.rev) == before
    assert client.post(f"/sessions/{there.public}/delete/").url == "/home/"
    assert not LiveSession.objects.filter(pk=there.pk).exists()


def test_only_the_facilitator_gets_at_it(small: LiveSession, django_user_model: Any) -> None:
    session = small
    other = Client()
    other.force_login(django_user_model.objects.create(username="kim"), "django.contrib.auth.backends.ModelBackend")
    for path in (f"/sessions/{session.public}/report/whole/", "/sessions/bring-in/"):
        assert Client().get(path).status_code == 302
    assert other.get(f"/sessions/{session.public}/report/whole/").status_code == 404


def body_of(session: LiveSession, **changed: Any) -> bytes:
    return json.dumps(json.loads(out.write(session)) | changed).encode()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"version": 3}, "A newer Coprod wrote this file (version 3)"),
        ({"version": 10**30}, "A newer Coprod wrote this file"),
        ({"version": 0}, "This is not a session from Coprod"),
        ({"version": True}, "This is not a session from Coprod"),
        ({"version": None}, "This is not a session from Coprod"),
        ({"format": "another"}, "This is not a session from Coprod"),
        ({"title": ""}, "The fault is at: title"),
        ({"title": "\ud800"}, "This file is not whole"),
        ({"title": "a\0b"}, "This is not a session from Coprod"),
        ({"people": -1}, "The fault is at: people"),
        ({"day": "yesterday"}, "The fault is at: day"),
        ({"more": 1}, "The fault is at: more"),
        ({"tables": [1, 1]}, "The fault is at: coprod session"),
        ({"steps": [{"kind": "board"}]}, "The fault is at: steps.0.title"),
    ],
)
def test_what_is_not_a_session_of_ours_is_refused_in_words(
    small: LiveSession, changed: dict[str, Any], says: str
) -> None:
    answer = send(owner_of(small), body_of(small, **changed))

    assert answer.status_code == 422
    assert says in html.unescape(answer.content.decode())
    assert "Nothing here has changed" in answer.content.decode()
    assert list(LiveSession.objects.all()) == [small]


def test_files_of_other_programs_and_cut_off_ones_are_refused(small: LiveSession) -> None:
    client, whole = owner_of(small), out.write(small)
    for body in (b"", b"%PDF-1.7", b"[1, 2]", b"\xff\xfe\x00", b"null", b'"text"'):
        answer = send(client, body)
        said = "submitted file is empty" if not body else "This is not a session from Coprod"
        assert said in answer.content.decode(), body
    for end in range(1, len(whole) - 2, max(1, len(whole) // 40)):
        assert "its end is missing" in send(client, whole[:end]).content.decode(), end
    for body in (b'{"a":' * 5000, b'{"format": NaN}', b'{"version": ' + b"9" * 5000 + b"}"):
        assert "This file is not whole" in send(client, body).content.decode()
    assert "larger than 10 MB" in send(client, b" " * (into.LARGEST + 1)).content.decode()
    assert "Choose a file first" in client.post("/sessions/bring-in/", {}).content.decode()
    assert list(LiveSession.objects.all()) == [small]


def test_a_date_that_has_passed_is_refused_and_stays_in_the_box(small: LiveSession) -> None:
    said = send(owner_of(small), out.write(small), delete_on="2020-01-01").content.decode()

    assert "This date has passed" in said and 'value="2020-01-01"' in said
    assert list(LiveSession.objects.all()) == [small]


def test_an_older_file_is_brought_up_to_this_version(small: LiveSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Step by step, whatever lies between."""
    later = {n: lambda data, n=n: data | {"title": f"{data['title']} {n}"} for n in (2, 3)}
    monkeypatch.setattr(into, "VERSION", 4)
    monkeypatch.setattr(into, "UPGRADES", into.UPGRADES | later)
    monkeypatch.setattr(into, "SessionFile", SimpleNamespace(model_validate=lambda data: data))

    assert into.read(body_of(small, version=1))["title"] == "Having a real say 2 3"  # type: ignore[index]


def test_a_fault_in_the_middle_leaves_nothing_behind(small: LiveSession) -> None:
    """The rows are there already when the report cannot be made; the control is the same file without the fault."""
    river = {"kind": "river", "config": example("river")["config"], "title": "River", "minutes": 20, "done": True}
    stage = river["config"]["phases"][0]["id"]
    answers = [{"person": n, "item": f"possible:{stage}", "value": "²"} for n in range(1, 7)]
    models_before = [LiveSession.objects.count(), models.Note.objects.count(), models.Answer.objects.count()]

    said = send(owner_of(small), body_of(small, steps=[river | {"answers": answers}])).content.decode()

    assert "does not fit together" in said
    assert models_before == [LiveSession.objects.count(), models.Note.objects.count(), models.Answer.objects.count()]
    assert send(owner_of(small), body_of(small, steps=[river])).status_code == 302


def test_what_the_file_leaves_out_of_its_report_must_fit_together_too(small: LiveSession) -> None:
    """The organiser may put that part in again, and then the report must open."""
    river = {"kind": "river", "config": example("river")["config"], "title": "River", "minutes": 20, "done": True}
    stage = river["config"]["phases"][0]["id"]
    river["answers"] = [{"person": n, "item": f"possible:{stage}", "value": "²"} for n in range(1, 7)]

    said = send(owner_of(small), body_of(small, steps=[river], report={"left_out": [0], "note": ""})).content.decode()

    assert "does not fit together" in said
    assert list(LiveSession.objects.all()) == [small]


@pytest.mark.parametrize("value", ["1e400", "-1e400", "[" * 60 + "]" * 60, '{"a":' * 1100 + "1" + "}" * 1100])
def test_what_no_database_keeps_is_refused(small: LiveSession, value: str) -> None:
    """Newer Pythons read deeper than databases do."""
    step = json.loads(out.write(small))["steps"][0] | {"words": {"purpose": "here"}}
    body = body_of(small, steps=[step]).replace(b'"here"', value.encode())
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20000)
    try:
        answer = send(owner_of(small), body)
    finally:
        sys.setrecursionlimit(limit)

    assert answer.status_code == 422 and "This is not a session from Coprod" in answer.content.decode()
    assert list(LiveSession.objects.all()) == [small]


@pytest.mark.parametrize("words", [{"do": 5}, {"do": None}])
def test_words_of_another_shape_are_refused(small: LiveSession, words: dict[str, Any]) -> None:
    step = json.loads(out.write(small))["steps"][0] | {"words": words}

    assert "does not fit together" in send(owner_of(small), body_of(small, steps=[step])).content.decode()


def test_a_kind_that_is_not_here_is_kept_and_said_to_be_missing(small: LiveSession) -> None:
    steps = json.loads(out.write(small))["steps"]
    steps[0] |= {"kind": "puppets", "answers": [{"person": 1, "item": "string:n1", "value": "3"}]}
    body = body_of(small, steps=steps)

    there = again(small, body)

    report = gather(there)
    assert report.sections[0].trouble == "This part needs an activity that is not here any more."
    assert json.loads(out.write(there)) == json.loads(body)
    client = owner_of(there)
    assert "not here any more" in client.get(f"/sessions/{there.public}/report/").content.decode()
    for page in ("did", "promises", "follow-ups", "deletion"):
        assert client.get(f"/sessions/{there.public}/{page}/").status_code == 200, page
    for kind in ("docx", "xlsx", "csv", "md"):
        assert client.get(f"/sessions/{there.public}/report/{kind}/").status_code == 200


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


def test_a_file_of_hostile_words_stays_words(small: LiveSession) -> None:
    """What a file says is put on pages and into drawings as text, also what people could not have typed in a session."""
    ladder = example("ladder")["config"] | {"notes": []}
    ladder["rungs"][0]["name"] = "<script>alert(1)</script>"
    step = {"kind": "ladder", "config": ladder, "title": "<img src=x onerror=y>", "minutes": 20, "done": True}
    answers = [{"person": n, "item": "team", "value": "control"} for n in range(1, 7)]
    body = body_of(small, title="<b>title</b>", steps=[step | {"answers": answers}], cites=["<script>cite</script>"])

    page = owner_of(small).get(f"/sessions/{again(small, body).public}/report/").content.decode()

    assert (
        "<script>alert" not in page
        and "<script>cite" not in page
        and "<img src=x" not in page
        and "<b>title" not in page
    )
    assert "&lt;img src=x onerror=y&gt;" in page


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


@pytest.mark.parametrize("outcomes", [[{"how": "did", "note": 7}], [{"how": "did", "note": 1}] * 2, [{"how": "well"}]])
def test_how_a_promise_went_must_fit_its_note(small: LiveSession, outcomes: list[dict[str, Any]]) -> None:
    steps = json.loads(out.write(small))["steps"]
    steps[0]["outcomes"] = outcomes

    with pytest.raises(into.Unreadable, match="The fault is at: steps.0"):
        into.read(body_of(small, steps=steps))


def test_a_file_of_the_first_version_comes_in(small: LiveSession) -> None:
    body = body_of(small, version=1)

    there = again(small, body)

    assert out.write(there) == out.write(small)
    assert told(there) == told(small)
