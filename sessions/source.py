"""What the live floor is told about a workshop session."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.functional import SimpleLazyObject

from activities.kinds.base import Answer, Carried, Note, Own, State, Theme
from coprod.live.parts import View
from coprod.live.sources import Seat
from coprod.prepared import Prepared, PreparedModels
from sessions import models, secrets
from sessions.changing_tables import moving, seats

ROOM_KIND = "workshops"
NOBODY = "1"  # the first of the numbers that deletion puts in the place of keys (sessions.deletion)


NOTE = ("id", "rev", "zone", "text", "state", "table_id", "theme_id", "name", "proxy", "judged_rev", "author")
THEME = ("id", "rev", "title", "zone", "table_id", "gone")
ANSWER = ("id", "rev", "item", "value", "text", "author", "table_id", "proxy")
PERSON = ("id", "number", "table_id", "name", "removed", "proxy", "rev", "no_phone")
HOST = ("participant_id", "table_id", "rev")
MARKS = (
    "epoch",
    "step_id",
    "view_rev",
    "settings_rev",
    "agenda_rev",
    "timer_rev",
)  # move when the session's own row does

_head = Prepared(lambda public: models.LiveSession.objects.filter(public=public).values_list("rev", *MARKS))
_session = PreparedModels(lambda public: models.LiveSession.objects.select_related("step").filter(public=public))
_people = Prepared(lambda pk, rev: models.Participant.objects.filter(session=pk, rev__gt=rev).values_list(*PERSON))
_signals = Prepared(lambda pk, rev: models.Signal.objects.filter(session=pk, rev__gt=rev).values_list("id"))
_notes = Prepared(lambda pk, rev: models.Note.objects.filter(step=pk, rev__gt=rev).values_list(*NOTE))
_themes = Prepared(lambda pk, rev: models.Theme.objects.filter(step=pk, rev__gt=rev).values_list(*THEME))
_answers = Prepared(lambda pk, rev: models.Answer.objects.filter(step=pk, rev__gt=rev).values_list(*ANSWER))
_hosts = Prepared(lambda pk, rev: models.Host.objects.filter(step=pk, rev__gt=rev).values_list(*HOST))
_notes_by = Prepared(lambda pk, author: models.Note.objects.filter(step=pk, author=author).values_list(*NOTE))
_answers_by = Prepared(lambda pk, author: models.Answer.objects.filter(step=pk, author=author).values_list(*ANSWER))


_elsewhere = [
    Prepared(
        lambda session, step, rev, model=model: (
            model.objects.filter(step__session=session, rev__gt=rev).exclude(step=step).values_list("id")[:1]
        )
    )
    for model in (models.Note, models.Answer, models.Theme)
]

_others = Prepared(
    lambda session, step, rev: (
        models.Note.objects.filter(step__session=session, rev__gt=rev).exclude(step=step).values_list(*NOTE, "step_id")
    )
)
_others_held = Prepared(
    lambda session, step: (
        models.Note.objects.filter(step__session=session, state=models.Note.State.HELD)
        .exclude(step=step)
        .values_list(*NOTE, "step_id")
    )
)


@dataclass
class Person:
    number: int
    table: int | None
    name: str
    removed: bool
    proxy: bool
    rev: int
    no_phone: bool = False


@dataclass
class RoomState:
    """A session as the hub keeps it: rows by id, brought up to date by reading only what is newer."""

    session: models.LiveSession
    step: models.SessionStep | None
    notes: dict[int, Note] = field(default_factory=dict)
    answers: dict[int, Answer] = field(default_factory=dict)
    themes: dict[int, Theme] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    signals: dict[int, models.Signal] = field(default_factory=dict)
    judged: dict[int, int] = field(default_factory=dict)
    authors: dict[str, int] = field(default_factory=dict)
    agenda: list[models.SessionStep] = field(default_factory=list)
    tables: dict[int, int] = field(default_factory=dict)  # table id -> number
    hosts: dict[int, tuple[int | None, int]] = field(default_factory=dict)  # person -> (where they stay, revision)
    carried: tuple[Carried, ...] = ()
    looked_back: tuple[Any, ...] = ()  # of earlier steps, to read again
    others: dict[int, tuple[int, Note]] = field(default_factory=dict)  # see `notes_of_other_steps`
    _others_rev: int = -1
    _steps: dict[tuple[int | None, int], State] = field(default_factory=dict)

    # -- reading -------------------------------------------------------------------------------------------------

    @property
    def people_rev(self) -> int:
        return max((p.rev for p in self.people.values()), default=0)

    @property
    def here(self) -> int:
        return sum(not p.removed for p in self.people.values())

    @property
    def at_tables(self) -> bool:
        return self.step is not None and self.step.grouping == "tables" and bool(self.tables)

    @cached_property
    def seats(self) -> dict[int, int]:
        """Where the people of each table sit in this phase."""
        return seats(self.step, self.tables.values())

    def seat(self, person_pk: int) -> int | None:
        """The table where somebody sits now; None when they have none."""
        person = self.people.get(person_pk)
        if person is None or person.table is None or not self.at_tables:
            return person.table if person else None
        return self.hosts.get(person_pk, (None, 0))[0] or self.seats[person.table]

    def step_state(self, scope: int | None = None, since: int = -1) -> State:
        """The current step as its kind sees it, for the room or one table."""
        assert self.step is not None
        if (None, since) not in self._steps:
            self._steps[None, since] = self._whole_step(self.step, since)
        if (scope, since) not in self._steps:
            self._steps[scope, since] = self._steps[None, since].at(scope)
        return self._steps[scope, since]

    def _whole_step(self, step: models.SessionStep, since: int) -> State:
        return State(
            step=step.info,
            phase=step.phase_now,
            view_rev=self.session.view_rev,
            head=self.session.rev,
            notes=list(self.notes.values()),
            answers=list(self.answers.values()),
            themes=list(self.themes.values()),
            carried=self.carried,
            tables=tuple(sorted(self.tables.values())) if self.at_tables else (),
            people=self.here,
            facilitator=self.session.facilitator_name,
            shared_screen=self.session.shared_screen,
            staying=frozenset(table for table, _rev in self.hosts.values() if table),
            staying_rev=max((rev for _table, rev in self.hosts.values()), default=0),
            since=since,
        )

    # -- loading -------------------------------------------------------------------------------------------------

    @classmethod
    def load(cls, public: str, before: "RoomState | None" = None) -> "RoomState | None":
        """The session with its current step, in a fixed number of queries; None when it is gone.

        The revision is read first and the rows after it, so a row may be newer than the revision says (it is then
        sent twice, which changes nothing) but never older.
        """
        if before is not None and (state := before._only_rows_moved()):
            return state
        session = _session.first(public)
        if session is None:
            return None
        state, since = cls(session, session.step), -1
        if before is not None and before.session.epoch == session.epoch:
            state, since = before, before.session.rev
            moved = before.session.view_rev != session.view_rev or before.step != session.step
            if moved:
                state, since = cls(session, session.step), -1
            else:
                session.step = state.step  # the same step: its validated configuration is kept
                state.session = session
                state._steps.clear()
        if since < session.rev:
            state._read(since)
        return state

    def _only_rows_moved(self) -> "RoomState | None":
        """This state brought level when people wrote and nothing else happened, which is nearly always."""
        session = self.session
        found = _head(session.public)
        if not found or found[0][1:] != tuple(getattr(session, name) for name in MARKS):
            return None
        since, session.rev = session.rev, found[0][0]
        if since < session.rev:
            self._steps.clear()
            self._read(since)
        return self

    def _read(self, since: int) -> None:
        session = self.session
        if since < 0 or session.agenda_rev > since:
            self.agenda = list(session.steps.all())
        if since < 0:
            self.tables = dict(session.tables.values_list("id", "number"))
        for pk, number, table, name, removed, proxy, rev, no_phone in _people(session.pk, since):
            seated = self.tables.get(table)
            self.people[pk] = Person(number, seated, name, bool(removed), bool(proxy), rev, bool(no_phone))
        if moved := [pk for (pk,) in _signals(session.pk, since)]:
            self.signals |= session.signals.select_related("participant").in_bulk(moved)
        if self.step is not None:
            self._read_rows(self.step, since)
            if self.step.carry and (since < 0 or _moved_elsewhere(session.pk, self.step.pk, since)):
                self._read_carried(self.step)

    def _read_carried(self, step: models.SessionStep) -> None:
        from sessions import carrying

        self.carried, self.looked_back = carrying.carried_into(step), carrying.looked_back(step)

    def notes_of_other_steps(self) -> Iterable[tuple[int, Note]]:
        """(step, note) of notes that wait in other steps than the one that is on, and of those that changed since screens
        were drawn whole, which may wait no more. Only the facilitator's screens ask, so nobody else's reading pays for it.
        """
        live = self.session.stage == models.LiveSession.Stage.LIVE
        session, step = self.session.pk, self.step.pk if self.step and live else 0
        rows = _others(session, step, max(self._others_rev, self.session.view_rev))
        if self._others_rev < 0:
            rows = _others_held(session, step) + rows
        for *row, step_pk in rows:
            self.others[row[0]] = step_pk, _note(tuple(row), self.tables, {})
        self._others_rev = self.session.rev
        return self.others.values()

    def _read_rows(self, step: models.SessionStep, since: int) -> None:
        if moving(step):
            self.hosts |= {person: (self.tables.get(table), rev) for person, table, rev in _hosts(step.pk, since)}
        notes = _notes(step.pk, since)
        self.notes |= {row[0]: _note(row, self.tables, self.authors) for row in notes}
        self.judged |= {row[0]: row[9] for row in notes if row[9]}
        for pk, rev, title, zone, table, gone in _themes(step.pk, since):
            self.themes[pk] = Theme(pk, rev, title, zone, self.tables.get(table), bool(gone))
        self.answers |= {row[0]: _answer(row, self.tables, self.authors) for row in _answers(step.pk, since)}


def _person(author: str, authors: dict[str, int]) -> int:
    """A number for an author key. Once personal keys are deleted notes have none: they add nobody to the count."""
    return authors.setdefault(author or NOBODY, len(authors))


def _note(row: tuple[Any, ...], tables: dict[int, int], authors: dict[str, int]) -> Note:
    """A row of NOTE as kinds see it."""
    pk, rev, zone, text, state, table, theme, name, proxy, _judged_rev, author = row
    states = models.Note.State
    return Note(
        pk, rev, zone, text, state == states.SHOWN, state == states.GONE, state == states.HELD, state == states.KEPT_OFF,
        tables.get(table), theme, name, bool(proxy), _person(author, authors),
    )  # fmt: skip


def _answer(row: tuple[Any, ...], tables: dict[int, int], authors: dict[str, int]) -> Answer:
    """A row of ANSWER as kinds see it."""
    pk, rev, item, value, text, author, table, proxy = row
    return Answer(rev, item, value, text, _person(author, authors), tables.get(table), pk, bool(proxy))


def finished_step(step: models.SessionStep) -> State:
    """Any step of a session with all its rows, whether it is on now or not: for carrying forward and for reports."""
    session = step.session
    state = RoomState(session, step)
    state.tables = dict(session.tables.values_list("id", "number"))
    state._read_rows(step, -1)
    if step.carry:
        state._read_carried(step)
    return state.step_state()


def _moved_elsewhere(session_pk: int, step_pk: int, since: int) -> bool:
    """Whether a row of another step changed: one that was taken back, say, whose words are carried into this one."""
    return any(rows(session_pk, step_pk, since) for rows in _elsewhere)


def own_rows(step: models.SessionStep, secret: str, table: int | None = None, *, sealed: bool = False) -> Own:
    """What the owner of a secret has put into a step; with `sealed`, their private entries too, opened.

    Notes and answers are read when they are first looked at: most writes look at neither.
    """
    author = secrets.author_key(secret, step.salt)
    notes = SimpleLazyObject(lambda: _own_notes(step, author, table))
    answers = SimpleLazyObject(lambda: _own_answers(step, author, table))
    return Own(notes, answers, _own_entries(step, author, secret) if sealed else {}, table)  # type: ignore[arg-type]


def _own_notes(step: models.SessionStep, author: str, table: int | None) -> tuple[Note, ...]:
    return tuple(replace(_note(row, {}, {}), table=table) for row in _notes_by(step.pk, author))


def _own_answers(step: models.SessionStep, author: str, table: int | None) -> dict[str, Answer]:
    found = [_answer(row, {}, {}) for row in _answers_by(step.pk, author)]
    return {answer.item: replace(answer, table=table) for answer in found}


def _own_entries(step: models.SessionStep, author: str, secret: str) -> dict[str, str]:
    sealed = step.entries.filter(author=author).values_list("field", "sealed")
    opened = {field: secrets.unseal(secret, step.salt, bytes(box)) for field, box in sealed}
    return {field: text for field, text in opened.items() if text is not None}


class SessionSource:
    """Answers the live floor's questions; see `coprod.live.hub.Source`."""

    def load(self, room: str, before: Any | None) -> RoomState | None:
        return RoomState.load(room.partition(":")[2], before)

    def head(self, room: str) -> tuple[str, int] | None:
        public = room.partition(":")[2]
        return models.LiveSession.objects.filter(public=public).values_list("epoch", "rev").first()

    def seating(self, state: RoomState) -> tuple[str, int, int, int]:
        session = state.session
        staying = max((rev for _table, rev in state.hosts.values()), default=0)
        return session.epoch, session.view_rev, state.people_rev, staying

    def audience(self, state: RoomState, seat: Seat) -> tuple[str, int | None] | None:
        """(surface, table). A phone sees its table's notes while the step is done at tables, else the room's."""
        if seat.surface != "phone":
            surface, _colon, table = seat.surface.partition(":")  # "pane:3" and "look:3" show one table
            return surface, (int(table) if table else None)
        person = state.people.get(seat.person or 0)
        if person is None or person.removed:
            return None
        return "phone", (state.seat(seat.person or 0) if state.at_tables else None)

    def view(self, state: RoomState, audience: tuple[str, int | None], language: str, since: int = -1) -> View:
        from sessions.surfaces import view

        return view(state, *audience, since)
