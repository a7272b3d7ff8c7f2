"""Words that people typed: their direction, and the signs of simple lists."""

import re
import unicodedata

BULLET = re.compile(r"^\s*[-*•–]\s+")
NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")


def direction(text: str) -> str:
    """rtl when the first letter that has a direction runs right to left. Paper does not know dir="auto"."""
    for letter in text or "":
        if (way := unicodedata.bidirectional(letter)) in ("R", "AL"):
            return "rtl"
        if way == "L":
            break
    return "ltr"
