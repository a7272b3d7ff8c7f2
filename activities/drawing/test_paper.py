"""The shapes of notes: a class for each, the same for the same note, and the style sheet that was written."""

from pathlib import Path

from activities.drawing import paper

SHEET = Path(__file__).resolve().parents[2] / "static/css/paper.css"


def test_a_note_keeps_its_paper():
    assert paper.paper_class(41) == paper.paper_class("41")
    assert len({paper.paper_class(i) for i in range(400)}) > 100


def test_every_class_has_its_shape():
    sheet = paper.style_sheet()
    used = {name for i in range(2000) for name in paper.paper_class(i).split()}
    assert used == {"cut", *(f"cut-{i}" for i in range(paper.CUTS)), *(f"tilt-{i}" for i in range(paper.TILTS))}
    assert all(f".{name} {{" in sheet for name in used)


def test_no_paper_tilts_more_than_it_may():
    tilts = [paper.tilt(i) for i in range(paper.TILTS)]
    assert len(set(tilts)) == paper.TILTS
    assert max(abs(t) for t in tilts) <= 1.1


def test_style_sheet_is_the_one_that_script_writes():
    assert SHEET.read_text(encoding="utf-8") == paper.style_sheet()
