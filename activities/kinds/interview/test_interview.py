"""Pairs: the page is that of the one who was asked, and so is the choice."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from activities.kinds.base import Carried, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part, whole
from sessions.source import RoomState
from sessions.surfaces import view
from tests.sessions.conftest import join, make_session

CONFIG: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
interview = kind("interview")
INFO = StepInfo(
    1, "t.1", "interview", "Pairs", "What do you bring?", "", "", "", (), "", "pairs", "only_you", 20, False,
    interview.clean_config(CONFIG),
)  # fmt: skip


def state(key: str, *notes: Note, **more: Any) -> State:
    return State(INFO, interview.phase(INFO.config, key), 1, 99, notes, **more)


def page(key: str, entries: dict[str, str], *notes: Note) -> str:
    return "".join(str(render_part(part)) for part in interview.mine(state(key), Own(notes, {}, entries)))


@pytest.mark.django_db
def test_private_words_reach_no_room_screen() -> None:
    session = make_session(steps=[{"kind": "interview", "config": CONFIG, "privacy": "only_you", "grouping": "pairs"}])
    session.advance("lobby")
    phone = join(session)
    assert phone.post(session, verb="keep", item="good-at", text="canary-of-mine").status_code == 200

    step = session.steps.get()
    for at in step.phases:
        session.go_to(f"{step.pk}.{at.key}")
        room = RoomState.load(session.public)
        assert room is not None
        for surface in ("console", "stage", "phone"):
            assert "canary" not in whole(view(room, surface, None), "en-gb"), (at.key, surface)


def test_the_turns_swap_and_then_the_one_who_was_asked_chooses() -> None:
    assert [p.key for p in interview.phases(INFO.config)] == ["first", "second", "choose", "wall"]
    assert "8 minutes" in interview.phases(INFO.config)[0].effect


def test_without_anything_to_share_it_ends_with_the_turns() -> None:
    bare = interview.clean_config({"questions": [{"id": "a", "text": "What?"}]})

    assert [p.key for p in interview.phases(bare)] == ["first", "second"]


def test_the_start_of_a_sentence_is_shared_as_a_whole_sentence() -> None:
    html = page("choose", {"talk": "a walk", "good-at": "Fixing bikes"})

    assert 'data-text="The best way to talk with me is a walk"' in html
    assert 'data-text="Fixing bikes"' in html


def test_the_number_to_share_is_counted_over_all_questions() -> None:
    given = Own([Note(1, 5, "talk", "One", True), Note(2, 6, "good-at", "Two", True)])

    with pytest.raises(Refusal, match="You have shared 2"):
        interview.accept(Write("note", zone="own1", text="Three"), INFO, interview.phase(INFO.config, "choose"), given)


def test_what_came_before_is_handed_on_with_what_was_shared_here() -> None:
    room = state("wall", Note(7, 5, "good-at", "Fixing bikes", True), carried=[Carried("n901", "I can cook")])

    assert [row.text for row in interview.outputs(room)["assets"]] == ["I can cook", "Fixing bikes"]
