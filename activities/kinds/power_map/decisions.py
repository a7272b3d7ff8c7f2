"""Which decisions a map has: carried in or the pack's, those of a story, those that people added; and which are worked on."""

import re
from collections import Counter
from dataclasses import dataclass

from activities.kinds.base import State
from activities.kinds.power_map.config import DECISION, TAKEN, Card, PowerMapConfig


@dataclass(frozen=True, slots=True)
class Row:
    """A decision on the map. `rev` is that of the note it came from."""

    id: str
    text: str
    card: str = ""
    rev: int = 0

    @property
    def slug(self) -> str:
        """Its name in ids on a page."""
        return re.sub(r"[^\w-]", "-", self.id)


def story(state: State) -> Card | None:
    """The story most people here picked; the earlier one in the pack where as many picked another."""
    config: PowerMapConfig = state.config
    picked = Counter(answer.value for answer in state.by_item.get("card", ()))
    return max(config.cards, key=lambda card: picked[card.id], default=None) if any(picked.values()) else None


def offered(state: State) -> list[Row]:
    """Every decision there is here: carried in or the pack's, then the story's, then those that people added."""
    config: PowerMapConfig = state.config
    rows = [Row(f"from-{c.id}", c.text) for c in state.carried] or [Row(d.id, d.text) for d in config.decisions]
    for card in stories(state):
        rows += [Row(f"{card.id}.{d.id}", d.text, card.title) for d in card.decisions]
    return rows + [Row(f"own-{n.id}", n.text, rev=n.rev) for n in state.shown if n.zone == DECISION]


def stories(state: State) -> list[Card]:
    """The stories worked on: one at a table, those of all tables in the room. With none picked, the first."""
    config: PowerMapConfig = state.config
    picked = [story(part) for part in at_tables(state)]
    begun = state.phase.key != "decisions"
    return [c for c in config.cards if c in picked] or list(config.cards[: 1 if begun else 0])


def at_tables(state: State) -> list[State]:
    return [state.at(table) for table in state.tables] if state.scope is None and state.tables else [state]


def worked_on(state: State) -> list[Row]:
    """The decisions that are worked on: six at most for each table, those that matter to most people first."""
    if state.phase.key == "decisions":
        return offered(state)
    taken: dict[str, Row] = {}
    for part in at_tables(state):
        taken |= {row.id: row for row in _by_picks(part, offered(part))[:TAKEN]}
    return _by_picks(state, [row for row in offered(state) if row.id in taken])


def _by_picks(state: State, rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -len(state.by_item.get(f"pick:{row.id}", ())))


def place_of(state: State, row: Row, order: int) -> tuple[int, str]:
    """A row's revision and its place. While decisions come in, each has a place of its own and moves no other."""
    if state.phase.key != "decisions":
        return rows_rev(state), f"{order:03d}"
    if row.rev:
        return row.rev, f"2{row.id.removeprefix('own-'):>018}"
    if not row.card:
        return state.view_rev, f"0{order:03d}"
    picked = max([state.view_rev, *(a.rev for a in state.answers if a.item == "card")])
    return picked, f"1{state.config.ids().index(row.id):03d}"


def rows_rev(state: State) -> int:
    """When the list of decisions last changed: a story picked, a tap, a decision added or taken off."""
    notes = [n.rev for n in state.notes if n.zone == DECISION]
    changing = ("card",) if state.phase.key == "decisions" else ("card", "pick:")
    return max([state.view_rev, *notes, *(a.rev for a in state.answers if a.item.startswith(changing))])


def every_decision(state: State) -> dict[str, Row]:
    """Every decision a note may be about, also one that is no longer worked on; without words when it was taken off."""
    config: PowerMapConfig = state.config
    rows = [Row(d.id, d.text) for d in config.decisions] + [Row(f"from-{c.id}", c.text) for c in state.carried]
    rows += [Row(f"{card.id}.{d.id}", d.text, card.title) for card in config.cards for d in card.decisions]
    rows += [Row(f"own-{n.id}", n.text if n.shown else "", rev=n.rev) for n in state.notes if n.zone == DECISION]
    return {row.id: row for row in rows}
