"""Steps in which people change tables: where they sit now, and who stays while the others move on."""

from collections.abc import Iterable

from activities.kinds.registry import kind
from sessions.models import Host, Participant, SessionStep, Table


def moving(step: SessionStep | None) -> bool:
    """Do people change tables between the phases of this step?"""
    return step is not None and step.grouping == "tables" and kind(step.kind).moves(step.info.config)


def seats(step: SessionStep | None, numbers: Iterable[int]) -> dict[int, int]:
    """Where the people of each table sit now: elsewhere, once the tables of a step have moved on."""
    numbers = sorted(numbers)
    if step is None or not moving(step):
        return {number: number for number in numbers}
    found, config, phase = kind(step.kind), step.info.config, step.phase_now
    return {home: found.seat(config, phase, home, numbers) for home in numbers}


def pen_table(step: SessionStep | None, participant: Participant) -> Table | None:
    """The table whose pen serves where a person sits now: the pen goes with the people of a table when they move on.

    Somebody who stayed behind shares the pen of the people who came.
    """
    here = table_now(step, participant)
    if step is None or here is None or not moving(step):
        return here
    tables = {table.number: table for table in participant.session.tables.all()}
    homes = {seat: home for home, seat in seats(step, tables).items()}
    return tables[homes[here.number]]


def who_writes(step: SessionStep | None, participant: Participant) -> Participant | None:
    """Who holds the pen where a person sits now; nobody when its holder stayed behind or sat down elsewhere."""
    table = pen_table(step, participant)
    scribe = table.scribe if table else None
    return scribe if scribe and table_now(step, scribe) == table_now(step, participant) else None


def table_now(step: SessionStep | None, participant: Participant) -> Table | None:
    """The table where a person sits now: where they stay, or where the people of their own table have gone."""
    if step is None or not moving(step) or participant.table is None:
        return participant.table
    host = Host.objects.select_related("table").filter(step=step, participant=participant).first()
    if host is not None and host.table is not None:
        return host.table
    tables = {table.number: table for table in Table.objects.filter(session=participant.session_id)}  # type: ignore[attr-defined]
    return tables[seats(step, tables)[participant.table.number]]
