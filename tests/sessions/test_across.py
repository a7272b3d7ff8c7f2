"""Sessions side by side: bars with the number of people, and nothing of fewer than five, nor what would tell it."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from sessions import models
from sessions.across import across, comma_separated, comparable, spreadsheet
from sessions.models import LiveSession
from sessions.moving import into, out
from tests.kind_room import example
from tests.sessions.conftest import make_session
from tests.sessions.test_report import owner_of
from tests.sessions.test_report_files import xlsx_part

pytestmark = pytest.mark.django_db
FEW = "Fewer than five people answered, so this is not shown."


def session_with(*kinds: str, day: str = "2026-11-21", **values: Any) -> LiveSession:
    steps = [
        {"kind": k, "config": example(k)["config"], "key": f"t.{k}", "title": k, "privacy": "totals"} for k in kinds
    ]
    session = make_session(steps=steps, **values)
    session.steps.update(visited=True)
    LiveSession.objects.filter(pk=session.pk).update(created_on=day, stage="ended")
    session.refresh_from_db()
    return session


def answer(session: LiveSession, kind: str, item: str, values: str | list[str]) -> None:
    step = session.steps.get(kind=kind)
    for person, value in enumerate(values):
        models.Answer.objects.create(step=step, author=f"{person:032}", item=item, value=value, rev=1)


def rows_of(sessions: list[LiveSession], about: str) -> list[tuple[str, ...]]:
    blocks = [block for comparison in across(sessions).comparisons for block in comparison.blocks]
    return [tuple(row) for block in blocks if about in block.heading for row in block.rows]


def ticked(page: str) -> int:
    return len(re.findall(r'name="s" value="[a-z0-9]+" checked', page))


def test_a_statement_has_a_bar_for_each_session_with_its_people() -> None:
    before, after = session_with("survey", day="2026-09-02"), session_with("survey")
    answer(before, "survey", "enjoyed", "001234")
    answer(after, "survey", "enjoyed", "4443333")

    comparison = across([after, before]).comparisons[0]

    block = comparison.blocks[0]
    assert block.columns == (
        "Session",
        "People",
        "Strongly agree",
        "Agree",
        "Neither agree or disagree",
        "Disagree",
        "Strongly disagree",
    )
    assert rows_of([after, before], "good time") == [
        ("2 Sep 2026, Having a real say", "6", "1", "1", "1", "1", "2"),
        ("21 Nov 2026, Having a real say", "7", "3", "4", "0", "0", "0"),
        ("All together", "13", "4", "5", "1", "1", "2"),
    ]
    assert block.text.startswith("2 Sep 2026: 6 people. Strongly agree 1, Agree 1,")
    assert "<title>I had a good time. 2 Sep 2026: 6 people." in block.drawing


def test_what_few_answered_is_not_shown_and_cannot_be_worked_out() -> None:
    """The control is the sum: with the four in it, taking the others away would give the four."""
    sessions = [session_with("survey", day=f"2026-0{i}-01") for i in (1, 2, 3)]
    for session, values in zip(sessions, ("44444", "0000", "333333"), strict=True):
        answer(session, "survey", "enjoyed", values)

    rows = rows_of(sessions, "good time")

    assert rows[1] == ("1 Feb 2026, Having a real say", "–", "–", "–", "–", "–", "–")
    assert rows[3] == ("All together", "11", "5", "6", "0", "0", "0")
    lines = csv.reader(io.StringIO(comma_separated(across(sessions)).decode("utf-8-sig")))
    assert [row for row in lines if "All together" in row] == [
        ["survey", "I had a good time.", "All together", "11", "5", "6", "0", "0", "0"],
    ]
    block = across(sessions).comparisons[0].blocks[0]
    assert FEW in block.text and FEW in re.sub(r"</?tspan[^>]*>", " ", block.drawing)


def test_with_one_session_that_can_be_told_there_is_no_sum() -> None:
    sessions = [session_with("survey", day="2026-01-01"), session_with("survey")]
    answer(sessions[0], "survey", "enjoyed", "44444")
    answer(sessions[1], "survey", "enjoyed", "000")

    assert [row[0] for row in rows_of(sessions, "good time")] == [
        "1 Jan 2026, Having a real say",
        "21 Nov 2026, Having a real say",
    ]
    answer(sessions[1], "survey", "goals", "22222")
    assert [row[1] for row in rows_of(sessions, "what I came for")] == ["–", "5"]


def test_a_pack_that_shows_three_in_its_room_still_needs_five_here() -> None:
    session = session_with("survey")
    step = session.steps.get()
    models.SessionStep.objects.filter(pk=step.pk).update(config=step.config | {"least": 3})
    answer(session, "survey", "enjoyed", "444")

    block = across([session]).comparisons[0].blocks[0]

    assert (block.text, block.drawing, block.rows) == (FEW, "", ())


def test_other_words_or_another_scale_are_another_statement() -> None:
    sessions = [session_with("survey", day="2026-01-01"), session_with("survey")]
    step = sessions[1].steps.get()
    step.config["statements"][0]["text"] = "I had no good time."
    step.save(update_fields=["config"])
    for session in sessions:
        answer(session, "survey", "enjoyed", "44444")

    assert [row[1] for row in rows_of(sessions, "I had a good time")] == ["5"]
    assert [row[1] for row in rows_of(sessions, "I had no good time")] == ["5"]


def test_the_ladder_has_a_lane_for_each_session() -> None:
    sessions = [session_with("ladder", day=f"2026-0{i}-01") for i in (1, 2, 3)]
    answer(sessions[0], "ladder", "team", ["information"] * 5)
    answer(sessions[1], "ladder", "team", ["sharing"] * 4)
    answer(sessions[2], "ladder", "team", ["sharing"] * 6)

    block = across(sessions).comparisons[0].blocks[0]

    assert block.columns == ("Rung", "1 Jan 2026", "1 Mar 2026")
    assert [row for row in block.rows if row[0] in ("Information", "Sharing Power", "People")] == [
        ("Sharing Power", "0", "6"), ("Information", "5", "0"), ("People", "5", "6"),
    ]  # fmt: skip
    assert f"1 Feb 2026, Having a real say: {FEW}" in block.text
    assert "1 Jan 2026: 5 people. Information 5." in block.text


def test_pages_are_compared_by_what_people_shared_and_say_why() -> None:
    """Day one asks what people know; another day's page looks back at it. Sealed pages are nowhere."""
    one = session_with("sheet", day="2026-09-02")
    one.steps.update(key="shef-1.goals")
    config = {"looks_back": "shef-1.goals", "parts": [{"id": "back", "fields": [
        {"id": "now", "back_to": "know", "text": "What do you know about it now?"}]}],
        "share": {"fields": ["now"]}}  # fmt: skip
    two = make_session(steps=[{"kind": "sheet", "config": config, "key": "shef-10.sheet", "privacy": "only_you"}])
    two.steps.update(visited=True)
    models.Note.objects.create(step=one.steps.get(), zone="know", text="Next to nothing", rev=1)
    models.Note.objects.create(step=one.steps.get(), zone="know", text="canary-held", state="held", rev=1)
    models.PrivateEntry.objects.create(step=two.steps.get(), author="a" * 32, field="now", sealed=b"canary")

    block = across([two, one]).comparisons[0].blocks[0]

    assert block.heading == "So far, what do you know about it?"
    assert [row[1:] for row in block.rows] == [
        ("So far, what do you know about it?", "Next to nothing"),
        ("What do you know about it now?", "Nothing was shared."),
    ]
    assert block.text.startswith("These pages are private.")


