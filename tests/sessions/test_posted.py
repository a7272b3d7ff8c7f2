"""What a write must look like, field by field."""

import pytest
from django.http import QueryDict

from activities.kinds.base import Write
from sessions.posted import Posted

GOOD = {"id": "a" * 22, "verb": "note", "step": "7", "text": "Tea"}


def read(**fields: str) -> Posted | None:
    post = QueryDict(mutable=True)
    post.update({**GOOD, **fields})
    return Posted.read(post)


def test_fields_arrive_as_values() -> None:
    posted = read(
        zone=" good ", item="i", value="3", note="12", theme="", table="2", room="on", csrfmiddlewaretoken="x"
    )

    assert posted is not None
    assert posted.asked == Write("note", "good", "i", "3", "Tea", 12, None)
    assert (posted.id, posted.step, posted.table, posted.room) == ("a" * 22, 7, 2, True)


def test_a_page_without_a_script_gets_a_fresh_id_each_time() -> None:
    first, second = read(id=""), read(id="")

    assert first is not None and second is not None
    assert first.id != second.id
    assert len(first.id) >= 16


@pytest.mark.parametrize(
    ("typed", "kept"), [("  a\r\nb ", "a\nb"), ("a\x00\x07b", "ab"), ("\u202eabc 🙂", "\u202eabc 🙂")]
)
def test_words_lose_only_what_no_screen_shows(typed: str, kept: str) -> None:
    posted = read(text=typed)

    assert posted is not None and posted.text == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "short"}, {"id": "a" * 41}, {"id": "a" * 21 + "\n"}, {"id": "a b" * 7},
        {"verb": "delete"}, {"verb": ""}, {"step": ""}, {"step": "0"}, {"step": "seven"}, {"step": "²"}, {"step": "9" * 30},
        {"zone": "z" * 121}, {"zone": "a\x00b"}, {"item": "i" * 121}, {"value": "v" * 201}, {"value": "\x00"},
        {"text": "t" * 20001}, {"note": "-1"}, {"note": "x"}, {"theme": "1.5"}, {"table": "0"},
    ],
    ids=str,
)  # fmt: skip
def test_what_no_page_of_ours_sends_is_refused(wrong: dict[str, str]) -> None:
    assert read() is not None
    assert read(**wrong) is None
