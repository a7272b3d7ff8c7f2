"""`python -m coprod.maker`: does one piece of work for `coprod.making.run` and ends.

It reads the work as JSON from standard input and writes its bytes to standard output. It gives way to everything else on
this machine, from its very start.
"""

import json
import os
import sys


def main() -> int:
    if hasattr(os, "nice"):
        os.nice(19)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coprod.settings")
    import django

    django.setup()
    from coprod import making, pdf

    call, args, language = json.load(sys.stdin.buffer)
    try:
        sys.stdout.buffer.write(making.here(making.Work(call, args), language))
    except pdf.PdfFailed as failure:
        sys.stdout.buffer.write(str(failure).encode())
        return making.FAILED
    return 0


if __name__ == "__main__":
    sys.exit(main())
