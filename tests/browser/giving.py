"""What people give in each kind of step, through the forms of their own pages. A kind that is not named here is an error."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PROMISES = {"Only you": "owner", "Your table": "table", "Everyone here": "everyone"}  # how a line above a box begins
UNANSWERED = "form[data-write=answer]:not(.answered):visible"


@dataclass
class Words:
    """One thing that somebody wrote: a word found nowhere else, who may see it, and the screens that have shown it."""

    token: str
    writer: str
    seen_by: str
    step: str
    shown_on: set[str] = field(default_factory=set)


@dataclass
class Giver:
    """Somebody at their page. `number` makes people choose differently; `said` is what all of them wrote in this session."""

    name: str
    number: int
    page: Page
    said: list[Words]
    step: str = ""

    def words(self, seen_by: str) -> str:
        """New words, and the note of who may see them. One word is a word of its own on every drawing."""
        token = f"wren{len(self.said):03d}"
        self.said.append(Words(token, self.name, seen_by, self.step))
        return token

    def promise(self, box: Locator) -> str:
        """Who will see what goes into this box, as the line above it says."""
        line = self.page.locator("#" + (box.get_attribute("aria-describedby") or "").split()[0]).inner_text()
        return next(seen_by for words, seen_by in PROMISES.items() if line.strip().startswith(words))


Give = Callable[[Giver], None]


def know_answers(giver: Giver) -> None:
    """Waits until the page has this person's answers of earlier phases, which it asks for a moment after it turned."""
    with giver.page.expect_response("**/mine/"):
        giver.page.evaluate("coprod.fetchMine(0)")
    expect(giver.page.locator("#my-answers")).to_be_attached()


def answer(giver: Giver, most: int = 2) -> None:
    """Answers the first questions that have no answer yet, going past those that have; presses what wants a press."""
    know_answers(giver)
    ahead = giver.page.locator("[data-go='1']:visible")
    while not giver.page.locator(UNANSWERED).count() and ahead.count():
        ahead.first.click()
    done = ""
    for i in range(most):
        form = giver.page.locator(UNANSWERED + done).first
        with suppress(PlaywrightTimeout):  # the next question may come when the one before it was kept
            form.wait_for(timeout=700 if done else 1)
        if not form.count():
            return
        done += f':not([data-item="{form.get_attribute("data-item")}"])'
        choices = form.locator("label.pick, label.rung, button[name=value]")
        presses = form.get_attribute("data-auto") is None and form.locator("input[name=value]").count()
        choices.nth((giver.number + i) % choices.count()).click()
        if presses:
            form.locator("button.go").click()


def answer_more(giver: Giver) -> None:
    answer(giver, 3)


def write(giver: Giver) -> None:
    """Writes a note: into another column than the others, and about the first row where a row is to be chosen."""
    page = giver.page
    box = page.locator("form[data-write=note] textarea:visible").first
    if not box.count():
        return
    form = page.locator("form[data-write=note]", has=page.locator("textarea:visible")).first
    places = form.locator("fieldset.zones label, .abouts label")
    if places.count():
        places.nth(giver.number % places.count()).click()
    rows = page.locator("label:visible:has(input[name=item][form=composer]), .about label:visible")
    if rows.count():
        rows.nth(giver.number % rows.count()).click()
    box.fill(giver.words(giver.promise(box)))
    form.locator("button.go").click()


def add_row(giver: Giver) -> None:
    """A row of one's own, where no earlier step brought any."""
    field_ = giver.page.locator("#new-row")
    if field_.count() and not giver.page.locator("[data-slot=rows] input[name=item]").count():
        giver.page.locator("details:has(#new-row) > summary").click()
        field_.fill(giver.words(giver.promise(field_)))
        field_.press("Enter")
        expect(giver.page.locator("[data-slot=rows] input[name=item]").first).to_be_attached()


def skip_to_the_box(giver: Giver) -> None:
    """Past questions that come one at a time, to the box behind them."""
    page = giver.page
    ahead = page.locator("[data-go='1']:visible")
    while not page.locator("textarea:visible").count() and ahead.count():
        ahead.first.click()


def open_the_sentence(giver: Giver) -> None:
    box = giver.page.locator("details.agree-box:not([open]) > summary").first
    if box.count() and not giver.page.locator("form.agree-edit textarea:visible").count():
        box.click()


def fill_own_page(giver: Giver) -> None:
    """The page that nobody else may see: two lines in the first and the last boxes, and something in one that is never sent."""
    page = giver.page
    expect(page.locator(".own-page textarea").first).to_be_visible()
    boxes = page.locator(".own-page textarea:visible")
    count = boxes.count()
    for i in sorted({*range(count)[:3], *range(count)[-2:]}):
        boxes.nth(i).fill("\n".join(giver.words(giver.promise(boxes.nth(i))) for _ in range(2)))
        boxes.nth(i).blur()
    never_sent = page.locator("div.own-box textarea:visible")
    if never_sent.count():
        never_sent.first.fill(giver.words(giver.promise(never_sent.first)))


def share(giver: Giver) -> None:
    """Ticks a line, sees what will show, shares it; from then on everyone may see that line and no other."""
    page = giver.page
    line = page.locator("[data-slot=lines] label.tickline").first
    line.click()
    page.get_by_role("button", name="See what will show").click()
    preview = page.locator("[data-preview]")
    shared = preview.locator("[data-cards]").inner_text()
    seen_by = giver.promise(preview.locator("[data-share-now]"))
    for words in giver.said:
        if words.token in shared:
            words.seen_by = seen_by
    preview.get_by_role("button", name="Share it").click()


def group(giver: Giver) -> None:
    """Makes a group and puts the first note, word or value into it."""
    page, name = giver.page, f"A group of {giver.name}"
    page.locator("#new-group").fill(name)
    page.locator("#new-group").press("Enter")
    moves = page.locator("form.move select:visible")
    if page.locator("[data-drag]").count():
        page.locator("[data-drag]").first.click()
        page.locator(".into button", has_text=name).first.click()
    elif moves.count():
        expect(moves.first.locator("option", has_text=name)).to_be_attached()
        with page.expect_response(lambda response: response.request.method == "POST"):
            moves.first.select_option(label=name)


ASKS_NOTHING = {("commitment", "wall")}  # its answer is the facilitator's, who turns the page of the wall

GIVES: dict[str, tuple[Give, ...]] = {
    "board": (answer, write),
    "card_sort": (answer_more,),
    "commitment": (write,),
    "grid": (add_row, answer, write),
    "interview": (),
    "interval": (),
    "ladder": (answer, skip_to_the_box, write),
    "power_map": (answer_more, write),
    "quiz": (answer,),
    "reading": (answer, write),
    "resources": (),
    "river": (answer, write),
    "rounds": (answer, write),
    "scenarios": (answer, write),
    "sheet": (write,),
    "stems": (open_the_sentence, write),
    "survey": (answer, skip_to_the_box, write),
    "values_tree": (answer, write),
    "words": (write, write),
}


def give(giver: Giver, kind: str) -> None:
    """Gives what this kind asks for, on a page of one's own, in a box, by a tap; and makes a group where phones may."""
    if giver.page.locator("[data-share]").count():
        share(giver)
    elif giver.page.locator(".own-page:visible").count():
        fill_own_page(giver)
    for one in GIVES[kind]:
        one(giver)
    if giver.page.locator("#new-group").count():
        group(giver)
