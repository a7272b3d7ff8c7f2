"""For tests of drawings: where the text of a drawing stands, and what it must never hold."""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree import ElementTree

from activities.drawing import pen

ALLOWED = {"svg", "title", "g", "path", "text", "tspan", "defs", "use"}
DESCENDS = re.compile(r"[gjpqyQ,;()@_/|]|[^\x00-\x7f]")
FORBIDDEN = re.compile(r"\s(style|on\w+|filter|mask|clip-path)=|var\(|url\(|<!|<\?")

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


class Box(NamedTuple):
    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def elements(svg: str) -> list[tuple[str, ElementTree.Element]]:
    return [(e.tag.rpartition("}")[2], e) for e in ElementTree.fromstring(svg).iter()]


def texts(svg: str) -> list[Box]:
    """Each line of text and its box, by the table of glyph widths. Turned groups are taken as if they lay straight."""
    found = []
    for name, element in elements(svg):
        if name != "text":
            continue
        size, weight = float(element.attrib["font-size"]), int(element.attrib["font-weight"])
        y = float(element.attrib["y"])
        for line in element:
            y += float(line.attrib["dy"])
            words = (line.text or "").strip("\u2067\u2069")
            w = pen.width(words, size, weight)
            x = float(line.attrib["x"]) - {"start": 0, "middle": w / 2, "end": w}[element.attrib["text-anchor"]]
            below = 0.2 if DESCENDS.search(words) else 0.02
            found.append(Box(words, x, y - size * 0.7, x + w, y + size * below))
    return found


def title(svg: str) -> str:
    """The text equivalent; it must be the first child."""
    first = ElementTree.fromstring(svg)[0]
    assert first.tag.endswith("title")
    return first.text or ""


def check(svg: str) -> None:
    """Fails when a drawing holds anything that does not print or is not allowed, when text leaves it or meets other text."""
    assert {name for name, _e in elements(svg)} <= ALLOWED
    assert not FORBIDDEN.search(re.sub(r">[^<]*<", "><", svg))
    assert title(svg)
    left, top, w, h = (float(v) for v in ElementTree.fromstring(svg).attrib["viewBox"].split())
    boxes = texts(svg)
    outside = [
        b for b in boxes if b.left < left - 1 or b.right > left + w + 1 or b.top < top - 1 or b.bottom > top + h + 1
    ]
    assert not outside, outside
    meeting = [(a.text, b.text) for i, a in enumerate(boxes) for b in boxes[:i] if a.meets(b)]
    assert not meeting, meeting
