"""What the pen draws in the frame of the big screen."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from activities.drawing import pen
from sessions.lobby import lobby

register = template.Library()
TALLY_LIMIT = 40  # above that the number says it better


@register.simple_tag
def frame_line(seed: str) -> SafeString:
    """The pen line under the title; the same title always gives the same line."""
    return format_html(
        '<svg class="frame-line" viewBox="0 0 1792 12" aria-hidden="true"><path class="f-ink" fill="#23201b" d="{}"/></svg>',
        pen.frame_line(seed),
    )


@register.simple_tag
def tally(count: int) -> SafeString:
    """Five-bar gates, as one counts on a flip chart; nothing above forty."""
    if not 0 < count <= TALLY_LIMIT:
        return SafeString("")
    return mark_safe(pen.tally(count))  # noqa: S308 - numbers only


@register.simple_tag
def red_arrow() -> SafeString:
    """The red pen points at what to do now."""
    drawn = pen.arrow(4, 20, 46, 18, w=6, head=17, seed="now")
    return mark_safe(f'<svg class="red-arrow" viewBox="0 0 54 36" aria-hidden="true">{drawn}</svg>')  # noqa: S308


@register.simple_tag
def lobby_chairs(here: int) -> SafeString:
    """Chairs with a cushion for everyone who is here."""
    title = ngettext("%(n)d person is here.", "%(n)d people are here.", here) % {"n": here}
    return mark_safe(lobby(here, _("here so far"), title))  # noqa: S308 - drawn by us, text escaped by the pen
