"""Every row of the tables of facts reached the graph, or is listed with the reason why not."""

from __future__ import annotations

import pytest

from scripts.document.coverage import coverage, render, rows_of, subjects
from tests.small import PROJECT

FACTS = PROJECT.parent / "shared" / "facts"
pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the tables of facts are not beside the checkout")


@pytest.fixture(scope="module")
def trace():
    return coverage(FACTS)


def test_every_row_is_accounted_for(trace):
    assert set(rows_of(FACTS)) - set(trace.reached) - set(trace.held_back) == set()


def test_what_a_row_became_is_in_the_data(trace):
    described = subjects(PROJECT)

    assert {thing.value for things in trace.reached.values() for thing in things} - described == set()


def test_every_row_held_back_has_a_reason(trace):
    assert [place for place, reason in trace.held_back.items() if len(reason) < 10] == []


def test_the_page_of_coverage_is_true(trace):
    assert (PROJECT / "docs" / "coverage.md").read_text("utf-8") == render(trace, list(rows_of(FACTS)))
