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
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Coprod is not set up here yet. Type: script/bootstrap")
    try:
        execute_from_command_line(sys.argv)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        sys.exit(f"Coprod may not write to {error.filename}. Make that folder yours, or set COPROD_VAR_DIR to another.")


if __name__ == "__main__":
    main()
