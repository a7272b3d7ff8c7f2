"""Making files beside the request that asked: the page says so, and the file is kept while nothing has changed.

An app keeps its files in a table of its own, a subclass of `MadeFile` with a foreign key to what the file is made of and
`related_name="files"`; `order` works on that. The work is a function's name and what to call it with. All of it, reading the
database, laying out the page and drawing it, is done in a process of its own at the lowest priority, so that a live room
in this one does not wait for it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from coprod import pdf

log = logging.getLogger("coprod.making")
KEPT = timedelta(days=1)
# A server that stopped in the middle leaves a row that says "being made"; after this long someone else may try.
STUCK = timedelta(minutes=10)
SECONDS = pdf.PATIENT + 30  # a PDF that never ends is stopped first, and says so
FAILED = 4  # exit code of coprod.maker: the words for it are on standard output
_makers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="making")


class Work(NamedTuple):
    """`call` is the dotted name of a function that gives bytes or raises `PdfFailed`; `args` are what JSON can say."""

    call: str
    args: dict[str, Any]


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


def order(files: Any, recipe: str, stamp: str, work: Work) -> Any:
    """The file of this recipe and stamp: ready, failed, or being made as of now.

    `files` is the related manager of what the file is made of (`project.files`). Asking again while it is being made
    starts nothing. A failed one is tried again only by `forget`.
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
    _makers.submit(_make, model, file.pk, stamp, work, get_language())
    return file


def ordered(files: Any, recipe: str, stamp: str) -> Any | None:
    """The file if it was ordered as things stand; a page that waits asks again and again, and this is all that costs."""
    file = files.filter(recipe=recipe, stamp=stamp).first()
    return None if file is None or file.is_stuck else file


def forget(files: Any, recipe: str) -> None:
    """Let a failed file be tried again."""
    files.filter(recipe=recipe).exclude(failure="").delete()


def forget_unfinished() -> None:
    """What a server was making when it stopped is nobody's work any more. Only for the one server of a database, at its start."""
    for model in apps.get_models():
        if issubclass(model, MadeFile):
            model._default_manager.filter(body=None, failure="").delete()


def _make(model: Any, pk: int, stamp: str, work: Work, language: str) -> None:
    with override(language):
        made = _made(work, language)
    try:
        # Only if it is still the file that was asked for: things may have changed and been asked for again.
        model.objects.filter(pk=pk, stamp=stamp).update(**made)
    except Exception:
        log.exception("a file was made and could not be kept")
    finally:
        connection.close()


def _made(work: Work, language: str) -> dict[str, Any]:
    """The file, or in words why there is none."""
    try:
        return {"body": run(work, language)}
    except pdf.PdfFailed as failure:
        log.warning("a file was not made: %s", failure)
        return {"failure": str(failure)[:300]}
    except Exception:  # no memory for a process of its own, say: without words for it a page would wait ten minutes
        log.exception("a file was not made")
        return {"failure": not_made()}


def here(work: Work, language: str) -> bytes:
    """Does the work in this process."""
    with override(language):
        body: bytes = import_string(work.call)(**work.args)
        return body


def run(work: Work, language: str) -> bytes:
    """Does the work in a process of its own and waits for it. Raises PdfFailed with words that are fit to be shown."""
    request = json.dumps([work.call, work.args, language]).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "coprod.maker"],
            input=request,
            capture_output=True,
            timeout=SECONDS,
            cwd=pdf.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise pdf.PdfFailed(pdf.took_too_long(SECONDS)) from error
    if done.returncode == FAILED:
        raise pdf.PdfFailed(done.stdout.decode())
    if done.returncode or not done.stdout:
        raise pdf.PdfFailed(not_made())
    return done.stdout


def not_made() -> str:
    return _("This file could not be made. Your words are safe. Try again, or choose another kind.")
