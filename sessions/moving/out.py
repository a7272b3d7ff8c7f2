"""A session as a file. The same session gives the same bytes, here and wherever it was brought in."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from activities.kinds.registry import kind
from sessions import models
from sessions.last_word import last_words
from sessions.models import LiveSession, SessionStep
from sessions.moving.numbers import Numbers
from sessions.moving.shape import (
    FORMAT,
    VERSION,
    AnswerRow,
    GroupRow,
    NoteRow,
    OutcomeRow,
    ReportPart,
    ResponseRow,
    SessionFile,
    StepPart,
)  # fmt: skip
from sessions.report.gather import cites, kept_back, people
from sessions.responses import answers_are_told
from sessions.source import finished_step


def write(session: LiveSession) -> bytes:
    return as_bytes(carried_out(session))


def as_bytes(file: SessionFile) -> bytes:
    """Keys in order and one thing a line: two files can be compared, and no database's order of keys shows."""
    data = file.model_dump(mode="json", exclude_defaults=True)
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def carried_out(session: LiveSession) -> SessionFile:
    steps, with_answers = list(session.steps.select_related("session")), answers_are_told(session)
    told = [Told(step, with_answers) for step in steps]
    numbers = Numbers(
        {note.pk: n for n, note in enumerate((note for one in told for note in one.notes), start=1)},
        {theme.pk: n for n, theme in enumerate((theme for one in told for theme in one.themes), start=1)},
    )
    tables = dict(session.tables.values_list("id", "number"))
    return SessionFile(
        format=FORMAT, version=VERSION, title=session.title, day=session.created_on, language=session.language,
        led_by=session.facilitator_name, people=people(session), tables=list(tables.values()),
        read_first=session.read_first, own_seats=session.own_seats, cites=cites(session),
        report=_report(session, steps), steps=[one.part(numbers, tables) for one in told],
    )  # fmt: skip


def _report(session: LiveSession, steps: list[SessionStep]) -> ReportPart:
    wishes = session.report_wishes
    left_out = [i for i, step in enumerate(steps) if step.position in wishes.get("left_out", ())]
    return ReportPart(left_out=left_out, note=wishes.get("note", ""))


class Told:
    """What may be told of one step: what the report may say of it, and no more."""

    def __init__(self, step: SessionStep, with_answers: bool) -> None:
        self.step, self.with_answers = step, with_answers
        silent = bool(kept_back(step))
        self.themes = [] if silent else list(step.themes.filter(gone=False))
        self.notes = [] if silent else self._notes()
        self.answers, self.patterns = ([], ()) if silent else self._answers()
        self.outcomes = [] if silent else list(step.outcomes.told())

    def _notes(self) -> list[models.Note]:
        notes = list(self.step.notes.filter(state=models.Note.State.SHOWN).select_related("response"))
        if self.step.privacy == "anonymous":  # not even who came first
            notes.sort(key=lambda note: (note.zone, note.text))
        return notes

    def _answers(self) -> tuple[list[models.Answer], tuple[str, ...]]:
        """The answers, and how to find numbers in them. Where the kind is not here nobody can say what it would hold back:
        then only what came in a file goes out again, as it is."""
        rows = list(self.step.answers.exclude(value="", text=""))
        try:
            of, state = kind(self.step.kind), finished_step(self.step)
        except (LookupError, ValidationError):
            return (rows if self.step.session.origin else []), ()
        few = set(of.few(state))
        return [row for row in last_words(self.step, rows) if row.item not in few], of.numbers

    def part(self, numbers: Numbers, tables: dict[int, int]) -> StepPart:
        step, numbers = self.step, numbers.within(sorted(note.pk for note in self.notes))
        as_they_are: dict[str, Any] = {name: getattr(step, name) for name in (*SessionStep.FROZEN, "phase")}
        return StepPart(
            **as_they_are, activity=step.activity_title, done=step.visited,
            groups=[self._group(theme, numbers, tables) for theme in self.themes],
            notes=[self._note(note, numbers, tables) for note in self.notes],
            answers=list(self._numbered(numbers, tables)), outcomes=self._outcomes(numbers),
        )  # fmt: skip

    def _group(self, theme: models.Theme, numbers: Numbers, tables: dict[int, int]) -> GroupRow:
        zone = numbers.zone(theme.zone, self.patterns)
        return GroupRow(number=numbers.themes[theme.pk], title=theme.title, zone=zone, table=_table(theme, tables))

    def _note(self, note: models.Note, numbers: Numbers, tables: dict[int, int]) -> NoteRow:
        zone, theme = numbers.zone(note.zone, self.patterns), note.theme_id  # type: ignore[attr-defined]
        return NoteRow(
            number=numbers.notes[note.pk], text=note.text, zone=zone, group=numbers.themes.get(theme or 0),
            table=_table(note, tables), response=self._response(note),
        )  # fmt: skip

    def _response(self, note: models.Note) -> ResponseRow | None:
        """Nothing says when an answer was written or whom it was sent to."""
        found = getattr(note, "response", None) if self.with_answers else None
        return ResponseRow(state=found.state, text=found.text, day=found.day) if found else None

    def _outcomes(self, numbers: Numbers) -> list[OutcomeRow]:
        """Those that no note stands for come in an order that does not tell who answered first."""
        rows: list[Any] = [(numbers.notes.get(row.note_id or 0, 0), row.how, row.told_text) for row in self.outcomes]  # type: ignore[attr-defined]
        return [OutcomeRow(note=note or None, how=how, text=text) for note, how, text in sorted(rows)]

    def _numbered(self, numbers: Numbers, tables: dict[int, int]) -> Iterable[AnswerRow]:
        """Numbers for people by what they answered, so that neither a key nor the order of coming shows in them.

        Two answers of one person about notes that went are one.
        """
        by_author: dict[str, dict[str, tuple[Any, ...]]] = {}
        for row in self.answers:
            item, value = numbers.answer(row.item, row.value, self.patterns)
            whose = f"{row.author}.{row.pk}" if self.step.privacy == "anonymous" else row.author
            by_author.setdefault(whose, {})[item] = (item, _table(row, tables) or 0, value, row.text)
        people = sorted(sorted(given.values()) for given in by_author.values())
        rows = [
            (item, table, n, value, text) for n, given in enumerate(people, 1) for item, table, value, text in given
        ]
        for item, table, n, value, text in sorted(rows):
            yield AnswerRow(person=n, item=item, value=value, text=text, table=table or None)


def _table(row: models.Note | models.Theme | models.Answer, tables: dict[int, int]) -> int | None:
    return tables.get(row.table_id)  # type: ignore[attr-defined, arg-type]
