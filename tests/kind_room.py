"""A room that walks through a kind's own example.yaml, step by step, at one table or two.

An example is {config, carried: [{id, text, count}], contributions: [...]}. A contribution says in which `phase` it is made, the `verb`
and its fields (zone, item, value, text, note, theme), and if it matters `who` ("facilitator", or the number of a phone:
even ones sit at table 1, odd ones at table 2), `as` (a name for the row that it makes, for "{name}" in later ones) and
`only` ("room" or "tables"). Every contribution of an example must be accepted. A kind that goes in more than one way has
an example of each: `example-turns.yaml` is tried as "rounds-turns".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from activities.kinds.base import Carried, Kind, Refusal, Write
from activities.kinds.registry import kind, kinds
from coprod.live.parts import View, render_part
from sessions import models, writes
from sessions.source import RoomState, own_rows
from sessions.surfaces import own_view, view
from sessions.tables import move, seat_everyone
from tests.sessions.conftest import Phone, join, make_session

PHONES = 6
WHERE = ("room", "tables")
EXAMPLES = {
    f"{name}{path.stem.removeprefix('example')}": (name, path)
    for name in kinds()
    for path in Path(f"activities/kinds/{name}").glob("example*.yaml")
}
KINDS = sorted(EXAMPLES)


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(EXAMPLES[name][1])
    return found


def kind_of(name: str) -> Kind:
    return kind(EXAMPLES[name][0])


@dataclass(frozen=True)
class Shot:
    """What one audience has at one moment: the place, the revision, and every part as it is drawn."""

    audience: tuple[str, int | None]
    view: View
    drawn: dict[str, tuple[str, str, str]]  # id -> slot, order, html

    @classmethod
    def take(cls, state: RoomState, audience: tuple[str, int | None]) -> "Shot":
        now = view(state, *audience)
        assert len({part.id for part in now.parts}) == len(now.parts), "a part is there twice"
        return cls(audience, now, {p.id: (p.slot, p.order, render_part(p)) for p in now.parts if not p.gone})


@dataclass
class Room:
    name: str
    where: str
    hostile: str = ""
    names: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.example = example(self.name)
        step = {
            "kind": EXAMPLES[self.name][0], "config": self.example["config"], "privacy": "everyone_no_names",
            "grouping": "tables" if self.where == "tables" else "everyone",
            "words": {"say": "Say this.", "purpose": "What it is for.", "now": "Do this now"},
        }  # fmt: skip
        self.session = make_session(steps=[step])
        self.phones = [join(self.session) for _ in range(PHONES)]
        if self.where == "tables":
            seat_everyone(self.session, 2)
            for i, phone in enumerate(self.phones):
                move(self.session, phone.participant.pk, i % 2 + 1)
                phone.participant.refresh_from_db()
        self.step: models.SessionStep = self.session.steps.get()
        self.made = 0
        self.kept: RoomState | None = None

    @property
    def audiences(self) -> list[tuple[str, int | None]]:
        tables: list[int | None] = [1, 2] if self.where == "tables" else [None]
        return [("console", None), ("stage", None), *(("phone", table) for table in tables)]

    def state(self) -> RoomState:
        state = RoomState.load(self.session.public)
        assert state is not None
        state.carried = tuple(Carried(**row) for row in self.example.get("carried", ()))
        return state

    def followed(self) -> RoomState:
        """The state as a running room keeps it: brought up to date, not read anew."""
        state = RoomState.load(self.session.public, self.kept)
        assert state is not None
        state.carried = tuple(Carried(**row) for row in self.example.get("carried", ()))
        self.kept = state
        return state

    def shots(self) -> list[Shot]:
        state = self.state()
        return [Shot.take(state, audience) for audience in self.audiences]

    def walk(self) -> Iterator[str]:
        """Goes through every phase, yielding its key when it opens and after each contribution."""
        for phase in self.step.phases:
            self.session.go_to(f"{self.step.pk}.{phase.key}")
            yield phase.key
            for row in self.example.get("contributions", ()):
                if row["phase"] == phase.key and row.get("only", self.where) == self.where:
                    self.contribute(dict(row))
                    yield phase.key

    def contribute(self, row: dict[str, Any]) -> None:
        who = row.pop("who", self.made % PHONES)
        self.made += 1
        name = row.pop("as", "")
        fields = {key: value for key, value in row.items() if key not in ("phase", "only")}
        for key in ("item", "zone", "value", "note", "theme"):
            if isinstance(fields.get(key), str):
                fields[key] = fields[key].format_map(self.names)
        for key in ("note", "theme"):
            if key in fields:
                fields[key] = int(fields[key])
        if self.hostile and fields.get("text") and who != "facilitator":
            fields["text"] = self.hostile
        writer = writes.Writer() if who == "facilitator" else self.writer(self.phones[who])
        try:
            answer = writes.keep(self.session, writer, f"contract-{self.made:016d}", self.step.pk, Write(**fields))
        except Refusal:
            if not self.session.read_first:  # a note that waits is out of everybody's reach
                raise
            return
        if name:
            self.names[name] = answer.get("note") or answer["theme"]

    @staticmethod
    def writer(phone: Phone) -> writes.Writer:
        return writes.Writer(phone.participant, phone.secret)

    def own(self, phone: Phone, state: RoomState) -> View:
        scope = phone.participant.table.number if self.where == "tables" and phone.participant.table else None
        mine = own_rows(state.step, phone.secret, scope, sealed=True) if state.step else None
        return own_view(state, scope, mine, phone.participant)
