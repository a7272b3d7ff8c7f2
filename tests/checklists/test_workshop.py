"""From the workshop to the plan: what was for everyone comes, with its source, and goes when its writer takes it back."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from checklists import exports
from checklists.board import Board
from checklists.models import Borrowed
from sessions.models import LiveSession, Note
from tests.sessions.conftest import BOARD, make_session

NOTES = [
    ("good", "A place to sit", "shown"),
    ("bad", "The room is upstairs", "shown"),
    ("bad", "Held", "held"),
    ("bad", "Off", "kept_off"),
]


@pytest.fixture
def workshop(plan) -> LiveSession:
    """Sam's workshop: flic-3, which fits 2A.5, with two notes on the wall; a table's step; one that was not run."""
    steps = [
        {
            "kind": "board",
            "config": BOARD,
            "key": "flic-3.list",
            "visited": True,
            "activity_title": "Where could you start?",
        },
        {"kind": "board", "config": BOARD, "key": "flic-12.table", "visited": True, "privacy": "table_no_names"},
        {"kind": "board", "config": BOARD, "key": "flic-12.later", "visited": False},
    ]
    session = make_session(steps=steps)
    for step in session.steps.all():
        for zone, text, state in NOTES:
            Note.objects.create(
                step=step, zone=zone, text=text if step.position == 0 else f"{text} ({step.position})", state=state
            )
    return session


def bring(plan, *texts: str, number: str = "5"):
    keys = [f"n{Note.objects.get(text=text).pk}" for text in texts]
    return plan.owner().post(plan.url("bring", "2a", number), {"take": keys})


def shown(plan, number: str = "5") -> str:
    return plan.owner().get(plan.url("question", "2a", number)).content.decode()


def test_only_what_everyone_could_see_is_offered(plan, workshop):
    page = plan.owner().get(plan.url("bring", "2a", "5")).content.decode()
    assert [text for _zone, text, _state in NOTES if text in page] == ["A place to sit", "The room is upstairs"]
    assert "(1)" not in page
    assert "(2)" not in page
    assert "Fits this question" in page


def test_a_note_joins_the_question_with_its_source_and_no_name(plan, workshop):
    assert bring(plan, "The room is upstairs").status_code == 302
    page = shown(plan)
    assert "The room is upstairs" in page
    assert "Having a real say" in page
    assert "Where could you start?, Not working yet" in page
    assert plan.project.answers.get().state == "talking"


def test_bringing_it_twice_brings_it_once(plan, workshop):
    for _twice in range(2):
        bring(plan, "The room is upstairs")
    assert Borrowed.objects.count() == 1


def test_a_note_that_is_taken_back_leaves_the_plan_and_every_file(plan, workshop):
    bring(plan, "The room is upstairs", "A place to sit")
    before = plan.project.answers.get().rev
    Note.objects.get(text="The room is upstairs").take_back(rev=99)
    assert "The room is upstairs" not in shown(plan)
    assert plan.project.answers.get().rev > before
    board = Board(plan.project)
    for kind in ("md", "xlsx", "docx"):
        assert b"upstairs" not in exports.OFFICE[kind](board, exports.wanted(board, "2a"))
    assert [one.text for one in Borrowed.objects.all()] == ["A place to sit"]


def test_a_note_whose_words_change_changes_here(plan, workshop):
    bring(plan, "The room is upstairs")
    note = Note.objects.get(text="The room is upstairs")
    note.text = "The room is up two stairs"
    note.save()
    assert "up two stairs" in shown(plan)


def test_a_note_that_is_kept_off_later_is_hidden_here(plan, workshop):
    bring(plan, "The room is upstairs")
    Note.objects.get(text="The room is upstairs").judge("kept_off", 99)
    assert "The room is upstairs" not in shown(plan)


def test_what_was_shown_stays_when_its_session_is_deleted(plan, workshop):
    bring(plan, "The room is upstairs", "A place to sit")
    Note.objects.get(text="A place to sit").judge("kept_off", 99)
    workshop.delete()
    page = shown(plan)
    assert "The room is upstairs" in page
    assert "A place to sit" not in page
    assert [(one.note_id, one.said) for one in Borrowed.objects.all()] == [(None, "The room is upstairs")]


def test_it_can_be_taken_out_again(plan, workshop):
    bring(plan, "The room is upstairs")
    plan.owner().post(plan.url("hand-back", "2a", "5", Borrowed.objects.get().pk))
    assert not Borrowed.objects.exists()
    assert Note.objects.filter(text="The room is upstairs").exists()


def test_it_is_printed_with_its_source(plan, workshop):
    bring(plan, "The room is upstairs")
    board = Board(plan.project)
    text = exports.OFFICE["md"](board, exports.wanted(board, "2a")).decode()
    assert "- The room is upstairs (Having a real say, " in text


def test_collaborators_see_what_came_but_cannot_open_the_workshop(plan, workshop):
    bring(plan, "The room is upstairs")
    _ayesha, client = plan.invited()
    page = client.get(plan.url("question", "2a", "5")).content.decode()
    assert "The room is upstairs" in page
    assert "Bring in from a workshop" not in page
    assert client.get(plan.url("bring", "2a", "5")).status_code == 404
    assert client.get(plan.url("workshops")).context["fitting"] == []


def test_nobody_elses_workshop_is_offered(plan, workshop):
    workshop.owner = get_user_model().objects.create_user("stranger")
    workshop.save()
    page = plan.owner().get(plan.url("bring", "2a", "5") + f"?from={workshop.public}").content.decode()
    assert "upstairs" not in page
    assert bring(plan, "The room is upstairs").status_code == 302
    assert not Borrowed.objects.exists()


def test_a_shared_question_has_what_came_on_both_sheets(plan, workshop):
    note = Note.objects.get(text="A place to sit")
    plan.owner().post(plan.url("bring", "2d", "1"), {"take": [f"n{note.pk}"]})
    assert "A place to sit" in plan.owner().get(plan.url("question", "2b", "4")).content.decode()


def test_the_questions_that_fit_are_listed(plan, workshop):
    ((session, rows),) = plan.owner().get(plan.url("workshops")).context["fitting"]
    assert session == workshop
    assert [row.label for row in rows] == ["2A.5"]


def test_a_step_whose_kind_is_not_here_any_more_offers_nothing(plan, workshop):
    workshop.steps.filter(position=0).update(kind="puppets")
    answer = plan.owner().get(plan.url("bring", "2a", "5"))
    assert answer.status_code == 200
    assert "A place to sit" not in answer.content.decode()
