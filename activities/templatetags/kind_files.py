"""Links to what a kind's folder brings for browsers: `activities/kinds/<kind>/static/<kind>.css`."""

from functools import cache

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from activities.kinds.registry import kinds

register = template.Library()


@register.simple_tag
def kind_styles() -> SafeString:
    """The style sheets of all kinds: a page stays while the session goes from one kind to the next."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in _sheets()))


@cache
def _sheets() -> tuple[str, ...]:
    paths = (f"kinds/{name}/{name}.css" for name in kinds())
    return tuple(path for path in paths if finders.find(path))
