"""The line above each box: one of the allowed wordings, word for word."""

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

LINES = {
    "only_you": "Only you can see this. Not Sam, not the screen.",
    "pair": "Only you and those with your sign can see this. Not Sam, not the screen.",
    "table_no_names": "Your table and Sam will see this. Your name will not show.",
    "everyone_no_names": "Everyone here will see this. Your name will not show.",
    "everyone_names": "Everyone here will see this, with the name you chose.",
    "totals": "Everyone here sees how many said each. Nobody sees who.",
    "anonymous": "Everyone here sees the totals. There is no link to you. Nobody can look it up, not even us.",
    "email": "Only the organisers see your e-mail. It is never shown with your note.",
}


def line(**context: object) -> str:
    html = render_to_string("components/_who_line.html", {"facilitator": "Sam", **context})
    return " ".join(strip_tags(html).split())


@pytest.mark.parametrize("privacy", LINES)
def test_who_line_says_the_agreed_words(privacy):
    assert line(privacy=privacy) == LINES[privacy]


def test_who_line_of_marks_names_the_marks():
    assert line(privacy="totals", what="marks") == "Everyone here sees the marks. Nobody sees who."


def test_who_line_of_a_signal_names_the_table_and_no_person():
    assert line(privacy="signal", table="Table 3") == (
        "Only Sam sees this. They see “Someone at Table 3”. You do not have to say why."
    )


def test_who_line_escapes_the_name():
    html = render_to_string("components/_who_line.html", {"privacy": "only_you", "facilitator": "<b>Sam"})
    assert "&lt;b&gt;Sam" in html
