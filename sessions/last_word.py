"""Answers of which only the newest at a table counts, such as a page turned or a value put into a group."""

import re
from collections.abc import Iterable

from activities.kinds.registry import kinds
from sessions.models import Answer, SessionStep


def last_words(step: SessionStep, rows: Iterable[Answer]) -> list[Answer]:
    """The rows without those whose word was overtaken, by another or by one that took it away; in the order of their ids."""
    pattern = kinds()[step.kind].last_word if step.kind in kinds() else ""
    if not pattern:
        return list(rows)
    newest: dict[tuple[str, int | None], int] = {}
    for pk, item, table in step.answers.order_by("rev", "id").values_list("id", "item", "table_id"):
        newest[item, table] = pk
    return [
        row
        for row in rows
        if not re.fullmatch(pattern, row.item) or newest[row.item, row.table_id] == row.pk  # type: ignore[attr-defined]
    ]


def drop_overtaken(step: SessionStep) -> None:
    """Deletes the answers whose word was overtaken, while their revisions still tell which those are."""
    rows = list(step.answers.all())
    kept = {row.pk for row in last_words(step, rows)}
    step.answers.filter(pk__in=[row.pk for row in rows if row.pk not in kept]).delete()
