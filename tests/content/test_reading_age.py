"""The measure itself: known texts give known answers."""

import pytest

from .reading_age import grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("water", 2), ("co-production", 5), ("Coproduction", 5), ("values", 2), ("zzgrake", 1)],
)
def test_syllables(word, count):
    assert sum(map(syllables, words(word))) == count


def test_a_text_without_a_full_stop_is_a_sentence():
    assert sentences(["True or false", "Tap one. Then we talk."]) == ["True or false", "Tap one.", "Then we talk."]


def test_plain_words_read_younger_than_office_words():
    plain = ["Tap the rung that fits how things are today. Skip it if it does not fit."]
    office = ["Participants should indicate the organisational level representative of current practice."]
    assert grade(plain) < 4
    assert grade(office) > 14
