"""Answers, their history, and what happens when two people change the same one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from checklists import content
from checklists.models.people import Member
from checklists.models.project import Checklist, Project

LONGEST = 20_000
# Saving as you type would fill the history with half sentences: what one person writes in one go is one version.
ONE_GO = timedelta(minutes=3)


class State(models.TextChoices):
    OPEN = "open", _("Not started")
    TALKING = "talking", _("Talking")
    AGREED = "agreed", _("Agreed")
    NOT_FOR_US = "not_for_us", _("Not for us")


class Need(models.TextChoices):
    TIME = "time", _("Time")
    PEOPLE = "people", _("People and what they know")
    TRAINING = "training", _("Training")
    MONEY = "money", _("Money and materials")
    SPACE = "space", _("Space")
    ENDORSEMENT = "endorsement", _("Backing from someone with a say")


class Fields(models.Model):
    """What can be said about one question; a version is a copy of all of it."""

    text = models.TextField(max_length=LONGEST, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    who = models.CharField(max_length=80, blank=True)
    due = models.DateField(null=True, blank=True)
    hard = models.BooleanField(default=False)
    challenge = models.TextField(max_length=2000, blank=True)
    needs = models.JSONField(default=list, blank=True)

    NAMES = ("text", "state", "who", "due", "hard", "challenge", "needs")
    # Words that two people may be writing at once. The rest are choices: the last one stands, and history has both.
    WORDS = ("text", "challenge")

    class Meta:
        abstract = True

    def snapshot(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.NAMES}

    @property
    def as_seen(self) -> str:
        """The snapshot a page carries, and sends back with a change: see Answer.write."""
        return json.dumps(self.snapshot(), cls=DjangoJSONEncoder, ensure_ascii=False)

    @property
    def need_labels(self) -> list[str]:
        return [str(Need(need).label) for need in self.needs]

    @property
    def is_late(self) -> bool:
        return bool(self.due and self.due < date.today() and self.state not in (State.AGREED, State.NOT_FOR_US))


@dataclass
class Change:
    """What one person did to one answer: the fields they set, and what those said when they began."""

    new: dict[str, Any]
    was: dict[str, Any] = field(default_factory=dict)


class Gone(Exception):
    """The checklist was taken off the plan, or the question is not on it."""


class Clash(Exception):
    """Somebody else changed the same words meanwhile. Nothing was overwritten; their answer is attached."""

    def __init__(self, answer: Answer, name: str, mine: str) -> None:
        super().__init__(name)
        self.answer, self.name, self.mine = answer, name, mine

    @property
    def theirs(self) -> str:
        return getattr(self.answer, self.name)

    @property
    def both(self) -> str:
        return f"{self.theirs}\n\n{self.mine}".strip()


class Answer(Fields):
    """The answer to one question of one take of a checklist. A question printed twice (2B and 2D) has one."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="answers")
    ref = models.CharField(max_length=20)
    take = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveIntegerField(default=0)
    rev = models.PositiveBigIntegerField(default=0)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "ref", "take"], name="one_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.ref} ({self.take})"

    @classmethod
    def write(cls, checklist: Checklist, box: content.FollowUp, member: Member, change: Change) -> Answer:
        """Save a change and return the answer. Raises Clash or Gone, and then nothing was changed."""
        try:
            with transaction.atomic():
                project, answer = cls._hold(checklist, box)
                new = answer._merge(change)
                if new:
                    answer._record(project, member, new)
                return answer
        except Clash as clash:
            clash.answer._keep_aside(member, clash)
            raise

    @classmethod
    def _hold(cls, checklist: Checklist, box: content.FollowUp) -> tuple[Project, Answer]:
        project = checklist.project.locked()
        if not project.checklists.filter(pk=checklist.pk, removed_at=None).exists():
            raise Gone
        ref = getattr(box, "key", box.ref)
        answer, _new = cls.objects.select_related("member").get_or_create(project=project, ref=ref, take=checklist.take)
        return project, answer

    def _merge(self, change: Change) -> dict[str, Any]:
        """The fields to set. Words are compared with what their writer saw: changed on both sides is a clash.

        Words that were taken away meanwhile are no clash: there is nothing to overwrite, and the history has them.
        """
        new = {}
        for name, value in change.new.items():
            now, seen = getattr(self, name), change.was.get(name, getattr(self, name))
            if value in (now, seen):
                continue
            if name in self.WORDS and now and now != seen:
                raise Clash(self, name, value)
            new[name] = value
        if new.get("text") and self.state == State.OPEN and "state" not in change.new:
            new["state"] = State.TALKING
        return new

    def _record(self, project: Project, member: Member, new: dict[str, Any]) -> None:
        last = self.versions.filter(aside=False).first()
        for name, value in new.items():
            setattr(self, name, value)
        self.number, self.rev, self.member = self.number + 1, project.raise_rev(), member
        self.save()
        values = {**self.snapshot(), "number": self.number, "made_at": timezone.now()}
        if last and last.goes_on(member, self):
            self.versions.filter(pk=last.pk).update(**values)
        else:
            self.versions.create(member=member, **values)

    def _keep_aside(self, member: Member, clash: Clash) -> None:
        """Words that lost a clash stay in the history, so that a closed tab loses nothing."""
        aside = self.versions.filter(aside=True, member=member, **{clash.name: clash.mine})
        if not aside.exists():
            self.versions.create(
                **{**self.snapshot(), clash.name: clash.mine}, member=member, number=self.number, aside=True
            )

    def bring_back(self, checklist: Checklist, version: Version, member: Member) -> None:
        """Make an older version the answer again, as a new version: this too can be undone."""
        with transaction.atomic():
            project, answer = self._hold(checklist, content.boxes()[self.ref])
            answer._record(project, member, version.snapshot())

    def borrow(self, checklist: Checklist, member: Member, *, said: str, source: str, note: int | None) -> None:
        """Bring something a workshop said to this question. Bringing it twice changes nothing."""
        with transaction.atomic():
            project, answer = self._hold(checklist, content.boxes()[self.ref])
            which = {"note_id": note} if note else {"note": None, "source": source, "said": said}
            said_so = {"member": member, "source": source, "said": said}
            _borrowed, new = answer.borrowed.get_or_create(**which, defaults=said_so)
            if new:
                state = State.TALKING if answer.state == State.OPEN else answer.state
                Answer.objects.filter(pk=answer.pk).update(rev=project.raise_rev(), state=state)


