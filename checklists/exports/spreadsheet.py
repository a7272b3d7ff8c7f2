from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from checklists.board import Board, Row
from checklists.models import Checklist

# Whatever people typed stays text: a cell that begins with "=" is never worked out, and no address becomes a link.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = {"wide": 60, "middle": 22, "narrow": 9}


def _sheet(book: Workbook, name: str, heads: list[tuple[str, str]], rows: Iterable[list[Any]]) -> None:
    page = book.add_worksheet(name[:31])
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 0)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#F1E8D6"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "bottom": 4})
    day = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left", "bottom": 4})
    for column, (text, width) in enumerate(heads):
        page.set_column(column, column, WIDTHS[width])
        page.write_string(0, column, text, head)
    for line, values in enumerate(rows, start=1):
        for column, value in enumerate(values):
            if hasattr(value, "year"):
                page.write_datetime(line, column, value, day)
            else:
                page.write_string(line, column, str(value or ""), cell)


def _book(fill) -> bytes:
    made = BytesIO()
    with Workbook(made, OPTIONS) as book:
        fill(book)
    return made.getvalue()


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
            _sheet(book, f"{checklist.path.upper()} {checklist.sheet.name}", heads, lines)

    return _book(fill)


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
    return _book(lambda book: _sheet(book, _("Action plan"), heads, rows))
