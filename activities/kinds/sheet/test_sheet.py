"""A page of one's own: nobody else gets a byte of it, and what is shared is what was previewed."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from ruamel.yaml import YAML

from activities.kinds.base import Note, Own, Phase, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part, whole
from sessions.models import LiveSession
from sessions.source import RoomState, finished_step, own_rows
from sessions.surfaces import own_view, view
from tests.sessions.conftest import Phone, join, make_session

CONFIG: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
PLAN = {
    "report": "never",
    "parts": [{"id": "well", "fields": [{"id": "good-day", "text": "When it is a good day, I can…"}]}],
    "log": {
        "text": "Once a month",
        "columns": [{"id": "meeting", "title": "Meeting"}, {"id": "date", "title": "Date"}],
    },
}
TABLE = {
    "table": {"start": 2, "columns": [{"id": "have", "title": "Have", "text": "What do you look after?"}]},
    "after": [{"id": "felt", "title": "How it felt", "text": "How did it feel?"}],
}
CANARY = "canary-of-mine"
sheet = kind("sheet")


def info(config: dict[str, Any] = CONFIG) -> StepInfo:
    return StepInfo(
        1, "t.1", "sheet", "A page", "What I know", "", "", "", (), "", "alone", "only_you", 20, False,
        sheet.clean_config(config),
    )  # fmt: skip


def phase(key: str, config: dict[str, Any] = CONFIG) -> Phase:
    return sheet.phase(info(config).config, key)


def page(entries: dict[str, str], key: str = "write", config: dict[str, Any] = CONFIG, *notes: Note) -> str:
    state = State(info(config), phase(key, config), view_rev=1, head=2)
    return "".join(str(render_part(part)) for part in sheet.mine(state, Own(notes, {}, entries)))


def shared(zone: str, text: str, pk: int = 1, **more: Any) -> Note:
    return Note(pk, 5, zone, text, **{"shown": True, **more})


# -- the promise -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_private_words_reach_nobody_else() -> None:
    session = make_session(steps=[{"kind": "sheet", "config": CONFIG, "privacy": "only_you"}])
    session.advance("lobby")
    mine, other = join(session), join(session)
    assert mine.post(session, verb="keep", item="want", text=f"{CANARY}\nsecond {CANARY}").status_code == 200

    step = session.steps.get()
    for at in step.phases:
        session.go_to(f"{step.pk}.{at.key}")
        state = RoomState.load(session.public)
        assert state is not None
        for audience in (("console", None), ("stage", None), ("phone", None)):
            assert CANARY not in whole(view(state, *audience), "en-gb"), (at.key, audience)
        assert CANARY not in _own_page(session, state, other), at.key
        assert CANARY in _own_page(session, state, mine), at.key  # the control: it is there to be found
    assert CANARY not in repr([sheet.report(finished_step(step)), sheet.outputs(finished_step(step))])


def _own_page(session: LiveSession, state: RoomState, phone: Phone) -> str:
    assert state.step is not None
    own = own_rows(state.step, phone.secret, None, sealed=True)
    return "".join(str(render_part(part)) for part in own_view(state, None, own, phone.participant).parts)


@pytest.mark.django_db
def test_a_copy_of_the_database_holds_no_private_word() -> None:
    session = make_session(steps=[{"kind": "sheet", "config": CONFIG, "privacy": "only_you"}])
    session.advance("lobby")
    join(session).post(session, verb="keep", item="want", text=CANARY)

    with connection.cursor() as cursor:
        cursor.execute("select sealed from workshops_privateentry")
        assert all(CANARY.encode() not in bytes(row[0]) for row in cursor.fetchall())


@pytest.mark.django_db
def test_words_that_are_not_kept_are_refused_by_the_server() -> None:
    session = make_session(steps=[{"kind": "sheet", "config": CONFIG, "privacy": "only_you"}])
    session.advance("lobby")

    answer = join(session).post(session, verb="keep", item="beliefs", text=CANARY)

    assert answer.status_code == 422
    assert not session.steps.get().entries.exists()
    assert "data-write" not in page({}).split("own-beliefs")[0].rsplit("<div", 1)[-1]


@pytest.mark.django_db
def test_the_page_may_be_written_after_the_room_went_on_and_emptied_again() -> None:
    session = make_session(steps=[{"kind": "sheet", "config": CONFIG}, {"kind": "sheet", "config": PLAN}])
    first = session.steps.first()
    assert first is not None
    session.advance("lobby")
    phone = join(session)
    session.go_to(f"{session.steps.last().pk}.write")  # type: ignore[union-attr]

    assert phone.post(session, step=first.pk, verb="keep", item="want", text="Later").status_code == 200
    assert own_rows(first, phone.secret, sealed=True).entries == {"want": "Later"}
    assert phone.post(session, step=first.pk, verb="keep", item="want", text="").status_code == 200
    assert not first.entries.exists()


# -- sharing ---------------------------------------------------------------------------------------------------------


def test_each_line_can_be_chosen_and_its_preview_is_the_part_of_the_big_screen() -> None:
    html = page({"want": "Who has the <last> word?\n\n  Does it   pay? "}, "choose")

    assert html.count('data-zone="want"') == 2
    assert 'data-text="Does it pay?"' in html
    state = State(info(), phase("wall"), 1, 9, [shared("want", "Who has the <last> word?")])
    on_stage = str(render_part(next(iter(sheet.parts(state, "stage")))))
    drawn = on_stage.split(">", 1)[1].rsplit("<", 1)[0]
    assert drawn in html.split("<template", 1)[1].split("</template>")[0]


def test_a_shared_line_is_not_offered_again() -> None:
    html = page({"want": "Who decides?\nWho pays?"}, "choose", CONFIG, shared("want", "Who decides?"))

    assert html.count("data-card=") == 1
    assert 'data-most="1"' in html


def test_no_more_than_chosen_may_be_shared_of_each() -> None:
    given = Own([shared("want", "One", 1), shared("want", "Two", 2), shared("know", "Three", 3)])

    with pytest.raises(Refusal, match="You have shared 2"):
        sheet.accept(Write("note", zone="want", text="Four"), info(), phase("choose"), given)
    assert sheet.accept(Write("note", zone="know", text="Four"), info(), phase("choose"), given).zone == "know"


def test_a_line_taken_back_makes_room_for_another() -> None:
    given = Own([shared("want", "One", 1), shared("want", "", 2, shown=False, gone=True)])

    assert sheet.accept(Write("note", zone="want", text="Two"), info(), phase("choose"), given)


def test_nothing_can_be_shared_from_a_field_that_is_not_for_sharing() -> None:
    with pytest.raises(Refusal):
        sheet.accept(Write("note", zone="beliefs", text="Mine"), info(), phase("choose"), Own())


def test_lines_show_all_at_once_and_not_one_by_one() -> None:
    rows = [shared("want", "Who decides?")]

    for surface in ("stage", "phone"):
        assert not list(sheet.parts(State(info(), phase("choose"), 1, 9, rows), surface))
        assert list(sheet.parts(State(info(), phase("wall"), 1, 9, rows), surface))


def test_nobody_is_counted_while_they_write_or_decide() -> None:
    for key in ("write", "choose"):
        assert sheet.answered(State(info(), phase(key), 1, 9, [shared("want", "x")])) is None


def test_goals_are_handed_on_and_only_shown_ones() -> None:
    rows = [shared("want", "A goal", 1), shared("know", "Known", 2), shared("want", "Held", 3, shown=False, held=True)]

    outputs = sheet.outputs(State(info(), phase("wall"), 1, 9, rows))

    assert {name: [row.text for row in found] for name, found in outputs.items()} == {"goals": ["A goal"]}


# -- tables, logs, plans ---------------------------------------------------------------------------------------------


def test_a_table_has_an_empty_row_more_than_was_written() -> None:
    assert page({}, config=TABLE).count("<textarea") == 2
    assert page({"r1:have": "The garden"}, config=TABLE).count("<textarea") == 3
    assert sheet.keeps(info(TABLE).config, "r7:have")
    assert not sheet.keeps(info(TABLE).config, "r99:have")


def test_a_plan_that_is_never_reported_is_never_reported() -> None:
    state = State(info(PLAN), phase("write", PLAN), 1, 9, [shared("good-day", "x")])

    assert list(sheet.report(state)) == []
    assert sheet.outputs(state) == {}
    assert [p.key for p in sheet.phases(info(PLAN).config)] == ["write"]
    assert "own-log0-date" in page({}, config=PLAN)


def test_what_is_never_reported_cannot_be_shared() -> None:
    with pytest.raises(ValueError, match="never reported"):
        sheet.clean_config({**PLAN, "share": {"fields": ["good-day"], "text": "Choose"}})


def test_share_cannot_name_a_field_that_is_not_kept() -> None:
    with pytest.raises(ValueError, match="not kept"):
        sheet.clean_config({**CONFIG, "share": {"fields": ["beliefs"], "text": "Choose"}})
