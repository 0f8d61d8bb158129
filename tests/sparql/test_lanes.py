from __future__ import annotations

import os
import select

import pytest

from sos_graph.errors import BudgetSpent, QueryLimit, QueryUnavailable
from sos_graph.sparql.waiting import Caller, WaitingRoom
from sos_graph.sparql.wire import HOUSE, Ticket, decode_reply, receive

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c != ?f) ?g ?h ?i }"
ONE, OTHER = b"1" * 16, b"2" * 16


@pytest.fixture
def lanes(own_pool):
    """A pool with one place in each lane, and little time in the fast one."""
    return lambda **changed: own_pool(
        **({"query_workers": 1, "query_slow_workers": 1, "query_fast_seconds": 0.1, "query_seconds": 60.0} | changed)
    )


@pytest.fixture
def callers():
    """Callers of these clients, in this order."""
    return lambda *clients: [Caller(None, Ticket(one, 1.0), float(number)) for number, one in enumerate(clients)]


def _is_silent(connection):
    return not select.select([connection], [], [], 0)[0]


def test_a_long_query_leaves_its_place_to_others(lanes, send, ask):
    with lanes() as client:
        long = send(client, RUNAWAY)
        assert [ask("ASK {}", asked=client).rows for _ in range(3)] == [1, 1, 1]
        assert _is_silent(long)


def test_a_long_query_that_finds_no_place_ends_when_others_wait(lanes, send, ask):
    with lanes() as client:
        first, second = send(client, RUNAWAY), send(client, RUNAWAY)
        assert ask("ASK {}", asked=client).rows == 1
        with pytest.raises(QueryUnavailable, match="places for long queries") as caught:
            decode_reply(*receive(second))
        assert caught.value.retry_after == 60
        assert _is_silent(first)


def test_a_long_query_that_finds_no_place_goes_on_while_nobody_waits(lanes, send):
    with lanes(query_seconds=1.0) as client:
        for connection in (send(client, RUNAWAY), send(client, RUNAWAY)):
            with pytest.raises(QueryLimit) as caught:
                decode_reply(*receive(connection))
            assert caught.value.limit == "time"


def test_a_long_query_has_the_processor_last_and_its_worker_is_replaced(lanes, send, ask, workers_of, has_ended):
    with lanes(query_seconds=1.0) as client:
        before = set(workers_of(client))
        long = send(client, RUNAWAY)
        assert ask("ASK {}", asked=client).rows == 1
        assert ask("ASK {}", asked=client).rows == 1
        (slow,) = [one for one in before if os.sched_getscheduler(one) == os.SCHED_IDLE]
        with pytest.raises(QueryLimit):
            decode_reply(*receive(long))
        assert has_ended(slow)
        assert ask("ASK {}", asked=client).rows == 1


def test_a_query_lets_others_go_first_before_it_leaves_the_fast_lane(own_pool, send, ask, workers_of):
    with own_pool(query_workers=2, query_yield_seconds=0.1, query_seconds=60.0) as client:
        workers = workers_of(client)
        long = send(client, RUNAWAY)
        while not [one for one in workers if os.sched_getscheduler(one) == os.SCHED_IDLE]:
            assert ask("ASK {}", asked=client).rows == 1
        assert _is_silent(long)


@pytest.mark.parametrize("seconds", [0.3, 2.0])
def test_a_query_may_take_as_long_as_its_client_is_willing_to_wait(own_pool, send, seconds):
    with own_pool(query_workers=1) as client, pytest.raises(QueryLimit) as caught:
        decode_reply(*receive(send(client, RUNAWAY, seconds)))
    assert caught.value.allowed == seconds
    assert caught.value.used >= seconds


def test_the_time_limit_says_how_to_get_more(own_pool, send):
    with own_pool(query_workers=1, query_seconds=0.2) as client, pytest.raises(QueryLimit) as caught:
        decode_reply(*receive(send(client, RUNAWAY)))
    assert "Prefer: wait=3" in caught.value.hint.en
    assert "Prefer: wait=3" in caught.value.hint.sl


def test_next_comes_the_client_that_has_used_least_and_waits_longest(callers):
    room = WaitingRoom()
    for caller in callers(ONE, OTHER, ONE, OTHER):
        room.enter(caller)
    left = {ONE: 10.0, OTHER: 59.0}
    order = [room.next(lambda caller: left[caller.ticket.client]) for _ in range(4)]
    assert [one.since for one in order] == [1.0, 3.0, 0.0, 2.0]


