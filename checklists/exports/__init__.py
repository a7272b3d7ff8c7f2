"""A plan as files. Every maker takes a Board and the checklists wanted, and returns bytes; PDFs start as HTML."""

from checklists.exports.calendar import calendar
from checklists.exports.paper import PAPERS, file_name, paper_html, paper_pdf, stamp, wanted
from checklists.exports.spreadsheet import action_sheet, spreadsheet
from checklists.exports.text import markdown
from checklists.exports.word import word

OFFICE = {"docx": word, "xlsx": spreadsheet, "md": markdown}

__all__ = [
    "OFFICE", "PAPERS", "action_sheet", "calendar", "file_name", "paper_html", "paper_pdf", "stamp", "wanted",
]  # fmt: skip
