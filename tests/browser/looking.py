"""What is looked at on a screen: axe, the edges, and the words that stand on it."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

AXE = """async tags => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`);
}"""

# What reaches past the side of the page, by name, so that a failure says where to look.
TOO_WIDE = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > page.clientWidth + 1);
  return [`${page.scrollWidth} wide in ${page.clientWidth}: ${wide.map(e => e.outerHTML.slice(0, 80)).slice(-1)}`];
}"""

# Words on the big screen that are cut off, lie under its foot, or are too small for the back row.
CUT_OFF = """() => {
  const found = [], scale = innerWidth / 1920;
  const floor = document.querySelector("#floor .floor"), end = document.querySelector(".frame-foot").getBoundingClientRect().top + 4;
  for (const e of document.querySelectorAll("#floor *")) {
    const words = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join("");
    if (!words || e.closest(".vh, title, desc, noscript") || !e.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(e);
    const shortened = getComputedStyle(e).webkitLineClamp !== "none" || getComputedStyle(e).textOverflow === "ellipsis";
    const b = (shortened ? e : range).getBoundingClientRect(), drawn = e.ownerSVGElement ? e.getScreenCTM().d : 1;
    const say = what => found.push(`${what}: ${words.slice(0, 60)}`);
    if (!b.width || !b.height) continue;
    if (b.left < 0 || b.right > innerWidth + 1 || b.top < 0 || b.bottom > innerHeight + 1) say("off the screen");
    else if (floor.contains(e) && b.bottom > end) say("under the foot");
    if (parseFloat(getComputedStyle(e).fontSize) * drawn < 25.5 * scale) say("too small");
    for (let box = e.parentElement; box && box.id !== "floor"; box = box.parentElement) {
      if (getComputedStyle(box).overflow === "visible") continue;
      const edge = box.getBoundingClientRect();
      if (b.bottom > edge.bottom + 2 || b.right > edge.right + 2) say("cut off");
    }
  }
  return found;
}"""

# Words in one table's pane of the big screen that are cut off, or too small for the back row; `wide` is the whole screen.
IN_PANE = """wide => [...document.querySelectorAll("#floor *")].flatMap(e => {
  const words = [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim()).join("");
  if (!words || e.closest(".vh, title, desc, noscript") || !e.checkVisibility({ visibilityProperty: true })) return [];
  const drawn = e.ownerSVGElement ? e.getScreenCTM().d : 1, box = e.getBoundingClientRect();
  const small = parseFloat(getComputedStyle(e).fontSize) * drawn < 25.5 * wide / 1920;
  const out = box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
  return [...(small ? ["too small: " + words] : []), ...(out ? ["cut off: " + words] : [])];
})"""


def axe(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA. Its script is put in once for each document.

    A phone is made as tall as its page meanwhile: what lies under the bar at its end can be scrolled up, and axe does not scroll.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    size = page.viewport_size
    assert size
    phone = size["width"] < 700
    if phone:
        page.set_viewport_size({**size, "height": page.evaluate("document.scrollingElement.scrollHeight + 80")})
    found: list[str] = page.evaluate(AXE, TAGS)
    if phone:
        page.set_viewport_size(size)
    return found


def too_wide(page: Page) -> list[str]:
    found: list[str] = page.evaluate(TOO_WIDE)
    return found


def cut_off(stage: Page) -> list[str]:
    found: list[str] = stage.evaluate(CUT_OFF)
    return found


def wrong_in_pane(pane: Frame, wide: int) -> list[str]:
    found: list[str] = pane.evaluate(IN_PANE, wide)
    return found


def everything(page: Page) -> str:
    """All that the page holds, shown or hidden, and all that people have typed into it."""
    text: str = page.evaluate("document.documentElement.outerHTML")
    return text
