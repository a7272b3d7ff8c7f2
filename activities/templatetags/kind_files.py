"""Links to what a kind's folder brings for browsers: `activities/kinds/<kind>/static/<kind>.css` and `<kind>.js`."""

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
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(path),) for path in _files("css")))


@register.simple_tag
def kind_scripts() -> SafeString:
    """The modules of all kinds, for phones and the console; each looks for its own elements in the floor."""
    return format_html_join("", '<script type="module" src="{}"></script>', ((static(path),) for path in _files("js")))


@cache
def _files(ending: str) -> tuple[str, ...]:
    paths = (f"kinds/{name}/{name}.{ending}" for name in kinds())
    return tuple(path for path in paths if finders.find(path))
