"""The statements that split the room most, each with its strip of paper cut in two, and again as it was after the talk.

Made of the pieces of the quiz's own drawing, so that a cut strip means the same on every page.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from activities.drawing import pen
from activities.drawing.pen import group
from activities.kinds.quiz.drawing import BOTTOM, WIDTH, Split, split_words, two_strips, unsure_word, word

STRIP = 62.0
SIDE = 330  # at the left of a strip: when it was


def draw_divided(rows: Sequence[tuple[str, Split, Split]]) -> str:
    """`rows` are statement, before, after; no drawing when there is nothing to tell apart."""
    if not rows:
        return ""
    pitch = min(BOTTOM / len(rows), 290.0)
    inner = "".join(group(_row(i * pitch, *row), "statement") for i, row in enumerate(rows))
    told = " ".join(f"{text} {split_words(before, '')}" for text, before, _after in rows)
    return pen.svg(inner, told, name="quiz-divided")


def _row(y: float, statement: str, before: Split, after: Split) -> str:
    size = 44 if pen.width(statement, 44, 750) <= WIDTH else 36
    out = pen.text(0, y + 48, pen.shorten(statement, WIDTH, size, 750), size=size, weight=750)
    if not after.total:
        return out + _strip(y + 76, before, "", STRIP + 20)
    out += _strip(y + 70, before, _("Before we talked"), STRIP)
    return out + _strip(y + 70 + STRIP + 22, after, _("After we talked"), STRIP)


def _strip(y: float, split: Split, title: str, tall: float) -> str:
    """Both numbers with their words, the strip between them, those who are not sure at its end."""
    middle = y + tall / 2 + 11
    left = 0.0
    out = ""
    if title:
        out += pen.text(0, middle, title, size=34)
        left = SIDE
    true, false = f"{word(True)} {split.true}", f"{word(False)} {split.false}"
    out += pen.text(left, middle, true, size=38, weight=650)
    left += pen.width(true, 38, 650) + 28
    right = float(WIDTH)
    if split.unsure:
        told = f"{unsure_word()} {split.unsure}"
        out += pen.text(right, middle, told, size=34, anchor="end")
        right -= pen.width(told, 34) + 44
    out += pen.text(right, middle, false, size=38, weight=650, anchor="end")
    right -= pen.width(false, 38, 650) + 28
    slips = two_strips(split, y, tall, right - left) if split.total else ""
    return out + group(slips, "slips", f'transform="translate({pen.n1(left)} 0)"')
