"""How cards are counted and drawn."""

import pytest

from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.base import Answer, State, StepInfo
from activities.kinds.card_sort.drawing import Card, card_words, draw_cards, most_split_first, split_words
from activities.kinds.registry import kind

CARDS = [
    Card("It means that people who use the service make every key decision.", 12, 4, 13),
    Card("Staff have no part in it. People who use the service are in control.", 9, 6, 14),
    Card("Those who have the power to change things need to be in the room.", 23, 4, 2),
    Card("When people who use a service have no part in the big decisions, it is not co-production.", 29, 0, 0),
    Card(
        "Use many creative ways, to reach people, their families, friends and carers, and the neighbours too.", 0, 29, 0
    ),
    Card("Nobody looked at this one."),
]


def test_cards_that_split_the_room_come_first() -> None:
    mixed = [CARDS[2], CARDS[5], CARDS[1], CARDS[0]]

    assert most_split_first(mixed) == [CARDS[0], CARDS[1], CARDS[2], CARDS[5]]


def test_split_is_said_in_words() -> None:
    assert split_words(CARDS[0]) == "12 agree, 13 disagree, 4 not sure."
    assert split_words(CARDS[3]) == "29 agree, 0 disagree."
    assert split_words(CARDS[5]) == "Nobody chose."


def test_drawing_says_itself() -> None:
    svg = draw_cards("Do you agree?", CARDS)

    check(svg)
    assert title(svg).startswith("Do you agree? 6 cards, most split first. It means that")
    assert card_words("x", CARDS).rows[0][1:] == ("12", "13", "4")


@pytest.mark.parametrize("k", [0, 1, 3, 10, 100])
def test_bars_stay_on_the_floor_and_numbers_are_read(k: int) -> None:
    cards = [Card(card.text, card.agree * k // 10, card.unsure * k // 10, card.disagree * k // 10) for card in CARDS]
    svg = draw_cards("Do you agree?", cards)

    check(svg)
    shown = {box.text for box in lines(svg)}
    assert {str(card.agree) for card in cards if card.given} <= shown


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_cards(words, [Card(words, 1, 2, 3)]))


def test_the_report_tells_no_card_that_fewer_than_five_people_answered() -> None:
    """Six people began, and most of them stopped after the first card."""
    sort = kind("card_sort")
    cards = [
        {"id": "all", "text": "All of us decide."},
        {"id": "few", "text": "Staff decide."},
    ]
    asked = {"text": "Which?"}
    config = sort.clean_config({"agree": asked, "disagree": asked, "cards": cards})
    step = StepInfo(1, "t.1", "card_sort", "Cards", "", "", "", "", (), "", "everyone", "totals", 20, False, config)

    def block(*given: int) -> tuple[list[str], str, set[str]]:
        items = [item for item, count in zip(("all", "few"), given, strict=True) for _ in range(count)]
        answers = [Answer(n, item, "agree", person=n, id=n) for n, item in enumerate(items, 1)]
        state = State(step, sort.phases(config)[-1], 1, 99, [], answers)
        (one,) = sort.report(state)
        return [row[0] for row in one.rows], one.text, set(sort.few(state))

    kept_back = "Where fewer than five people answered, it is not shown."
    told, text, few = block(6, 4)
    assert (told, few) == (["All of us decide."], {"few"})
    assert text.endswith(kept_back) and "Staff decide" not in text
    told, text, few = block(6, 5)
    assert (len(told), few, kept_back in text) == (2, set(), False)
    assert block(4, 3) == ([], "Fewer than five people answered, so this is not shown.", {"all", "few"})
