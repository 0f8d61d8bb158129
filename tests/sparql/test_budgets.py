from __future__ import annotations

from dataclasses import replace

import pytest

from sos_graph.settings import Settings
from sos_graph.sparql.budgets import FEW, Budgets, total_budget
from sos_graph.sparql.wire import HOUSE, Allowance

ONE, OTHER = b"1" * 16, b"2" * 16


@pytest.fixture
def budgets():
    """60 s for a client and 100 s for all, in a minute."""
    return Budgets(replace(Settings(), query_total_budget=50.0, query_workers=1, query_slow_workers=1))


def test_what_was_used_is_back_in_time(budgets):
    budgets.charge(ONE, 12.0, 0.0)
    assert budgets.left(ONE, 0.0) == Allowance(48.0, 88.0)
    assert budgets.left(ONE, 6.0) == Allowance(54.0, 98.0)
    assert budgets.left(ONE, 60.0) == Allowance(60.0, 100.0)


def test_what_one_client_uses_another_has(budgets):
    budgets.charge(ONE, 12.0, 0.0)
    assert budgets.left(OTHER, 0.0) == Allowance(60.0, 88.0)


def test_a_bucket_can_be_overdrawn_and_is_paid_back_first(budgets):
    budgets.charge(ONE, 59.5, 0.0)
    assert budgets.refuse(ONE, budgets.left(ONE, 0.0)) is None
    budgets.charge(ONE, 30.0, 0.0)
    refusal = budgets.refuse(ONE, budgets.left(ONE, 0.0))
    assert (refusal.limit, refusal.used, refusal.allowed, refusal.retry_after) == ("budget", 89.5, 60.0, 31)
    assert budgets.refuse(ONE, budgets.left(ONE, 31.0)) is None


def test_very_many_short_queries_cost_as_much_as_a_long_one(budgets):
    for _ in range(1_000):
        budgets.charge(ONE, 0.012, 5.0)
    assert budgets.left(ONE, 5.0).client == pytest.approx(48.0)


def test_what_all_use_together_is_bounded_too(budgets):
    budgets.charge(ONE, 50.0, 0.0)
    budgets.charge(OTHER, 50.0, 0.0)
    third = b"3" * 16
    refusal = budgets.refuse(third, budgets.left(third, 0.0))
    assert (refusal.limit, refusal.retry_after) == ("total-budget", 1)
    assert budgets.refuse(HOUSE, budgets.left(HOUSE, 0.0)) is None


def test_a_full_bucket_is_forgotten(budgets):
    for number in range(FEW):
        budgets.charge(number.to_bytes(16, "big"), 0.001, 0.0)
    assert len(budgets._full_at) == FEW
    for number in range(FEW):
        budgets.charge(number.to_bytes(16, "little"), 0.001, 60.0)
    assert len(budgets._full_at) <= FEW + 1


def test_the_total_grows_with_the_workers():
    assert total_budget(Settings()) == 300.0
    assert total_budget(replace(Settings(), query_workers=14)) == 800.0
