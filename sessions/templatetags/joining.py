"""Template tags for coming in, and for the card with people to talk to."""

import io
import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import segno
from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from coprod.network import room_address

register = template.Library()

NUMBER = re.compile(r"\+?\d[\d ]{1,16}\d")


class SupportLine(NamedTuple):
    """One line of the support card. `tel` or `sms` is what the phone dials or texts; `number` is how it reads."""

    who: str
    text: str
    tel: str = ""
    sms: str = ""
    number: str = ""


@register.simple_tag(takes_context=True)
def join_host(context: dict[str, Any]) -> str:
    """The address to type on a phone, without "http://". Needs a request, so pages have it and live parts do not."""
    request: HttpRequest = context["request"]
    address = urlsplit(room_address(request))
    return address.netloc + address.path.rstrip("/")


@register.simple_tag
def square(link: str, title: str) -> SafeString:
    """A QR code in the page itself: an image of its own would have an address. Black on white in every theme."""
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(
        out, kind="svg", border=4, light="#fff", xmldecl=False, svgns=False, omitsize=True, svgclass="qr", lineclass=None,
        title=title,
    )  # fmt: skip
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn from our own link


@register.filter
def support_lines(text: str) -> list[SupportLine]:
    """The organiser's lines, "who: what to know, 116 123"; a number at the end becomes a link that calls, or texts.

    A line with "text" before its number ("text SHOUT to 85258") is a number to write to.
    """
    return [_support_line(line) for line in text.splitlines() if line.strip()]


def _support_line(line: str) -> SupportLine:
    who, colon, rest = (piece.strip() for piece in line.partition(":"))
    if not colon:
        who, rest = "", line.strip()
    found = NUMBER.search(rest)
    if found is None:
        return SupportLine(who, rest)
    number, digits = found.group(), re.sub(r"\D", "", found.group())
    words = re.search(rf"text (\w+ to {re.escape(number)})", rest, re.IGNORECASE)
    said = (rest[: words.start()] + rest[words.end() :]) if words else rest.replace(number, "", 1)
    said = re.sub(r"\s*,\s*,\s*", ", ", said).strip(" ,.")
    if words:
        return SupportLine(who, said, sms=digits, number=words.group(1))
    return SupportLine(who, said, tel=digits, number=number)
