"""What came of all statements, for the report: each with its strips of paper on one drawing, then numbers and reasons as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from activities.drawing import pen
from activities.drawing.pen import group
from activities.kinds.base import Block
from activities.kinds.quiz.divided import draw_one
from activities.kinds.quiz.drawing import WIDTH, Split, split_words, told_words, word

A_PAGE = 9  # statements at most on one drawing, which then fills a sheet of A4
GAP = 38  # between two statements


@dataclass(frozen=True, slots=True)
class Told:
    """A statement and what may be told of it: no split of few people. `splits` are named where there are two."""

    text: str
    answer: bool
    why: str
    splits: Sequence[tuple[Split, str]] = ()

    @property
    def last(self) -> Split:
        return self.splits[-1][0]

    @property
    def words(self) -> str:
        said = [split_words(split, title) for split, title in self.splits] or [few_words()]
        return " ".join([self.text, *said, told_words(self.answer)])


def few_words() -> str:
    return _("Fewer than five people answered, so this is not shown.")


def blocks(title: str, told: Sequence[Told]) -> Iterable[Block]:
    each = ceil(len(told) / ceil(len(told) / A_PAGE))
    for start in range(0, len(told), each):
        part = told[start : start + each]
        names = {"first": start + 1, "last": start + len(part)}
        heading = title if len(told) <= A_PAGE else _("Statements %(first)d to %(last)d") % names
        drawing = draw_told(heading, part) if any(row.splits for row in part) else ""
        yield Block(heading, " ".join(_text(part)), drawing, *_table(part))


def _text(told: Sequence[Told]) -> Iterable[str]:
    """What the ring means, what is missing, and the one thing to notice."""
    if any(row.splits for row in told):
        yield _("The ring is round what the toolkit says.")
    if not all(row.splits for row in told):
        yield few_words()
    split = [row for row in told if row.splits and row.last.true and row.last.false]
    if split:
        row = max(split, key=lambda row: (min(row.last.true, row.last.false) / row.last.total, row.last.total))
        names = {"statement": row.text.rstrip("."), "true": row.last.true, "false": row.last.false}
        yield _("You differed most on “%(statement)s”: %(true)d say true, %(false)d say false.") % names


def _table(told: Sequence[Told]) -> tuple[list[str], list[list[str]]]:
    """A row for each split; with a column for when it was, where there are two of one statement."""
    when = any(len(row.splits) > 1 for row in told)
    columns = [
        _("Statement"),
        *([_("When")] if when else []),
        word(True),
        word(False),
        _("Not sure"),
        _("The toolkit says"),
    ]
    rows = []
    for row in told:
        reason = f"{word(row.answer)}. {row.why}"
        counted = [(title, [str(split.true), str(split.false), str(split.unsure)]) for split, title in row.splits]
        for title, counts in counted or [("", ["–"] * 3)]:
            rows.append([row.text, *([title] if when else []), *counts, reason])
            reason = ""
    return columns, rows


def draw_told(heading: str, told: Sequence[Told]) -> str:
    out, y = "", 0.0
    for row in told:
        drawn, end = draw_one(y, row.text, row.splits, row.answer, few_words())
        out += group(drawn, "statement")
        y = end + GAP
    words = " ".join([f"{heading.rstrip('.')}.", *(row.words for row in told)])
    return pen.svg(out, words, w=WIDTH, h=y - GAP + 8, name="quiz-told")
