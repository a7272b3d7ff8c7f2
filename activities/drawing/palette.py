"""The colours of a drawing, each written twice: as hex in an attribute, which prints, and as a class, for themes."""

from functools import lru_cache
from math import floor

PALETTE = {
    "paper": "#fbf6ea", "sheet": "#fffdf7", "sunk": "#f1e8d6", "rule": "#d8cbb3",
    "ink": "#23201b", "ink-2": "#403a31", "pencil": "#857a69",
    "accent": "#822710", "stamp": "#bc431d", "blush": "#f6d8c8",
    "sun": "#ffe08a", "sun-mark": "#7a5300", "leaf": "#cee3a6", "leaf-mark": "#3e5e12",
    "sky": "#bddfed", "sky-mark": "#125876", "rose": "#fbcbc5", "rose-mark": "#94303b",
    "water": "#2e7f9e", "shallow": "#a9d5e4", "bark": "#6a4729", "wood": "#d4ae80",
    "soil": "#ebdcc2", "foliage": "#5b8526", "straw": "#e9b93a",
}  # fmt: skip
KINDS = ("sun", "leaf", "sky", "rose")


def n1(value: float) -> str:
    """A number with one decimal at most."""
    return f"{floor(value * 10 + 0.5) / 10:.6g}"


@lru_cache(maxsize=64)
def f(colour: str) -> str:
    """Attributes of a flat patch of colour."""
    return f'class="f-{colour}" fill="{PALETTE[colour]}"'


@lru_cache(maxsize=256)
def s(colour: str, width: float = 4) -> str:
    """Attributes of an even line."""
    return (
        f'class="s-{colour}" fill="none" stroke="{PALETTE[colour]}" stroke-width="{n1(width)}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )
