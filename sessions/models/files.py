"""Files that were made of a session for download, kept while it has not changed."""

from django.db import models

from coprod import making
from sessions.models.session import LiveSession


class MadeFile(making.MadeFile):
    session = models.ForeignKey(LiveSession, models.CASCADE, related_name="files")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "recipe"], name="one_file_per_session_and_recipe")]
