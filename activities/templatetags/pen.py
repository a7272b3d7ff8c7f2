from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def now_arrow() -> SafeString:
    return SafeString("")


@register.simple_tag
def frame_line(seed: object) -> SafeString:
    return SafeString("")


@register.simple_tag
def tally_marks(count: int) -> SafeString:
    return SafeString("")


@register.simple_tag
def lobby_drawing(count: int) -> SafeString:
    return SafeString(f"<b>{count}</b>")
