"""You said, we did: what the organiser answers to notes, and how promises went, beside what people wrote.

Only notes that stand in the report can be answered. One that is taken back, kept off, left out or said to a table alone is nowhere here,
whatever was answered to it before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from activities.kinds.base import Block
from sessions import tasks
from sessions.models import Contact, DidPage, LiveSession, Note, Outcome, Response, SessionStep
from sessions.privacy import KEPT_AT_TABLES


@dataclass(frozen=True)
class Said:
    """The notes of one step that can be answered, each with its answer if it has one (`note.answered`)."""

    step: SessionStep
    notes: Sequence[Note]


# -- which notes -------------------------------------------------------------------------------------------------------


def open_steps(session: LiveSession) -> QuerySet[SessionStep]:
    """Steps whose notes the report may show."""
    left_out = session.report_wishes.get("left_out", ())
    return session.steps.filter(visited=True).exclude(privacy__in=KEPT_AT_TABLES).exclude(position__in=left_out)


def shown_notes(session: LiveSession) -> QuerySet[Note]:
    return Note.objects.filter(step__in=open_steps(session), state=Note.State.SHOWN).exclude(text="")


def answerable(session: LiveSession, sections: Iterable) -> list[Said]:
    """What the organiser may answer: shown notes whose words stand in the report. `sections` are the report's."""
    notes: dict[int, list[Note]] = {}
    for note in shown_notes(session).select_related("response").order_by("step__position", "pk"):
        notes.setdefault(note.step_id, []).append(note)  # type: ignore[attr-defined]
    found = []
    for section in sections:
        told = told_in(section.blocks)
        carried = [note for note in notes.get(section.step.pk, ()) if stands_in(note.text, told)]
        if carried:
            found.append(Said(section.step, carried))
    return found


def told_in(blocks: Iterable[Block]) -> list[str]:
    """Every line of some blocks, drawings aside."""
    lines: list[str] = []
    for block in blocks:
        lines += [block.text, *block.items, *(str(cell) for row in block.rows for cell in row)]
    return lines


def stands_in(text: str, lines: Iterable[str]) -> bool:
    """Whether a note is told: as a line of its own, or within one. A word alone may be there by chance."""
    return any(text == line or (" " in text and text in line) for line in lines)


# -- answering ---------------------------------------------------------------------------------------------------------


def page_of(session: LiveSession) -> DidPage:
    """The page as it is; not stored before it is put up for the first time."""
    return DidPage.objects.filter(session=session).first() or DidPage(session=session)


def published(session: LiveSession) -> list[Response]:
    """Answers with their notes, in the order of the day, as the public page shows them."""
    rows = Response.objects.filter(note__in=shown_notes(session)).select_related("note__step")
    return list(rows.order_by("note__step__position", "note_id"))


def put_up(session: LiveSession, up: bool) -> None:
    """Puts the page up or takes it down. Nobody is told of a page that is down."""
    with session.change():
        page = page_of(session)
        page.up = up
        page.save()
        if not up:
            session.contacts.news().unsent().update(due_on=None)


def untold(session: LiveSession) -> int:
    return sum(response.news for response in published(session))


def tell(session: LiveSession) -> int:
    """Tells everyone who asked, once for all that is new. Returns how many; a second press finds nothing new."""
    with session.change():
        page = page_of(session)
        news = [response.pk for response in published(session) if response.news]
        people = list(session.contacts.news().exclude(sealed=b"").filter(until__gt=timezone.localdate()))
        if not page.up or not news or not people:
            return 0
        Response.objects.filter(pk__in=news).update(news=False)
        DidPage.objects.filter(pk=page.pk).update(told_on=timezone.localdate())
        _make_due(people)
    return len(people)


def _make_due(people: list[Contact]) -> None:
    today = timezone.localdate()
    Contact.objects.filter(pk__in=[contact.pk for contact in people]).update(due_on=today, sent_on=None, trouble=False)
    for contact in people:
        transaction.on_commit(lambda pk=contact.pk: tasks.send_mail.enqueue(pk), robust=True)  # type: ignore[misc]


# -- beside what people wrote ------------------------------------------------------------------------------------------


def blocks_of(session: LiveSession) -> dict[int, list[Block]]:
    """What came later, for each step of the report: how promises went, and what was done while the page is up."""
    found: dict[int, list[Block]] = {}
    outcomes: dict[int, list[Outcome]] = {}
    for outcome in outcomes_of(session):
        outcomes.setdefault(outcome.step_id, []).append(outcome)  # type: ignore[attr-defined]
    for step_id, rows in outcomes.items():
        found.setdefault(step_id, []).append(_outcome_block(rows))
    responses: dict[int, list[Response]] = {}
    for response in published(session) if answers_are_told(session) else ():
        responses.setdefault(response.note.step_id, []).append(response)  # type: ignore[attr-defined]
    for step_id, answers in responses.items():
        found.setdefault(step_id, []).append(_response_block(answers))
    return found


def outcomes_of(session: LiveSession) -> list[Outcome]:
    """How it went with promises. Those that no note stands for come in an order that does not tell who answered first."""
    rows = Outcome.objects.told().filter(step__in=open_steps(session)).select_related("note")
    return sorted(rows, key=lambda row: (row.note_id or 0, row.how, row.told_text))  # type: ignore[attr-defined]


def answers_are_told(session: LiveSession) -> bool:
    """While the page is up; and where they came from a file, which holds only what was told."""
    return bool(session.origin) or DidPage.objects.filter(session=session, up=True).exists()


def _outcome_block(rows: Sequence[Outcome]) -> Block:
    cells = [[promise_of(row), row.get_how_display(), row.told_text] for row in rows]
    return Block(_("How it went"), columns=[_("What they would do"), _("How it went"), _("In their words")], rows=cells)


def promise_of(row: Outcome) -> str:
    return row.note.text if row.note else _("One of the promises")


def _response_block(rows: Sequence[Response]) -> Block:
    cells = [[r.note.text, f"{r.get_state_display()}. {r.text}".strip(), _day(r)] for r in rows]
    return Block(_("You said, we did"), columns=[_("You said"), _("We did"), _("When")], rows=cells)


def _day(response: Response) -> str:
    return date_format(response.day, "DATE_FORMAT") if response.day else ""
