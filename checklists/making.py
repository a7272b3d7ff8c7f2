"""Making PDFs beside the request that asked: the page says so, and the file is kept while the plan stays as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from checklists.models import MadeFile, Project
from checklists.models.files import KEPT
from coprod import pdf

log = logging.getLogger("coprod.checklists")
_makers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pdf")


def order(project: Project, recipe: str, stamp: str, page: Callable[[], str], *, forms: bool = False) -> MadeFile:
    """The file of this recipe and stamp: ready, failed, or being made from `page()` as of now.

    Asking again while it is being made starts nothing. A failed one is tried again only by `forget`.
    """
    with transaction.atomic():
        MadeFile.objects.filter(begun_at__lt=timezone.now() - KEPT).delete()
        file, new = MadeFile.objects.select_for_update().get_or_create(
            project=project, recipe=recipe, defaults={"stamp": stamp}
        )
        if not new and file.stamp == stamp and not file.is_stuck:
            return file
        file.stamp, file.body, file.failure, file.begun_at = stamp, None, "", timezone.now()
        file.save()
    html = page()
    _makers.submit(_make, file.pk, stamp, html, forms)
    return file


def forget(project: Project, recipe: str) -> None:
    """Let a failed file be tried again."""
    MadeFile.objects.filter(project=project, recipe=recipe).exclude(failure="").delete()


def _make(pk: int, stamp: str, html: str, forms: bool) -> None:
    try:
        made: dict[str, Any] = {"body": pdf.make(html, forms=forms)}
    except pdf.PdfFailed as failure:
        log.warning("a PDF was not made: %s", failure)
        made = {"failure": str(failure)[:300]}
    try:
        # Only if it is still the file that was asked for: the plan may have changed and been asked for again.
        MadeFile.objects.filter(pk=pk, stamp=stamp).update(**made)
    finally:
        connection.close()
