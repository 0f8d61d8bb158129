"""The search box as a combobox: what is suggested, by keyboard, announced, and never in the way of the form."""

from __future__ import annotations

import pytest

from tests.browser.addresses import VIEWS

pytestmark = pytest.mark.browser
SLOVENE, ENGLISH = VIEWS[0], VIEWS[1]
OPEN = ".suggestions:not([hidden]) [role=option]"


def _typed(walk, text, view=SLOVENE):
    page = walk("/", view)
    page.locator("#find").press_sequentially(text)
    page.wait_for_selector(OPEN)
    return page


@pytest.mark.parametrize("view", [SLOVENE, ENGLISH], ids=str)
def test_what_is_typed_is_completed_and_announced(walk, view):
    page = _typed(walk, "ljub", view)

    box = page.locator("#find")
    assert box.get_attribute("role") == "combobox"
    assert box.get_attribute("aria-expanded") == "true"
    assert page.locator(OPEN).count() == 8
    assert "8" in page.locator("[role=status]").first.inner_text()


def test_the_arrows_choose_and_enter_follows(walk):
    page = _typed(walk, "ljub")

    page.keyboard.press("ArrowDown")
    chosen = page.locator("#find").get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/municipality/si-061*")


def test_escape_closes_the_list_and_enter_then_searches(walk):
    page = _typed(walk, "kranj")

    page.keyboard.press("Escape")
    assert page.locator(OPEN).count() == 0
    assert page.locator("#find").get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*q=kranj*")
