"""Hand-cut paper for notes in HTML: twelve outlines and ten tilts as classes, chosen by a note's id.

The policy of the pages allows no style attributes, so the shapes stand in static/css/paper.css, which `style_sheet`
writes (script/cut-paper). A note with `paper_class(id)` keeps its shape and tilt wherever and whenever it is drawn.
"""

from __future__ import annotations

from activities.drawing import pen

CUTS, TILTS = 12, 10


def paper_class(seed: object) -> str:
    """Three classes: "cut cut-7 tilt-3"."""
    draw = pen.rnd(f"paper{seed}")
    return f"cut cut-{int(draw() * CUTS)} tilt-{int(draw() * TILTS)}"


def tilt(i: int) -> float:
    """Degrees, from 1.1 one way to 1.1 the other."""
    return round((2 * i / (TILTS - 1) - 1) * 1.1, 2)


def outline(i: int) -> str:
    """A polygon in pixels from each edge: corners off by up to 3, the middles of the edges by less."""
    draw = pen.rnd(f"cut{i}")

    def off(most: float) -> str:
        return pen.n1(draw() * most)

    def far(most: float) -> str:
        return f"calc(100% - {off(most)}px)"

    corners = [
        f"{off(3)}px {off(3)}px", f"50% {off(1.2)}px", f"{far(3)} {off(3)}px", f"{far(1.2)} 50%",
        f"{far(3)} {far(3)}", f"50% {far(1.2)}", f"{off(3)}px {far(3)}", f"{off(1.2)}px 50%",
    ]  # fmt: skip
    return f"polygon({', '.join(corners)})"


def style_sheet() -> str:
    """The whole of static/css/paper.css."""
    lines = [HEAD]
    lines += [f"  .cut-{i} {{ --cut: {outline(i)}; }}" for i in range(CUTS)]
    lines += [f"  .tilt-{i} {{ --tilt: {tilt(i)}deg; }}" for i in range(TILTS)]
    return "\n".join(lines) + "\n}\n"


HEAD = """\
/* Hand-cut paper. Written by script/cut-paper from activities/drawing/paper.py: do not edit.
   A note is two sheets of one shape: its shadow, hard and out of register, and the coloured paper on it. */
@layer component {
  .cut { position: relative; z-index: 0; background: none; border-radius: 0; box-shadow: none; transform: rotate(var(--tilt, 0deg)); }
  .cut::before, .cut::after { content: ""; position: absolute; inset: 0; -webkit-clip-path: var(--cut); clip-path: var(--cut); pointer-events: none; }
  .cut::before { z-index: -1; background: var(--c, var(--sun)); }
  .cut::after { z-index: -2; background: var(--ink); opacity: .13; transform: translate(4px, 5px); }
  [data-theme="dark"] .cut::after { background: #0f0d0b; opacity: 1; }
  [data-contrast="more"] .cut::before { -webkit-clip-path: none; clip-path: none; border: 3px solid var(--ink); }
  [data-contrast="more"] .cut::after { content: none; }
  @media (prefers-contrast: more) {
    :root:not([data-contrast]) .cut::before { -webkit-clip-path: none; clip-path: none; border: 3px solid var(--ink); }
    :root:not([data-contrast]) .cut::after { content: none; }
  }
  @media (forced-colors: active) { .cut { border: 2px solid CanvasText; } .cut::before, .cut::after { content: none; } }
  @media print { .cut { transform: none; } .cut::before { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }\
"""  # noqa: E501
