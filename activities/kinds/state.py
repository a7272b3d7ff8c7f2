"""One step at one moment: its phase, what people put into it, what was carried there. Plain data, which kinds read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

# A zone that begins so is the room's own: every table sees its notes. Only the facilitator may write there.
ROOM = "room:"

FEW = 5  # of fewer people a total, a split or a middle may tell who said what: reports leave it out, consoles warn


@dataclass(frozen=True, slots=True)
class Phase:
    """One press of Next. `writes` names what phones may send while it lasts; empty means phones only look."""

    key: str
    name: str
    effect: str = ""  # what the phones and the screen will do: Next says it before it does it
    now: str = ""  # replaces the step's "what to do now" on the stage
    writes: frozenset[str] = frozenset()
    pairs: bool = False  # people do it with a partner: whoever has none is given one when it opens
    minutes: int = 0  # its own clock: Next starts it, and the big screen shows it large, in the kind's slot "timer"


@dataclass(frozen=True, slots=True)
class Note:
    id: int
    rev: int
    zone: str
    text: str
    shown: bool  # the stage and other phones may have it
    gone: bool = False  # taken back or removed; its text is empty
    held: bool = False  # waits for the facilitator
    kept_off: bool = False
    table: int | None = None
    theme: int | None = None
    name: str = ""  # the name the writer chose, on steps that show names
    proxy: bool = False  # written down for somebody by a helper
    person: int = 0  # as in Answer: who, within this step only; for counting, never for showing

    @property
    def live(self) -> bool:
        return not self.gone


@dataclass(frozen=True, slots=True)
class Theme:
    id: int
    rev: int
    title: str
    zone: str = ""
    table: int | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One person's answer to one item. `person` is a number that means something within this step only."""

    rev: int
    item: str
    value: str
    text: str = ""
    person: int = 0
    table: int | None = None
    id: int = 0
    proxy: bool = False

    @property
    def gone(self) -> bool:
        return self.value == "" and self.text == ""


@dataclass(frozen=True, slots=True)
class Carried:
    """A row, card or value from an earlier step of the same session. `id` stays the same from one read to the next."""

    id: str
    text: str
    count: int = 1
    table: int | None = None  # where it was shared while people sat at tables; only that table goes on with it


@dataclass(frozen=True, slots=True)
class StepInfo:
    """A step as it was frozen when the session started."""

    id: int
    key: str  # "flic-1.statements"
    kind: str
    activity: str
    title: str
    now: str
    purpose: str
    say: str
    do: tuple[str, ...]
    content_note: str
    grouping: str
    privacy: str
    minutes: int
    hold: bool
    config: Any  # the kind's own Config

    @property
    def pk(self) -> int:
        """For templates that are handed a row elsewhere."""
        return self.id


@dataclass(frozen=True)
class State:
    """One step at one moment, as plain data. `scope` is a table's number, or None for the whole room.

    `notes`, `answers` and `themes` hold the rows of the scope, with tombstones, in the order they came.
    """

    step: StepInfo
    phase: Phase
    view_rev: int  # revision at which this phase (or a pause, or the tables) last changed
    head: int
    notes: Sequence[Note] = ()
    answers: Sequence[Answer] = ()
    themes: Sequence[Theme] = ()
    carried: Sequence[Carried] = ()
    scope: int | None = None
    tables: tuple[int, ...] = ()  # tables of the session, when the step is done at tables
    people: int = 0
    facilitator: str = ""
    shared_screen: int | None = None  # the table the stage shows on its own, when the facilitator chose one
    staying: frozenset[int] = frozenset()  # tables where somebody stays while the others move on
    staying_rev: int = 0  # when that changed last
    since: int = -1  # parts no newer than this may be left out: every screen that asks has them

    @property
    def config(self) -> Any:
        return self.step.config

    def at(self, scope: int | None) -> "State":
        """The same step, seen from one table (or the room)."""
        if scope == self.scope:
            return self
        if scope is None:
            raise ValueError("a table's state cannot be widened to the room")
        return replace(
            self,
            scope=scope,
            notes=[n for n in self.notes if n.table == scope or n.zone.startswith(ROOM)],
            answers=[a for a in self.answers if a.table == scope],
            themes=[t for t in self.themes if t.table == scope],
            carried=[c for c in self.carried if c.table in (None, scope)],
        )

    def table_to_name(self, row: Note | Theme) -> int | None:
        """The table that a note or a group is from, where those of several tables stand together."""
        return row.table if self.tables and self.scope is None else None

    @cached_property
    def moved(self) -> Sequence[Note]:
        """The notes newer than `since`: all that need a part, where a part hangs on nothing but its note."""
        return [n for n in self.notes if n.rev > self.since]

    @cached_property
    def shown(self) -> list[Note]:
        return [n for n in self.notes if n.shown]

    @cached_property
    def given(self) -> list[Answer]:
        return [a for a in self.answers if not a.gone]

    @cached_property
    def by_item(self) -> dict[str, list[Answer]]:
        """Answers that stand, by item."""
        found: dict[str, list[Answer]] = {}
        for answer in self.given:
            found.setdefault(answer.item, []).append(answer)
        return found

    @cached_property
    def rows_by_item(self) -> dict[str, list[Answer]]:
        """All answers by item, with those that were cleared: for the revision of what is drawn from them."""
        found: dict[str, list[Answer]] = {}
        for answer in self.answers:
            found.setdefault(answer.item, []).append(answer)
        return found

    @cached_property
    def answered(self) -> int:
        """How many people have given something, a note or an answer."""
        return len({a.person for a in self.given} | {n.person for n in self.notes if n.live})

    @cached_property
    def answers_rev(self) -> int:
        return max((a.rev for a in self.answers), default=self.view_rev)

    @cached_property
    def rows_rev(self) -> int:
        """The revision of the newest row of the step: for a drawing that shows everything."""
        revs = [*(n.rev for n in self.notes), *(a.rev for a in self.answers), *(t.rev for t in self.themes)]
        return max(revs, default=self.view_rev)


@dataclass(frozen=True, slots=True)
class Own:
    """What one person has put into a step: what their own phone may show them again."""

    notes: Sequence[Note] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    table: int | None = None
    facilitator: bool = False  # the facilitator writes, for somebody or for the room
    carried: Mapping[str, Sequence[Carried]] = field(default_factory=dict)  # their own, private, from the step before
    tables: tuple[int, ...] = ()  # the session's tables, for kinds whose tables move on
    stays: bool = False  # stays at a table while the others move on

    def said(self, item: str) -> str:
        """The value of their answer to an item; empty when there is none."""
        answer = self.answers.get(item)
        return answer.value if answer else ""
