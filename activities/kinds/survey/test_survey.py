"""Totals, and when there are none."""

import pytest

from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.survey.drawing import Total, Totals, draw_survey, survey_words

SCALE = ("Strongly disagree", "Disagree", "Neither agree or disagree", "Agree", "Strongly agree")
ROWS = (
    Total("I had a good time.", (1, 2, 3, 9, 8)),
    Total("I feel able to take part in co-production.", (0, 0, 0, 0, 23)),
    Total("I got what I came for.", (12, 6, 0, 0, 1)),
    Total("It was what I had hoped for.", (1, 1, 0, 1, 0)),
)


def totals(people: int = 23, rows: tuple[Total, ...] = ROWS) -> Totals:
    return Totals(SCALE, rows, people, 5)


def test_totals_are_said_in_words() -> None:
    words = survey_words("How was it?", totals())

    assert words.text.startswith("23 people answered. I had a good time. Strongly agree 8, Agree 9,")
    assert words.columns[1:] == tuple(reversed(SCALE))


def test_below_five_people_nothing_is_told() -> None:
    svg = draw_survey("How was it?", totals(4))

    assert title(svg) == "How was it? Fewer than five people answered, so this is not shown."
    assert not any(box.text in ("8", "9", "23", "12") or "good time" in box.text for box in lines(svg))


def test_a_statement_that_few_answered_is_not_told_either() -> None:
    words = survey_words("How was it?", totals())

    assert words.rows[3] == ("It was what I had hoped for.", "–", "–", "–", "–", "–")
    assert "hoped for. Fewer than five people answered" in words.text


@pytest.mark.parametrize("k", [1, 3, 20])
@pytest.mark.parametrize("n", [1, 3, 7])
def test_bars_stay_on_the_floor(k: int, n: int) -> None:
    rows = tuple(Total(row.text, tuple(count * k for count in row.counts)) for row in ROWS * 2)[:n]

    check(draw_survey("How was it?", totals(23 * k, rows)))


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_survey(words, totals(rows=(Total(words, (1, 1, 1, 1, 1)),))))


def test_going_back_after_the_links_are_cut_counts_no_more_people_than_answered() -> None:
    """Then every row is a person of its own."""
    from activities.kinds.base import Answer, State, StepInfo
    from activities.kinds.registry import kind

    survey = kind("survey")
    statements = [{"id": name, "text": f"It was {name}."} for name in ("good", "long")]
    config = survey.clean_config({"scale": list(SCALE), "statements": statements})
    info = StepInfo(1, "t", "survey", "", "", "", "", "", (), "", "alone", "anonymous", 5, True, config)
    rows = [Answer(9, ("good", "long")[i % 2], "3", person=i, id=i) for i in range(10)]

    assert survey.answered(State(info, survey.phase(config, "answer"), 1, 99, answers=rows)) == 5
