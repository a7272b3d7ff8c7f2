"""A plan laid out for reading: its checklists, questions and answers joined up, in a fixed number of queries."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from checklists import content
from checklists.models import Answer, Borrowed, Checklist, Comment, Project
from checklists.models.answers import State

SETTLED = (State.AGREED, State.NOT_FOR_US)


@dataclass
class Box:
    """One answer box: a question or a follow-up, with what is in it."""

    asked: content.FollowUp
    answer: Answer

    @property
    def dom(self) -> str:
        return self.asked.dom


@dataclass
class Row(Box):
    """A question with its follow-ups and all that people said about it."""

    asked: content.Question
    checklist: Checklist
    then: list[Box] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    borrowed: list[Borrowed] = field(default_factory=list)
    # A question printed twice: the other sheet that shows the same answer.
    also_on: content.Sheet | None = None
    # "What will you do about that?": the row that "that" stands for.
    about: Row | None = None
    # The same question in the take before this one.
    before: Box | None = None

    @property
    def dom(self) -> str:
        return f"{self.asked.dom}-{self.checklist.take}"

    @property
    def label(self) -> str:
        """2D, question 11, as the action plan says it."""
        return f"{self.checklist.path.upper()}.{self.asked.number}"

    @property
    def fresh_key(self) -> str:
        """Sent with a new comment, so that sending it twice adds it once."""
        return secrets.token_urlsafe(15)

    @property
    def rev(self) -> int:
        return max(box.answer.rev for box in (self, *self.then))

    @property
    def touched(self) -> bool:
        """Whether anyone has said anything here yet."""
        return any(box.answer.text or box.answer.state != State.OPEN for box in (self, *self.then))

    @property
    def is_short(self) -> bool:
        """Whether it may stay on one page of paper: a long answer has to be allowed to break."""
        return sum(len(box.answer.text) for box in (self, *self.then)) + len(self.answer.challenge) < 900


@dataclass
class Mark:
    """One question's state, or one area's of 2G."""

    state: str
    hard: bool


@dataclass
class Standing:
    """How far one checklist is."""

    checklist: Checklist
    rows: list[Row]
    waiting: int = 0

    @cached_property
    def marks(self) -> list[Mark]:
        if self.checklist.sheet.areas:
            return [self._area(area) for area in self.checklist.sheet.areas]
        return [Mark(row.answer.state, row.answer.hard) for row in self.rows]

    def _area(self, area: content.Part) -> Mark:
        answers = [row.answer for row in self.rows if row.asked in area.asked]
        states = {answer.state for answer in answers}
        hard = any(answer.hard for answer in answers)
        if states == {State.OPEN}:
            return Mark(State.OPEN, hard)
        return Mark(State.AGREED if states <= set(SETTLED) else State.TALKING, hard)

    def count(self, *states: str) -> int:
        return sum(mark.state in states for mark in self.marks)

    @property
    def agreed(self) -> int:
        return self.count(State.AGREED)

    @property
    def talking(self) -> int:
        return self.count(State.TALKING)

    @property
    def open(self) -> int:
        return self.count(State.OPEN)

    @property
    def not_for_us(self) -> int:
        return self.count(State.NOT_FOR_US)

    @property
    def looked_at(self) -> int:
        return len(self.marks) - self.open

    @property
    def hard(self) -> int:
        return sum(row.answer.hard for row in self.rows)

    @property
    def started(self) -> bool:
        return any(mark.state != State.OPEN or mark.hard for mark in self.marks)

    @property
    def next(self) -> Row | None:
        """The first question nobody has settled: those not started before those being talked about."""
        for state in (State.OPEN, State.TALKING):
            for row in self.rows:
                if row.answer.state == state:
                    return row
        return None


class Board:
    """One plan. `words=False` leaves the long texts in the database, for pages that show only how far things are."""

    def __init__(self, project: Project, *, words: bool = True) -> None:
        self.project = project
        self.words = words

    @cached_property
    def _answers(self) -> dict[tuple[int, str], Answer]:
        answers = self.project.answers.select_related("member")
        if not self.words:
            answers = answers.defer("text")
        return {(answer.take, answer.ref): answer for answer in answers}

    @cached_property
    def _checklists(self) -> list[Checklist]:
        return list(self.project.checklists.all())

    @cached_property
    def checklists(self) -> list[Checklist]:
        return [c for c in self._checklists if c.removed_at is None]

    @cached_property
    def removed(self) -> list[Checklist]:
        return [c for c in self._checklists if c.removed_at is not None]

    def last(self, checklist: Checklist) -> Checklist:
        """Its newest take, on the project or taken out of it."""
        return max((c for c in self._checklists if c.slug == checklist.slug), key=lambda c: c.take)

    @cached_property
    def members(self) -> list:
        return list(self.project.members.let_in().select_related("invite"))

    @cached_property
    def comments(self) -> dict[int, list[Comment]]:
        found: dict[int, list[Comment]] = {}
        for comment in Comment.objects.filter(answer__project=self.project).select_related("member"):
            found.setdefault(comment.answer_id, []).append(comment)
        return found

    @cached_property
    def borrowed(self) -> dict[int, list[Borrowed]]:
        found: dict[int, list[Borrowed]] = {}
        for one in Borrowed.objects.filter(answer__project=self.project).showing().select_related("note"):
            found.setdefault(one.answer_id, []).append(one)
        return found

    def answer(self, take: int, ref: str) -> Answer:
        """The answer, or an empty one that nobody has saved."""
        return self._answers.get((take, ref)) or Answer(project=self.project, take=take, ref=ref)

    def row(self, checklist: Checklist, asked: content.Question, *, deep: bool = True) -> Row:
        take = checklist.take
        row = Row(
            asked, self.answer(take, asked.key), checklist, [Box(box, self.answer(take, box.ref)) for box in asked.then]
        )
        if self.words:
            row.borrowed = self.borrowed.get(row.answer.pk, [])
        if deep:
            row.comments = self.comments.get(row.answer.pk, [])
            row.also_on = self._also_on(asked)
            if asked.looks_back:
                row.about = self.row(checklist, content.questions()[asked.looks_back], deep=False)
            if take > 1:
                row.before = Box(asked, self.answer(take - 1, asked.key))
        return row

    def _also_on(self, asked: content.Question) -> content.Sheet | None:
        here = {checklist.slug for checklist in self.checklists}
        twins = [
            asked.shares,
            *(q.ref for s in content.sheets().values() for q in s.questions if q.shares == asked.ref),
        ]
        return next((s for twin in twins if twin and (s := content.sheet_of(twin)).slug in here), None)

    def rows(self, checklist: Checklist, *, deep: bool = False) -> list[Row]:
        return [self.row(checklist, asked, deep=deep) for asked in checklist.sheet.questions]

    def standing(self, checklist: Checklist) -> Standing:
        waiting = len(self.hard) if checklist.sheet.gathers_hard else 0
        return Standing(checklist, self.rows(checklist), waiting)

    @cached_property
    def standings(self) -> list[Standing]:
        return [self.standing(checklist) for checklist in self.checklists]

    def _all_rows(self) -> Iterator[Row]:
        seen = set()
        for checklist in self.checklists:
            for row in self.rows(checklist):
                if (key := (row.answer.take, row.answer.ref)) not in seen:
                    seen.add(key)
                    yield row

    @cached_property
    def hard(self) -> list[Row]:
        """What was marked hard anywhere but in 2H itself, each once."""
        return [row for row in self._all_rows() if row.answer.hard and not row.checklist.sheet.gathers_hard]

    @cached_property
    def actions(self) -> list[Row]:
        """Every question with a person or a date, the earliest date first, those without a date last."""
        found = [row for row in self._all_rows() if row.answer.who or row.answer.due]
        return sorted(found, key=lambda row: (row.answer.due is None, row.answer.due or 0, row.answer.who.casefold()))

    @property
    def to_do(self) -> list[Row]:
        return [row for row in self.actions if row.answer.state not in SETTLED]
