"""What the pen draws in the frame of the big screen."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from activities.drawing import frame
from activities.drawing.lobby import Lobby, draw_lobby, lobby_words

register = template.Library()


@register.simple_tag
def frame_line(seed: str) -> SafeString:
    """The pen line under the title; the same title always gives the same line."""
    return mark_safe(frame.rule_line(seed))  # noqa: S308 - drawn by us


@register.simple_tag
def tally(count: int) -> SafeString:
    """Five-bar gates, as one counts on a flip chart; nothing above forty."""
    return mark_safe(frame.tally(count))  # noqa: S308 - numbers only


@register.simple_tag
def red_arrow() -> SafeString:
    """The red pen points at what to do now."""
    return mark_safe(frame.now_arrow())  # noqa: S308 - drawn by us


@register.simple_tag
def lobby_chairs(here: int, seed: str) -> SafeString:
    """Chairs with a cushion for everyone who is here; the session's seed says which."""
    return mark_safe(draw_lobby(Lobby(here, seed)))  # noqa: S308 - drawn by us, text escaped by the pen


@register.simple_tag
def lobby_said(here: int) -> str:
    """The drawing in words, for who cannot see it."""
    return lobby_words(Lobby(here)).text
