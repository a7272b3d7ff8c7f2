"""How long something lasts, in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def lasts(minutes: int) -> str:
    """Minutes as people say them: "90 minutes" up to two hours, then to the nearest half hour."""
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours, half = divmod(round(minutes / 30), 2)
    if half:
        return _("about %(n)d and a half hours") % {"n": hours}
    return ngettext("about %(n)d hour", "about %(n)d hours", hours) % {"n": hours}
