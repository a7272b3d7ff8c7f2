"""What people typed is text in a spreadsheet program, and reads as they typed it: not only in the file, but once it is opened."""

import csv
import io
from datetime import date
from pathlib import Path

from checklists import content, exports
from checklists.board import Board
from sessions.across import across
from sessions.across import comma_separated as across_csv
from sessions.across import spreadsheet as across_xlsx
from sessions.models import Note
from sessions.report import files, gather
from tests.kind_room import example
from tests.libreoffice import Cell, opened
from tests.sessions.conftest import BOARD, make_session

from .conftest import Plan

AT_ONCE = ["=1+1", '=HYPERLINK("https://example.org","Press")', "+1", "-1", "@SUM(1)", "\t=1+1", " =1+1", "＝1+1"]
BEHIND_A_SIGN = ["Tea\n=1+1", "Tea;=1+1", "Tea\t=1+1", 'Tea;"=1+1"', "Tea; =1+1;milk"]
TYPED = [*AT_ONCE, *BEHIND_A_SIGN, "'Tea'", "0044", "2026-11-28", "50%", "_x0041_", "https://example.org"]


def test_what_people_typed_is_text_once_a_file_is_opened(plan: Plan, tmp_path: Path) -> None:
    session = make_session(steps=[
        {"kind": "board", "config": BOARD, "title": "=1+1", "key": "t.board"},
        {"kind": "sheet", "config": example("sheet")["config"], "title": "Shared", "key": "t.sheet"},
    ])  # fmt: skip
    session.steps.update(visited=True)
    for step, zone in zip(session.steps.all(), ("good", "know"), strict=True):
        Note.objects.bulk_create([Note(step=step, zone=zone, text=text, rev=1) for text in TYPED])
    questions = [ref for ref in content.boxes() if ref[-1].isdigit()]  # a letter ends what is asked below one
    for ref, text in zip(questions, TYPED, strict=False):
        plan.write(ref, text=text, who=text, due=date(2026, 12, 4), hard=True, challenge=text)
    board, report, beside = Board(plan.project), gather(session), across([session])

    cells = opened({
        "report.xlsx": files.spreadsheet(report), "across.xlsx": across_xlsx(beside),
        "plan.xlsx": exports.spreadsheet(board, exports.wanted(board, "all")), "actions.xlsx": exports.action_sheet(board),
        "report.csv": files.comma_separated(report), "across.csv": across_csv(beside),
        "control.csv": b"About,What\r\nTea;=1+1,=1+1\r\n",
    }, tmp_path)  # fmt: skip

    assert [cell.shown for cell in cells.pop("control.csv") if cell.formula] == ["2", "2"]
    assert {name: _worked_out(found) for name, found in cells.items()} == dict.fromkeys(cells, [])
    for name in ("report.xlsx", "across.xlsx", "plan.xlsx", "actions.xlsx"):
        assert _missing(TYPED, cells[name]) == [], name
    assert {cell.shown for cell in cells["actions.xlsx"] if cell.type == "date"} == {"4 Dec 2026"}
    for name, body in (("report.csv", files.comma_separated(report)), ("across.csv", across_csv(beside))):
        rows = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
        assert _missing([cell for cell in rows if "1+1" in cell or "example.org" in cell], cells[name]) == [], name
        assert _missing([f"'{text}" for text in AT_ONCE], cells[name]) == [], name


def _worked_out(cells: list[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.formula]


def _missing(texts: list[str], cells: list[Cell]) -> list[str]:
    shown = {cell.shown for cell in cells if cell.type == "string"}
    return [text for text in texts if text not in shown]
