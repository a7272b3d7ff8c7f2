from __future__ import annotations

from django.utils.translation import gettext as _

from checklists.board import Board, Row
from checklists.models import Checklist
from coprod.words import plain


def _facts(row: Row) -> str:
    answer = row.answer
    facts = [str(answer.get_state_display())]
    if answer.who:
        facts.append(plain(answer.who))
    if answer.due:
        facts.append(_("by %(date)s") % {"date": f"{answer.due:%Y-%m-%d}"})
    if answer.hard:
        facts.append(_("this is hard"))
    return "*" + " · ".join(facts) + "*"


def _question(row: Row) -> list[str]:
    lines = [f"### {row.asked.number}. {row.asked.text}", "", plain(row.answer.text) or _("Nothing written yet."), ""]
    for box in row.then:
        lines += [f"**{box.asked.text}**", "", plain(box.answer.text) or _("Nothing written yet."), ""]
    if row.borrowed:
        lines += [
            _("From the workshop:"),
            "",
            *(f"- {plain(one.text)} ({plain(one.source)})" for one in row.borrowed),
            "",
        ]
    lines += [_facts(row), ""]
    if row.answer.hard and row.answer.challenge:
        lines += [_("What makes it hard: %(words)s") % {"words": plain(row.answer.challenge)}, ""]
    if row.answer.hard and row.answer.needs:
        lines += [_("What would help: %(needs)s") % {"needs": ", ".join(row.answer.need_labels)}, ""]
    return lines


def markdown(board: Board, checklists: list[Checklist]) -> bytes:
    lines = [f"# {plain(board.project.name)}", ""]
    for checklist in checklists:
        lines += [f"## {checklist}", "", checklist.sheet.lead, ""]
        for part in checklist.sheet.parts:
            if part.title or part.heading:
                lines += [f"**{part.title or part.heading}**", ""]
            for asked in part.asked:
                lines += _question(board.row(checklist, asked, deep=False))
    return ("\n".join(lines).rstrip() + "\n").encode()
