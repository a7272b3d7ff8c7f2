"""The report: what the room made, and nothing that it was promised would stay out."""

import re
from typing import Any

import pytest
from django.test import Client
from pdfua import validate

from coprod import making, pdf
from sessions import models, writes
from sessions.models import LiveSession
from sessions.report import files, gather
from tests.kind_room import KINDS, Room, example
from tests.sessions.conftest import BOARD, join, make_session

pytestmark = pytest.mark.django_db
LONG = "x" * 2000


def owner_of(session: LiveSession) -> Client:
    client = Client()
    client.force_login(session.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(session: LiveSession, client: Client | None = None) -> str:
    answer = (client or owner_of(session)).get(f"/sessions/{session.public}/report/")
    assert answer.status_code == 200
    return answer.content.decode()


def add_note(session: LiveSession, text: str, **values: Any) -> models.Note:
    step = values.pop("step", session.step)
    return models.Note.objects.create(step=step, zone="good", text=text, author="a" * 32, rev=session.rev, **values)


def with_canaries() -> LiveSession:
    """A board where somebody wrote all that no report may hold, and one note that every report holds."""
    table_step = {"kind": "board", "config": BOARD, "title": "At our table", "privacy": "table_no_names"}
    session = make_session(steps=[{"kind": "board", "config": BOARD}, table_step])
    session.advance("lobby")
    phone = join(session, "canary-name")
    add_note(session, "=SHOWN() on the wall & <b>kept</b>", name="canary-name")
    add_note(session, "canary-held", state="held")
    add_note(session, "canary-kept-off", state="kept_off")
    taken = add_note(session, "canary-taken-back")
    with session.change() as rev:
        taken.take_back(rev)
    step = session.steps.first()
    models.PrivateEntry.objects.create(step=step, author="a" * 32, field="x", sealed=b"canary-private")
    session.go_to(f"{session.steps.last().pk}.write-notes")
    add_note(session, "canary-table", step=session.steps.last())
    assert phone.secret
    return session


def test_a_session_that_still_runs_may_yet_promise_and_choose() -> None:
    session = with_canaries()
    yet, over = (
        ("Nothing was put to a choice yet.", "No promises yet."),
        ("put to a choice.", "were made in this session."),
    )
    assert [words in page_of(session) for words in (*yet, *over)] == [True, True, False, False]

    session.go_to("ended")
    assert [words in page_of(session) for words in (*yet, *over)] == [False, False, True, True]


def test_the_page_tells_the_facilitator_what_waits_to_be_read_and_no_file_does() -> None:
    session = with_canaries()
    add_note(
        session, "held at a table", state="held", step=session.steps.last()
    )  # it would not be in the report anyway
    told = "1 note waits for you to read. It is not in the report yet."
    assert told in page_of(session)
    assert f'href="/sessions/{session.public}/#notes"' in page_of(session)
    assert "waits" not in files.pdf_html(gather(session)) + files.markdown(gather(session)).decode()

    with session.change() as rev:
        models.Note.objects.filter(text="canary-held").update(state="shown", rev=rev)
    assert "for you to read" not in page_of(session)


def test_the_page_says_what_was_done_and_leaves_out_what_was_promised() -> None:
    session = with_canaries()
    html = page_of(session)
    assert "=SHOWN() on the wall &amp; &lt;b&gt;kept&lt;/b&gt;" in html
    assert "canary" not in html
    assert "only their table sees this" in html
    assert "still running" in html
    assert not re.search(r"\sstyle=|<style|<script(?! src| type=\"module\" src)", html)


def test_the_organiser_chooses_what_goes_in_and_adds_a_note() -> None:
    session = with_canaries()
    client = owner_of(session)
    url = f"/sessions/{session.public}/report/"
    assert client.post(url, {"step": ["1"], "note": "See you\non Tuesday"}).status_code == 302
    html = page_of(session, client)
    assert "on the wall" not in html
    assert "See you<br>on Tuesday" in html
    assert html.count('name="step"') == 2 and 'value="0" checked' not in html and 'value="1" checked' in html
    refused = client.post(url, {"step": ["0"], "note": "x" * 1501})
    assert refused.status_code == 422 and "too long for one page" in refused.content.decode()
    assert "x" * 1501 + "</textarea>" in refused.content.decode()
    assert re.findall(r'name="step" value="(\d)" checked', refused.content.decode()) == ["0"]  # as they were ticked
    assert "on the wall" not in page_of(session, client)
    assert re.findall(r'name="step" value="(\d)" checked', page_of(session, client)) == ["1"]  # as they were saved
    client.post(url, {"step": ["0", "1"], "note": ""})
    assert "on the wall" in page_of(session, client)


def test_only_the_organiser_sees_it(django_user_model: Any) -> None:
    session = with_canaries()
    other = Client()
    other.force_login(django_user_model.objects.create(username="kim"), "django.contrib.auth.backends.ModelBackend")
    for path in ("report/", "report/pdf/", "report/zip/"):
        assert other.get(f"/sessions/{session.public}/{path}").status_code == 404
        assert Client().get(f"/sessions/{session.public}/{path}").status_code == 302
    assert owner_of(session).get(f"/sessions/{session.public}/report/exe/").status_code == 404


def test_it_is_linked_from_where_the_organiser_stands() -> None:
    session = with_canaries()
    client, link = owner_of(session), f'href="/sessions/{session.public}/report/"'
    assert link in client.get("/home/").content.decode()
    assert link in client.get(f"/sessions/{session.public}/room/").content.decode()
    session.go_to("ended")
    assert link in client.get(f"/sessions/{session.public}/").content.decode()


def test_a_session_where_nothing_was_done_has_a_report_that_says_so(tmp_path: Any) -> None:
    session = make_session()
    assert "Nothing has been done in this session yet" in page_of(session)
    (tmp_path / "made.pdf").write_bytes(pdf.make(files.pdf_html(gather(session))))
    assert validate(str(tmp_path / "made.pdf")).findings == ()


def test_a_step_whose_activity_is_gone_is_told_and_the_rest_stands() -> None:
    session = with_canaries()
    session.steps.filter(position=1).update(kind="no-such-kind", privacy="everyone_no_names")
    html = page_of(session)
    assert "an activity that is not here any more" in html
    assert "on the wall" in html


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_shows_its_drawing_and_the_same_in_words(name: str) -> None:
    room = Room(name, "room")
    for _ in room.walk():
        pass
    report = gather(room.session)
    html = page_of(room.session)
    ids = re.findall(r'\sid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(r"\sstyle=", html)
    drawn = [block for section in report.sections for block in section.blocks if block.drawing]
    assert all(block.text and "<title>" in block.drawing for block in drawn)


def test_what_was_chosen_is_on_the_first_page() -> None:
    room = Room("board", "room")
    for _ in room.walk():
        pass
    assert [line.text for line in gather(room.session).agreed] == ["Time"]


def test_what_was_promised_is_on_the_first_page() -> None:
    room = Room("commitment", "room")
    for _ in room.walk():
        pass
    report = gather(room.session)
    assert report.will_do
    assert all(line.text in page_of(room.session) for line in report.will_do[:6])


def test_the_pdf_passes_its_checks_with_every_drawing(tmp_path: Any) -> None:
    steps = [{"kind": name, "config": example(name)["config"]} for name in ("ladder", "ladder", "quiz", "river")]
    session = make_session(steps=steps)
    for step in session.steps.all():
        session.go_to(f"{step.pk}.{step.phases[-1].key}")
    (tmp_path / "made.pdf").write_bytes(pdf.make(files.pdf_html(gather(session))))
    assert validate(str(tmp_path / "made.pdf")).findings == ()


def test_three_thousand_notes_and_a_word_without_end() -> None:
    session = make_session()
    session.advance("lobby")
    rows = [models.Note(step=session.step, zone="good", text=f"Note {i}", author=f"{i:032}") for i in range(3000)]
    models.Note.objects.bulk_create(rows)
    add_note(session, LONG)
    html = page_of(session)
    assert "Note 2999" in html and LONG in html


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    made: list[Any] = []
    monkeypatch.setattr(making._makers, "submit", lambda *job: made.append(job))
    monkeypatch.setattr(making, "run", making.here)  # a process of its own would not see the test's database
    monkeypatch.setattr(making.connection, "close", lambda: None)
    return made


def test_a_pdf_is_made_beside_the_request_and_made_anew_after_a_change(jobs: list[Any], monkeypatch: Any) -> None:
    monkeypatch.setattr(pdf, "make", lambda html, **_: b"%PDF " + str(len(html)).encode())
    session = with_canaries()
    client, url = owner_of(session), f"/sessions/{session.public}/report/pdf/"
    assert client.get(url).status_code == 202
    work, *what = jobs.pop()
    work(*what)
    first = client.get(url)
    assert first.content.startswith(b"%PDF") and first["Content-Type"] == "application/pdf"
    assert re.search(r'inline; filename="\d{4}-\d\d-\d\d-having-a-real-say.pdf"', first["Content-Disposition"])
    assert client.get(url).status_code == 200 and not jobs
    writes.take_back(session, join(session).participant, "", 0)  # any change of the session
    assert client.get(url).status_code == 202


def test_a_break_is_no_part_of_a_report_and_stays_out_of_what_is_left_out() -> None:
    session = make_session(steps=[{"kind": "interval", "title": "Lunch"}, {"kind": "board", "config": BOARD}])
    for step in session.steps.all():
        session.go_to(f"{step.pk}.{step.phases[0].key}")
    client, url = owner_of(session), f"/sessions/{session.public}/report/"
    assert "Lunch" not in page_of(session, client)
    client.post(url, {"step": ["1"], "note": ""})
    session.refresh_from_db()
    assert session.report_wishes == {"left_out": [], "note": ""}