def test_where_too_many_wait_the_last_of_the_greediest_goes(callers):
    room = WaitingRoom()
    for caller in callers(ONE, OTHER, ONE, ONE, OTHER):
        room.enter(caller)
    gone = [room.last_of_many() for _ in range(3)]
    assert [(one.ticket.client, one.since) for one in gone] == [(ONE, 3.0), (OTHER, 4.0), (ONE, 2.0)]


def test_a_full_queue_sends_away_the_client_that_fills_it(own_pool, send):
    with own_pool(query_workers=1, query_queue=2, query_seconds=60.0, query_budget_window=3600.0) as client:
        mine = [send(client, RUNAWAY, visitor=ONE) for _ in range(3)]
        theirs = send(client, "ASK {}", visitor=OTHER)
        with pytest.raises(QueryUnavailable, match="2 queries are waiting"):
            decode_reply(*receive(mine[2]))
        mine[0].close()
        assert decode_reply(*receive(theirs)).rows == 1


def test_every_millisecond_counts_and_an_empty_budget_lets_nobody_in(own_pool, send):
    with own_pool(query_workers=1, query_client_budget=0.5, query_budget_window=3600.0) as client:
        with pytest.raises(QueryLimit, match="still running"):
            decode_reply(*receive(send(client, RUNAWAY, visitor=ONE)))
        with pytest.raises(BudgetSpent) as caught:
            decode_reply(*receive(send(client, "ASK {}", visitor=ONE)))
        assert [decode_reply(*receive(send(client, "ASK {}", visitor=one))).rows for one in (OTHER, HOUSE)] == [1, 1]
    assert (caught.value.limit, caught.value.allowed) == ("budget", 0.5)
    assert caught.value.used > 1.0
    assert caught.value.retry_after > 3600


def test_a_spent_total_lets_nobody_in_but_the_house(own_pool, send):
    with own_pool(query_workers=1, query_total_budget=0.5, query_budget_window=3600.0) as client:
        with pytest.raises(QueryLimit, match="still running"):
            decode_reply(*receive(send(client, RUNAWAY, visitor=ONE)))
        with pytest.raises(BudgetSpent) as caught:
            decode_reply(*receive(send(client, "ASK {}", visitor=OTHER)))
        assert decode_reply(*receive(send(client, "ASK {}"))).rows == 1
    assert caught.value.limit == "total-budget"


def test_a_query_that_is_running_counts_already(own_pool, send):
    with own_pool(query_workers=3, query_client_budget=0.5, query_budget_window=3600.0, query_seconds=60.0) as client:
        running = send(client, RUNAWAY, visitor=ONE)
        with pytest.raises(QueryLimit, match="still running"):
            decode_reply(*receive(send(client, RUNAWAY, 0.6, visitor=OTHER)))
        with pytest.raises(BudgetSpent):
            decode_reply(*receive(send(client, "ASK {}", visitor=ONE)))
        assert _is_silent(running)


def test_the_client_learns_what_is_left(own_pool, ask):
    seen = []
    with own_pool(query_workers=1, query_budget_window=3600.0) as client:
        ticket = client.ticket("192.0.2.1", 1.0)
        ask("ASK {}", asked=client, ticket=ticket, learn=seen.append)
        with pytest.raises(QueryLimit):
            ask(RUNAWAY, asked=client, ticket=ticket, learn=seen.append)
        ask("ASK {}", asked=client, ticket=ticket, learn=seen.append)
    assert 59.0 < seen[0].client < 60.0
    assert seen[2].client < seen[1].client < 59.1
    assert [one.total for one in seen] == sorted((one.total for one in seen), reverse=True)


def test_a_ticket_hides_whose_it_is_and_is_never_for_longer_than_allowed(client):
    mine, again, theirs = (client.ticket(one, 99.0) for one in ("192.0.2.1", "192.0.2.1", "192.0.2.2"))
    assert mine == again != theirs
    assert b"192" not in mine.client
    assert mine.seconds == client.settings.query_slow_seconds


def test_a_client_that_says_nothing_holds_up_nobody(client, ask):
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as silent, socket.socket(socket.AF_UNIX) as short:
        silent.connect(str(client.socket_path))
        short.connect(str(client.socket_path))
        short.sendall(b"\xff")
        assert ask("ASK {}").rows == 1
        short.settimeout(20)
        assert short.recv(1) == b""
