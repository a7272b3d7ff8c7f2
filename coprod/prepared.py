"""Queries that are asked at every change: the ORM writes their SQL once, and from then on only the values differ.

To compose a query costs the ORM several times what the database needs to answer it, and a lively room asks the same
few questions ten times a second.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

FIRST_NUMBER = 2_146_919_001  # stands for a value while the SQL is made: hardly a real id, and it fits 32 bits
M = TypeVar("M", bound=Model)
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True)
class _Made:
    sql: str
    places: list[tuple[bool, Any]]  # of each parameter: (True, which argument it is) or (False, what it always is)
    compiler: Any

    def filled(self, values: tuple[Any, ...]) -> tuple[str, list[Any]]:
        return self.sql, [values[place] if own else place for own, place in self.places]

    def rows(self, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(*self.filled(values))
            return cursor.fetchall()


class Prepared:
    """`build` makes a query of plain values (`values_list`) from its arguments, each used as it is in a filter.

    A call gives the rows as the database returns them: a truth may be 0 or 1, and a date or JSON may be text.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._kept: dict[tuple[Any, ...], _Made] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        return self._made(values).rows(values)

    def _made(self, values: tuple[Any, ...]) -> _Made:
        key = (connection.vendor, *map(type, values))
        if key not in self._kept:
            self._kept[key] = self._make([_mark(index, value) for index, value in enumerate(values)])
        return self._kept[key]

    def _make(self, marks: list[Any]) -> _Made:
        compiler = self._build(*marks).query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        if missing := [mark for mark in marks if mark not in params]:
            raise ValueError(f"the query does not use its arguments as they are: {missing}")
        return _Made(sql, [(True, marks.index(p)) if p in marks else (False, p) for p in params], compiler)


class PreparedUpdate(Generic[M]):
    """As `Prepared`, for one change of the rows that `build` finds. A call gives how many rows it changed."""

    def __init__(self, build: Callable[..., QuerySet[M]], **values: Any) -> None:
        self._query = Prepared(lambda *args: _Changing(build(*args), values))  # type: ignore[arg-type,return-value]

    def __call__(self, *values: Any) -> int:
        with connection.cursor() as cursor:
            cursor.execute(*self._query._made(values).filled(values))
            return int(cursor.rowcount)


class _Changing:
    """Stands where `Prepared` expects a query set: its query is the UPDATE."""

    def __init__(self, rows: QuerySet[Any], values: dict[str, Any]) -> None:
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        self.query = query


class PreparedInsert(Generic[M]):
    """Adds a row: `Model.objects.create` for a model that has no signals and no parents, with its SQL made once."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._fields: list[Any] = [field for field in model._meta.local_concrete_fields if not field.primary_key]
        self._made: dict[str, tuple[str, Any]] = {}

    def __call__(self, **values: Any) -> M:
        instance = self._model(**values)
        sql, compiler = self._made.get(connection.vendor) or self._make(instance)
        row = [compiler.prepare_value(each, compiler.pre_save_val(each, instance)) for each in self._fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, row)
            (instance.pk,) = cursor.fetchone()
        instance._state.adding, instance._state.db = False, connection.alias
        return instance

    def _make(self, instance: M) -> tuple[str, Any]:
        query: Any = InsertQuery(self._model)
        query.insert_values(self._fields, [instance])
        compiler = query.get_compiler(connection.alias)
        compiler.returning_fields = [self._model._meta.pk]
        ((sql, _params),) = compiler.as_sql()
        self._made[connection.vendor] = sql, compiler
        return sql, compiler


def _mark(index: int, value: Any) -> Any:
    return f"prepared {index}" if isinstance(value, str) else FIRST_NUMBER + index


class PreparedModels(Generic[M]):
    """As `Prepared`, for a query of models and what it joins by `select_related`. A call gives instances.

    This is `django.db.models.query.ModelIterable` with its first half done beforehand.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._query = Prepared(build)

        self._makers: dict[int, Callable[[Rows], Iterable[Any]]] = {}

    def __call__(self, *values: Any) -> list[M]:
        made = self._query._made(values)
        maker = self._makers.get(id(made)) or self._makers.setdefault(id(made), _maker(made.compiler))
        return list(maker(made.rows(values)))

    def first(self, *values: Any) -> M | None:
        return next(iter(self(*values)), None)


def _maker(compiler: Any) -> Callable[[Rows], Iterable[Any]]:
    """What makes instances of this query's rows."""
    fields, select = compiler.klass_info["select_fields"], compiler.select
    start, end = fields[0], fields[-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    make = partial(compiler.klass_info["model"].from_db, connection.alias, names)
    joined = get_related_populators(compiler.klass_info, select, connection.alias)  # type: ignore[call-arg]
    converters = compiler.get_converters([column[0] for column in select])

    def instances(rows: Rows) -> Iterable[Any]:
        for row in compiler.apply_converters(rows, converters):
            instance = make(row[start:end])
            for populator in joined:
                populator.populate(row, instance)
            yield instance

    return instances
