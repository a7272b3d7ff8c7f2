"""Reads a drawing back: where its words stand, and what it must never hold. For tests, which see what the back row sees."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

from activities.drawing import pen as kit
from activities.drawing.layout import Box

ALLOWED = {"svg", "title", "g", "path", "text", "tspan", "defs", "use"}
FORBIDDEN = re.compile(r"\s(style|on\w+|filter|mask|clip-path)=|var\(|url\(|<!|<\?")
SMALLEST = 26  # the size of words, in pixels of the stage floor, that can still be read from 8 m
ROTATE = re.compile(r"rotate\((-?[\d.]+) (-?[\d.]+) (-?[\d.]+)\)")
DESCENDS = re.compile(r"[gjpqyQ,;()@_/|]|[^\x00-\x7f]")
ISOLATES = re.compile("[\u2067\u2069]")

# Words a person might write to become more than words.
HOSTILE = [
    "<script>alert(1)</script>", "<SCRIPT SRC=//x></SCRIPT>", "</text><script>x</script>", "</title><script>x</script>",
    '"><script>x</script>', "'><script>x</script>", "]]><script>x</script>", "<![CDATA[<script>x</script>]]>",
    "--><script>x</script>", "<!--<script>x</script>", "&lt;script&gt;", "&#60;script&#62;", "<svg/onload=x>",
    "<tspan onclick=x>", "<a href=javascript:x>", "\x00<script>", "\ud800<script>", "\ufffe<script>", "<\x0bscript>",
    "<script\n>x</script>", "＜script＞", "<%2fscript>", "%3Cscript%3E", "&", "&&amp;", "<", ">", '"', "'", "`",
    "<?xml version='1.0'?><script/>", "<!DOCTYPE x [<!ENTITY e '<script/>'>]>&e;", "&e;", "<script/>", "< script>",
    "<foreignObject><script/></foreignObject>", "<style>*{}</style>", "<set attributeName=onload>", "<use href=#x>",
    "<image href=x onerror=y>", "\u202e<script>\u202c", "\u2067</tspan><script>", "a\tb\nc<script>", "<scr<script>ipt>",
    "\\u003cscript\\u003e", "${alert(1)}", "{{ x }}", "{% x %}", "\x1b<script>",
    "<script xmlns='http://www.w3.org/2000/svg'/>",
]  # fmt: skip


class Line(NamedTuple):
    text: str
    box: Box
    size: float
    block: int  # lines of one <text> share their block


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def title(svg: str) -> str:
    """The text equivalent; it must be the first child."""
    first = parsed(svg)[0]
    assert first.tag.endswith("}title")
    return first.text or ""


def ids(svg: str) -> list[str]:
    return [element.attrib["id"] for element in parsed(svg).iter() if "id" in element.attrib]


def lines(svg: str) -> list[Line]:
    """Every line of text with the box it takes by the table of glyph widths, tilts included."""
    out: list[Line] = []
    for block, (text, turn) in enumerate(_texts(parsed(svg), None)):
        size, weight = float(text.attrib["font-size"]), int(text.attrib["font-weight"])
        baseline = float(text.attrib["y"])
        for span in text:
            baseline += float(span.attrib["dy"])
            words = ISOLATES.sub("", span.text or "")
            wide = kit.width(words, size, weight)
            left = float(span.attrib["x"]) - wide * {"start": 0, "middle": 0.5, "end": 1}[text.attrib["text-anchor"]]
            below = 0.24 if DESCENDS.search(words) else 0.02
            box = Box(left, baseline - size * 0.76, left + wide, baseline + size * below)
            out.append(Line(words, _turned(box, turn), size, block))
    return out


def outside(svg: str) -> list[str]:
    """Words that reach over the edge of the drawing."""
    left, top, w, h = (float(v) for v in parsed(svg).attrib["viewBox"].split())
    floor = Box(left, top, left + w, top + h)
    return [one.text for one in lines(svg) if not _within(one.box, floor)]


def collisions(svg: str, gap: float = 2) -> list[tuple[str, str]]:
    """Lines of different texts that come closer than `gap`."""
    return [(a.text, b.text) for a, b in combinations(lines(svg), 2) if a.block != b.block and a.box.hits(b.box, gap)]


def crowded(svg: str) -> list[str]:
    """Lines that stand closer to the one before, in their text, than they are tall."""
    return [
        span.text or ""
        for text, _turn in _texts(parsed(svg), None)
        for span in list(text)[1:]
        if float(span.attrib["dy"]) < float(text.attrib["font-size"])
    ]


def check(svg: str) -> None:
    """Fails when a drawing holds what does not print or is not allowed, or words that leave it, meet or are too small."""
    assert {element.tag.rpartition("}")[2] for element in parsed(svg).iter()} <= ALLOWED
    assert not FORBIDDEN.search(re.sub(r">[^<]*<", "><", svg))
    assert title(svg)
    assert outside(svg) == []
    assert collisions(svg) == []
    assert crowded(svg) == []
    assert [one.text for one in lines(svg) if one.size < SMALLEST] == []


def _within(box: Box, floor: Box) -> bool:
    return box.left >= floor.left and box.top >= floor.top and box.right <= floor.right and box.bottom <= floor.bottom


def _texts(element: ElementTree.Element, turn: str | None) -> Iterator[tuple[ElementTree.Element, str | None]]:
    turn = element.attrib.get("transform", turn)
    if element.tag.endswith("}text"):
        yield element, turn
    for child in element:
        yield from _texts(child, turn)


def _turned(box: Box, turn: str | None) -> Box:
    found = ROTATE.match(turn or "")
    if not found:
        return box
    angle, cx, cy = math.radians(float(found[1])), float(found[2]), float(found[3])
    corners = [(x - cx, y - cy) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    xs = [cx + x * math.cos(angle) - y * math.sin(angle) for x, y in corners]
    ys = [cy + x * math.sin(angle) + y * math.cos(angle) for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))
