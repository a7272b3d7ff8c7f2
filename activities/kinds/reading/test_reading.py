"""Something to read: a table's choice, answers by text, and the ladder that shows all at once."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from activities.kinds.base import Answer, Note, Own, Refusal, State, StepInfo, Write
from activities.kinds.registry import kind
from coprod.live.parts import render_part

CONFIG: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("example.yaml"))["config"]
reading = kind("reading")
INFO = StepInfo(
    1, "t.1", "reading", "Cases", "Ten ways", "", "", "", (), "", "tables", "everyone_no_names", 40, False,
    reading.clean_config(CONFIG),
)  # fmt: skip


def state(key: str, *rows: Any, **more: Any) -> State:
    notes = [row for row in rows if isinstance(row, Note)]
    answers = [row for row in rows if isinstance(row, Answer)]
    return State(INFO, reading.phase(INFO.config, key), 1, 99, notes, answers, **more)


def said(item: str, value: str, rev: int, table: int | None = None) -> Answer:
    return Answer(rev, item, value, person=rev, table=table, id=rev)


def drawn(at: State, surface: str) -> str:
    return "".join(str(render_part(part)) for part in reading.parts(at, surface))


def test_a_table_reads_what_was_tapped_last_and_each_person_what_they_like() -> None:
    rows = (said("text", "mystery", 2, 1), said("text", "theatre", 3, 1), said("text", "mystery", 4, 2))
    room = state("answer", *rows, tables=(1, 2))

    assert reading.frame(room.at(1), "phone")["one"].id == "theatre"
    assert reading.frame(room.at(2), "phone")["one"].id == "mystery"
    assert reading.frame(room, "stage")["one"] is None


def test_a_text_is_asked_its_own_questions_and_those_of_every_text() -> None:
    asked = {text.id: [q.id for q in INFO.config.asked(text)] for text in INFO.config.texts}

    assert asked == {"theatre": ["open", "like", "use"], "mystery": ["like", "use"]}


@pytest.mark.parametrize("zone", ["", "mystery:open", "theatre", "nowhere:like"])
def test_an_answer_to_a_question_that_is_not_asked_is_refused(zone: str) -> None:
    with pytest.raises(Refusal, match="Choose which question"):
        reading.accept(Write("note", zone=zone, text="x"), INFO, reading.phase(INFO.config, "answer"), Own())


@pytest.mark.parametrize(("item", "value"), [("place:nowhere", "none"), ("place:theatre", "top"), ("text", "theatre")])
def test_a_mark_must_be_of_a_text_and_on_a_rung(item: str, value: str) -> None:
    with pytest.raises(Refusal):
        reading.accept(Write("answer", item=item, value=value), INFO, reading.phase(INFO.config, "place"), Own())


def test_marks_and_answers_wait_until_all_look_together() -> None:
    rows = (said("place:theatre", "sharing", 2), Note(1, 5, "theatre:like", "It is fun", True))

    for surface in ("phone", "stage"):
        for key in ("answer", "place"):
            assert drawn(state(key, *rows), surface) == ""
        assert "It is fun" in drawn(state("look", *rows), surface)
        assert "Legislative Theatre" in drawn(state("look", *rows), surface)


def test_choices_and_answers_are_handed_on() -> None:
    rows = (said("text", "mystery", 2), said("text", "theatre", 3), said("text", "mystery", 4))
    outputs = reading.outputs(state("look", *rows, Note(1, 5, "theatre:like", "It is fun", True)))

    assert [(row.text, row.count) for row in outputs["chosen"]] == [("Mystery Shoppers", 2), ("Legislative Theatre", 1)]
    assert [row.text for row in outputs["ideas"]] == ["It is fun"]


def test_the_report_tells_answers_by_text_and_the_ladder_as_a_table() -> None:
    marks = [said("place:theatre", "sharing", rev) for rev in range(2, 7)]
    blocks = reading.report(state("look", *marks, Note(1, 5, "theatre:like", "It is fun", True)))

    assert list(blocks[0].rows) == [("What do you like about it?", "It is fun")]
    assert list(blocks[-1].rows) == [("Sharing power", "Legislative Theatre", "5")]


def test_the_report_keeps_the_marks_of_fewer_than_five_to_itself() -> None:
    marks = [said("place:theatre", "sharing", rev) for rev in range(2, 6)]
    block = reading.report(state("look", *marks))[-1]

    assert (list(block.rows), block.text) == ([], "Where fewer than five people answered, it is not shown.")


def test_no_file_has_the_marks_that_the_report_keeps_to_itself() -> None:
    few = [said("place:theatre", "sharing", rev) for rev in range(2, 6)]

    assert reading.few(state("look", *few)) == {"place:theatre"}
    assert reading.few(state("look", *few, said("place:theatre", "sharing", 6))) == set()


def test_a_ladder_needs_its_question() -> None:
    with pytest.raises(ValueError, match="go together"):
        reading.clean_config({key: value for key, value in CONFIG.items() if key != "place"})


def test_a_rung_names_the_texts_with_most_marks_first_and_counts_those_without_room() -> None:
    rows = [
        {"text": text, "rungs": {"sharing": n}}
        for text, n in zip((*INFO.config.texts, INFO.config.texts[0]), (1, 3, 2), strict=True)
    ]
    rung = next(rung for rung in INFO.config.rungs if rung.id == "sharing")

    found = reading._rung(rung, rows)  # type: ignore[attr-defined]

    assert [count for _title, count in found["marks"]] == [3, 2, 1]
    assert found["more"] == 1
