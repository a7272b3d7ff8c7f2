"""One's own link in real browsers: made on one phone, opened on another, its key in no address but the one that was given."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Room
from tests.live.pages import PHONE
from tests.live.server import Server, manage

pytestmark = pytest.mark.browser
SMALL = {**PHONE, "viewport": {"width": 320, "height": 568}}
OPENED = "**/r/*/"


def here(room: Room, link: str) -> str:
    """The link names the laptop's own address; the tests' server answers on 127.0.0.1."""
    return "/my/" + link.partition("/my/")[2]


def test_a_link_made_on_one_phone_opens_on_another_and_leaves_the_address(room: Room) -> None:
    first = room.phone(0)
    first.locator("#composer textarea").fill("Only mine to take back")
    first.locator("#composer button.go").click()
    expect(first.locator("[data-slot=my-notes]")).to_contain_text("Only mine to take back")
    first.goto(f"{room.site}/r/{room.world['room']}/link/")
    link = first.locator("#own-link").input_value()
    first.locator("[data-copy]").click()
    expect(first.locator("[data-copied]")).to_be_visible()

    asked: list[str] = []
    second = room.page("/my/", **SMALL)
    second.on("request", lambda request: asked.append(request.url))
    second.goto(room.site + here(room, link))
    second.wait_for_url(OPENED)
    secret = room.world["secrets"][0]
    assert not [url for url in asked if secret in url.partition("#")[0]]
    assert secret not in second.url
    second.go_back()
    assert secret not in second.url
    second.goto(f"{room.site}/r/{room.world['room']}/notes/")
    expect(second.locator(".mine")).to_contain_text("Only mine to take back")
    second.get_by_role("button", name="Take back").click()
    expect(second.locator("main")).not_to_contain_text("Only mine to take back")
    assert room.said == []


def test_a_phone_of_somebody_else_asks_before_it_changes_hands(room: Room) -> None:
    name, secrets = f"coprod_{room.world['room']}", room.world["secrets"]
    other = room.phone(1)
    other.goto(f"{room.site}/my/#{room.world['room']}.{secrets[0]}")
    expect(other.get_by_role("heading", level=1)).to_have_text("This phone is in this session already")
    cookies = {cookie["name"]: cookie["value"] for cookie in other.context.cookies()}
    assert cookies[name] == secrets[1]
    other.get_by_role("button", name="Open my pages instead").click()
    other.wait_for_url(OPENED)
    cookies = {cookie["name"]: cookie["value"] for cookie in other.context.cookies()}
    assert cookies[name] == secrets[0]


def test_without_a_script_the_link_is_pasted(room: Room) -> None:
    phone = room.page("/my/", **PHONE, java_script_enabled=False)
    phone.locator("#link").fill(f"http://laptop/my/#{room.world['room']}.{room.world['secrets'][2]}")
    phone.get_by_role("button", name="Open my pages").click()
    phone.wait_for_url(OPENED)


def test_a_plan_of_ones_own_from_its_start_to_its_deletion(room: Room, server: Server) -> None:
    manage(server.var, "load_packs")
    phone = room.page("/alone/", **PHONE)
    phone.get_by_role("link", name="My own plan").click()
    phone.get_by_role("button", name="Start, and get my link").click()
    link = phone.locator("#own-link").input_value()
    phone.get_by_role("link", name="I have saved it: go on").click()
    phone.get_by_role("button", name="Begin").click()
    phone.locator("#own-work").fill("Making tea")
    phone.locator("#own-log0-meeting").fill("With Kim")
    phone.locator("#own-log0-date").fill("3 December")
    phone.locator("#own-log0-date").blur()
    expect(phone.locator("#own-log1-meeting")).to_be_attached()

    later = room.page(here(room, link), **SMALL)
    later.wait_for_url(OPENED)
    expect(later.locator("#own-work")).to_have_value("Making tea")
    later.locator("[data-row-off]").first.click()
    expect(later.locator("#own-log0-meeting")).to_have_value("")
    later.locator("#own-drew").fill("A friend asked me")
    later.get_by_role("button", name="Finish").click()
    expect(later.get_by_role("heading", level=1)).to_have_text("That is the last page")
    later.get_by_role("link", name="See my copy").click()
    expect(later.locator("main")).to_contain_text("A friend asked me")
    expect(later.locator("main")).not_to_contain_text("With Kim")
    with later.expect_download(timeout=90_000) as saved:
        later.get_by_role("link", name="Save it as a PDF").click()
    assert saved.value.suggested_filename.endswith("-my-copy.pdf")

    public = later.url.split("/r/")[1].split("/")[0]
    later.goto(f"{room.site}/r/{public}/delete/")
    later.get_by_role("button", name="Delete it all now").click()
    expect(later.get_by_role("heading", level=1)).to_have_text("It is deleted")
    # The phone turns by itself.
    expect(phone.get_by_role("heading", level=1)).to_have_text("This phone is not in the session")
    assert phone.reload().status == 403  # type: ignore[union-attr]


def test_the_page_waits_when_there_is_no_line_and_turns_when_there_is(room: Room, server: Server) -> None:
    manage(server.var, "load_packs")
    phone = room.page("/alone/", **PHONE)
    phone.get_by_role("link", name="My own plan").click()
    phone.get_by_role("button", name="Start, and get my link").click()
    phone.get_by_role("link", name="I have saved it: go on").click()
    phone.get_by_role("button", name="Begin").click()
    phone.locator("#own-work").fill("Written without a line")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Finish").click()
    expect(phone.locator("[data-turn-failed]")).to_be_visible(timeout=15_000)
    expect(phone.locator("#own-work")).to_have_value("Written without a line")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Finish").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("That is the last page", timeout=15_000)
    phone.get_by_role("link", name="See my copy").click()
    expect(phone.locator("main")).to_contain_text("Written without a line")
