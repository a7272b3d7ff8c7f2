"""The square, the support card and the lobby's chairs."""

import re

import pytest
from django.urls import reverse

from sessions.lobby import lobby
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


@pytest.mark.parametrize(("here", "chairs"), [(0, 32), (3, 32), (32, 32), (33, 60), (60, 60), (300, 60)])
def test_lobby_has_chairs_for_the_room(here, chairs):
    drawn = lobby(here, "here so far", f"{here} people are here.")
    assert len(re.findall(r'<g transform="translate', drawn)) == chairs


@pytest.mark.parametrize(("here", "cushions"), [(0, 0), (1, 1), (18, 18), (200, 60)])
def test_lobby_has_a_cushion_for_each_person(here, cushions):
    drawn = lobby(here, "here so far", f"{here} people are here.")
    assert len(re.findall(r'class="f-(?:sun|leaf|sky|rose)-mark"', drawn)) == cushions


def test_lobby_keeps_the_cushions_that_are_there_when_one_comes():
    before = set(re.findall(r'class="f-\w+-mark"[^>]*|d="[^"]+" class="f-\w+-mark"', lobby(17, "here", "17")))
    after = set(re.findall(r'class="f-\w+-mark"[^>]*|d="[^"]+" class="f-\w+-mark"', lobby(18, "here", "18")))
    assert (before <= after, len(after - before)) == (True, 1)


@pytest.mark.parametrize(("count", "strokes"), [(0, 0), (7, 7), (40, 40), (41, 0)])
def test_tally_counts_to_forty(count, strokes):
    assert tally(count).count("<path") == strokes


def test_way_out_says_nothing_of_us(client):
    html = client.get(reverse("exit-quickly")).content.decode()
    words = re.sub(r"<(script|style|head)\b.*?</\1>|<[^>]+>", " ", html, flags=re.S).lower()
    assert [word for word in ("coprod", "session", "note", "workshop") if word in words] == []
