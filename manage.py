#!/usr/bin/env python
"""Run Django's command line with Coprod's settings."""

import errno
import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit("Coprod needs Python 3.11 or newer. Get it from https://www.python.org/downloads/ or your system.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Coprod is not set up here yet. Type: script/bootstrap")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except OSError as error:
        if not (words := trouble(error)):
            raise
        sys.exit(words)


def trouble(error: OSError) -> str:
    """What the person at the keyboard can do about it; nothing when the fault is ours."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Coprod may not write to {error.filename}. Make that folder yours, or set COPROD_VAR_DIR to another."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Make some space and start again. What was saved before is still there."
    return ""


if __name__ == "__main__":
    main()
