"""What the log says of a page that broke: which one it was and where, never the address, which may hold the key of somebody's
link, nor anybody's words."""

import logging
import traceback
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import OperationalError


class NoAddress(logging.Filter):
    """Puts the pattern of the page ("later/<str:token>/") where Django would write the address that was asked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            found = getattr(request, "resolver_match", None)
            page = f"/{found.route}" if found else "(a page we do not have)"
            record.args = tuple(page if arg == request.path else arg for arg in record.args)
        return True


class NoWords(logging.Formatter):
    """Of an error, its kind and the lines of code it went through; with COPROD_DEBUG also what it says.

    It may quote what it could not take: PostgreSQL the row, Python the text, a mail server the address.
    """

    def formatException(self, ei: Any) -> str:
        return super().formatException(ei) if settings.DEBUG else "\n".join(_told(ei[1]))


def _told(error: BaseException | None) -> list[str]:
    """This error, after the one that it came from."""
    if error is None:
        return []
    before = _told(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    said = f": {error}" if isinstance(error, OperationalError) else ""  # a lock, a full disk: nobody's words
    return [*before, *_lines(error.__traceback__), f"{type(error).__module__}.{type(error).__qualname__}{said}"]


def _lines(trace: TracebackType | None) -> list[str]:
    return [line.rstrip("\n") for line in traceback.format_tb(trace)]
