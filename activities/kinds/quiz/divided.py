"""The statements that split the room most, each with its strip of paper cut in two, and again as it was after the talk.

Made of the pieces of the quiz's own drawing, so that a cut strip means the same on every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from activities.drawing import pen
from activities.drawing.pen import group
from activities.kinds.quiz.drawing import (
    BOTTOM,
    WIDTH,
    Split,
    split_words,
    splits_of,
    two_strips,
    unsure_word,
    word,
)  # fmt: skip

STRIP = 62.0
BETWEEN = 22  # two strips of one statement
SIDE = 330  # at the left of a strip: when it was


def draw_divided(rows: Sequence[tuple[str, Split, Split]]) -> str:
    """`rows` are statement, before, after; no drawing when there is nothing to tell apart."""
    if not rows:
        return ""
    pitch = min(BOTTOM / len(rows), 290.0)
    inner = "".join(_row(i * pitch, *row) for i, row in enumerate(rows))
    told = " ".join(f"{text} {split_words(before, '')}" for text, before, _after in rows)
    return pen.svg(inner, told, name="quiz-divided")


def _row(y: float, statement: str, before: Split, after: Split) -> str:
    return group(draw_one(y, statement, splits_of(before, after if after.total else None))[0], "statement")


def draw_one(
    y: float, statement: str, splits: Sequence[tuple[Split, str]], answer: bool | None = None, without: str = ""
) -> tuple[str, float]:
    """A statement with a strip for each split below it, and where that ends. The red pen rings the toolkit's `answer`, if it is
    told; `without` stands where there is no split."""
    size = 44 if pen.width(statement, 44, 750) <= WIDTH else 36
    out = pen.text(0, y + 48, pen.shorten(statement, WIDTH, size, 750), size=size, weight=750)
    if not splits:
        return out + pen.text(0, y + 108, without, size=34), y + 118
    two = len(splits) > 1
    tall = STRIP if two else STRIP + 20
    y += 70 if two else 76
    for split, title in splits:
        out += _strip(y, split, title, tall, answer)
        y += tall + BETWEEN
    return out, y - BETWEEN


def _strip(y: float, split: Split, title: str, tall: float, answer: bool | None) -> str:
    """Both numbers with their words, the strip between them, those who are not sure at its end."""
    middle = y + tall / 2 + 11
    left, right = float(SIDE if title else 0), float(WIDTH)
    out = pen.text(0, middle, title, size=34) if title else ""
    if split.unsure:
        told = f"{unsure_word()} {split.unsure}"
        out += pen.text(right, middle, told, size=34, anchor="end")
        right -= pen.width(told, 34) + 44
    true, false = _Side(True, split.true, answer), _Side(False, split.false, answer)
    out += true.draw(left, middle) + false.draw(right - false.width, middle)
    left, right = left + true.width + 28, right - false.width - 28
    slips = two_strips(split, y, tall, right - left) if split.total else ""
    return out + group(slips, "slips", f'transform="translate({pen.n1(left)} 0)"')


@dataclass(frozen=True, slots=True)
class _Side:
    """A word and its number. Where the toolkit's answer is told, there is room for the red pen round the word."""

    true: bool
    n: int
    answer: bool | None

    @property
    def _word_width(self) -> float:
        return pen.width(word(self.true), 38, 650)

    @property
    def _before(self) -> float:
        return 0 if self.answer is None else 24

    @property
    def _number_at(self) -> float:
        return self._before + self._word_width + (11 if self.answer is None else 34)

    @property
    def width(self) -> float:
        return self._number_at + pen.width(str(self.n), 38, 650) + 1  # places are rounded

    def draw(self, x: float, y: float) -> str:
        out = pen.text(x + self._before, y, word(self.true), size=38, weight=650)
        out += pen.text(x + self._number_at, y, str(self.n), size=38, weight=650)
        if self.true is not self.answer:
            return out
        half = self._word_width / 2
        return out + group(pen.ring(x + self._before + half, y - 13, half + 19, 31, w=5), "ring")
