"""The wall of promises."""

import pytest

from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.base import Own, Refusal, StepInfo, Write
from activities.kinds.commitment.drawing import Promise, draw_promises, pages
from activities.kinds.registry import kind

LONG = "ask the people who use the service on a Tuesday what they would change first, and tell them by Friday what happened"


def test_i_will_is_printed_unless_its_writer_wrote_it() -> None:
    svg = draw_promises("One thing", [Promise(1, "pay bus fares"), Promise(2, "I will ring"), Promise(3, "I'll write")])

    assert [box.text for box in lines(svg)].count("I will") == 1
    assert "I will ring" in svg


@pytest.mark.parametrize("n", [0, 1, 3, 4, 9, 15, 40])
@pytest.mark.parametrize("text", ["ring", LONG, "w" * 200, "متى نلتقي مرة أخرى"])
def test_promises_hang_on_their_strings(n: int, text: str) -> None:
    check(draw_promises("One thing I will do", [Promise(i, text) for i in range(n)]))


def test_fifteen_hang_on_a_page() -> None:
    assert [pages(n) for n in (0, 1, 15, 16, 30, 31)] == [1, 1, 1, 2, 2, 3]


def test_wall_says_itself() -> None:
    assert (
        title(draw_promises("One thing", [Promise(1, "ring"), Promise(2, "write")]))
        == "One thing. 2 promises. ring; write"
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_promises(words, [Promise(1, words)]))


def test_only_the_facilitator_turns_the_pages() -> None:
    found = kind("commitment")
    config = found.clean_config({"start": {"ref": "x", "text": "One thing I will do is…"}})
    info = StepInfo(1, "t", "commitment", "", "", "", "", "", (), "", "everyone", "everyone_no_names", 5, False, config)
    write, phase = Write("answer", item="page", value="2"), found.phase(config, "wall")

    assert found.accept(write, info, phase, Own(facilitator=True)) == write
    with pytest.raises(Refusal):
        found.accept(write, info, phase, Own())
