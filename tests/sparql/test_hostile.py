from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from sos_graph.errors import QueryError
from sos_graph.sparql import Answer, admit, offered_types, start_pool
from sos_graph.store import gather
from tests.sparql.hostile import ELSEWHERE, HOSTILE, THERE

JSON = "application/sparql-results+json"
LOOKUP = "SELECT ?o { <http://example.org/p3> <http://example.org/age> ?o }"


@pytest.fixture
def here(canary):
    """A text whose address nobody may call is that of the canary."""
    return lambda text: text.replace(THERE, f"http://127.0.0.1:{canary.getsockname()[1]}/")


@pytest.fixture
def attack(settings, published, here, bypass):
    """What comes of a hostile text: an answer, or the error there is instead."""

    def attack(client, text, *, with_gate=True):
        form = next((one for one in ("CONSTRUCT", "DESCRIBE", "ASK") if one in text), "SELECT")
        try:
            query = admit(here(text), settings, published) if with_gate else bypass(here(text), form)
            return client.ask(query, offered_types(query.form)[0].name)
        except QueryError as error:
            return error

    return attack


def _memory(worker):
    """The most bytes a process ever held, nothing if it is gone."""
    try:
        lines = Path(f"/proc/{worker}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return max((1024 * int(line.split()[1]) for line in lines if line.startswith("VmPeak")), default=0)


def test_there_are_enough_hostile_queries():
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60


def test_hostile_queries_end_and_nobody_else_notices(
    settings, store_folder, attack, canary, was_called, pool_of, children
):
    lookup = admit(LOOKUP, settings, ())
    with (
        start_pool(replace(settings, query_workers=3, query_seconds=0.6), store_folder) as client,
        ThreadPoolExecutor(2) as attackers,
    ):
        pool = pool_of(client)
        start = highest = max(_memory(worker) for worker in children(pool))
        outcomes = [attackers.submit(attack, client, text) for text in HOSTILE]
        while not all(outcome.done() for outcome in outcomes):
            assert client.ask(lookup, JSON).rows == 1
            highest = max(highest, *(_memory(worker) for worker in children(pool)))
        assert all(isinstance(outcome.result(), Answer | QueryError) for outcome in outcomes)
    assert highest <= start + settings.query_memory
    assert not was_called(canary)


@pytest.mark.parametrize("most", [1, 1_000_000], ids=["disk", "memory"])
def test_no_query_leaves_the_machine_even_without_the_gate(settings, store_folder, attack, canary, was_called, most):
    with start_pool(replace(settings, query_in_memory=most), store_folder) as client:
        for text in ELSEWHERE:
            assert isinstance(attack(client, text, with_gate=False), Answer | QueryError)
    assert not was_called(canary)


def test_the_canary_hears_an_engine_that_is_free(here, canary):
    """Without this the tests above would prove nothing."""
    asking = threading.Thread(target=gather([]).ask, args=(here(ELSEWHERE[1]),))
    canary.settimeout(20)
    asking.start()
    canary.accept()[0].close()
    asking.join()


def test_the_same_attack_is_answered_in_the_same_way_twice(attack, client):
    quick = [text for text in HOSTILE if "IF(" in text or "LIMIT" in text or "FROM" in text or "SERVICE" in text]
    assert [str(attack(client, text)) for text in quick] == [str(attack(client, text)) for text in quick]
