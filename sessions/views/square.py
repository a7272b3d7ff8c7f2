"""The square to point a camera at: a QR code of the link that lets a phone in."""

import io

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from coprod.network import room_address
from sessions.models import LiveSession


@never_cache
@require_GET
def square(request: HttpRequest, stage_token: str) -> HttpResponse:
    """Its own image, because only a request knows under which address phones reach this machine. Black on white in every theme."""
    session = get_object_or_404(LiveSession, stage_token=stage_token)
    link = room_address(request).rstrip("/") + reverse("enter", args=[session.join_token])
    out = io.BytesIO()
    segno.make(link, error="m", micro=False).save(out, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
