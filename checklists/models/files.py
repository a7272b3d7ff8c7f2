"""Files that were made for download, kept while the plan has not changed."""

from __future__ import annotations

from django.db import models

from checklists.models.project import Project
from coprod import making


class MadeFile(making.MadeFile):
    project = models.ForeignKey(Project, models.CASCADE, related_name="files")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "recipe"], name="one_file_per_recipe")]
