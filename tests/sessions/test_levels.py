"""Old screen + delta == fresh screen, for every audience, over random lives of a session.

A screen is kept as a browser keeps it: parts by id in slots. After every few actions each screen gets what it lacks
and must then equal a screen that was drawn afresh; the hub's incremental reading is what makes the deltas.
"""

import contextlib
import random
from typing import Any

import pytest

from coprod.live.hub import view_for
from coprod.live.parts import Position, change, render_part
from sessions import writes
from sessions.models import LiveSession, Note
from sessions.source import RoomState, SessionSource
from sessions.surfaces import view
from sessions.tables import move, seat_everyone
from tests.sessions.conftest import BOARD, Phone, join, make_session

AUDIENCES = [("console", None), ("stage", None), ("phone", None), ("phone", 1), ("phone", 2)]
STEPS = [
    {"kind": "board", "config": {**BOARD, "group": True, "vote": {"votes": 2}}, "grouping": "tables"},
    {"kind": "board", "config": BOARD},
]


class Screen:
    """One screen, kept level by deltas alone."""

    def __init__(self, surface: str, scope: int | None, *, forgetful: bool = False) -> None:
        self.surface, self.scope, self.forgetful = surface, scope, forgetful
        self.at: Position | None = None
        self.parts: dict[str, str] = {}

    def catch_up(self, state: RoomState) -> None:
        now = view_for(SessionSource(), state, (self.surface, self.scope), "en-gb", {self.at})
        fragment = change(now, self.at, "en-gb")
        if fragment is None:
            return
        if fragment.full:
            self.parts = drawn(now)
        else:
            for part in now.parts:
                if self.at is not None and part.rev > self.at.rev:
                    self._put(part)
        self.at = fragment.at

    def _put(self, part: Any) -> None:
        if part.gone and not self.forgetful:
            self.parts.pop(part.id, None)
        elif not part.gone:
            self.parts[part.id] = render_part(part)


def drawn(now: Any) -> dict[str, str]:
    return {part.id: render_part(part) for part in now.parts if not part.gone}


class Life:
    """A session with eight phones at two tables, to which random things happen."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.session = make_session(steps=STEPS)
        self.phones = [join(self.session) for _ in range(8)]
        seat_everyone(self.session, 2)
        self.session.refresh_from_db()
        self.session.go_to(self.session.places()[1])
        self.count = 0

    def act(self) -> None:
        doing = self.random.choices(
            [
                self.note,
                self.change,
                self.take_back,
                self.judge,
                self.vote,
                self.theme,
                self.move,
                self.walk,
                self.set_,
                self.sit,
            ],
            [40, 8, 8, 10, 10, 4, 8, 3, 2, 1],
        )[0]
        self.count += 1
        with contextlib.suppress(writes.Refusal):
            doing()

    def write(self, phone: Phone, verb: str, **fields: Any) -> None:
        fresh = LiveSession.objects.get(pk=self.session.pk)
        phone.participant.refresh_from_db()
        write = writes.Write(verb, **fields)
        writer = writes.Writer(phone.participant, phone.secret)
        writes.keep(fresh, writer, f"id-{self.count:020d}", fresh.step_id or 0, write)

    def phone(self) -> Phone:
        return self.random.choice(self.phones)

    def a_note(self) -> Note | None:
        notes = list(Note.objects.filter(step__session=self.session).order_by("-id")[:12])
        return self.random.choice(notes) if notes else None

    def note(self) -> None:
        self.write(self.phone(), "note", zone=self.random.choice(["good", "bad"]), text=f"Note {self.count}")

    def change(self) -> None:
        if note := self.a_note():
            self.write(self.phone(), "change", note=note.pk, text=f"Changed {self.count}")

    def take_back(self) -> None:
        if note := self.a_note():
            for phone in self.phones:
                writes.take_back(self.session, phone.participant, phone.secret, note.pk)

    def judge(self) -> None:
        note = self.a_note()
        if note and note.state != Note.State.GONE:
            with self.session.change() as rev:
                note.judge(self.random.choice(["shown", "kept_off", "held"]), rev)

    def vote(self) -> None:
        if note := self.a_note():
            value = self.random.choice(["1", ""])
            self.write(self.phone(), "answer" if value else "clear", item=f"vote:n{note.pk}", value=value)

    def theme(self) -> None:
        self.write(self.phone(), "theme", text=f"Group {self.count}")

    def move(self) -> None:
        note = self.a_note()
        theme = self.session.steps.first().themes.order_by("?").first()
        if note and theme:
            self.write(self.phone(), "move", note=note.pk, theme=theme.pk)

    def walk(self) -> None:
        fresh = LiveSession.objects.get(pk=self.session.pk)
        fresh.go_to(self.random.choice(fresh.places()[1:-1]))

    def set_(self) -> None:
        what = self.random.choice(["locked", "paused", "read_first"])
        fresh = LiveSession.objects.get(pk=self.session.pk)
        fresh.set(view=what == "paused", **{what: self.random.random() < 0.3})

    def sit(self) -> None:
        move(self.session, self.phone().participant.pk, self.random.choice([1, 2]))


def live_through(seed: int, actions: int, screens: list[Screen]) -> list[str]:
    """The screens that are not level at one of the looks, which come every seven actions or so."""
    life = Life(seed)
    state: RoomState | None = None
    wrong: list[str] = []
    while life.count < actions:
        life.act()
        if life.random.random() > 0.15:
            continue
        state = RoomState.load(life.session.public, state)
        fresh = RoomState.load(life.session.public)
        assert state is not None and fresh is not None
        for screen in screens:
            if life.random.random() < 0.7:  # some are slow and skip a beat
                screen.catch_up(state)
                if screen.parts != drawn(view(fresh, screen.surface, screen.scope)):
                    wrong.append(f"{screen.surface} {screen.scope} after {life.count}")
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(5))
def test_screens_stay_level_through_2000_random_actions(seed: int) -> None:
    """Five lives of 2,000 actions each."""
    assert live_through(seed, 2000, [Screen(*audience) for audience in AUDIENCES]) == []


@pytest.mark.django_db
def test_screen_that_ignores_tombstones_is_found_out() -> None:
    """The control: a screen that never takes a part away does not stay level."""
    assert live_through(1, 300, [Screen("stage", None, forgetful=True)]) != []
