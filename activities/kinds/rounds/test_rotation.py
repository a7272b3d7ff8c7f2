"""Who goes where: no two groups at one table, and every question met once before any is met again."""

import pytest

from activities.kinds.rounds.rotation import fitting, meets_twice, path, question, seat


@pytest.mark.parametrize("tables", range(1, 9))
@pytest.mark.parametrize("moved", range(9))
def test_no_two_groups_sit_at_one_table(tables: int, moved: int) -> None:
    assert sorted(seat(home, moved, tables) for home in range(tables)) == list(range(tables))


def test_each_group_meets_each_question_once_where_there_is_a_table_for_each() -> None:
    assert [path(home, 3, 3, 3) for home in range(3)] == [[0, 1, 2], [1, 2, 0], [2, 0, 1]]


def test_twice_as_many_tables_as_questions_fit_too() -> None:
    assert all(sorted(path(home, 3, 6, 3)) == [0, 1, 2] for home in range(6))


def test_two_tables_meet_three_questions_the_last_one_together() -> None:
    assert [path(home, 3, 2, 3) for home in range(2)] == [[0, 1, 2], [1, 0, 2]]


def test_one_room_takes_one_question_after_another() -> None:
    assert path(0, 4, 1, 3) == [0, 1, 2, 2]


def test_a_question_stays_on_its_table_while_people_move() -> None:
    assert [question(1, moved, 4, 4) for moved in range(4)] == [1, 1, 1, 1]


@pytest.mark.parametrize(("tables", "twice"), [(1, False), (2, False), (3, False), (4, True), (5, True), (6, False)])
def test_a_number_that_does_not_fit_is_known(tables: int, twice: bool) -> None:
    assert meets_twice(3, tables, 3) is twice


def test_numbers_that_fit_are_named_below_and_above() -> None:
    assert (fitting(3, 4, 3), fitting(3, 5, 3)) == ([3, 6], [3, 6])
