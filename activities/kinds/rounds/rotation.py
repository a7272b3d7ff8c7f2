"""Who is where: tables that move on by one each round, and the question that lies on each.

Pure. Tables, rounds and questions are counted from 0. A question stays on its table, so that people build on what the last
table left there. With fewer tables than questions the tables take as many as there are, go round them, and then take the
next ones; one room takes one question after another.
"""

from collections.abc import Sequence


def seat(home: int, moved: int, tables: int) -> int:
    """Where the people of a table sit once everyone has moved on so many times."""
    return (home + moved) % tables


def question(table: int, moved: int, tables: int, questions: int) -> int:
    """Which question lies on a table."""
    block = min(moved // tables, -(-questions // tables) - 1)
    left = min(tables, questions - block * tables)
    return block * tables + table % left


def path(home: int, rounds: int, tables: int, questions: int) -> list[int]:
    """The questions that the people of a table meet, round by round."""
    return [question(seat(home, moved, tables), moved, tables, questions) for moved in range(rounds)]


def meets_twice(rounds: int, tables: int, questions: int) -> bool:
    """Does a table come to a question again while it has not been to another?"""
    wanted = min(rounds, questions)
    return any(len(set(path(home, rounds, tables, questions))) < wanted for home in range(tables))


def fitting(rounds: int, tables: int, questions: int) -> Sequence[int]:
    """The numbers of tables, nearest below and above, with which nobody meets a question twice."""
    good = [n for n in range(1, tables + questions + 1) if not meets_twice(rounds, n, questions)]
    below = [n for n in good if n < tables][-1:]
    above = [n for n in good if n > tables][:1]
    return below + above
