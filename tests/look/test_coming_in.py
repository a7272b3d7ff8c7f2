"""The support card, the tally of the frame, and the way out."""

import re

import pytest
from django.urls import reverse

from sessions.templatetags.joining import SupportLine, support_lines
from sessions.templatetags.stage_frame import tally


def test_support_line_with_a_number_becomes_a_call():
    assert support_lines("Samaritans: any time, free, 116 123") == [
        SupportLine("Samaritans", "any time, free", tel="116123", number="116 123")
    ]


def test_support_line_to_write_to_becomes_a_text():
    assert support_lines("Shout: if you would rather write, text SHOUT to 85258") == [
        SupportLine("Shout", "if you would rather write", sms="85258", number="SHOUT to 85258")
    ]


def test_support_lines_keep_people_and_leave_out_empty_lines():
    text = "Here today: Tom, by the kitchen\n\nAnyone you trust in this room\n"
    assert support_lines(text) == [
        SupportLine("Here today", "Tom, by the kitchen"),
        SupportLine("", "Anyone you trust in this room"),
    ]


@pytest.mark.parametrize(("count", "strokes"), [(0, 0), (7, 7), (40, 40), (41, 0)])
def test_tally_counts_to_forty(count, strokes):
    assert tally(count).count("<path") == strokes


def test_way_out_says_nothing_of_us(client):
    html = client.get(reverse("exit-quickly")).content.decode()
    words = re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S).lower()
    assert [word for word in ("coprod", "session", "note", "workshop") if word in words] == []