def test_what_a_report_may_not_tell_is_not_compared() -> None:
    session = session_with("ladder", "survey")
    session.steps.filter(kind="ladder").update(privacy="table_no_names")
    session.steps.filter(kind="survey").update(privacy="anonymous")
    answer(session, "ladder", "team", ["sharing"] * 6)
    answer(session, "survey", "enjoyed", "444444")
    session.go_to(f"{session.steps.get(kind='survey').pk}.answer")

    found = across([session])

    assert found.comparisons == []
    assert [line.partition(": ")[2] for line in found.left_out] == [
        "People were told that only their table sees this.",
        "People are still answering. Look again when they have finished.",
    ]
    session.report_wishes = {"left_out": [0, 1]}
    assert across([session]).left_out == []


def test_only_ones_own_sessions_with_something_to_compare_are_offered(django_user_model: Any) -> None:
    mine, other = session_with("survey"), session_with("ladder")
    session_with("board")
    LiveSession.objects.filter(pk=other.pk).update(owner=django_user_model.objects.create(username="kim"))
    answer(other, "ladder", "team", ["sharing"] * 6)

    assert comparable(mine.owner_id) == [mine]
    page = owner_of(mine).get(f"/sessions/across/?s={other.public}&s={mine.public}").content.decode()
    assert other.public not in page and "Sharing Power" not in page
    assert Client().get("/sessions/across/").status_code == Client().get("/sessions/across/csv/").status_code == 302


