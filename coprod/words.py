"""Words that people typed: their direction, and the signs of simple lists."""

import re
import unicodedata

BULLET = re.compile(r"^\s*[-*•–]\s+")
NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")

# What would be read as markup. A "-" or "1." at the start of a line is left: lists are what people meant by it.
SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")


def direction(text: str) -> str:
    """rtl when the first letter that has a direction runs right to left. Paper does not know dir="auto"."""
    for letter in text or "":
        if (way := unicodedata.bidirectional(letter)) in ("R", "AL"):
            return "rtl"
        if way == "L":
            break
    return "ltr"


def plain(text: str) -> str:
    """For Markdown: what people typed, with every sign of markup made harmless."""
    return "\n".join(SIGNS.sub(r"\\\1", line).rstrip() for line in text.split("\n"))
