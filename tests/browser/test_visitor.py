"""The visitor itself: it notices what is put in its way."""

from __future__ import annotations

import pytest

from tests.browser.addresses import VIEWS
from tests.browser.visitor import barriers, overhangs_of, visit

pytestmark = pytest.mark.browser
VIEW = VIEWS[0]


def test_a_page_without_a_language_is_a_barrier(walk):
    page = walk("/", VIEW)

    page.evaluate("document.documentElement.removeAttribute('lang')")

    assert [one.split()[0] for one in barriers(page)] == ["html-has-lang"]


def test_faint_text_is_a_barrier(walk):
    page = walk("/", VIEW)

    page.evaluate("document.querySelector('h1').style.color = '#ddd'")

    assert [one.split()[0] for one in barriers(page)] == ["color-contrast"]


def test_a_wide_page_hangs_over_a_narrow_window(walk):
    page = walk("/", VIEW)

    page.evaluate("document.querySelector('h1').style.width = '1000px'")

    assert [one.rsplit(" at ")[1] for one in overhangs_of(page)][:2] == ["a width of 320", "a width of 768"]


def test_a_picture_from_another_site_is_seen_and_heard(dressed, site):
    with visit(dressed(VIEW), site) as opened:
        opened.page.goto("/")
        with opened.page.expect_event("console"):
            opened.page.evaluate("document.querySelector('img').src = 'https://elsewhere.invalid/one.png'")

    assert any("Content Security Policy" in message for message in opened.messages)
