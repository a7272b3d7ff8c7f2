"""A slip for each answer; nothing of the split before it is turned; the toolkit's word and reason after."""

import pytest

from activities.drawing.readback import HOSTILE, check, lines, title
from activities.kinds.quiz.drawing import SLIPS_TO, Slips, Split, draw_quiz, quiz_words

SAYS = "If you run a group and hear people out, you are co-producing."
WHY = (
    "The toolkit said no in about 2022. It was urged, but no law made them do it. Other rules on asking the public do "
    "exist. They vary across the UK and may have changed, so check yours."
)
TALK = "When were you heard, and nothing changed?"
ROOMS = [(0, 0), (1, 0), (0, 1), (2, 1), (19, 8), (0, 30), (31, 29), (60, 1), (112, 188), (300, 0), (4999, 1)]


def slips(svg: str) -> list[int]:
    """Outlines in each row of slips: shadows, papers, marks or edges, so three for each slip."""
    return [part.split("</g>")[0].count("Z") // 3 for part in svg.split('<g class="d-slips">')[1:]]


@pytest.mark.parametrize("split", ROOMS)
@pytest.mark.parametrize("told", [{}, {"turned": True}, {"turned": True, "answer": True, "why": WHY, "talk": TALK}])
def test_quiz_holds_any_room(split, told):
    data = Slips(SAYS, Split(*split), **told)
    check(draw_quiz(data))
    assert draw_quiz(data) == draw_quiz(data)
    twice = Slips(SAYS, Split(*split), Split(*reversed(split)), **told)
    check(draw_quiz(twice))


@pytest.mark.parametrize("n", [0, 1, 3, 30, SLIPS_TO])
@pytest.mark.parametrize("turned", [False, True])
def test_quiz_draws_one_slip_for_each_answer(n, turned):
    drawn = slips(draw_quiz(Slips(SAYS, Split(n // 3, n - n // 3), turned=turned)))
    assert sum(drawn) == n


def test_more_than_sixty_are_one_strip_cut_in_two():
    assert slips(draw_quiz(Slips(SAYS, Split(40, 21), turned=True))) == [2]
    assert slips(draw_quiz(Slips(SAYS, Split(61, 0), turned=True))) == [1]


def test_face_down_slips_do_not_tell_which():
    """The control: turned, the same two rooms differ."""
    rooms = [Split(3, 9), Split(9, 3)]
    assert len({draw_quiz(Slips(SAYS, room)) for room in rooms}) == 1
    assert len({draw_quiz(Slips(SAYS, room, turned=True)) for room in rooms}) == 2


def test_second_slips_face_down_do_not_tell_which():
    rooms = [Slips(SAYS, Split(3, 9), Split(*after)) for after in ((5, 7), (7, 5))]
    assert draw_quiz(rooms[0]) == draw_quiz(rooms[1])


def test_answer_is_ringed_only_when_it_is_told():
    up = Slips(SAYS, Split(19, 8), turned=True)
    told = Slips(SAYS, Split(19, 8), turned=True, answer=False, why=WHY)
    early = Slips(SAYS, Split(19, 8), answer=False, why=WHY)
    assert ["d-ring" in draw_quiz(data) for data in (up, told, early)] == [False, True, False]
    assert WHY not in draw_quiz(early)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (Slips("So.", Split(19, 8)), "So. 27 slips in. We turn them over together."),
        (Slips("So.", Split(1, 0)), "So. 1 slip in. We turn them over together."),
        (Slips("So.", Split()), "So. No slips in yet."),
        (Slips("So.", Split(19, 8), turned=True), "So. 19 say true, 8 say false."),
        (Slips("So.", Split(19, 8), None, True, False, "Why so."), "So. 19 say true, 8 say false. The toolkit says false. Why so."),
        (
            Slips("So.", Split(19, 8), Split(9, 17), True),
            "So. Before we talked: 19 say true, 8 say false. After we talked: 9 say true, 17 say false.",
        ),
    ],
)  # fmt: skip
def test_quiz_title_is_the_full_equivalent(data, said):
    assert title(draw_quiz(data)) == said


def test_quiz_words_are_a_table_of_what_may_be_seen():
    words = quiz_words(Slips(SAYS, Split(19, 8), Split(9, 17), True))
    assert words.columns == ("Answer", "Before we talked", "After we talked")
    assert words.rows == (("True", "19", "9"), ("False", "8", "17"))
    assert quiz_words(Slips(SAYS, Split(19, 8))).rows == ()


def test_long_statement_and_reason_stay_on_the_floor():
    long = " ".join(["Co-production asks everyone for their time"] * 5)
    svg = draw_quiz(Slips(long, Split(19, 8), Split(9, 17), True, True, WHY * 3, TALK * 4))
    check(svg)
    assert min(float(line) for line in _sizes(svg)) >= 26


def _sizes(svg: str) -> list[str]:
    return [part.split('"')[0] for part in svg.split('font-size="')[1:]]


@pytest.mark.parametrize("words", [*HOSTILE, "W" * 300, "👩‍👩‍👧" * 60, "نحن نقرر معا كل شيء هنا", "字" * 200])
def test_quiz_takes_any_words(words):
    svg = draw_quiz(Slips(words, Split(19, 8), None, True, False, words, words))
    check(svg)
    assert lines(svg)
