"""One statement over several sessions: a bar for each, and one for all that may be told."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from activities.drawing.words import Words, people
from activities.kinds.base import FEW, Block
from activities.kinds.survey.drawing import A_PAGE, Total, Totals, draw_survey, row_words, too_few_words


def compared(
    statement: str, scale: tuple[str, ...], rows: Sequence[tuple[str, str, Total]], least: int
) -> Iterable[Block]:
    """`rows` are (label, name, total), oldest first; a total that may not be told has no counts any more.

    "All together" adds up only what is told beside it, so that nobody can work out the rest by taking away.
    """
    least = max(FEW, least)  # whatever a pack allows in its own room
    rows = [row if row[2].given >= least else (row[0], row[1], _nothing(row[2])) for row in rows]
    told = [total for _label, _name, total in rows if total.given]
    if not told:
        yield Block(statement, too_few_words(least))
        return
    if len(told) > 1:
        together = tuple(map(sum, zip(*(total.counts for total in told), strict=True)))
        rows = [*rows, (_("All together"), _("All together"), Total("", together))]
    for start in range(0, len(rows), A_PAGE):
        yield _block(statement, scale, rows[start : start + A_PAGE], least)


def _nothing(total: Total) -> Total:
    return Total(total.text, (0,) * len(total.counts))


def _block(statement: str, scale: tuple[str, ...], rows: Sequence[tuple[str, str, Total]], least: int) -> Block:
    drawn = [
        Total(f"{label}: {people(total.given)}" if total.given else label, total.counts) for label, _n, total in rows
    ]
    totals = Totals(scale, tuple(drawn), max(total.given for total in drawn), least)
    words = _words(statement, totals, rows)
    return Block(statement, words.text, draw_survey(statement, totals, words.title), words.columns, words.rows)


def _words(statement: str, totals: Totals, rows: Sequence[tuple[str, str, Total]]) -> Words:
    lines = [f"{row.text}. {row_words(totals, row)}" for row in totals.rows]
    cells = tuple(
        (name, str(total.given), *map(str, reversed(total.counts))) if total.given else (name, *["–"] * 6)
        for _label, name, total in rows
    )
    columns = (_("Session"), _("People"), *reversed(totals.scale))
    return Words(statement, " ".join(lines), columns, cells)
