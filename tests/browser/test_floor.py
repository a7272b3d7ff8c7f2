"""The live floor in real pages: words stay while the page changes, pages stay level, private words stay private."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room
from tests.browser.looking import axe

pytestmark = pytest.mark.browser
BOX = "#composer textarea"


def write(phone: Page, text: str) -> None:
    phone.fill(BOX, text)
    phone.click("#composer button.go")


def all_sent(phone: Page, patience: float = 20) -> None:
    """Waits until nothing is left in the phone's outbox. (The policy of the pages forbids Playwright's own waiting.)"""
    until = time.monotonic() + patience
    while phone.evaluate("coprod.outbox.entries().length"):
        assert time.monotonic() < until, "the outbox was not emptied"
        time.sleep(0.05)


def test_note_reaches_stage_and_console_and_is_saved(room: Room) -> None:
    phone, stage, console = room.phone(0), room.stage(), room.console()

    write(phone, "Drop-in on Tuesdays")

    expect(stage.get_by_text("Drop-in on Tuesdays")).to_be_visible()
    expect(phone.get_by_text("Saved. It is on the wall.")).to_be_visible()
    console.get_by_text("Notes that show").click()
    expect(console.locator("[data-note-row]").get_by_text("Drop-in on Tuesdays")).to_be_visible()
    assert room.said == []


def test_note_taken_back_is_off_every_screen_within_a_second(room: Room) -> None:
    phone, stage = room.phone(0), room.stage()
    write(phone, "I regret this")
    expect(stage.get_by_text("I regret this")).to_be_visible()

    phone.get_by_role("button", name="Take back").click()

    expect(stage.get_by_text("I regret this")).to_have_count(0, timeout=1000)
    expect(phone.get_by_text("Taken back. Only you see it.")).to_be_visible()
    assert b"I regret this" not in room.server.database.read_bytes()


def test_note_taken_back_while_the_line_is_away_never_shows(room: Room) -> None:
    phone, stage = room.phone(0), room.stage()
    frames = len(room.frames)
    phone.context.set_offline(True)
    write(phone, "I regret this")
    expect(phone.get_by_text("Waiting to send")).to_be_visible()

    phone.get_by_role("button", name="Take back").click()
    expect(phone.locator("ul[data-taken-back]")).to_contain_text("Taken back. Only you see it.")
    phone.context.set_offline(False)
    all_sent(phone)

    write(phone, "This one may show")
    expect(stage.get_by_text("This one may show")).to_be_visible()
    assert not any("I regret this" in frame for frame in room.frames[frames:])
    assert b"I regret this" not in room.server.database.read_bytes()


def test_note_taken_back_can_be_put_back(room: Room) -> None:
    phone, stage = room.phone(0), room.stage()
    write(phone, "Second thoughts")
    phone.get_by_role("button", name="Take back").click()

    phone.get_by_role("button", name="Put back").click()

    expect(stage.get_by_text("Second thoughts")).to_be_visible()


def test_typing_is_untouched_by_fifty_swaps_and_a_restart(tables: Room) -> None:
    phone, other = tables.phone(0), tables.phone(2)
    phone.focus(BOX)
    phone.keyboard.type("The letters come when it is too late")
    for _ in range(9):
        phone.keyboard.press("ArrowLeft")
    before = typed(phone)

    for i in range(25):
        write(other, f"Swap {i}")
    expect(phone.locator("#floor .note", has_text="Swap 24")).to_be_visible()
    tables.server.kill()
    tables.server.start()
    for i in range(25, 50):
        write(other, f"Swap {i}")
    expect(phone.locator("#floor .note", has_text="Swap 49")).to_be_visible(timeout=15000)

    assert typed(phone) == before
    assert before["focused"] and before["text"] == "The letters come when it is too late"


def typed(phone: Page) -> dict[str, object]:
    return phone.evaluate(
        "() => { const box = document.querySelector('#composer textarea');"
        " return {text: box.value, start: box.selectionStart, end: box.selectionEnd, focused: box === document.activeElement}; }"
    )


def test_words_survive_when_the_room_moves_on(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    phone.focus(BOX)
    phone.keyboard.type("Not finished yet")

    console.keyboard.press("n")

    expect(phone.get_by_text("Your words are still here")).to_be_visible()
    expect(phone.get_by_text("Not finished yet")).to_be_visible()
    phone.get_by_role("button", name="Keep it for me").click()
    all_sent(phone)
    phone.goto(f"{room.site}/r/{room.world['room']}/notes/")
    expect(phone.get_by_text("Not finished yet")).to_be_visible()


def test_private_words_reach_nobody_else(room: Room) -> None:
    phone, other, stage, console = room.phone(0), room.phone(1), room.stage(), room.console()
    canary = "canary-7391-only-for-me"
    phone.focus(BOX)
    phone.keyboard.type(canary)
    console.keyboard.press("n")
    phone.get_by_role("button", name="Keep it for me").click()
    all_sent(phone)

    write_somewhere = f"/r/{room.world['room']}/"
    pages = [other.content(), stage.content(), console.content(), other.request.get(room.site + write_somewhere).text()]
    pages += [
        console.request.get(f"{room.site}/sessions/{room.world['room']}/{tab}").text()
        for tab in ("", "room/", "tables/")
    ]
    assert not any(canary in page for page in pages)
    assert not any(canary in frame for frame in room.frames)
    for path in room.server.var.rglob("*"):
        assert not path.is_file() or canary.encode() not in path.read_bytes(), path.name
    assert canary not in room.server.log.read_text()
    phone.goto(f"{room.site}/r/{room.world['room']}/notes/")
    assert canary in phone.content()  # the control: its owner has it


def test_shared_words_reach_the_others(room: Room) -> None:
    """The control of the test above: a note that is shared is found by the same search."""
    phone, stage = room.phone(0), room.stage()
    write(phone, "canary-7391-for-all")
    expect(stage.get_by_text("canary-7391-for-all")).to_be_visible()

    assert any("canary-7391-for-all" in frame for frame in room.frames)
    assert any(b"canary-7391-for-all" in path.read_bytes() for path in room.server.var.rglob("*") if path.is_file())


def test_tables_never_see_each_others_notes(tables: Room) -> None:
    first, second, neighbour = tables.phone(0), tables.phone(1), tables.phone(2)

    write(first, "Only for table one")

    expect(neighbour.locator("#floor .note", has_text="Only for table one")).to_be_visible()
    time.sleep(0.5)
    assert "Only for table one" not in second.content()


def test_page_that_followed_equals_a_page_opened_now(tables: Room) -> None:
    phones = [tables.phone(i) for i in range(4)]
    stage, console = tables.stage(), tables.console()
    for i in range(24):
        write(phones[i % 4], f"Note {i}")
        if i % 5 == 4:
            phones[i % 4].get_by_role("button", name="Take back").first.click()
        if i == 12:
            tables.server.kill()
            tables.server.start()
    for phone in phones:
        all_sent(phone)
    expect(stage.get_by_text("Note 23")).to_be_visible(timeout=20000)
    time.sleep(2)

    for followed, fresh in (
        (phones[0], tables.phone(0)),
        (phones[1], tables.phone(1)),
        (stage, tables.stage()),
        (console, tables.console()),
    ):
        assert parts(followed) == parts(fresh)


MARKS_OF_USE = re.compile(
    r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>|<!--csrf-->'
    r'| data-(?:restored|filled|touched)="[^"]*"| hidden=""| class="(?:landing)?"|(?<=[\w-]) landing(?=")'
)


def parts(page: Page) -> list[str]:
    """Every live part as it stands, without what only marks its arrival or its use on this page."""
    found: list[str] = page.eval_on_selector_all("#floor [data-s]", "all => all.map(part => part.outerHTML)")
    return [MARKS_OF_USE.sub("", html) for html in found]


def test_two_tabs_of_one_phone_agree(room: Room) -> None:
    phone = room.phone(0)
    twin = phone.context.new_page()
    twin.goto(phone.url)

    write(phone, "From the first tab")

    expect(twin.locator("[data-slot=my-notes] .text", has_text="From the first tab")).to_be_visible()


def test_next_pressed_twice_moves_once(room: Room) -> None:
    console = room.console()
    leaving = console.locator("form:has([data-next]) [name=leaving]").get_attribute("value")

    for _ in range(2):
        console.request.post(
            f"{room.site}/sessions/{room.world['room']}/next/",
            form={"leaving": leaving or ""},
            headers={"X-CSRFToken": token(console), "Origin": room.site},
        )

    console.reload()
    assert console.locator("form:has([data-next]) [name=leaving]").get_attribute("value") == room.world["places"][2]


def token(page: Page) -> str:
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")


def test_device_that_is_removed_is_told_and_shut_out(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    console.get_by_role("link", name="Room").click()

    console.get_by_role("button", name="Take out").first.click()

    expect(phone.get_by_role("heading", name="You are out of this session")).to_be_visible()


def test_note_that_waits_in_a_step_that_is_over_is_read_and_put_up_there(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    console.get_by_role("switch", name="Read first").click()
    expect(console.get_by_role("switch", name="Read first")).to_be_checked()
    write(phone, "Drop-in on Tuesdays")
    all_sent(phone)
    console.get_by_text("Go to another part").click()
    console.get_by_label("Part of today").select_option("ended")
    console.get_by_role("button", name="Go there").click()
    waiting = console.locator("details.elsewhere")
    title = waiting.locator("> summary")
    expect(title).to_have_text("Notes of other steps that wait (1)")
    expect(console.get_by_text("Nothing waits.")).to_be_hidden()

    title.click()
    waiting.get_by_role("button", name="Put up").click()

    expect(waiting).to_be_hidden()
    expect(console.get_by_text("Nothing waits.")).to_be_visible()
    assert axe(console) == []


def test_signal_is_answered_on_the_phone(room: Room) -> None:
    phone, console = room.phone(0), room.console()
    phone.goto(f"{room.site}/r/{room.world['room']}/need/")
    phone.get_by_role("button", name=re.compile("break")).first.click()
    phone.goto(f"{room.site}/r/{room.world['room']}/")
    expect(phone.get_by_text("has not looked yet")).to_be_visible()

    console.get_by_role("button", name="Seen").click()

    expect(phone.get_by_text("Take the time you need.")).to_be_visible()


def test_exit_quickly_leaves_at_once_and_back_does_not_return(room: Room) -> None:
    phone = room.phone(0)

    phone.get_by_text("Exit quickly").first.click()

    expect(phone.get_by_text("What would help")).to_have_count(0)
    assert room.world["room"] not in phone.url


def test_finish_clears_the_phone(room: Room) -> None:
    phone = room.phone(0)
    write(phone, "Before I go")
    phone.goto(f"{room.site}/r/{room.world['room']}/finish/")

    phone.get_by_role("button", name="Clear this phone").click()

    expect(phone.get_by_text("This phone is clear")).to_be_visible()
    assert phone.evaluate("Object.keys(localStorage).filter(key => key.startsWith('coprod')).length") == 0
    assert not [cookie for cookie in phone.context.cookies() if cookie["name"].startswith("coprod_")]
