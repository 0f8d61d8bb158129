"""The rehearsal: three replicas behind nginx turn to a release together, lose one of them, and lose the engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack

import pytest

from sos_graph.bundles import new_key, pack, pull
from sos_graph.release import CURRENT, roll_back, switch, target_of
from sos_graph.settings import Settings
from tests.http.served import started
from tests.operation.load import COUNT, PATHS, Visitors, ready, until
from tests.operation.replicas import balanced, finish, start
from tests.remote.engines import needs_oxigraph, oxigraph
from tests.small import PROJECT

pytestmark = pytest.mark.engines
REPLICAS = 3
SMALL = {"WEB_WORKERS": "1", "QUERY_WORKERS": "1", "QUERY_SLOW_WORKERS": "1"}


@pytest.fixture
def site(releases, tmp_path):
    """The releases of an origin, three replicas that serve its last but one, and nginx in front of them."""
    origin, (last, before, _) = releases
    key = new_key(tmp_path / "key")
    settings = Settings(releases=origin, bundle_secret=str(tmp_path / "key"), bundle_keys=key)
    roll_back(origin, before)
    first = pack(settings, "", tmp_path / "first")
    with ExitStack() as stack:
        replicas = []
        for number in range(REPLICAS):
            folder = tmp_path / f"replica{number}"
            pull(str(first.file), Settings(releases=folder, bundle_keys=key))
            switch(folder)
            process, address = stack.enter_context(started({"RELEASES": str(folder), **SMALL}))
            replicas.append((folder, process, address))
        address = stack.enter_context(balanced([one[2] for one in replicas], tmp_path))
        yield settings, key, replicas, address, tmp_path / "bundles", (last, before)


def test_three_replicas_turn_to_a_release_together(site, report):
    settings, key, replicas, address, bundles, (last, before) = site
    with Visitors(address, 6) as visitors:
        visitors.wait_for(before)
        roll_back(settings.releases, last)
        bundle = pack(settings, "", bundles)
        pulling = [start(folder, key, "pull", f"{address}/bundles/{bundle.file.name}") for folder, _, _ in replicas]
        assert [finish(one) for one in pulling] == [last] * REPLICAS
        assert target_of(replicas[0][0], CURRENT) == before
        others = [part for _, _, one in replicas for part in ("--with", one)]
        switching = [start(folder, key, "switch", *others) for folder, _, _ in replicas]
        assert [finish(one) for one in switching] == [last] * REPLICAS
        until(lambda: all(ready(one).get("release") == last for _, _, one in replicas))
        visitors.wait_for(last, 200)
        old = visitors.answers[before]
        visitors.wait_for(last, 200)

    assert visitors.errors == {}
    assert visitors.mixed == set()
    assert visitors.answers[before] == old
    told = f"{sum(visitors.answers.values())} requests while {REPLICAS} replicas turned: 0 errors, 0 mixed answers"
    report(told, REPLICAS)


def test_a_replica_that_is_killed_fails_no_visitor(site, report):
    _, _, replicas, address, _, (_, before) = site
    with Visitors(address, 6) as visitors:
        visitors.wait_for(before)
        os.killpg(replicas[1][1].pid, signal.SIGKILL)
        visitors.wait_for(before, 1_000)

    assert visitors.errors == {}
    assert ready(replicas[1][2]) == {}
    report(f"{visitors.answers[before]} GETs while one of {REPLICAS} replicas was killed: 0 failed", 1)


def test_a_replica_that_does_not_have_the_release_holds_the_others(site):
    settings, key, replicas, _, bundles, (last, before) = site
    roll_back(settings.releases, last)
    bundle = pack(settings, "", bundles)
    folder, _, address = replicas[0]
    assert finish(start(folder, key, "pull", str(bundle.file))) == last
    until(lambda: ready(address).get("next") == last)

    with start(folder, key, "switch", "--with", address, "--with", replicas[1][2], "--seconds", "1") as waiting:
        _, complained = waiting.communicate()

    assert (waiting.returncode, replicas[1][2] in complained, address in complained) == (3, True, False)
    assert ready(address)["release"] == before


@needs_oxigraph
def test_pages_dumps_and_catalogue_do_not_notice_that_the_engine_is_gone(releases, tmp_path, report):
    folder, (last, *_) = releases
    with oxigraph(tmp_path / "engine", read_only=False) as (engine, url):
        push = [sys.executable, "-m", "sos_graph", "push", url]
        subprocess.run(push, env=os.environ | {"RELEASES": str(folder)}, check=True, cwd=PROJECT)
        environment = {"RELEASES": str(folder), "SPARQL_ENDPOINTS": url, "QUERY_SECONDS": "2", **SMALL}
        with started(environment) as (_, address):
            until(lambda: ready(address).get("release") == last)
            with Visitors(address, paths=[one for one in PATHS if one != COUNT]) as visitors:
                visitors.wait_for(last)
                engine.kill()
                engine.wait()
                visitors.wait_for(last, 1_000)
            with Visitors(address, 1, (COUNT,)) as asking:
                until(lambda: asking.errors)
            assert {status for status, _ in asking.errors} == {503}

    assert visitors.errors == {}
    report(f"{visitors.answers[last]} requests, most of them without the engine: 0 errors", 1)
