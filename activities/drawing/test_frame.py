"""The frame's small drawings are quiet, repeat themselves and obey the policy."""

from xml.etree import ElementTree

import pytest

from activities.drawing import frame, pen

SMALL = [frame.rule_line("Ladder"), frame.tally(27), frame.now_arrow(), frame.clock(), frame.eye()]


@pytest.mark.parametrize("svg", SMALL)
def test_frame_drawings_are_hidden_and_hold_no_style(svg):
    root = ElementTree.fromstring(svg)
    assert root.attrib["aria-hidden"] == "true"
    assert {e.tag for e in root.iter()} == {"svg", "path"}
    assert "style" not in svg


def test_line_follows_from_the_title():
    assert frame.rule_line("Ladder") == frame.rule_line("Ladder")
    assert frame.rule_line("Ladder") != frame.rule_line("River")


@pytest.mark.parametrize(("n", "strokes"), [(0, 0), (1, 1), (40, 40), (41, 0), (300, 0)])
def test_tally_gives_way_to_numbers(n, strokes):
    assert frame.tally(n).count("<path") == strokes


def test_seeds_are_never_written_into_the_drawing():
    assert "<script" not in frame.rule_line("<script>") + pen.tally(3, seed="<script>")
