"""Every kind of page in a browser that runs no scripts."""

from __future__ import annotations

import pytest

from tests.browser.addresses import ADDRESSES, VIEWS

pytestmark = pytest.mark.browser
VIEW = VIEWS[0]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_page_says_the_same_without_scripts(walk, at, address):
    path = at(address).path
    with_scripts, without = walk(path, VIEW), walk(path, VIEW, has_scripts=False)

    said = without.locator("main").inner_text()

    assert without.locator("h1").count() == 1
    assert len(said.split()) > 8
    with_scripts.evaluate("document.querySelectorAll('[data-added]').forEach(one => one.remove())")
    assert _words(said) == _words(with_scripts.locator("main").inner_text())


def _words(text):
    return text.split()


def test_the_sparql_form_works_without_scripts(walk):
    page = walk("/sparql", VIEW, has_scripts=False)

    page.locator("#query").fill("SELECT (1 + 1 AS ?two) {}")
    page.locator("form.ask button").click()

    assert page.locator("table.results td").all_inner_texts() == ["2"]


def test_the_search_works_without_scripts(walk):
    page = walk("/", VIEW, has_scripts=False)

    page.locator("#find").fill("Ljubljana")
    page.locator("form.find button").click()

    assert page.locator(".found a", has_text="Ljubljana").count() > 0
