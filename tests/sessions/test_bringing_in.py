"""A session from a file: it is over, and what is no session of ours changes nothing."""

import html
import json
import re
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from sessions import deletion, models
from sessions.models import LiveSession
from sessions.models.session import default_delete_on
from sessions.moving import into, out
from sessions.report import gather
from tests.kind_room import example
from tests.sessions.test_report import owner_of
from tests.sessions.travelling import again, body_of, send, told

pytestmark = pytest.mark.django_db


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


def test_a_file_of_the_first_version_comes_in(small: LiveSession) -> None:
    body = body_of(small, version=1)

    there = again(small, body)

    assert out.write(there) == out.write(small)
    assert told(there) == told(small)


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


@pytest.mark.parametrize("outcomes", [[{"how": "did", "note": 7}], [{"how": "did", "note": 1}] * 2, [{"how": "well"}]])
def test_how_a_promise_went_must_fit_its_note(small: LiveSession, outcomes: list[dict[str, Any]]) -> None:
    steps = json.loads(out.write(small))["steps"]
    steps[0]["outcomes"] = outcomes

    with pytest.raises(into.Unreadable, match="The fault is at: steps.0"):
        into.read(body_of(small, steps=steps))


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
