"""Words that people typed: their direction, the signs of simple lists, and numbers among them."""

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


def whole_number(text: str) -> int | None:
    """A number as our own pages send it; None for anything else, such as "²", which Python calls a digit."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else None
