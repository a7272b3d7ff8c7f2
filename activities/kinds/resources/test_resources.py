"""Pages of links and their squares."""

import pytest
import segno
from pydantic import ValidationError

from activities.drawing.readback import HOSTILE, check, title
from activities.kinds.registry import kind
from activities.kinds.resources.drawing import Entry, draw_page, modules

URL = "https://www.leadershipcentre.org.uk/wp-content/uploads/2016/02/The-Art-of-Change-Making.pdf"


def test_square_holds_the_address() -> None:
    n, dark = modules(URL)
    matrix = [list(row) for row in segno.make(URL, error="m", micro=False).matrix]

    assert n == len(matrix) + 8
    assert sum(int(run.split("h")[1].split("v")[0]) for run in dark.split("M")[1:]) == sum(map(sum, matrix))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("long", [1, 6])
def test_links_stay_on_the_page(n: int, long: int) -> None:
    entry = Entry("The Art of Change Making " * long, "Tools for talking things through. " * long, URL)

    check(draw_page("Books and toolboxes", [entry] * n))


@pytest.mark.parametrize("n", [1, 3, 5])
def test_things_to_keep_in_mind_stay_on_the_page(n: int) -> None:
    text = (
        "Do not try to control the meeting. It may get hard, sad or muddled, and you learn from that what people need."
    )

    check(draw_page("What it needs", [Entry("", text)] * n))


def test_page_says_itself() -> None:
    svg = draw_page("Books", [Entry("Session Lab", "A library.", "https://www.sessionlab.com/library")])

    assert title(svg) == "Books. 1 link. Session Lab A library. https://www.sessionlab.com/library"


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words(words: str) -> None:
    check(draw_page(words, [Entry(words, words, URL, words)]))
    check(draw_page(words, [Entry(words, words)]))


def test_pages_are_of_about_the_same_length() -> None:
    items = [{"ref": f"r{i}", "text": f"Thing {i}"} for i in range(9)]
    config = kind("resources").clean_config({"groups": [{"id": "g", "title": "Things", "items": items}]})

    assert [len(entries) for _group, entries in config.pages()] == [5, 4]
    assert [phase.key for phase in kind("resources").phases(config)] == ["look", "look-2"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "//x", "www.x.org"])
def test_only_web_addresses_are_links(url: str) -> None:
    with pytest.raises(ValidationError):
        kind("resources").clean_config({"groups": [{"id": "g", "title": "T", "items": [{"ref": "r", "url": url}]}]})
