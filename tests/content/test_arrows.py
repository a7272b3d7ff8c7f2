"""Every arrow between activities: a step goes on with what an earlier one gave, and starts well where that was not run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from activities.models import Step
from activities.pack_loader import load_packs
from coprod.live.parts import whole
from sessions.models import Answer, LiveSession, Note, SessionStep, Theme
from sessions.source import RoomState
from sessions.surfaces import view
from sessions.tables import move, seat_everyone
from tests.sessions.conftest import join, make_session

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).resolve().parents[2] / "activities" / "packs"
CANARY = "Canary words"


def _steps() -> dict[str, dict[str, Any]]:
    found = {}
    for path in sorted(PACKS.glob("*/*.yaml")):
        data = YAML(typ="safe").load(path)
        found |= {f"{data['slug']}.{step['slug']}": step for step in data.get("steps", ())}
    return found


STEPS = _steps()


def names(source: dict[str, Any]) -> list[str]:
    return source["from"] if isinstance(source["from"], list) else [source["from"]]


def arrows() -> list[tuple[str, str, str]]:
    """(step it comes from, output, step it goes to)."""
    found = []
    for key, step in STEPS.items():
        carry = step.get("carry", {})
        sources = [carry] if "from" in carry else []
        for source in [*sources, *carry.get("look_back", ())]:
            found += [(name, source["output"], key) for name in names(source)]
    return found


ARROWS = arrows()

# What the two documents say goes on from where (inventory, part E), as far as both ends are done in a session.
NAMED = {
    "flic-1 → flic-5", "flic-2 → flic-5", "flic-3 → flic-5", "flic-4 → flic-5", "flic-6 → flic-7", "flic-8 → flic-9",
    "flic-8 → flic-10", "flic-3 → flic-9", "flic-4 → flic-9", "flic-3 → flic-14", "flic-10 → flic-14",
    "shef-1 → shef-11", "shef-3a → shef-3b", "shef-4a → shef-4b", "shef-3b → shef-6", "shef-4b → shef-6",
    "shef-6 → shef-7", "shef-1 → shef-10",
}  # fmt: skip

# Where the target is planning, or a drawing or a list that is always there, words on the page point the way.
POINTED = {
    "flic-2": "You can pick these up again when you plan.",
    "flic-11": "Put it on the ladder.",
    "flic-12": "Part 1E has some ideas.",
    "flic-13": "Part 1E has ways.",
    "flic-wellbeing-plan": "Lists 2D and 2F in Part 2",
    "shef-8a": "The third story leans on the second",
    "shef-10": "Use the same page again halfway through the project",
    "shef-12": "Ask me in a few months how it went.",
}


def test_arrows_are_loaded_as_the_packs_say() -> None:
    load_packs()

    loaded = {step.key: step.carry for step in Step.objects.exclude(carry={})}
    assert loaded == {key: step["carry"] for key, step in STEPS.items() if "carry" in step}


def test_every_arrow_of_the_documents_is_there() -> None:
    drawn = {f"{source.split('.')[0]} → {target.split('.')[0]}" for source, _output, target in ARROWS}

    assert NAMED - drawn == set()


@pytest.mark.parametrize("slug", POINTED)
def test_where_nothing_can_be_handed_on_words_point_the_way(slug: str) -> None:
    texts = [path.read_text() for path in PACKS.glob("*/*.yaml") if f"slug: {slug}\n" in path.read_text()]

    assert any(POINTED[slug] in " ".join(text.split()) for text in texts)


# -- a session with both ends of an arrow --------------------------------------------------------------------------


def frozen(key: str) -> dict[str, Any]:
    step = STEPS[key]
    fields = {name: step[name] for name in ("kind", "title", "grouping", "privacy", "config", "carry") if name in step}
    return {"key": key, **fields}


def run(*keys: str, tables: int = 0) -> LiveSession:
    session = make_session(steps=[frozen(key) for key in keys])
    for i in range(2 * max(1, tables)):
        phone = join(session)
        if tables:
            seat_everyone(session, tables) if i == 0 else None
            move(session, phone.participant.pk, i % tables + 1)
    session.refresh_from_db()
    return session


def stand_at(session: LiveSession, key: str) -> RoomState:
    step = session.steps.get(key=key)
    session.go_to(f"{step.pk}.{step.phases[0].key}")
    state = RoomState.load(session.public)
    assert state is not None
    return state


def fill(step: SessionStep, output: str, table: Any = None) -> None:
    """Gives a step what an output is made of, in the way its kind keeps it."""
    rows: dict[str, Any] = {"step": step, "rev": step.session.rev, "table": table, "author": "a" * 32}
    if step.kind == "quiz":
        for value in ("true", "false"):
            statement = step.info.config.statements[0]
            Answer.objects.create(**{**rows, "author": value * 6}, item=statement.id, value=value)
    elif step.kind == "power_map":
        Answer.objects.create(**rows, item="card", value=step.config["cards"][1]["id"])
    elif output == "chosen":
        Answer.objects.create(**rows, item="text", value=step.config["texts"][0]["id"])
    elif step.kind == "words":
        theme = Theme.objects.create(**rows, title=CANARY)
        Note.objects.create(**rows, text="a word", theme=theme, zone=step.config["prompt"]["id"])
    elif step.kind == "values_tree":
        note = Note.objects.create(**rows, text=CANARY, zone="own")
        Answer.objects.create(**rows, item=f"vote:n{note.pk}", value="1")
    else:
        Note.objects.create(**rows, text=CANARY, zone=zone_of(step, output))


def zone_of(step: SessionStep, output: str) -> str:
    config = step.config
    if step.kind == "ladder":
        return str(config["notes"][0]["id"])
    if step.kind == "reading":
        return f"{config['texts'][0]['id']}:{config['questions'][0]['id']}"
    if step.kind == "sheet":
        return str(config["share"].get("goals") or config["share"]["fields"][0])
    if step.kind == "interview":
        return str(config["questions"][0]["id"])
    zones = [zone["id"] for zone in config["zones"]]
    return output if output in zones else zones[0]


def said(step: SessionStep, output: str) -> str:
    """Words that must come out at the other end."""
    if step.kind == "quiz":
        return str(step.config["statements"][0]["text"])
    if step.kind == "power_map":
        return str(step.config["cards"][1]["title"])
    if output == "chosen":
        return str(step.config["texts"][0]["title"])
    return CANARY


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda a: f"{a[0]}-{a[1]}-{a[2]}")
def test_what_came_of_one_step_is_there_in_the_other(arrow: tuple[str, str, str]) -> None:
    source, output, target = arrow
    tables = 2 if STEPS[target]["grouping"] == "tables" else 0
    session = run(source, target, tables=tables)
    stand_at(session, source)
    step = session.steps.get(key=source)
    fill(step, output, session.tables.first() if STEPS[source]["grouping"] != "everyone" else None)

    state = stand_at(session, target)

    html = whole(view(state, "phone", 1 if tables else None), "en-gb")
    assert said(step, output) in html


@pytest.mark.parametrize("arrow", ARROWS, ids=lambda a: f"{a[0]}-{a[1]}-{a[2]}")
def test_what_was_taken_back_does_not_go_on(arrow: tuple[str, str, str]) -> None:
    """The same step, open on every screen, when its words are taken back where they were written."""
    source, output, target = arrow
    tables = 2 if STEPS[target]["grouping"] == "tables" else 0
    session = run(source, target, tables=tables)
    stand_at(session, source)
    step = session.steps.get(key=source)
    fill(step, output)
    followed = stand_at(session, target)
    note = step.notes.first()
    if note is None or said(step, output) != CANARY:
        return
    with session.change() as rev:
        note.take_back(rev)
        step.themes.update(gone=True, rev=rev)

    after = RoomState.load(session.public, followed)

    assert after is not None
    for surface in ("phone", "stage", "console"):
        assert CANARY not in whole(view(after, surface, 1 if tables and surface == "phone" else None), "en-gb")


@pytest.mark.parametrize("target", sorted({target for _source, _output, target in ARROWS}))
def test_a_step_starts_well_without_what_comes_before(target: str) -> None:
    tables = 2 if STEPS[target]["grouping"] == "tables" else 0
    state = stand_at(run(target, tables=tables), target)

    for surface in ("phone", "stage", "console"):
        html = whole(view(state, surface, 1 if tables and surface == "phone" else None), "en-gb")
        assert "Look back" not in html
        assert "What people chose to share" not in html
        assert len(html) > 200


# -- at tables -----------------------------------------------------------------------------------------------------


def test_a_table_goes_on_with_what_was_shared_there() -> None:
    session = run("shef-4a.list", "shef-4b.map", tables=2)
    stand_at(session, "shef-4a.list")
    step = session.steps.get(key="shef-4a.list")
    fill(step, "assets", session.tables.get(number=1))
    state = stand_at(session, "shef-4b.map")

    assert CANARY in whole(view(state, "phone", 1), "en-gb")
    assert CANARY not in whole(view(state, "phone", 2), "en-gb")


def test_what_is_shared_alone_is_known_by_its_table() -> None:
    session = run("shef-4a.list", tables=2)
    session.go_to(f"{session.steps.get().pk}.choose")
    phone = join(session)
    session.refresh_from_db()

    assert phone.post(session, zone="good-at", text=CANARY).status_code == 200
    phone.participant.refresh_from_db()
    assert Note.objects.get().table == phone.participant.table is not None


def test_an_anonymous_answer_is_known_by_no_table() -> None:
    session = run("shef-11.survey", tables=2)
    stand_at(session, "shef-11.survey")
    phone = join(session)
    session.refresh_from_db()
    item = STEPS["shef-11.survey"]["config"]["statements"][0]["id"]

    assert phone.post(session, verb="answer", item=item, value="1").status_code == 200
    assert Answer.objects.get().table is None


def test_a_line_put_on_the_map_is_in_the_report_until_it_is_taken_back() -> None:
    from activities.kinds.registry import kind
    from sessions.source import finished_step

    session = run("shef-4a.list", "shef-4b.map", tables=1)
    stand_at(session, "shef-4a.list")
    fill(session.steps.get(key="shef-4a.list"), "assets", session.tables.get())
    note = Note.objects.get()
    stand_at(session, "shef-4b.map")
    phone = join(session)
    session.refresh_from_db()
    assert phone.post(session, verb="answer", item=f"tag:map:{note.pk}", value="can").status_code == 200
    step = session.steps.get(key="shef-4b.map")

    can = {block.heading: block.items for block in kind("board").report(finished_step(step))}["What we can do"]
    assert can == [CANARY]
    with session.change() as rev:
        note.take_back(rev)
    can = {block.heading: block.items for block in kind("board").report(finished_step(step))}["What we can do"]
    assert can == []


@pytest.mark.parametrize("sources", [1, 3])
def test_a_change_costs_the_same_however_much_is_looked_back_on(sources: int, django_assert_num_queries: Any) -> None:
    keys = ["flic-2.ladder", "flic-3.areas", "flic-4.problem"][:sources]
    session = run(*keys, "flic-5.purpose")
    for key in keys:
        stand_at(session, key)
        fill(session.steps.get(key=key), "first")
    state = stand_at(session, "flic-5.purpose")
    with session.change() as rev:
        Note.objects.create(
            step=session.steps.get(key="flic-5.purpose"), zone="need", text="Now", rev=rev, author="b" * 32
        )

    with django_assert_num_queries(9):
        RoomState.load(session.public, state)
