"""A websocket knows its phone by the same cookies as a page."""

import pytest

from coprod.cookies import cookies_of


@pytest.mark.parametrize("others", ['theme={"dark": true}', "a[b]=1", "café=1", "lone", "a=b c; d,e=f", '"', ""])
def test_cookies_that_other_programs_left_hide_none_of_ours(others: str) -> None:
    """The control is http.cookies.SimpleCookie, which finds nothing behind most of these."""
    header = f"{others}; coprod_abc=secret".encode()
    scope = {"headers": [(b"host", b"laptop"), (b"cookie", header), (b"cookie", b"sessionid=key")]}
    found = cookies_of(scope)
    assert (found["coprod_abc"], found["sessionid"]) == ("secret", "key")


def test_without_cookies_there_are_none() -> None:
    assert cookies_of({"headers": []}) == {}
