"""A planning project and the checklists it holds."""

from __future__ import annotations

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from checklists import content
from checklists.models.people import Member, Role
from coprod.live.hub import poke
from coprod.public import new_public


class Project(models.Model):
    public = models.CharField(max_length=12, unique=True, default=new_public, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="projects")
    name = models.CharField(max_length=120)
    about = models.TextField(max_length=2000, blank=True)
    people = models.TextField(max_length=2000, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    rev = models.PositiveBigIntegerField(default=0)
    epoch = models.CharField(max_length=12, default=new_public, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("checklists:plan", args=[self.public])

    @classmethod
    def start(cls, owner, name: str, **details) -> Project:
        """Make a plan with all checklists, and its owner the first person on it."""
        with transaction.atomic():
            project = cls.objects.create(owner=owner, name=name, **details)
            shown = (owner.get_full_name() or owner.get_username()).split("@")[0][:60]
            Member.objects.create(project=project, user=owner, name=shown, role=Role.OWNER)
            Checklist.objects.bulk_create(Checklist(project=project, slug=slug) for slug in content.sheets())
        return project

    @property
    def room(self) -> str:
        """Its name on the live floor."""
        return f"plan:{self.public}"

    def locked(self) -> Project:
        """The row as it is now, kept to ourselves until the transaction ends: writes to one plan queue here."""
        return type(self).objects.select_for_update().get(pk=self.pk)

    def raise_rev(self) -> int:
        """Say that something changed. Call it on a locked row, inside its transaction; open pages hear of it after."""
        self.rev += 1
        self.save(update_fields=["rev"])
        transaction.on_commit(lambda: poke(self.room), robust=True)
        return self.rev

    def touch(self) -> int:
        """Raise the revision for a change made elsewhere, such as a new person."""
        with transaction.atomic():
            return self.locked().raise_rev()


class Checklist(models.Model):
    """One sheet of a plan. 2G may be there more than once: takes 1, 2, 3."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="checklists")
    slug = models.CharField(max_length=8)
    take = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["slug", "take"]
        constraints = [models.UniqueConstraint(fields=["project", "slug", "take"], name="one_checklist_per_take")]

    def __str__(self) -> str:
        return f"{self.sheet.label} {self.sheet.name}" + (f" ({self.take})" if self.take > 1 else "")

    @property
    def sheet(self) -> content.Sheet:
        return content.sheets()[self.slug]

    @property
    def path(self) -> str:
        """How addresses name it: `2d`, or `2g-2` for a second take."""
        return self.sheet.path + (f"-{self.take}" if self.take > 1 else "")

    def take_again(self, after: int) -> Checklist:
        """A fresh copy of the same questions, so that two moments of a project can be compared.

        `after` is the last take that its reader knew of: one that was begun since is the one that they mean.
        """
        with transaction.atomic():
            project = self.project.locked()
            last = project.checklists.filter(slug=self.slug).latest("take")
            if last.take > after and last.removed_at is None:
                return last
            project.raise_rev()
            return project.checklists.create(slug=self.slug, take=last.take + 1)

    def set_aside(self) -> None:
        """Take it off the plan. Nothing is deleted: `put_back` undoes this."""
        self._move(timezone.now())

    def put_back(self) -> None:
        self._move(None)

    def _move(self, removed_at) -> None:
        with transaction.atomic():
            self.project.locked().raise_rev()
            self.removed_at = removed_at
            self.save(update_fields=["removed_at"])
