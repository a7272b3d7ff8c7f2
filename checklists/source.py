"""A plan as a live room: a pulse that says how far the plan is and who is here.

What a person may see and do depends on who they are, and forms carry that person's token. So the socket carries a
hint and nothing else, and each page asks for its own pieces (`views.live.since`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from checklists.models import Member, Project
from coprod.live.hub import poke
from coprod.live.parts import View
from coprod.live.sources import Seat

HERE = 25  # seconds after the last sign of life
TEMPLATE = "checklists/_pulse.html"


@dataclass(frozen=True)
class Present:
    """Somebody who has the plan open, and the question they are writing in, if any."""

    member: Member
    writing: str


@dataclass(frozen=True)
class Pulse:
    """The plan now: its revision, who may see it, and who does."""

    project: Project
    let_in: frozenset[int]
    present: tuple[Present, ...]

    @classmethod
    def take(cls, project: Project, members: list[Member] | None = None) -> Pulse:
        members = list(project.members.let_in()) if members is None else members
        keys = {_key(project, member): member for member in members}
        found = cache.get_many(keys)
        present = tuple(Present(member, found[key]) for key, member in keys.items() if key in found)
        return cls(project, frozenset(member.pk for member in members), present)

    @property
    def mark(self) -> str:
        """Changes whenever someone comes, goes, or starts to write elsewhere."""
        seen = repr([(one.member.pk, one.member.name, one.writing) for one in self.present])
        return hashlib.sha256(seen.encode()).hexdigest()[:12]

    def view(self) -> View:
        rev = self.project.rev
        # Nothing to read in it: a screen that lacks this revision or mark is told so by getting it.
        return View(f"{self.mark}.{rev}", rev, rev, self.project.epoch, TEMPLATE, dict, ())


def _key(project: Project, member: Member) -> str:
    return f"plan-here.{project.pk}.{member.pk}"


def sign(project: Project, member: Member, writing: str) -> None:
    """Say that this person has the plan open. The others hear of it when that is news."""
    key = _key(project, member)
    before = cache.get(key)
    cache.set(key, writing, HERE)
    if before != writing:
        poke(project.room)


class PlanSource:
    """Answers the live floor's questions; see `coprod.live.hub.Source`."""

    def load(self, room: str, before: Any | None) -> Pulse | None:
        project = Project.objects.filter(public=room.partition(":")[2], removed_at=None).first()
        return Pulse.take(project) if project else None

    def head(self, room: str) -> tuple[str, int] | None:
        return Project.objects.filter(public=room.partition(":")[2]).values_list("epoch", "rev").first()

    def seating(self, state: Pulse) -> Hashable:
        return state.let_in

    def audience(self, state: Pulse, seat: Seat) -> Hashable | None:
        return "plan" if seat.person in state.let_in else None

    def view(self, state: Pulse, audience: Any, language: str, since: int = -1) -> View:
        return state.view()
