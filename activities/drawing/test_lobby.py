"""A cushion for each person, on chairs nobody chose."""

import pytest

from activities.drawing.lobby import LARGE, SMALL, Lobby, draw_lobby, lobby_words, order, people_a_cushion, seats
from activities.drawing.readback import check, lines, title


def cushions(here: int) -> int:
    return draw_lobby(Lobby(here)).count('"d-cushion"')


@pytest.mark.parametrize("here", [0, 1, 3, 18, 32, 33, 60, 61, 120, 300, 999, 1234])
def test_lobby_holds_any_room(here):
    svg = draw_lobby(Lobby(here, "s1"))
    check(svg)
    assert draw_lobby(Lobby(here, "s1")) == svg
    assert (str(here) if here else "Nobody") in title(svg)


@pytest.mark.parametrize("here", [0, 1, 3, 32, 33, 60])
def test_each_person_has_a_cushion(here):
    assert cushions(here) == here


def test_three_people_still_see_a_full_ring_of_chairs():
    svg = draw_lobby(Lobby(3))
    assert svg.count('"d-cushion"') + svg.count('"d-chair"') == 32


def test_above_sixty_a_cushion_stands_for_several_and_says_so():
    assert [people_a_cushion(n, 60) for n in (60, 61, 120, 180, 300, 600)] == [1, 2, 2, 3, 5, 10]
    assert cushions(300) == 60
    assert "A cushion: up to 5 people" in {box.text for box in lines(draw_lobby(Lobby(300)))}


def test_a_newcomer_moves_nobody():
    """The control: another session's chairs are taken in another order."""
    assert order("s1", 32)[:17] == order("s1", 32)[:18][:17]
    assert order("s1", 32) != order("s2", 32)
    before, after = draw_lobby(Lobby(17, "s1")), draw_lobby(Lobby(18, "s1"))
    changed = [i for i, (a, b) in enumerate(zip(before.split("<g "), after.split("<g "), strict=True)) if a != b]
    assert len(changed) == 3  # the title, one chair, the number behind the last
    assert (changed[0], changed[-1]) == (0, 32)


def test_chairs_stand_apart():
    for rows, apart in ((SMALL, 62), (LARGE, 50)):
        spots = seats(rows)
        pairs = [(a, b) for i, a in enumerate(spots) for b in spots[:i]]
        assert min(((a.x - b.x) ** 2 + (a.y - b.y) ** 2) ** 0.5 for a, b in pairs) > apart


def test_ids_differ_between_drawings():
    assert 'id="a-seat-0"' in draw_lobby(Lobby(3, uid="a"))


@pytest.mark.parametrize(
    ("here", "said"),
    [(0, "Nobody is here yet. Come in, sit anywhere."), (1, "1 person is here."), (18, "18 people are here.")],
)
def test_lobby_says_how_many(here, said):
    assert lobby_words(Lobby(here)).text == said
