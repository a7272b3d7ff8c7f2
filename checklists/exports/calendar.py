from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.urls import reverse

from checklists.board import Board, Row
from checklists.models.answers import State


def _text(value: str) -> str:
    for sign, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        value = value.replace(sign, escaped)
    return value


def _fold(line: str) -> str:
    """Lines of at most 75 bytes, as RFC 5545 asks; a character is never cut in two."""
    folded, size = "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > 73:
            folded, size = folded + "\r\n ", 1
        folded, size = folded + letter, size + length
    return folded


def _event(board: Board, row: Row, absolute: Callable[[str], str]) -> list[str]:
    where = absolute(reverse("checklists:question", args=[board.project.public, row.checklist.path, row.asked.number]))
    assert row.answer.due is not None
    who = f"{row.answer.who}: " if row.answer.who else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{board.project.public}-{row.answer.ref}-{row.answer.take}@coprod",
        f"DTSTAMP:{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{row.answer.due:%Y%m%d}",
        f"DTEND;VALUE=DATE:{row.answer.due + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(f'{who}{row.asked.text} ({row.label})')}",
        f"DESCRIPTION:{_text(board.project.name)}",
        f"URL:{where}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def calendar(board: Board, absolute: Callable[[str], str]) -> bytes:
    """Every date that still counts as a day-long event. The answers stay out of it: calendars are often shared."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Coprod//Plan//EN",
        f"X-WR-CALNAME:{_text(board.project.name)}",
    ]
    for row in board.actions:
        if row.answer.due and row.answer.state != State.NOT_FOR_US:
            lines += _event(board, row, absolute)
    return "".join(_fold(line) + "\r\n" for line in [*lines, "END:VCALENDAR"]).encode()
