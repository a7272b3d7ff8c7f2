"""What a step goes on with from earlier steps of the same session: rows to start from, and words to look back on.

`carry` of a step names where its rows come `from` (one step, or several of which the last that was run counts) and which
`output`; with `own_table`, people at a table go on with what was shared there. `look_back` names what is shown to read again.
Where nothing was run or nothing came of it, the step starts by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from activities.kinds.base import Carried, Own
from activities.kinds.registry import kind
from sessions import models
from sessions.source import finished_step, own_rows

MOST = 12  # rows to look back on from one step: a phone is small


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What was said in an earlier step, to read again."""

    title: str
    rows: tuple[Carried, ...]

    def at(self, scope: int | None) -> "LookedBack":
        """At a table: its own words and those of the room."""
        here = [row for row in self.rows if scope is None or row.table in (None, scope)]
        return replace(self, rows=tuple(here[:MOST]))


def carried_into(step: models.SessionStep) -> tuple[Carried, ...]:
    """The rows a step starts from; nothing when no step before it was run that hands them on."""
    rows, _title = _handed_on(step, step.carry)
    if not step.carry.get("own_table"):
        rows = tuple(replace(row, table=None) for row in rows)
    return rows


def looked_back(step: models.SessionStep) -> tuple[LookedBack, ...]:
    found = [_handed_on(step, source) for source in step.carry.get("look_back", ())]
    return tuple(LookedBack(title, rows) for rows, title in found if rows)


def _handed_on(step: models.SessionStep, source: dict[str, Any]) -> tuple[tuple[Carried, ...], str]:
    """(rows, title of the step they come from)."""
    origin = _origin(step, source)
    if origin is None:
        return (), ""
    try:
        return tuple(kind(origin.kind).outputs(finished_step(origin)).get(source["output"], ())), origin.title
    except (LookupError, ValidationError):  # its kind is not here any more
        return (), ""


def _origin(step: models.SessionStep, source: dict[str, Any]) -> models.SessionStep | None:
    keys = source.get("from") or []
    return (
        models.SessionStep.objects.filter(
            session_id=step.session_id,  # type: ignore[attr-defined]
            key__in=[keys] if isinstance(keys, str) else keys,
            visited=True,
            position__lt=step.position,
        )
        .select_related("session")
        .last()
    )


def with_own_carried(step: models.SessionStep, own: Own, secret: str) -> Own:
    """`own`, and what its owner wrote for themselves in the steps that this one carries on from or looks back on. For their eyes
    alone. A step that was not run in this session gives nothing, not even an empty list."""
    carried: dict[str, Sequence[Carried]] = {}
    for source in (step.carry, *step.carry.get("look_back", ())):
        origin = _origin(step, source)
        try:
            of = kind(origin.kind) if origin else None
        except LookupError:  # its kind is not here any more
            of = None
        if origin and of and of.hands_back:
            carried |= of.own_outputs(origin.info.config, own_rows(origin, secret, sealed=True))
    return replace(own, carried=carried)
