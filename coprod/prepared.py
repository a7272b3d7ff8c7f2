"""Queries that are asked at every change: the ORM writes their SQL once, and from then on only the values differ.

To compose a query costs the ORM several times what the database needs to answer it, and a lively room asks the same
few questions ten times a second.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

FIRST_NUMBER = 7_919_000_000_001  # stands for a value while the SQL is made: no real id or revision is as high


class Prepared:
    """`build` makes a query of plain values (`values_list`) from its arguments, each used as it is in a filter.

    A call gives the rows as the database returns them: a truth may be 0 or 1, and a date or JSON may be text.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._made: dict[tuple[Any, ...], tuple[str, list[Any]]] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        sql, places = self._prepare(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[place] if own else place for own, place in places])
            return cursor.fetchall()

    def _prepare(self, values: tuple[Any, ...]) -> tuple[str, list[Any]]:
        """The SQL, and for each of its parameters (True, which argument it is) or (False, what it always is)."""
        key = (connection.vendor, *map(type, values))
        if key not in self._made:
            marks = [_mark(index, value) for index, value in enumerate(values)]
            sql, params = self._build(*marks).query.sql_with_params()
            if missing := [mark for mark in marks if mark not in params]:
                raise ValueError(f"the query does not use its arguments as they are: {missing}")
            self._made[key] = sql, [(True, marks.index(p)) if p in marks else (False, p) for p in params]
        return self._made[key]


def _mark(index: int, value: Any) -> Any:
    return f"prepared {index}" if isinstance(value, str) else FIRST_NUMBER + index
