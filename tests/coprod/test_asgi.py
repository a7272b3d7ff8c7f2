"""The entry: which requests go to the thread that keeps notes, and what is not asked again for each."""

from typing import Any

import twisted.web.http
from django.urls import reverse

from coprod.asgi import is_note

FORM = b"application/x-www-form-urlencoded"
http: Any = twisted.web.http


def test_a_phones_write_is_a_note_and_nothing_else_is() -> None:
    write = reverse("write", args=["abcdefghjkmn"])

    assert is_note({"method": "POST", "path": write})
    assert not is_note({"method": "GET", "path": write})
    assert not is_note({"method": "POST", "path": reverse("sign-in")})
    assert not is_note({"method": "POST", "path": reverse("session-new")})


def test_the_type_of_a_form_is_asked_once() -> None:
    kept = http._parseContentType
    kept.cache_clear()

    assert [kept(b"application/x-www-form-urlencoded;charset=UTF-8") for _ in range(3)] == [FORM] * 3
    assert kept(b'multipart/form-data; boundary="a"') == b"multipart/form-data"
    assert (kept.cache_info().misses, kept.cache_info().hits) == (2, 2)
