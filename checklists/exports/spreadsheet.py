from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from checklists.board import Board, Row
from checklists.models import Checklist
from coprod import office


def _lines(row: Row) -> Iterable[list[Any]]:
    answer = row.answer
    yield [
        row.asked.number, row.asked.text, answer.text, str(answer.get_state_display()), answer.who, answer.due,
        _("Hard") if answer.hard else "", answer.challenge, ", ".join(answer.need_labels),
        "\n".join(f"{one.text} ({one.source})" for one in row.borrowed),
    ]  # fmt: skip
    for box in row.then:
        yield [box.asked.number, box.asked.text, box.answer.text, "", "", None, "", "", "", ""]


def spreadsheet(board: Board, checklists: list[Checklist]) -> bytes:
    heads = [
        (_("No."), "narrow"), (_("Question"), "wide"), (_("Answer"), "wide"), (_("Where it is"), "middle"),
        (_("Who"), "middle"), (_("By"), "middle"), (_("Hard"), "narrow"), (_("What makes it hard"), "wide"),
        (_("What would help"), "middle"),
        (_("From the workshop"), "wide"),
    ]  # fmt: skip

    def fill(book: Workbook) -> None:
        for checklist in checklists:
            lines = (line for row in board.rows(checklist) for line in _lines(row))
            office.sheet(book, f"{checklist.path.upper()} {checklist.sheet.name}", heads, lines)

    return office.book(fill)


def action_sheet(board: Board) -> bytes:
    heads = [
        (_("By"), "middle"), (_("Who"), "middle"), (_("What"), "wide"), (_("Where it is"), "middle"),
        (_("Checklist"), "middle"), (_("Answer"), "wide"),
    ]  # fmt: skip
    rows = [
        [
            row.answer.due,
            row.answer.who,
            row.asked.text,
            str(row.answer.get_state_display()),
            row.label,
            row.answer.text,
        ]
        for row in board.actions
    ]
    return office.book(lambda book: office.sheet(book, _("Action plan"), heads, rows))
