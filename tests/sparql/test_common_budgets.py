"""Budgets that several machines have in common: a real Redis, and a real one that goes away."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
from redis import Redis
from redis.exceptions import RedisError

from sos_graph.errors import BudgetSpent
from sos_graph.settings import Settings
from sos_graph.sparql import start_pool
from sos_graph.sparql.common_budgets import CommonBudgets, budgets_of, common_key
from sos_graph.sparql.gate import admit
from sos_graph.sparql.wire import HOUSE, Ticket
from tests.http.served import START, free_port

VISITOR = b"v" * 16
pytestmark = pytest.mark.engines


@contextmanager
def redis_at(folder):
    """A Redis of Debian on a free port: its process and its address."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Debian's redis-server is not installed")
    port = free_port()
    order = [program, "--port", str(port), "--save", "", "--dir", str(folder), "--bind", "127.0.0.1"]
    with subprocess.Popen(order, stdout=subprocess.DEVNULL) as process:
        try:
            _await(port)
            yield process, f"redis://127.0.0.1:{port}/0"
        finally:
            process.kill()


def _await(port):
    deadline = time.monotonic() + START
    with Redis(port=port) as client:
        while True:
            try:
                client.ping()
            except RedisError:
                assert time.monotonic() < deadline
            else:
                return


@pytest.fixture
def redis(tmp_path):
    with redis_at(tmp_path) as (process, address):
        yield process, Settings(query_budget_redis=address)


def test_what_a_visitor_used_on_one_machine_is_used_on_the_other(redis):
    here, there = budgets_of(redis[1]), budgets_of(redis[1])

    here.charge(VISITOR, 45.0, time.monotonic())
    there.charge(VISITOR, 10.0, time.monotonic())

    assert there.left(VISITOR, time.monotonic()).client == pytest.approx(5.0, abs=1)
    assert here.left(VISITOR, time.monotonic() + 1).client == pytest.approx(6.0, abs=2)
    assert here.left(b"w" * 16, time.monotonic()).client == 60.0
    assert here.left(b"w" * 16, time.monotonic()).total == pytest.approx(245.0, abs=5)


def test_both_machines_turn_away_a_visitor_who_has_used_up_the_common_budget(redis):
    here, there = budgets_of(redis[1]), budgets_of(redis[1])

    here.charge(VISITOR, 70.0, time.monotonic())

    assert isinstance(there.refuse(VISITOR, there.left(VISITOR, time.monotonic())), BudgetSpent)
    assert there.refuse(HOUSE, there.left(HOUSE, time.monotonic())) is None


def test_redis_holds_no_more_than_hashes_and_forgets_them_when_they_are_full_again(redis):
    budgets = budgets_of(redis[1])
    budgets.charge(VISITOR, 30.0, time.monotonic())

    with Redis.from_url(redis[1].query_budget_redis) as client:
        keys = set(client.keys("*"))
        lasts = {client.pttl(one) for one in keys}

    assert keys == {f"sos-graph:{one.hex()}".encode() for one in (VISITOR, HOUSE)}
    assert all(0 < one <= 60_000 for one in lasts)


def test_all_machines_hash_visitors_under_one_key(redis):
    assert common_key(redis[1]) == common_key(redis[1])
    assert common_key(Settings()) != common_key(Settings())


def test_without_redis_the_limits_of_the_machine_go_on(redis):
    process, settings = redis
    budgets = CommonBudgets(settings)
    budgets.charge(VISITOR, 20.0, time.monotonic())
    process.send_signal(signal.SIGKILL)
    process.wait()

    budgets.charge(VISITOR, 20.0, time.monotonic())

    assert budgets.left(VISITOR, time.monotonic()).client == pytest.approx(20.0, abs=1)
    assert len(common_key(settings)) == 32


def test_two_pools_share_what_a_visitor_may_use(redis, store_folder):
    settings = replace(redis[1], query_client_budget=0.001, query_workers=1, query_slow_workers=1)
    query = admit("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?c }", settings, ())
    ticket = Ticket(VISITOR, 3.0)

    with start_pool(settings, store_folder) as here, start_pool(settings, store_folder) as there:
        here.ask(query, "text/csv", ticket=ticket)
        with pytest.raises(BudgetSpent):
            there.ask(query, "text/csv", ticket=ticket)
