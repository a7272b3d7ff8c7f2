"""A person's own link: its secret stands after the "#", which browsers send to no server and write into no log."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coprod.network import room_address
from sessions import kept
from sessions.access import Here, cookie_name, find_here, participant_required, set_secret
from sessions.forms import OwnLinkForm

LINK = re.compile(r"([a-z0-9]{12})\.([A-Za-z0-9_-]{40,64})\s*$")


@never_cache
@require_GET
@participant_required
def own_link(request: HttpRequest, here: Here) -> HttpResponse:
    """The link to copy, share, print or point another phone at. It is made from this phone's cookie and kept nowhere."""
    link = room_address(request).rstrip("/") + reverse("own-link-open") + f"#{here.session.public}.{here.secret}"
    context = {
        "session": here.session, "participant": here.participant, "link": link,
        "pages": kept.shelf(here.secret), "only_here": not settings.SITE_URL,
    }  # fmt: skip
    return render(request, "sessions/own/link.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_link_open(request: HttpRequest) -> HttpResponse:
    """Opens a link on this phone. The page's script sends what stands after the "#"; without one, the box takes the link."""
    if request.method != "POST":
        return render(request, "sessions/own/open.html")
    form = OwnLinkForm(request.POST)
    found = LINK.search(form.data.get("link", "").strip()) if form.is_valid() else None
    if found is None:
        return _not_opened(
            request, _("That is not a whole link. Copy all of it, up to its last letter, and try again.")
        )
    public, secret = found.groups()
    until = [page.until for page in kept.shelf(secret)]
    here = find_here(public, {cookie_name(public): secret})
    if here is None and not until:
        return _not_opened(
            request, _("This link opens nothing any more. What it held was deleted, on its date or by you.")
        )
    if not form.cleaned_data["instead"] and _takes_the_place(public, secret, request.COOKIES):
        other = find_here(public, request.COOKIES)
        context = {"public": public, "session": other.session if other else None, "link": f"{public}.{secret}"}
        return render(request, "sessions/own/instead.html", context, status=409)
    response = redirect("phone" if here else "kept", public)
    dates = [*until, *([here.session.delete_on] if here else [])]
    set_secret(response, public, secret, max(dates))
    return response


def _takes_the_place(public: str, secret: str, cookies: dict[str, str]) -> bool:
    """Whether this phone holds another person's key that still opens something: their room, or pages that outlast it."""
    theirs = cookies.get(cookie_name(public), "")
    if not theirs or theirs == secret:
        return False
    return find_here(public, cookies) is not None or bool(kept.shelf(theirs))


def _not_opened(request: HttpRequest, error: str) -> HttpResponse:
    context = {"error": error, "link": request.POST.get("link", "")[:300]}
    return render(request, "sessions/own/open.html", context, status=422)


@require_POST
def close(request: HttpRequest, public: str) -> HttpResponse:
    """Clears a phone on which a link was opened after its session was deleted. What is kept stays where the link finds it."""
    response = render(request, "sessions/phone/finished.html")
    response.delete_cookie(cookie_name(public), samesite="Lax")
    response["Clear-Site-Data"] = '"storage"'
    return response
