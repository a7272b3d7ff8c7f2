"""How long something lasts, in words."""

import pytest

from coprod.templatetags.lasts import lasts


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (119, "119 minutes"),
        (120, "about 2 hours"),
        (134, "about 2 hours"),
        (330, "about 5 and a half hours"),
        (392, "about 6 and a half hours"),
        (1078, "about 18 hours"),
    ],
)
def test_long_times_are_said_in_hours(minutes: int, words: str) -> None:
    assert lasts(minutes) == words
