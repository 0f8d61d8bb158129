"""Every kind of page, looked at in Slovene and English, on narrow and wide windows, in light and dark."""

from __future__ import annotations

from itertools import cycle, product

import pytest

from tests.browser.addresses import ADDRESSES, EVERY_VIEW, KINDS, VIEWS

FEW_KINDS = zip(KINDS, cycle(VIEWS), strict=False)
"""Pages of things that differ only in their data, each in one view."""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(
        "look",
        [
            pytest.param(both, id=f"{both[0]}-{both[1]}")
            for both in (*product(ADDRESSES, VIEWS), *(product(KINDS, VIEWS) if VIEWS is EVERY_VIEW else FEW_KINDS))
        ],
        indirect=True,
        scope="module",
    ),
]


def test_a_page_answers_in_the_language_of_its_reader(look):
    assert (look.status, look.language) == (look.address.status, look.view.language)


def test_a_page_has_no_barrier_that_axe_knows(look):
    assert look.violations == ()


def test_a_page_never_scrolls_sideways(look):
    assert look.overhangs == ()


def test_a_page_leaves_the_console_empty(look):
    assert look.messages == ()


def test_a_page_asks_nothing_of_other_sites(look):
    assert look.strangers == ()
