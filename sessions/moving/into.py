"""A session from a file. It is over: nobody can join, and its report is all there is of it. Either all of it comes in or nothing."""

import json
from collections.abc import Callable
from datetime import date
from math import isfinite
from typing import Any, NoReturn

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError

from activities.kinds.registry import kinds
from coprod.public import new_public
from sessions.models import Answer, LiveSession, Note, Outcome, Response, SessionStep, Table, Theme
from sessions.moving.numbers import Numbers
from sessions.moving.shape import FORMAT, VERSION, NoteRow, SessionFile, StepPart
from sessions.report.gather import gather

LARGEST = 10 * 2**20  # bytes; 3,000 long notes are 6 MB
DEEPEST = 50  # lists within lists; what we write has ten at most, and databases refuse some hundreds
FIRST = 1  # revision of everything that comes in
# From a version to the one after it, for files that older releases wrote.
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: lambda data: data}


class Unreadable(Exception):
    """This file cannot come in. The message says why, and what to do."""


def read(body: bytes) -> SessionFile:
    """What a file holds. Raises Unreadable."""
    data = _brought_up(_parsed(body))
    try:
        return SessionFile.model_validate(data)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or FORMAT
        said = _(
            "This file is not as Coprod wrote it. The fault is at: %(where)s. Nothing was brought in. Get the file again where you saved it."
        )
        raise Unreadable(said % {"where": where[:80]}) from error


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8-sig")
        data = json.loads(text, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()  # half of a letter, written as "\ud800", is no text
    except (ValueError, RecursionError) as error:
        raise Unreadable(_cut_off() if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") else _foreign()) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT or "\0" in json.dumps(data, ensure_ascii=False):
        raise Unreadable(_foreign())
    if "\\u0000" in text or not _may_be_stored(data):
        raise Unreadable(_foreign())
    return data


def _may_be_stored(value: Any, deep: int = DEEPEST) -> bool:
    """No database keeps as JSON what lies too deep, or a number like 1e400, which Python reads as infinity."""
    if isinstance(value, float):
        return isfinite(value)
    within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return deep > 0 and all(_may_be_stored(one, deep - 1) for one in within)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _cut_off() -> str:
    return _(
        "This file is not whole: its end is missing. Nothing was brought in. Get the file again where you saved it."
    )


def _foreign() -> str:
    return _(
        "This is not a session from Coprod. Nothing was brought in. Choose a file that ends in .json, from the report of a session."
    )


def _brought_up(data: dict[str, Any]) -> dict[str, Any]:
    """The same as this release would have written it."""
    version = data.get("version")
    if type(version) is not int or version < 1:
        raise Unreadable(_foreign())
    if version > VERSION:
        said = _(
            "A newer Coprod wrote this file (version %(version)d). This one reads up to version %(known)d. Ask the person who runs this server to update it. Nothing was brought in."
        )
        raise Unreadable(said % {"version": version, "known": VERSION})
    while version < VERSION:
        data = UPGRADES[version](data)
        version += 1
    return data | {"version": VERSION}


@transaction.atomic
def bring_in(owner: Any, file: SessionFile, delete_on: date, public: str = "") -> LiveSession:
    """A new session, with tokens of its own. Raises Unreadable, changing nothing."""
    session = LiveSession.objects.create(
        public=public or new_public(), owner=owner, title=file.title, facilitator_name=file.led_by,
        language=file.language, created_on=file.day,
        delete_on=delete_on, stage=LiveSession.Stage.ENDED, locked=True, read_first=file.read_first,
        own_seats=file.own_seats, rev=FIRST, view_rev=FIRST,
        origin={"on": timezone.localdate().isoformat(), "people": file.people, "cites": file.cites},
    )  # fmt: skip
    try:
        _Rows(session, file).make()
        gather(session)  # all of it, also what the file's report leaves out: it can be put in again
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        said = _("Something in this file does not fit together, so its report cannot be made. Nothing was brought in.")
        raise Unreadable(said) from error
    session.report_wishes = file.report.model_dump()
    session.save(update_fields=["report_wishes"])
    return session


class _Rows:
    """The rows of a session from a file, kind by kind, since notes name groups, and zones and answers name both."""

    def __init__(self, session: LiveSession, file: SessionFile) -> None:
        self.session, self.file = session, file

    def make(self) -> None:
        numbers = [Table(session=self.session, number=number) for number in self.file.tables]
        self.tables = {table.number: table for table in Table.objects.bulk_create(numbers)}
        steps = [self._step(position, part) for position, part in enumerate(self.file.steps)]
        self.steps = list(zip(SessionStep.objects.bulk_create(steps), self.file.steps, strict=True))
        self.themes = self._made_themes()
        notes = self._made_notes()
        self.numbers = Numbers(
            {old: note.pk for old, note in notes.items()}, {old: theme.pk for old, theme in self.themes.items()}
        )
        for step, part in self.steps:
            self._set_zones(step, part, notes)
        Answer.objects.bulk_create([row for step, part in self.steps for row in self._answers(step, part)])
        self._make_what_came_later(notes)

    def _step(self, position: int, part: StepPart) -> SessionStep:
        values = part.model_dump(exclude={"activity", "done", "groups", "notes", "answers", "outcomes"})
        return SessionStep(
            session=self.session,
            position=position,
            activity_title=part.activity,
            visited=part.done,
            rev=FIRST,
            **values,
        )

    def _row(self, step: SessionStep, table: int | None) -> dict[str, Any]:
        return {"step": step, "table": self.tables[table] if table else None, "rev": FIRST}

    def _made_themes(self) -> dict[int, Theme]:
        rows = [
            (group.number, Theme(**self._row(step, group.table), title=group.title, zone=group.zone))
            for step, part in self.steps
            for group in part.groups
        ]
        made = Theme.objects.bulk_create([theme for _old, theme in rows])
        return {old: theme for (old, _theme), theme in zip(rows, made, strict=True)}

    def _made_notes(self) -> dict[int, Note]:
        rows = [(note.number, self._note(step, note)) for step, part in self.steps for note in part.notes]
        made = Note.objects.bulk_create([note for _old, note in rows])
        return {old: note for (old, _note), note in zip(rows, made, strict=True)}

    def _note(self, step: SessionStep, note: NoteRow) -> Note:
        theme = self.themes[note.group] if note.group else None
        return Note(**self._row(step, note.table), text=note.text, zone=note.zone, theme=theme)

    def _set_zones(self, step: SessionStep, part: StepPart, notes: dict[int, Note]) -> None:
        numbers, patterns = self.numbers.within([note.number for note in part.notes]), _patterns(step)
        rows: list[tuple[Any, list[Any]]] = [
            (Note, [notes[note.number] for note in part.notes]),
            (Theme, [self.themes[group.number] for group in part.groups]),
        ]
        for model, made in rows:
            changed = [row for row in made if numbers.zone(row.zone, patterns) != row.zone]
            for row in changed:
                row.zone = numbers.zone(row.zone, patterns)
            model.objects.bulk_update(changed, ["zone"], batch_size=200)

    def _answers(self, step: SessionStep, part: StepPart) -> list[Answer]:
        patterns = _patterns(step)
        found = []
        for row in part.answers:
            item, value = self.numbers.answer(row.item, row.value, patterns)
            found.append(
                Answer(**self._row(step, row.table), author=str(row.person), item=item, value=value, text=row.text)
            )
        return found

    def _make_what_came_later(self, notes: dict[int, Note]) -> None:
        """Answers to notes and how promises went: told already, so nobody is told again, and no address is asked for."""
        answered = [note for _step, part in self.steps for note in part.notes if note.response]
        Response.objects.bulk_create(
            Response(note=notes[note.number], news=False, **note.response.model_dump())  # type: ignore[union-attr]
            for note in answered
        )
        Outcome.objects.bulk_create(
            Outcome(step=step, note=notes[row.note] if row.note else None, how=row.how, text=row.text)
            for step, part in self.steps
            for row in part.outcomes
        )


def _patterns(step: SessionStep) -> tuple[str, ...]:
    """Where numbers stand in this step's rows; nowhere that we know of when its kind is not here: then they stay as they came."""
    return kinds()[step.kind].numbers if step.phases else ()
