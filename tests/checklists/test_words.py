"""The checklists in plain words, by the measure of tests/content."""

from __future__ import annotations

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
