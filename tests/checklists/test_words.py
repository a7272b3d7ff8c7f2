"""The checklists in plain words, by the measure of tests/content."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from checklists import content
from tests.content.reading_age import grade, sentences, words


def said(sheet: content.Sheet) -> list[str]:
    boxes = [box for question in sheet.questions for box in question.boxes]
    heads = [part.heading for part in sheet.parts if part.heading]
    return [sheet.lead, sheet.about, *heads, *(text for box in boxes for text in (box.text, box.hint) if text)]


@pytest.mark.parametrize("slug", content.sheets())
def test_a_checklist_reads_at_eleven_or_younger(slug):
    texts = said(content.sheets()[slug])
    assert grade(texts) <= 6
    assert [sentence for sentence in sentences(texts) if len(words(sentence)) > 20] == []


def test_the_measure_tells_hard_words_from_plain_ones():
    assert grade(["What additional resources are required to facilitate meaningful stakeholder participation?"]) > 6


def said_in(path: Path) -> list[str]:
    """What a template or a module says to people, as translators get it."""
    text = path.read_text()
    if path.suffix == ".html":
        text = re.sub(r"\{#.*?#\}", "", text)
        short = re.findall(r"translate\s+(?:'([^']*)'|\"([^\"]*)\")", text)
        return [one or other for one, other in short] + re.findall(r"blocktranslate.*?%\}(.*?)\{% endblock", text, re.S)
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    told = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_"]
    return [node.value for node in told if isinstance(node, ast.Constant)]


def test_a_project_is_called_nothing_else() -> None:
    """What people fill in together is a project; "action plan" is the list of its actions."""
    files = [*Path("templates/checklists").rglob("*.html"), *Path("checklists").rglob("*.py")]
    told = [line for path in files for line in said_in(path)]
    assert "People on this project" in told and len(told) > 150
    assert [line for line in told if re.search(r"(?<!action )\bplans?\b", line, re.I)] == []