class Version(Fields):
    """The answer as one person left it. `aside` marks words that met a clash and were not used."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="versions")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField()
    aside = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.answer_id}.{self.number}"

    def goes_on(self, member: Member, answer: Answer) -> bool:
        """Whether the same person is still at it, and took nothing away that was worth keeping."""
        return (
            self.member_id == member.pk
            and timezone.now() - self.made_at < ONE_GO
            and len(answer.text) * 2 >= len(self.text)
            and answer.state == self.state
        )


class Comment(models.Model):
    answer = models.ForeignKey(Answer, models.CASCADE, related_name="comments")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=2000)
    key = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]

    @classmethod
    def add(cls, checklist: Checklist, box: content.FollowUp, member: Member, text: str, key: str) -> Comment:
        """`key` is made by the sender: sending the same comment again adds nothing."""
        with transaction.atomic():
            project, answer = Answer._hold(checklist, box)
            comment, new = cls.objects.get_or_create(
                key=f"{member.pk}.{key}", defaults={"answer": answer, "member": member, "text": text}
            )
            if new:
                Answer.objects.filter(pk=answer.pk).update(rev=project.raise_rev())
            return comment

    def take_back(self) -> None:
        with transaction.atomic():
            project = self.answer.project.locked()
            Answer.objects.filter(pk=self.answer_id).update(rev=project.raise_rev())
            self.delete()
