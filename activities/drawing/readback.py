"""Reads a drawing back: where its words stand. For tests, which see what a person at the back of the room would see."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

from activities.drawing import pen as kit
from activities.drawing.layout import Box

ROTATE = re.compile(r"rotate\((-?[\d.]+) (-?[\d.]+) (-?[\d.]+)\)")
ISOLATES = re.compile("[\u2067\u2069]")


class Words(NamedTuple):
    text: str
    box: Box
    size: float
    block: int  # words of one <text> share their block


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def elements(svg: str) -> set[str]:
    return {element.tag.rpartition("}")[2] for element in parsed(svg).iter()}


def title(svg: str) -> str:
    first = parsed(svg)[0]
    assert first.tag.endswith("}title")
    return first.text or ""


def ids(svg: str) -> list[str]:
    return [element.attrib["id"] for element in parsed(svg).iter() if "id" in element.attrib]


def words(svg: str) -> list[Words]:
    """Every line of text with the box it takes, tilts included."""
    out: list[Words] = []
    for block, (text, turn) in enumerate(_texts(parsed(svg), None)):
        size, weight = float(text.attrib["font-size"]), int(text.attrib["font-weight"])
        baseline = float(text.attrib["y"])
        for span in text:
            baseline += float(span.attrib["dy"])
            line = ISOLATES.sub("", span.text or "")
            wide = kit.width(line, size, weight)
            left = float(span.attrib["x"]) - wide * {"start": 0, "middle": 0.5, "end": 1}[text.attrib["text-anchor"]]
            box = Box(left, baseline - size * 0.76, left + wide, baseline + size * 0.24)
            out.append(Words(line, _turned(box, turn), size, block))
    return out


def outside(svg: str, floor: Box) -> list[str]:
    return [
        one.text
        for one in words(svg)
        if one.box.left < floor.left
        or one.box.top < floor.top
        or one.box.right > floor.right
        or one.box.bottom > floor.bottom
    ]


def collisions(svg: str, gap: float = 2) -> list[tuple[str, str]]:
    """Lines of different texts that come closer than `gap`."""
    return [(a.text, b.text) for a, b in combinations(words(svg), 2) if a.block != b.block and a.box.hits(b.box, gap)]


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
