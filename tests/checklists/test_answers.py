"""Writing together: nothing is overwritten, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest

from checklists.models import Answer, Version
from checklists.models.answers import Clash, Gone
from checklists.models.project import Project

from .conftest import JSON


def test_a_first_answer_is_being_talked_about(plan):
    answer = plan.write("flic-2a.01", text="A drop-in")
    assert (answer.text, answer.state, answer.number, answer.member) == ("A drop-in", "talking", 1, plan.sam)


def test_a_change_raises_the_plans_revision_and_stamps_the_answer(plan):
    before = plan.project.rev
    answer = plan.write("flic-2a.01", text="A drop-in")
    plan.project.refresh_from_db()
    assert plan.project.rev == answer.rev == before + 1


def test_saying_the_same_again_changes_nothing(plan):
    plan.write("flic-2a.01", text="A drop-in")
    answer = plan.write("flic-2a.01", text="A drop-in", was={"text": ""})
    plan.project.refresh_from_db()
    assert (answer.number, plan.project.rev) == (1, 1)


def test_two_people_changing_the_same_words_clash(plan):
    ayesha, _client = plan.invited()
    plan.write("flic-2d.10", text="The room is upstairs. No bus money.", was={"text": ""})
    with pytest.raises(Clash) as clash:
        plan.write("flic-2d.10", ayesha, text="Letters come too late.", was={"text": ""})
    assert plan.text("flic-2d.10") == "The room is upstairs. No bus money."
    assert (clash.value.mine, clash.value.theirs) == ("Letters come too late.", "The room is upstairs. No bus money.")
    assert clash.value.both == "The room is upstairs. No bus money.\n\nLetters come too late."


def test_the_words_that_lost_are_in_the_history(plan):
    ayesha, _client = plan.invited()
    plan.write("flic-2d.10", text="One", was={"text": ""})
    for _twice in range(2):
        with pytest.raises(Clash):
            plan.write("flic-2d.10", ayesha, text="Two", was={"text": ""})
    assert [(v.text, v.member.name) for v in Version.objects.filter(aside=True)] == [("Two", "Ayesha")]


def test_words_and_choices_of_two_people_join_up(plan):
    ayesha, _client = plan.invited()
    plan.write("flic-2d.10", text="One", was={"text": ""})
    plan.write("flic-2d.10", ayesha, state="agreed", who="Ayesha", due=date(2026, 12, 1), was={"state": "open"})
    answer = plan.write("flic-2d.10", text="One, two", was={"text": "One"})
    assert (answer.text, answer.state, answer.who, answer.due) == ("One, two", "agreed", "Ayesha", date(2026, 12, 1))


def test_a_form_that_sends_everything_changes_only_what_its_writer_changed(plan):
    ayesha, _client = plan.invited()
    seen = plan.write("flic-2d.10", text="One").snapshot()
    plan.write("flic-2d.10", ayesha, state="agreed")
    answer = plan.write("flic-2d.10", was=seen, **{**seen, "who": "Sam"})
    assert (answer.state, answer.who) == ("agreed", "Sam")


def test_one_answer_serves_2b_and_2d(plan):
    plan.write("flic-2d.01", text="Everyone")
    assert plan.text("flic-2b.04") == "Everyone"
    assert Answer.objects.count() == 1


def test_a_follow_up_has_an_answer_of_its_own(plan):
    plan.write("flic-2d.03", text="Eight")
    plan.write("flic-2d.03a", text="Ten")
    assert (plan.text("flic-2d.03"), plan.text("flic-2d.03a")) == ("Eight", "Ten")


def test_what_one_person_writes_in_one_go_is_one_version(plan):
    for text in ("A", "A drop", "A drop-in on Tuesdays"):
        answer = plan.write("flic-2a.01", text=text)
    assert [(v.number, v.text) for v in answer.versions.all()] == [(3, "A drop-in on Tuesdays")]


def test_taking_most_of_an_answer_away_starts_a_new_version(plan):
    plan.write("flic-2a.01", text="A drop-in on Tuesdays")
    answer = plan.write("flic-2a.01", text="")
    assert [v.text for v in answer.versions.all()] == ["", "A drop-in on Tuesdays"]


def test_another_person_starts_a_new_version(plan):
    ayesha, _client = plan.invited()
    plan.write("flic-2a.01", text="A drop-in")
    answer = plan.write("flic-2a.01", ayesha, text="A drop-in for all")
    assert [(v.text, v.member.name) for v in answer.versions.all()] == [
        ("A drop-in for all", "Ayesha"),
        ("A drop-in", "Sam"),
    ]


def test_an_older_version_comes_back_and_that_can_be_undone(plan):
    ayesha, _client = plan.invited()
    plan.write("flic-2a.01", text="First", who="Sam")
    answer = plan.write("flic-2a.01", ayesha, text="Second", who="Ayesha")
    first, second = answer.versions.last(), answer.versions.first()
    client = plan.owner()
    assert client.post(plan.url("bring-back", "2a", "flic-2a.01", first.pk)).status_code == 302
    answer.refresh_from_db()
    assert (answer.text, answer.who) == ("First", "Sam")
    client.post(plan.url("bring-back", "2a", "flic-2a.01", second.pk))
    answer.refresh_from_db()
    assert (answer.text, answer.who) == ("Second", "Ayesha")


def test_a_version_of_another_plan_cannot_be_brought_back(plan):
    other = Project.start(plan.user, "Another")
    sheet = other.checklists.get(slug="flic-2a")
    foreign = Version.objects.create(answer=other.answers.create(ref="flic-2a.01"), number=1, text="Not yours")
    assert sheet.project != plan.project
    plan.write("flic-2a.01", text="Ours")
    assert plan.owner().post(plan.url("bring-back", "2a", "flic-2a.01", foreign.pk)).status_code == 404
    assert plan.text("flic-2a.01") == "Ours"


def test_a_checklist_taken_off_the_plan_takes_no_words(plan):
    sheet = plan.sheet("flic-2a")
    sheet.set_aside()
    with pytest.raises(Gone):
        plan.write("flic-2a.01", text="Too late")
    sheet.put_back()
    assert plan.write("flic-2a.01", text="In time").text == "In time"


# By HTTP, as the page's script sends it.


def test_saving_answers_with_the_question_as_it_stands(plan):
    response = plan.post(plan.owner(), "flic-2a.01", text="A drop-in", was={"text": ""})
    assert response.status_code == 200
    assert response.json()["ok"] is True
    assert "A drop-in" in response.json()["html"]


def test_a_clash_answers_409_with_both_versions(plan):
    _ayesha, client = plan.invited()
    plan.write("flic-2d.10", text="Upstairs")
    response = plan.post(client, "flic-2d.10", text="No bus", was={"text": ""})
    assert response.status_code == 409
    for words in (
        "You and <bdi>Sam</bdi> both changed this.",
        "Keep mine",
        "Keep what Sam wrote",
        "Keep both",
        "No bus",
        "Upstairs",
    ):
        assert words in response.json()["html"]


def test_a_clash_without_scripts_shows_both_on_the_page(plan):
    _ayesha, client = plan.invited()
    plan.write("flic-2d.10", text="Upstairs")
    response = client.post(
        plan.url("write", "2d", "flic-2d.10"), {"text": "No bus", "state": "talking", "was": '{"text": ""}'}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Keep both, one under the other" in page
    assert page.count("No bus") >= 2


def test_keeping_both_saves_both(plan):
    _ayesha, client = plan.invited()
    plan.write("flic-2d.10", text="Upstairs")
    kept = plan.post(client, "flic-2d.10", text="Upstairs\n\nNo bus", was={"text": "Upstairs"})
    assert kept.status_code == 200
    assert plan.text("flic-2d.10") == "Upstairs\n\nNo bus"


def test_a_plain_form_saves_and_comes_back_to_the_question(plan):
    response = plan.owner().post(
        plan.url("write", "2a", "flic-2a.01"), {"text": "A drop-in", "state": "agreed", "who": "Sam"}
    )
    assert response.status_code == 302
    assert response.url == plan.url("question", "2a", "1")
    answer = plan.project.answers.get()
    assert (answer.text, answer.state, answer.who, answer.hard) == ("A drop-in", "agreed", "Sam", False)


def test_twenty_thousand_characters_are_kept_and_one_more_is_told(plan):
    client = plan.owner()
    assert plan.post(client, "flic-2a.01", text="ŵ" * 20_000).status_code == 200
    assert len(plan.text("flic-2a.01")) == 20_000
    refused = plan.post(client, "flic-2a.01", text="x" * 20_001, was={"text": "ŵ" * 20_000})
    assert refused.status_code == 422
    assert refused.json()["message"].startswith(
        "This is longer than 20000 characters. Your words are still in the box."
    )
    assert plan.text("flic-2a.01") == "ŵ" * 20_000


def test_a_plain_form_that_is_too_long_gives_the_words_back(plan):
    response = plan.owner().post(plan.url("write", "2a", "flic-2a.01"), {"text": "y" * 20_001})
    assert response.status_code == 422
    assert "y" * 20_001 in response.content.decode()


def test_html_stays_text(plan):
    client = plan.owner()
    plan.post(client, "flic-2a.01", text="<script>alert(1)</script><img src=file:///etc/passwd>")
    page = client.get(plan.url("sheet", "2a")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_date_in_the_past_is_kept_and_said(plan):
    response = plan.post(plan.owner(), "flic-2a.01", due="2020-02-29")
    assert response.status_code == 200
    assert "29 February 2020 has passed. Keep it, or pick a new date." in response.json()["html"]


def test_a_date_that_is_none_is_told_and_changes_nothing(plan):
    response = plan.post(plan.owner(), "flic-2a.01", due="2026-02-31")
    assert (response.status_code, response.json()["message"]) == (422, "That is not a date we know.")
    assert not plan.project.answers.exists()


@pytest.mark.parametrize("was", ["", "{", "[]", '{"text": 5}', '{"due": "soon"}', '{"needs": "x"}', "null"])
def test_a_broken_starting_point_is_no_error(plan, was):
    sent = {"only": "text", "text": "Words", "was": was}
    assert plan.owner().post(plan.url("write", "2a", "flic-2a.01"), sent, **JSON).status_code == 200
    assert plan.text("flic-2a.01") == "Words"


def test_a_follow_up_takes_words_and_nothing_else(plan):
    plan.post(plan.owner(), "flic-2d.03a", at="2d", text="Ten", state="agreed")
    answer = plan.project.answers.get()
    assert (answer.text, answer.state) == ("Ten", "talking")


def test_a_question_of_another_checklist_is_not_found(plan):
    assert plan.post(plan.owner(), "flic-2b.01", at="2a", text="x").status_code == 404


def test_typing_in_a_checklist_that_was_taken_off_is_told_and_keeps_the_words(plan):
    plan.sheet("flic-2a").set_aside()
    client = plan.owner()
    gone = plan.post(client, "flic-2a.01", text="Too late")
    assert (gone.status_code, gone.json()["message"]) == (
        410, "This checklist was taken out of the project. Your words are still in the box. You can copy them."
    )  # fmt: skip
    page = client.post(plan.url("write", "2a", "flic-2a.01"), {"text": "Too late"})
    assert page.status_code == 410
    assert "Too late" in page.content.decode()


def test_two_tabs_of_one_person_do_not_overwrite_each_other(plan):
    client = plan.owner()
    plan.post(client, "flic-2a.01", text="From tab one", was={"text": ""})
    second = plan.post(client, "flic-2a.01", text="From tab two", was={"text": ""})
    assert second.status_code == 409
    assert plan.text("flic-2a.01") == "From tab one"


def test_a_retry_after_a_lost_answer_changes_nothing(plan):
    client = plan.owner()
    for _again in range(2):
        assert plan.post(client, "flic-2a.01", text="Once", was={"text": ""}).status_code == 200
    assert [v.text for v in Version.objects.all()] == ["Once"]


# Comments


def comment(plan, client, text="Ten is a lot", key="k" * 16):
    return client.post(plan.url("comment", "2d", "flic-2d.03"), {"text": text, "key": key}, **JSON)


def test_a_comment_sent_twice_is_there_once(plan):
    _reader, client = plan.invited(role="comment")
    assert comment(plan, client).status_code == comment(plan, client).status_code == 200
    assert [c.text for c in plan.project.answers.get().comments.all()] == ["Ten is a lot"]


def test_only_its_writer_takes_a_comment_back(plan):
    _reader, client = plan.invited(role="comment")
    comment(plan, client)
    there = plan.project.answers.get().comments.get()
    url = plan.url("take-back", "2d", "flic-2d.03", there.pk)
    assert plan.owner().post(url).status_code == 404
    assert client.post(url).status_code == 302
    assert not plan.project.answers.get().comments.exists()


def test_an_empty_comment_is_told(plan):
    response = comment(plan, plan.owner(), text="  ")
    assert (response.status_code, response.json()["message"]) == (422, "Write a word first.")
