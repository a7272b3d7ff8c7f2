"""Whether people agreed on the values of their tree, at each table and for the room. Not agreeing is a result like the other.

An answer "outcome" says it. At a table the last tap counts, whoever gave it; the room's own, while tables have theirs, is the
facilitator's to put in, and stands at no table.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from activities.kinds.base import Answer, State

ITEM = "outcome"
AGREE, DIFFER = "agree", "differ"


def outcome(answers: Sequence[Answer], table: int | None, *, tables: bool) -> str:
    """What stands for one table, or for the room; empty while nobody said."""
    here = [a for a in answers if a.item == ITEM and not a.gone and (a.table == table or not tables)]
    last = max(here, key=lambda a: (a.rev, a.id), default=None)
    return last.value if last else ""


def outcomes(state: State) -> list[tuple[int | None, str]]:
    """(table, or None for the room; what it said), of all that said something in this scope."""
    if state.scope is not None or not state.tables:
        rows = [(state.scope, outcome(state.answers, state.scope, tables=False))]
    else:
        rows = [(table, outcome(state.answers, table, tables=True)) for table in (*state.tables, None)]
    return [(table, value) for table, value in rows if value]


def lines(state: State) -> list[str]:
    """The same in words."""
    return [_line(table, value, many=bool(state.tables) and state.scope is None) for table, value in outcomes(state)]


def summary(state: State) -> list[str]:
    """For the big screen, where a line for each of many tables is too long."""
    said = outcomes(state)
    tables = {value: [str(table) for table, v in said if v == value and table is not None] for value in choices()}
    if sum(map(len, tables.values())) < 2:
        return lines(state)
    found = []
    if tables[AGREE]:
        found.append(_("Tables that agree: %(numbers)s.") % {"numbers": ", ".join(tables[AGREE])})
    if tables[DIFFER]:
        found.append(_("Did not agree, and that is fine: %(numbers)s.") % {"numbers": ", ".join(tables[DIFFER])})
    return [*found, *(_line(None, value, many=True) for table, value in said if table is None)]


def _line(table: int | None, value: str, *, many: bool) -> str:
    if not many:
        return choices()[value]
    if table is None:
        return _("The room: %(said)s") % {"said": choices()[value]}
    return _("Table %(number)d: %(said)s") % {"number": table, "said": choices()[value]}


def choices() -> dict[str, str]:
    return {AGREE: _("We agree on these values."), DIFFER: _("We did not agree, and that is fine.")}


def rev(state: State) -> int:
    return max([state.view_rev, *(a.rev for a in state.answers if a.item == ITEM)])
