"""Which requests go to the thread that keeps notes."""

from django.urls import reverse

from coprod.asgi import is_note


def test_a_phones_write_is_a_note_and_nothing_else_is() -> None:
    write = reverse("write", args=["abcdefghjkmn"])

    assert is_note({"method": "POST", "path": write})
    assert not is_note({"method": "GET", "path": write})
    assert not is_note({"method": "POST", "path": reverse("sign-in")})
    assert not is_note({"method": "POST", "path": reverse("session-new")})
