"""Files that were made for download, kept while the plan has not changed."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from checklists.models.project import Project

KEPT = timedelta(days=1)
# A server that stopped in the middle leaves a row that says "being made"; after this long someone else may try.
STUCK = timedelta(minutes=5)


class MadeFile(models.Model):
    """One kind of file of one revision of a plan. The database holds it, so any server process can hand it out."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="files")
    recipe = models.CharField(max_length=60)
    stamp = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "recipe"], name="one_file_per_recipe")]

    def __str__(self) -> str:
        return self.recipe

    @property
    def is_ready(self) -> bool:
        return self.body is not None

    @property
    def is_stuck(self) -> bool:
        return not self.is_ready and not self.failure and timezone.now() - self.begun_at > STUCK
