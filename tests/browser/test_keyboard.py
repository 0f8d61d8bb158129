"""A walk through the site with nothing but a keyboard."""

from __future__ import annotations

import pytest

from sos_graph.web.assets import built_url
from tests.browser.addresses import VIEWS

pytestmark = pytest.mark.browser
SLOVENE, ENGLISH = VIEWS[0], VIEWS[1]
LONGEST = 400
"""Steps within which a walk comes to its goal, or there is no way."""
FOCUS = """() => {
  const one = document.activeElement
  const {left, top, right, bottom, width} = one.getBoundingClientRect()
  const isSeen = width > 1 && left >= 0 && right <= innerWidth + 1 && bottom > 0 && top < innerHeight
  return {
    name: `${one.tagName} ${one.id || one.getAttribute('href') || one.className}`,
    isBody: one === document.body,
    isSeen,
    isRinged: parseFloat(getComputedStyle(one).outlineWidth) > 1 && getComputedStyle(one).outlineStyle !== 'none',
  }
}"""


def walk_to(page, goal):
    """Press Tab until the goal has the focus."""
    target = page.locator(goal).first
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"no way with Tab to {goal} on {page.url}")


def follow(page):
    """Press Enter, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_first_stop_is_a_link_to_the_content_and_it_can_be_seen(walk):
    page = walk("/doc", SLOVENE)

    page.keyboard.press("Tab")

    assert page.locator(":focus").get_attribute("href") == "#content"
    assert page.evaluate(FOCUS)["isSeen"]


def test_the_link_to_the_content_leads_past_the_menu(walk):
    page = walk("/doc", SLOVENE)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1


@pytest.mark.parametrize("view", [SLOVENE, ENGLISH], ids=str)
@pytest.mark.parametrize(
    "path", ["/", "/doc/municipality/si-061", "/doc/membership/si-sos-si-061", "/search?q=Ljubljana"]
)
def test_every_stop_can_be_seen_and_wears_a_ring(walk, path, view):
    page = walk(path, view)
    page.keyboard.press("Tab")
    stops = []
    while not (stop := page.evaluate(FOCUS))["isBody"] and len(stops) < LONGEST:
        stops.append(stop)
        page.keyboard.press("Tab")

    assert 10 < len(stops) < LONGEST
    assert [stop["name"] for stop in stops if not (stop["isSeen"] and stop["isRinged"])] == []


def test_a_search_leads_to_a_document(walk):
    page = walk("/", SLOVENE)

    walk_to(page, "#find")
    page.keyboard.type("Ljubljana")
    follow(page)
    walk_to(page, ".found a")
    follow(page)

    assert "/doc/" in page.url
    assert "Ljubljana" in page.locator("h1").inner_text()


def test_the_other_language_is_one_key_away_and_stays(walk):
    page = walk("/doc/municipality/si-061", SLOVENE)

    walk_to(page, ".tongues a[hreflang=en]")
    follow(page)
    assert page.locator("html").get_attribute("lang") == "en"
    walk_to(page, ".menu a")
    follow(page)

    assert page.locator("html").get_attribute("lang") == "en"


def test_a_query_is_written_and_asked(walk):
    page = walk("/sparql", SLOVENE)

    goal = ".editor" if built_url("query.js") else "#query"
    page.locator(goal).wait_for()
    walk_to(page, goal)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("SELECT (1 + 1 AS ?two) {}")
    walk_to(page, "form.ask button")
    page.keyboard.press("Enter")
    page.locator("#outcome .complete").wait_for()

    assert page.locator("table.results td").all_inner_texts() == ["2"]


def test_a_question_is_asked_of_another_day(walk):
    page = walk("/q/president-on", SLOVENE)

    page.locator("input[name=on]").fill("2021-06-01")
    walk_to(page, "form.ask button")
    follow(page)

    assert "on=2021-06-01" in page.url
    assert "Peter Misja" in page.locator("table.results").inner_text()
