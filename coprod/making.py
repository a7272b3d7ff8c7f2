"""Making PDFs beside the request that asked: the page says so, and the file is kept while nothing has changed.

An app keeps its files in a table of its own, a subclass of `MadeFile` with a foreign key to what the file is made of and
`related_name="files"`; `order` works on that.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from coprod import pdf

log = logging.getLogger("coprod.making")
KEPT = timedelta(days=1)
# A server that stopped in the middle leaves a row that says "being made"; after this long someone else may try.
STUCK = timedelta(minutes=5)
Finish = Callable[[bytes], bytes]
_makers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pdf")


class MadeFile(models.Model):
    """One kind of file of one revision of something. The database holds it, so any server process can hand it out."""

    recipe = models.CharField(max_length=60)
    stamp = models.CharField(max_length=64)
    body = models.BinaryField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.recipe

    @property
    def is_ready(self) -> bool:
        return self.body is not None

    @property
    def is_stuck(self) -> bool:
        return not self.is_ready and not self.failure and timezone.now() - self.begun_at > STUCK


def order(
    files: Any, recipe: str, stamp: str, page: Callable[[], str], *, forms: bool = False, finish: Finish | None = None
) -> Any:
    """The file of this recipe and stamp: ready, failed, or being made from `page()` as of now.

    `files` is the related manager of what the file is made of (`project.files`). Asking again while it is being made
    starts nothing. A failed one is tried again only by `forget`. `finish` turns the PDF into what is kept.
    """
    model: Any = files.model
    with transaction.atomic():
        model.objects.filter(begun_at__lt=timezone.now() - KEPT).delete()
        whose = {files.field.name: files.instance, "recipe": recipe}
        file, new = model.objects.select_for_update().get_or_create(**whose, defaults={"stamp": stamp})
        if not new and file.stamp == stamp and not file.is_stuck:
            return file
        file.stamp, file.body, file.failure, file.begun_at = stamp, None, "", timezone.now()
        file.save()
    html = page()
    _makers.submit(_make, model, file.pk, stamp, html, forms, finish)
    return file


def forget(files: Any, recipe: str) -> None:
    """Let a failed file be tried again."""
    files.filter(recipe=recipe).exclude(failure="").delete()


def _make(model: Any, pk: int, stamp: str, html: str, forms: bool, finish: Finish | None = None) -> None:
    try:
        body = pdf.make(html, forms=forms)
        made: dict[str, Any] = {"body": finish(body) if finish else body}
    except pdf.PdfFailed as failure:
        log.warning("a PDF was not made: %s", failure)
        made = {"failure": str(failure)[:300]}
    try:
        # Only if it is still the file that was asked for: things may have changed and been asked for again.
        model.objects.filter(pk=pk, stamp=stamp).update(**made)
    finally:
        connection.close()
