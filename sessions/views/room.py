"""What every live screen needs of a view: its first render, and the change since a position."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from coprod.live.endpoint import position
from coprod.live.hub import encode
from coprod.live.parts import Part, View, change, whole
from coprod.templatetags.live import CSRF_HERE


def first_render(request: HttpRequest, view: View, language: str, own: tuple[Part, ...] = ()) -> SafeString:
    """The floor of a page, with the request's token in every form."""
    html = whole(replace(view, parts=view.parts + own), language)
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
    return mark_safe(html.replace(CSRF_HERE, token))  # noqa: S308


def since(request: HttpRequest, view: View, language: str) -> HttpResponse:
    """What a polling screen lacks: 204 when nothing, else the JSON that the socket would have sent."""
    at = position(request.GET.get("rev"), request.GET.get("view"), request.GET.get("epoch"))
    fragment = change(view, at, language)
    if fragment is None:
        return HttpResponse(status=204)
    return HttpResponse(encode(fragment), content_type="application/json")
