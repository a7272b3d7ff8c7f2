"""A survey's rows are nobody's once the totals show."""

import pytest

from sessions.models import Answer, LiveSession, Note
from tests.sessions.conftest import join, make_session

CONFIG = {
    "scale": ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"],
    "statements": [{"id": "good", "text": "I had a good time."}, {"id": "useful", "text": "It was useful."}],
    "open": [{"id": "better", "text": "What could we do better?"}],
}


@pytest.fixture
def survey(db: None) -> LiveSession:
    """Six people who have answered everything; the third note was taken back."""
    made = make_session(steps=[{"kind": "survey", "config": CONFIG, "privacy": "anonymous", "hold": True}])
    made.advance("lobby")
    for i, phone in enumerate(join(made) for _ in range(6)):
        phone.post(made, verb="answer", item="good", value=str(i % 5))
        phone.post(made, verb="answer", item="useful", value="4")
        pk = phone.post(made, zone="better", text=f"Words of {i}").json()["note"]
        if i == 2:
            phone.post(made, verb="take-back", note=pk)
    return made


def test_while_people_answer_each_may_change_and_take_back(survey: LiveSession) -> None:
    assert Answer.objects.values("author").distinct().count() == 6
    assert Note.objects.filter(state="gone").count() == 1


def test_totals_leave_no_author_no_order_and_no_time(survey: LiveSession) -> None:
    before = set(Answer.objects.values_list("author", flat=True)) | set(Note.objects.values_list("author", flat=True))

    survey.advance(survey.place)

    answers, notes = Answer.objects.all(), Note.objects.all()
    authors = [row.author for row in (*answers, *notes)]
    assert len(set(authors)) == len(authors) == 12 + 5
    assert not set(authors) & before
    assert {row.rev for row in (*answers, *notes)} == {survey.rev}
    assert sorted(answers.filter(item="good").values_list("value", flat=True)) == ["0", "0", "1", "2", "3", "4"]
    assert {note.state for note in notes} == {"held"}


def test_a_step_with_names_left_out_keeps_its_authors_so_that_notes_can_be_taken_back(session: LiveSession) -> None:
    """The control: only what is promised to be nobody's is cut."""
    join(session).post(session, zone="good", text="Mine")
    before = Note.objects.get().author

    session.advance(session.place)

    assert Note.objects.get().author == before
