"""Words that people typed, as safe HTML: line breaks and simple lists, and the direction they are written in."""

from __future__ import annotations

from itertools import groupby

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from coprod.words import BULLET, NUMBER, direction

register = template.Library()
register.filter("direction", direction)


def _kind(line: str) -> str:
    if BULLET.match(line):
        return "ul"
    if NUMBER.match(line):
        return "ol"
    return "p" if line.strip() else ""


def _block(kind: str, lines: list[str]) -> SafeString:
    if kind == "p":
        return format_html(
            '<p dir="{}">{}</p>', direction(lines[0]), mark_safe("<br>".join(escape(line) for line in lines))
        )
    sign = BULLET if kind == "ul" else NUMBER
    items = ((direction(sign.sub("", line)), sign.sub("", line)) for line in lines)
    return format_html("<{0}>{1}</{0}>", mark_safe(kind), format_html_join("", '<li dir="{}">{}</li>', items))


@register.filter
def words(text: str) -> SafeString:
    """Everything is escaped; a line that starts with "- " or "1. " becomes an item of a list."""
    blocks = [_block(kind, list(lines)) for kind, lines in groupby((text or "").split("\n"), key=_kind) if kind]
    return mark_safe("".join(blocks))
