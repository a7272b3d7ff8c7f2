"""A word with a hyphen near its beginning is never parted by the end of a line, on the narrowest phones."""

import pytest

from tests.browser.conftest import Room
from tests.browser.test_floor import all_sent

pytestmark = pytest.mark.browser

SMALL = {"viewport": {"width": 320, "height": 568}}
# Of each word in the notes of one's own: on how many lines does it stand?
LINES = """words => [...document.querySelectorAll("[data-s=my-notes] p, [id^=n] p")].flatMap(p => {
  const all = document.createTreeWalker(p, NodeFilter.SHOW_TEXT), found = [];
  for (let text; (text = all.nextNode());) for (const match of text.data.matchAll(words)) {
    const range = document.createRange();
    range.setStart(text, match.index);
    range.setEnd(text, match.index + match[0].length);
    found.push(new Set([...range.getClientRects()].map(r => Math.round(r.top))).size);
  }
  return found;
})"""


def test_words_with_a_hyphen_stay_on_one_line(tables: Room) -> None:
    writer, reader = tables.phone(0, **SMALL), tables.phone(2, **SMALL)
    for shift in range(6):
        words = "a" * shift * 2 + " e-mail before co-production and co-production again"
        writer.locator("#composer textarea").fill(words)
        writer.locator("#composer button.go").click()
        all_sent(writer)
    reader.evaluate("coprod.live.catchUp()")
    reader.locator(".note", has_text="aaaaaaaaaa").first.wait_for()

    lines = reader.evaluate(f"() => ({LINES})(/(?:e-mail|co-production)/g)")

    assert lines == [1] * 18


def test_words_beside_other_things_and_in_boxes_stay_as_they_are(room: Room) -> None:
    phone = room.phone(0)
    phone.locator("#composer textarea").fill("An e-mail")
    phone.evaluate("""() => {
      const row = document.createElement("p");
      row.id = "row";
      row.style.display = "flex";
      row.textContent = "Send an e-mail, please";
      document.getElementById("floor").append(row);
    }""")
    row = phone.locator("#row")

    assert phone.locator("#composer textarea").input_value() == "An e-mail"
    assert row.text_content() == "Send an e-mail, please"
    assert row.evaluate("row => row.childNodes.length") == 1
    assert row.locator("unbroken-word").text_content() == "e-mail"
