"""The cookies of a websocket, read as Django reads those of a page."""

from typing import Any

from django.http import parse_cookie


def cookies_of(scope: dict[str, Any]) -> dict[str, str]:
    """Programs at the same address may have left cookies that Python's own reader stops at, and then it finds none of ours."""
    raw = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(raw.decode("latin-1"))
