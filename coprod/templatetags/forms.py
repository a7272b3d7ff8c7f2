"""Template tags of forms."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from coprod.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A key for a form that makes something, so that sending it twice makes one: see `coprod.once`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe(16))
