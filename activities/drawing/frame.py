"""What the pen draws in the stage's frame: the line under the title, the tally, the arrow, the eye and the clock.

All of it stands beside words that say the same, so screen readers pass it by.
"""

from __future__ import annotations

from activities.drawing import pen
from activities.drawing.pen import f, path, s

TALLY_TO = 40  # above that, only the numbers


def rule_line(title: str) -> str:
    """The pen line under the title; it follows from the title, so it stays as long as the title stays."""
    return _small("frame-line", 1792, 12, path(pen.frame_line(title), f("ink")), sized=False)


def tally(n: int) -> str:
    """Five-bar gates for up to forty people, else nothing."""
    return pen.tally(n) if 0 < n <= TALLY_TO else ""


def now_arrow() -> str:
    """The red pen's arrow before what to do now."""
    return _small("now-arrow", 54, 36, pen.arrow(4, 20, 46, 18, w=6, head=17, seed="now"))


def clock() -> str:
    face = path(pen.round_(30, 31, 24, 24, seed="clock", j=0.03), s("ink", 4))
    hands = path(pen.pen([(30, 16), (30, 32), (41, 38)], w=5, seed="hand", wob=0.3), f("stamp"))
    return _small("clock", 60, 60, face + hands, rem=3)


def eye() -> str:
    """Before the line that says who sees this."""
    lid = path("M3 14Q12 3 20 3.500Q29 4 37 14.500Q28 25 20 24.500Q11 24 3 14Z", s("ink-2", 3))
    return _small("eye", 40, 28, lid + path(pen.round_(20, 14, 5.5, 5.5, seed="eye"), f("ink-2")))


def _small(name: str, w: float, h: float, inner: str, *, sized: bool = True, rem: float | None = None) -> str:
    scale = (rem or w / 16) / w
    size = f' width="{w * scale:.4g}rem" height="{h * scale:.4g}rem"' if sized else ""
    return f'<svg class="{name}" viewBox="0 0 {w:g} {h:g}"{size} aria-hidden="true" focusable="false">{inner}</svg>'
