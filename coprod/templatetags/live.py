"""Template tags of the live floor."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

CSRF_HERE = "<!--csrf-->"


@register.simple_tag(takes_context=True)
def slot(context: dict[str, Any], name: str) -> SafeString:
    """The parts that stand in a slot; nothing when it is empty. Write it inside the element with that `data-slot`."""
    return context.get("slots", {}).get(name, SafeString(""))


@register.simple_tag
def csrf_here() -> SafeString:
    """Where a page puts its token. Parts never see the request; a script sends the token in a header instead."""
    return mark_safe(CSRF_HERE)  # noqa: S308
