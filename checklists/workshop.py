"""What a question may take from a workshop: notes that everyone there could see, and what came of a step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.formats import date_format
from pydantic import ValidationError

from activities.kinds.registry import kind
from checklists import content
from sessions.models import LiveSession, SessionStep
from sessions.source import finished_step

# "Your table will see this" and "only you" were promised to be read by nobody else: those steps are not offered.
OPEN_TO_ALL = ("everyone_no_names", "everyone_names", "totals")


@dataclass(frozen=True)
class Offer:
    """One thing to take. `key` names it in a form: "n12" is a note, "o3.picks.v1" an outcome of a step."""

    key: str
    text: str
    mark: str = "sun"
    head: str = ""
    note: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What one step has to offer."""

    step: SessionStep
    offers: tuple[Offer, ...]
    fits: bool

    @property
    def source(self) -> str:
        session = self.step.session
        day = date_format(session.created_on, "j F Y")
        return f"{session.title}, {day}: {self.step.activity_title or self.step.title}"[:300]


def sessions_of(user: User) -> list[LiveSession]:
    """The person's own sessions that have begun, the newest first."""
    return list(LiveSession.objects.filter(owner=user, steps__visited=True).distinct().order_by("-created_on", "-pk"))


def outcomes(session: LiveSession, asked: content.Question) -> list[Outcome]:
    """What came of the session, with the steps that fit the question first."""
    found = []
    for step in session.steps.filter(visited=True, privacy__in=OPEN_TO_ALL).select_related("session"):
        if offers := tuple(_offers(step)):
            found.append(Outcome(step, offers, step.key.partition(".")[0] in asked.pulls))
    return sorted(found, key=lambda outcome: not outcome.fits)


def _offers(step: SessionStep) -> Iterable[Offer]:
    try:
        state, of = finished_step(step), kind(step.kind)
    except (LookupError, ValidationError):  # its kind is not here any more
        return
    titles, marks = state.config.zone_titles(), state.config.zone_marks()
    for note in state.shown:
        yield Offer(f"n{note.id}", note.text, marks.get(note.zone, "sun"), titles.get(note.zone, ""), note.id)
    written = {note.text for note in state.notes}
    for name, carried in of.outputs(state).items():
        for one in carried:
            if one.text not in written:
                yield Offer(f"o{step.pk}.{name}.{one.id}", one.text, "sky")