def test_the_page_shows_drawings_with_their_words_and_says_what_it_cannot() -> None:
    sessions = [session_with("survey", "ladder", day=f"2026-0{i}-01") for i in (1, 2)]
    for session in sessions:
        answer(session, "survey", "enjoyed", "44433")
        answer(session, "ladder", "team", ["sharing"] * 5)
    client = owner_of(sessions[0])

    page = client.get("/sessions/across/").content.decode()

    assert ticked(page) == 2 and page.count("<svg") > 2
    assert "It shows rooms, not people." in page and "2 sessions, the earliest first." in page
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids)) and not re.search(r"\sstyle=|<style", page)
    one = client.get(f"/sessions/across/?choose=1&s={sessions[0].public}").content.decode()
    assert ticked(one) == 1 and "Choose another one to put beside it" in one
    assert "No session is chosen" in client.get("/sessions/across/?choose=1").content.decode()
    assert 'href="/sessions/across/"' in client.get("/home/").content.decode()


def test_without_anything_to_compare_the_page_says_how_it_starts() -> None:
    session = session_with("board")

    assert "Nothing can be compared yet" in owner_of(session).get("/sessions/across/").content.decode()


def test_thirteen_are_too_many_side_by_side() -> None:
    sessions = [session_with("ladder") for _ in range(13)]

    page = (
        owner_of(sessions[0]).get("/sessions/across/?" + "&".join(f"s={s.public}" for s in sessions)).content.decode()
    )

    assert "Twelve sessions fit side by side" in page and ticked(page) == 12


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_of_sessions_takes_the_same_queries_for_one_and_three(n: int, django_assert_num_queries: Any) -> None:
    sessions = [session_with("ladder") for _ in range(n)]
    client = owner_of(sessions[0])

    with django_assert_num_queries(3):  # who it is, twice, and their sessions
        client.get("/sessions/across/?choose=1")


def test_counts_are_numbers_and_words_stay_text_in_the_files() -> None:
    session = session_with("survey", "sheet")
    answer(session, "survey", "enjoyed", "44433")
    models.Note.objects.create(step=session.steps.get(kind="sheet"), zone="know", text="=1+1", rev=1)
    found = across([session])

    sheets = [xlsx_part(spreadsheet(found), f"xl/worksheets/sheet{i}.xml") for i in (1, 2)]

    assert "<v>5</v>" in sheets[0] and not any("<f>" in sheet for sheet in sheets)
    rows = list(csv.reader(io.StringIO(comma_separated(found).decode("utf-8-sig"))))
    assert ["survey", "I had a good time.", "21 Nov 2026, Having a real say", "5", "3", "2", "0", "0", "0"] in rows
    assert [row[4] for row in rows if "What was shared" not in row and row[0] == "sheet"][0] == "'=1+1"
    client = owner_of(session)
    for kind in ("xlsx", "csv"):
        answer_ = client.get(f"/sessions/across/{kind}/?s={session.public}")
        assert re.search(rf'"\d{{4}}-\d\d-\d\d-sessions-side-by-side\.{kind}"', answer_["Content-Disposition"])
    assert client.get("/sessions/across/exe/").status_code == 404


def test_a_session_and_its_copy_from_a_file_are_told_apart_and_not_shown_together_at_first() -> None:
    session = session_with("survey", day="2026-01-01")
    answer(session, "survey", "enjoyed", "44433")
    there = into.bring_in(session.owner, into.read(out.write(session)), session.delete_on)

    assert rows_of([session, there], "good time")[1] == (
        "1 Jan 2026 (2), Having a real say",
        "5",
        "3",
        "2",
        "0",
        "0",
        "0",
    )
    said = "Having a real say is here twice, once from a file. Leave one out, or its people count twice."
    assert across([session, there]).left_out == [said]
    assert across([there]).left_out == []
    page = owner_of(session).get("/sessions/across/").content.decode()
    assert re.findall(r'name="s" value="([a-z0-9]+)" checked', page) == [session.public]
    LiveSession.objects.filter(pk=session.pk).delete()
    assert ticked(owner_of(there).get("/sessions/across/").content.decode()) == 1
