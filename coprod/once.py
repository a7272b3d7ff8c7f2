"""A form that makes something makes it once, however often it is sent: a double press, or a browser that sends it again.

The form carries a key (`{% once %}`). The address of what is made comes from that key and from all else the form says, so the
same form finds what it made first, and a form with other words makes something else. Nothing has to be kept for it.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from coprod.public import public_of

M = TypeVar("M", bound=Model)

FIELD = "once"


def once(request: HttpRequest, mine: QuerySet[M], make: Callable[[str], M]) -> M:
    """What `make` makes under the address it is handed; or, when this form was sent before, what it made then.

    `mine` is where the person's own are found, by the field `public`, which is unique.
    """
    public = _address(request)
    found = mine.filter(public=public)
    try:
        with transaction.atomic():
            return found.first() or make(public)
    except IntegrityError:  # the other one was quicker by a hair
        if (made := found.first()) is None:
            raise
        return made


def secret_of(request: HttpRequest) -> str:
    """A secret that this form has again when it is sent again, for what is made of a secret and keeps only its hash."""
    return urlsafe_b64encode(_digest(request)).rstrip(b"=").decode()


def _address(request: HttpRequest) -> str:
    return public_of(int.from_bytes(_digest(request), "big"))


def _digest(request: HttpRequest) -> bytes:
    key = request.POST.get(FIELD) or secrets.token_urlsafe()  # without one each sending is another
    said = repr([request.user.pk, request.path, key, *sorted(_said(request))])
    return salted_hmac(__name__, said, algorithm="sha256").digest()


def _said(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            yield name, repr(values)
    for name, files in request.FILES.lists():
        for file in files:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            yield name, digest.hexdigest()
