from collections.abc import Iterator
from pathlib import Path

import pytest

from checklists import content
from checklists.checks import check_packs
from checklists.content import PACKS, problems, sheets


def test_the_eight_checklists_ask_131_questions_and_49_follow_ups():
    asked = {
        sheet.label: (len(sheet.questions), sum(len(q.then) for q in sheet.questions)) for sheet in sheets().values()
    }
    assert asked == {
        "2A": (8, 1), "2B": (5, 1), "2C": (6, 0), "2D": (12, 8), "2E": (7, 11), "2F": (11, 3), "2G": (80, 19), "2H": (2, 6),
    }  # fmt: skip


def test_the_ten_areas_of_2g_ask_the_framing_questions_first():
    areas = sheets()["flic-2g"].areas
    assert [len(area.framing) for area in areas] == [2, 2, 1, 3, 2, 2, 3, 2, 1, 2]
    assert [len(area.questions) for area in areas] == [7, 9, 5, 5, 5, 6, 6, 10, 4, 3]
    assert areas[0].asked[0].ref == "flic-2g.1.f1"


def test_2d_shares_its_first_two_answers_with_2b():
    first, second = sheets()["flic-2d"].questions[:2]
    assert (first.key, second.key) == ("flic-2b.04", "flic-2b.05")


def test_numbers_are_as_people_say_them():
    numbers = [box.number for question in sheets()["flic-2d"].questions[2:4] for box in question.boxes]
    assert numbers == ["3", "3a", "4", "4a", "4b", "4c"]
    assert [question.number for question in sheets()["flic-2g"].areas[0].asked[:3]] == ["1.A", "1.B", "1.1"]


def test_the_packs_have_no_fault():
    assert list(problems()) == [] == check_packs(None)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('text: "What is this project about?"', 'txt: "What?"'), "parts[0].questions[0].text: Field required"),
        (("flic-2a.02,", "flic-2a.01,"), "ref flic-2a.01 is also in flic-2a.yaml"),
        (("lead:", "lede:"), "lead: Field required"),
        (("flic-2a.05,", "flic-2b.05,"), "ref flic-2b.05 does not belong to flic-2a"),
    ],
)
def test_a_broken_pack_is_told_with_file_and_key(tmp_path: Path, change, told):
    text = (PACKS / "flic-2a.yaml").read_text()
    assert change[0] in text
    (tmp_path / "flic-2a.yaml").write_text(text.replace(*change, 1))
    assert any(line.startswith("flic-2a.yaml: ") and told in line for line in problems(tmp_path))


OURS = """
slug: ours-3a
label: 3A
name: Food
title: Food for everyone
lead: Who eats what?
about: Plan what people eat on the day.
parts:
- questions:
  - {ref: ours-3a.01, text: "What will people eat?", then: [{ref: ours-3a.01a, text: "Who cooks it?"}]}
"""


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checklist of one's own beside the eight."""
    for path in PACKS.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "ours-3a.yaml").write_text(OURS)
    monkeypatch.setattr(content, "PACKS", tmp_path)
    kept = (content.sheets, content.questions, content.boxes)
    for found in kept:
        found.cache_clear()
    yield tmp_path
    for found in kept:
        found.cache_clear()


def test_a_checklist_is_added_as_one_file(ours: Path, plan):
    assert list(problems(ours)) == []
    page = plan.owner().get(plan.url("sheet", "3a")).content.decode()
    assert "3A" in page and "What will people eat?" in page
    plan.post(plan.owner(), "ours-3a.01a", at="3a", text="Whoever likes to")
    assert "Whoever likes to" in plan.owner().get(plan.url("file", "all", "md")).content.decode()
    assert "3A" in plan.owner().get(plan.url("plan")).content.decode()


def test_two_checklists_with_one_label_are_told(ours: Path):
    (ours / "ours-3b.yaml").write_text(OURS.replace("ours-3a", "ours-3b"))
    assert list(problems(ours)) == ["ours-3b.yaml: label 3A is also in ours-3a.yaml"]


def test_a_share_of_a_question_that_is_nowhere_is_told(tmp_path: Path):
    (tmp_path / "flic-2d.yaml").write_text((PACKS / "flic-2d.yaml").read_text())
    assert "flic-2d.yaml: flic-2d.01.shares: there is no question flic-2b.04" in list(problems(tmp_path))


def test_a_file_that_is_not_yaml_is_told(tmp_path: Path):
    (tmp_path / "flic-2a.yaml").write_text("parts: [")
    assert next(problems(tmp_path)).startswith("flic-2a.yaml: ")


def test_every_question_asks_and_starts_with_a_question_word():
    starts = ("What", "Who", "Whose", "Which", "Where", "How", "When", "Why", "For whom")
    boxes = content.boxes().values()
    assert [box.text for box in boxes if not box.text.startswith(starts) or not box.text.endswith("?")] == []
