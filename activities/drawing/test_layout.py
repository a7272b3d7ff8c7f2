"""Words find room: whole where they can, cut where they must, and said in full where there are few."""

import pytest

from activities.drawing import pen, readback
from activities.drawing.layout import Box, fit, note, note_height, told


def test_words_take_the_largest_size_that_needs_no_more_lines():
    assert fit("Being heard", 200, (40, 30)).size == 30
    assert fit("Being heard", 200, (40, 30), 2) == (("Being", "heard"), 40, pen.width("heard", 40), False)


def test_words_that_never_fit_are_cut_at_the_smallest_size():
    words = fit("Everyone who comes has a say in what we do next", 200, (40, 26), 2)
    assert (words.size, words.cut, len(words.lines)) == (26, True, 2)
    assert words.lines[-1].endswith("…")
    assert words.width <= 200


def test_word_is_broken_only_when_no_size_holds_it():
    assert fit("Accessibility", 230, (40, 30)).lines == ("Accessibility",)
    broken = fit("Accessibility", 90, (40, 30), 3)
    assert ("".join(broken.lines), broken.cut) == ("Accessibility", True)


def test_boxes_that_only_touch_do_not_hit_unless_they_want_a_gap():
    left, right = Box(0, 0, 10, 10), Box(10, 0, 20, 10)
    assert not left.hits(right)
    assert left.hits(right, 1)
    assert not left.free_of([right], 1)


def test_note_is_as_tall_as_it_says_and_its_mark_is_at_the_right_for_right_to_left():
    words = fit("أهلا بكم", 300, (30,))
    drawing = pen.svg(note(0, 0, 300, "leaf", words), "Note")
    (line,) = readback.lines(drawing)
    assert line.box.bottom < note_height(words)
    assert line.box.right < 300 - 16
    assert 'text-anchor="end"' in drawing


def test_long_list_is_told_by_its_beginning():
    assert told(["a", "b"]) == "a; b"
    assert told([str(i) for i in range(14)], ", ", 3) == "0, 1, 2, 11 more"


def test_readback_sees_words_outside_and_words_that_touch():
    drawing = pen.svg(pen.text(-5, 30, "Out") + pen.text(100, 60, "One") + pen.text(104, 62, "Other"), "Control")
    assert readback.outside(drawing) == ["Out"]
    assert readback.collisions(drawing) == [("One", "Other")]


@pytest.mark.parametrize(
    "inner",
    [
        pen.text(-5, 30, "Out"),
        pen.text(100, 60, "One") + pen.text(104, 62, "Other"),
        pen.text(100, 60, ["One", "line"], lh=0.9),
        pen.text(100, 60, "Small", size=25),
        '<path d="M0 0" style="fill:red"/>',
        "<image/>",
    ],
)
def test_check_finds_what_no_drawing_may_have(inner):
    readback.check(pen.svg(pen.text(100, 60, ["One", "line"]), "Control"))

    with pytest.raises(AssertionError):
        readback.check(pen.svg(inner, "Control"))


def test_pen_takes_a_width_that_changes_along_the_stroke():
    line = [(0.0, 0.0), (400.0, 0.0)]
    assert pen.pen(line, w=lambda _t: 8.0) == pen.pen(line, w=8)
    assert pen.pen(line, w=lambda t: 8 + 8 * t) != pen.pen(line, w=8)
