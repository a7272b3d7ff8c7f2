"""The colours keep the contrast that tokens.css promises, in every set."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static/css"
TOKENS = (CSS / "tokens.css").read_text()
PAPERS = ("paper", "sheet", "sunk")
NOTES = ("sun", "leaf", "sky", "rose")


def colours(selector: str) -> dict[str, str]:
    block = TOKENS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


LIGHT, DARK, MORE = colours(":root {"), colours('[data-theme="dark"] {'), colours('[data-contrast="more"] {')


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_agrees_with_known_values():
    assert (contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)) == (21.0, 4.48)


@pytest.mark.parametrize("theme", [LIGHT, DARK, MORE], ids=["light", "dark", "more"])
def test_text_keeps_seven_to_one(theme):
    strips = [f"{note}-strip" for note in NOTES]
    low = [
        (text, paper)
        for text, papers in {
            "ink": (*PAPERS, *NOTES, *strips, "spoken", "action-wash"),
            "ink-2": PAPERS,
            "accent": PAPERS,
            "on-action": ("action",),
        }.items()
        for paper in papers
        if contrast(theme[text], theme[paper]) < 7
    ]
    assert low == []


@pytest.mark.parametrize("theme", [LIGHT, DARK, MORE], ids=["light", "dark", "more"])
def test_links_keep_six_and_marks_three_to_one(theme):
    low = [name for name in ("action",) for paper in PAPERS if contrast(theme[name], theme[paper]) < 6]
    low += [name for name in ("pencil", "stamp") for paper in PAPERS if contrast(theme[name], theme[paper]) < 3]
    low += [note for note in NOTES if contrast(theme[f"{note}-mark"], theme[note]) < 3]
    assert low == []


def test_dark_of_the_device_equals_dark_by_choice():
    assert colours(':root:not([data-theme]):not([data-contrast="more"]):not([data-surface="stage"]) {') == DARK


def test_every_set_names_the_same_colours():
    assert set(LIGHT) == set(DARK) == set(MORE)


@pytest.mark.parametrize("name", ["base", "phone", "desk", "stage"])
def test_stylesheet_uses_tokens_that_exist(name):
    css = (CSS / f"{name}.css").read_text()
    local = set(re.findall(r"--([\w-]+):", css + (CSS / "base.css").read_text()))
    unknown = set(re.findall(r"var\(--([\w-]+)", css)) - set(re.findall(r"--([\w-]+):", TOKENS)) - local
    assert unknown == set()


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_stylesheet_is_balanced(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert (css.count("{"), css.count("/*")) == (css.count("}"), 0)
