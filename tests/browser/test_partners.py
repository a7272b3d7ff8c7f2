"""Partners on real phones: each finds the other by a sign, and what passes between them reaches no other page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Room
from tests.browser.test_by_hand import at  # noqa: F401 - the fixture

pytestmark = pytest.mark.browser


def sign(phone: Page) -> str:
    return phone.locator("#my-pair .pair-sign b").inner_text()


def test_a_line_goes_from_partner_to_partner_and_onto_their_page(at: Callable[..., Room]) -> None:  # noqa: F811
    room = at("interview", 0)
    phones = [room.phone(i) for i in range(4)]
    stage = room.stage()
    me = phones[0]
    partner = next(phone for phone in phones[1:] if sign(phone) == sign(me))
    others = [phone for phone in phones[1:] if phone is not partner]
    assert [sign(phone) == sign(me) for phone in others] == [False, False]

    me.get_by_label("A line for your partner").fill("You find a way")
    me.get_by_role("button", name="Pass it to my partner").click()
    expect(partner.locator("[data-pair-word] .text")).to_have_text("You find a way")
    expect(partner.get_by_text("Your partner passed you 1 line.")).to_be_visible()
    for page in (*others, stage):
        assert "You find a way" not in page.content()

    partner.locator("[data-adopt] select").select_option(index=0)
    partner.get_by_role("button", name="Put it on my page").click()
    expect(partner.locator(".own-page textarea").first).to_have_value("You find a way")
    expect(me.locator("[data-pair-word]")).to_have_count(0)
    assert room.said == []


def test_whoever_would_rather_work_alone_is_left_in_peace_and_nobody_is_stranded(at: Callable[..., Room]) -> None:  # noqa: F811
    room = at("interview", 0)
    phones = [room.phone(i, viewport={"width": 320, "height": 568}) for i in range(4)]
    me = phones[0]

    me.get_by_text("Change partners, or work alone").click()
    me.get_by_role("button", name="I would rather work alone").click()

    expect(me.get_by_text("You work alone just now.")).to_be_visible()
    expect(me.locator(".pair-box")).to_be_hidden()
    for phone in phones[1:]:
        expect(phone.get_by_text("You are three.")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert room.said == []


def test_where_websockets_are_blocked_a_partner_and_their_line_come_within_six_seconds(at: Callable[..., Room]) -> None:  # noqa: F811
    room = at("interview", 0)
    phones = [room.phone(i) for i in range(4)]
    me = phones[0]
    partner = next(phone for phone in phones[1:] if sign(phone) == sign(me))
    me.add_init_script("delete window.WebSocket")
    me.reload()
    expect(me.locator("#my-pair")).to_be_visible()

    partner.get_by_label("A line for your partner").fill("You find a way")
    partner.get_by_role("button", name="Pass it to my partner").click()
    expect(me.locator("[data-pair-word] .text")).to_have_text("You find a way", timeout=6000)

    partner.get_by_text("Change partners, or work alone").click()
    partner.get_by_role("button", name="I would rather work alone").click()
    expect(me.get_by_text("You are three.")).to_be_visible(timeout=6000)
    assert me.evaluate("typeof WebSocket") == "undefined"
