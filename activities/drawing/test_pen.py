"""The pen repeats itself, keeps to its room and lets no text through unescaped."""

from time import perf_counter
from xml.etree import ElementTree

import pytest

from activities.drawing import pen
from activities.drawing.readback import HOSTILE


def names(svg: str) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}


@pytest.mark.parametrize("words", HOSTILE)
def test_words_cannot_become_elements(words):
    drawing = pen.svg(pen.text(0, 40, words) + pen.note(0, 90, 300, words).svg, words)
    assert names(drawing) == {"svg", "title", "text", "tspan", "g", "path"}
    assert "style=" not in drawing.replace(pen.esc(words), "")


def test_numbers_match_the_reference_kit():
    draw = pen.rnd("seed")
    assert [round(draw(), 6) for _ in range(3)] == [0.949891, 0.076088, 0.026259]


def test_same_seed_same_bytes():
    def once() -> str:
        return (
            pen.stroke(0, 0, 900, 4, seed=7)
            + pen.sheet(0, 0, 90, 60, seed=7)
            + pen.note(0, 0, 200, "One thing", seed=7).svg
        )

    first = once()
    pen._pen.cache_clear()
    pen.sheet.cache_clear()
    assert once() == first
    assert pen.stroke(0, 0, 900, 4, seed=8) != pen.stroke(0, 0, 900, 4, seed=7)


def test_lines_keep_to_their_width():
    words = "Being asked to tell my story again, and at https://example.org/a/very/long/address?with=parts of it"
    for room in (60, 120, 240, 600):
        lines = pen.wrap(words, room, 30)
        assert all(pen.width(line, 30) <= room for line in lines)
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")


def test_wrap_evens_its_lines_out():
    assert pen.wrap("Too far to walk with a bad hip", 240, 30) == ["Too far to walk", "with a bad hip"]


def test_wrap_says_when_there_is_more():
    assert pen.wrap("one two three four five six", 130, 30, most=2) == ["one two", "three …"]


def test_long_word_breaks_between_letters_only():
    pieces = pen.break_word("👩‍👩‍👧" * 4 + "🇬🇧🇬🇧", 90, 30)
    assert "".join(pieces) == "👩‍👩‍👧" * 4 + "🇬🇧🇬🇧"
    assert all(not piece.startswith("\u200d") and piece.count("🇬") == piece.count("🇧") for piece in pieces)


def test_family_of_joined_emoji_is_as_wide_as_one():
    assert pen.width("👩‍👩‍👧", 30) == pen.width("👩", 30)


def test_right_to_left_words_stand_in_an_isolate_at_the_right():
    drawn = pen.note(0, 0, 300, "أهلا بكم (hello)", marked=False).svg
    assert 'text-anchor="end"' in drawn
    assert "\u2067أهلا بكم (hello)\u2069" in drawn


def test_thirty_notes_are_quick():
    words = [f"Number {i}: nobody told me where the door is" for i in range(30)]
    started = perf_counter()
    for i, t in enumerate(words):
        pen.note(10, 10 * i, 320, t, seed=f"cold{i}")
    assert perf_counter() - started < 0.2  # about 12 ms; the rest is room for a busy machine


def test_tally_has_a_stroke_for_each_person():
    assert [pen.tally(n).count("<path") for n in (0, 1, 5, 12)] == [0, 1, 5, 12]


def test_a_column_is_ragged_on_the_side_where_reading_ends():
    assert 'x="10" y="40"' in pen.para(10, 40, 300, "hello (نحن)")
    assert 'x="310" y="40"' in pen.para(10, 40, 300, "نحن (hello)")
