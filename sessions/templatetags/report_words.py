"""What the report's templates need: our own drawings unescaped, and the direction of what people typed."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from coprod.words import direction

register = template.Library()
register.filter("direction", direction)


@register.filter
def own_drawing(svg: str) -> SafeString:
    """A drawing of a kind, whose words were escaped when it was drawn. On its own it is an image with a name."""
    return mark_safe(svg.replace('aria-hidden="true">', 'role="img">', 1))  # noqa: S308
