"""The map of municipalities in a browser: its weight, its way for the keyboard, on paper, and with nothing to run."""

from __future__ import annotations

import gzip

import pytest

from tests.browser.addresses import VIEWS
from tests.browser.visitor import barriers, visit

pytestmark = pytest.mark.browser
SLOVENE, ENGLISH, DARK = VIEWS
BUDGET = 90_000
"""Bytes of script that the map page may cost, compressed."""
PATH = "/map?on=2015-01-15"
POINT = ".live .spot a"


def _name(page):
    return page.evaluate("document.activeElement.getAttribute('aria-label')")


@pytest.fixture
def live(walk):
    """The map page when its map stands."""

    def opened(view=SLOVENE):
        page = walk(PATH, view)
        page.wait_for_selector(POINT)
        return page

    return opened


def test_the_scripts_of_the_map_are_within_their_budget(dressed, site):
    scripts = []
    with visit(dressed(SLOVENE), site) as opened:
        opened.page.on("response", lambda answer: scripts.append(answer) if ".js" in answer.url else None)
        opened.page.goto(PATH)
        opened.page.wait_for_selector(POINT)
        sizes = [len(gzip.compress(one.body())) for one in scripts]

    assert len(sizes) > 1
    assert sum(sizes) <= BUDGET


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_the_moving_map_is_no_barrier_and_writes_nothing_on_the_console(dressed, site, view):
    with visit(dressed(view), site) as opened:
        opened.page.goto(PATH)
        opened.page.wait_for_selector(POINT)

        assert barriers(opened.page) == ()

    assert (opened.messages, opened.strangers) == ([], [])


def test_each_row_with_a_place_has_a_point_that_leads_where_the_row_leads(live):
    page = live()

    rows = page.eval_on_selector_all("table.members tr[data-lat] th a", "all => all.map(one => one.href)")
    points = page.eval_on_selector_all(POINT, "all => all.map(one => one.href)")

    assert len(rows) > 200
    assert points == rows


def test_the_arrows_lead_from_point_to_point_and_enter_opens_a_municipality(live):
    page = live()
    page.locator(f"{POINT}[tabindex='0']").focus()
    first = _name(page)

    page.keyboard.press("ArrowRight")
    second = _name(page)
    page.keyboard.press("ArrowLeft")

    assert second not in {None, first}
    assert page.locator(".leaflet-tooltip").inner_text() == _name(page)
    assert page.locator(f"{POINT}[tabindex='0']").count() == 1
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/doc/municipality/" in page.url


def test_escape_puts_the_words_of_a_point_away(live):
    page = live()
    page.locator(f"{POINT}[tabindex='0']").focus()

    page.keyboard.press("Escape")

    assert page.locator(".leaflet-tooltip").count() == 0


def test_the_buttons_zoom(live):
    page = live()
    before = page.locator(".live .country").bounding_box()["width"]

    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_function(
        "before => document.querySelector('.live .country').getBoundingClientRect().width > 1.5 * before", arg=before
    )

    assert page.locator(".leaflet-control-zoom-in").get_attribute("aria-label") == "Približaj"


def test_on_paper_the_picture_stands_for_the_map(live):
    page = live()

    page.emulate_media(media="print")

    assert page.locator("svg.places").is_visible()
    assert not page.locator(".live").is_visible()


@pytest.mark.parametrize("view", [SLOVENE, ENGLISH], ids=str)
def test_without_scripts_the_picture_and_the_table_say_the_same(walk, view):
    page = walk(PATH, view, has_scripts=False)

    assert page.locator("svg.places").is_visible()
    assert page.locator("svg.places use").count() == page.locator("table.members tr[data-lat]").count() > 200
    assert page.locator("svg.places").get_attribute("aria-label")


def test_a_day_and_a_section_are_chosen_without_scripts(walk):
    page = walk("/map", SLOVENE, has_scripts=False)

    page.locator("#section").select_option("si-sos-urban")
    page.locator("#on").fill("2019-04-17")
    page.locator("form.choose button").click()

    assert "section=si-sos-urban" in page.url
    assert page.locator("table.members tbody tr").count() == 12
