"""What the log says of a page that broke: which one it was, never the address, which may hold the key of somebody's link."""

import logging


class NoAddress(logging.Filter):
    """Puts the pattern of the page ("later/<str:token>/") where Django would write the address that was asked for."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            found = getattr(request, "resolver_match", None)
            page = f"/{found.route}" if found else "(a page we do not have)"
            record.args = tuple(page if arg == request.path else arg for arg in record.args)
        return True
