"""The query page with its script: written by keyboard, cancelled, marked, shared, and light enough."""

from __future__ import annotations

import gzip
from urllib.request import Request, urlopen

import pytest

from sos_graph.web.assets import built_url
from tests.browser.addresses import VIEWS
from tests.browser.visitor import barriers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not built_url("query.js"), reason="the editor is made by Node: make front-end"),
]
SLOVENE, ENGLISH = VIEWS[0], VIEWS[1]
BUDGET = 160_000
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
EDITOR = ".cm-content"


def _opened(walk, path="/sparql", view=ENGLISH):
    page = walk(path, view)
    page.locator(EDITOR).wait_for()
    return page


def _written(page, text):
    page.locator(EDITOR).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    return page


def _run(page):
    page.keyboard.press("Control+Enter")
    page.locator("#outcome .complete").wait_for()


def test_the_page_with_everything_it_loads_stays_within_its_budget(walk):
    page = walk("/sparql", SLOVENE)
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")

    weight = sum(
        len(gzip.compress(urlopen(Request(one, headers={"Accept": "text/html"})).read())) for one in [page.url, *loaded]
    )

    assert any("query." in one for one in loaded)
    assert weight < BUDGET


def test_a_query_is_written_and_run_by_keyboard_alone(walk):
    page = _written(_opened(walk), "SELECT (1 + 1 AS ?two) {}")
    _run(page)
    assert page.locator("table.results td").all_inner_texts() == ["2"]
    assert "query=SELECT" in page.url


def test_tab_leaves_the_editor_as_the_help_says(walk):
    page = _opened(walk)
    page.locator(EDITOR).focus()

    page.keyboard.press("Tab")

    assert page.locator("form.ask button").first.evaluate("one => one === document.activeElement")
    assert "Tab" in page.locator(".editor-help").inner_text()


def test_the_editor_has_a_name_and_no_barrier(walk):
    page = _written(_opened(walk), "SELECT * { VALUES ?x { 1 } }")
    _run(page)
    assert page.locator(EDITOR).get_attribute("aria-label").startswith("Editor of the query")
    assert barriers(page) == ()


def test_a_term_is_completed_by_its_label_and_brings_its_prefix(walk):
    page = _written(_opened(walk, view=SLOVENE), "SELECT * { ?x a ")
    page.keyboard.type("obcina")
    page.locator(".cm-tooltip-autocomplete li", has_text="lga:Municipality").first.click()
    text = page.locator("#query").input_value()
    assert text.startswith("PREFIX lga: <https://w3id.org/lga/ns#>\n")
    assert text.endswith("?x a lga:Municipality")


def test_a_fault_is_marked_where_it_is(walk):
    page = _written(_opened(walk), "SELECT * {\n ?s ?p ?o\n FILTR(1) }")
    page.keyboard.press("Control+Enter")
    page.locator(".notice").wait_for()
    assert page.locator(".notice mark").inner_text() == "FILTR"
    assert page.locator(".cm-fault").inner_text() == "FILTR"


def test_a_running_query_can_be_cancelled(walk):
    page = _written(_opened(walk), SLOW)
    page.keyboard.press("Control+Enter")
    page.locator("button", has_text="Cancel").click()
    page.locator(".progress", has_text="The query was cancelled.").wait_for()
    assert page.locator("button", has_text="Cancel").count() == 1
    assert not page.locator("button", has_text="Cancel").is_visible()


def test_the_address_of_a_long_query_keeps_it_to_the_browser(walk):
    long = f"# {'x' * 7_000}\nSELECT (1 + 1 AS ?two) {{}}"
    page = _written(_opened(walk), long)
    _run(page)
    assert "#query=" in page.url

    page.reload()
    page.locator("#outcome .complete").wait_for()

    assert page.locator("table.results td").all_inner_texts() == ["2"]


def test_nothing_is_kept_unless_the_reader_says_so(walk):
    page = _written(_opened(walk), "SELECT (3 AS ?three) {}")
    _run(page)
    assert page.evaluate("localStorage.length") == 0
    page.locator("#keep").check()
    page.goto("/sparql")
    assert page.locator("#query").input_value() == "SELECT (3 AS ?three) {}"
    page.locator("#keep").uncheck()
    assert page.evaluate("localStorage.length") == 0


def test_iris_are_shown_when_asked_for(walk):
    page = walk("/q/founders", SLOVENE)
    assert page.locator("table.results .iri").count() == 0
    page.locator("a.swap").click()
    assert page.locator("table.results .iri").first.inner_text().startswith("https://w3id.org/lga/id/")


def test_a_question_is_asked_of_a_thing_chosen_by_name(walk):
    page = walk("/q/membership-evidence", SLOVENE)
    page.locator("select[name=municipality]").select_option(label="Mestna občina Maribor")
    page.locator("form.asked button").click()
    assert "si-070" in page.url
    assert page.locator("select[name=municipality] option:checked").inner_text() == "Mestna občina Maribor"
