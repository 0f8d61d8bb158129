"""A client of event streams from npm follows the site, from one release to the next."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from sos_graph.history import Description, state_of
from sos_graph.inference import infer, newest, read_rules
from sos_graph.release import current_release, publish, roll_back
from sos_graph.sources import read_sources
from sos_graph.stored import quads_of, read_queries
from sos_graph.syntax import N_QUADS, TURTLE
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import PROV, Quad
from tests.history.storied import AFTER, BEFORE, LATER, release_of
from tests.http.served import started
from tests.small import PROJECT

CLIENTS = Path(__file__).parent / "npm"
pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def follow():
    """Follow the stream at an address from where the last call with that folder stopped: its new versions, in order."""
    if not shutil.which("npm"):
        pytest.skip("there is no npm to install ldes-client with")
    subprocess.run(["npm", "ci", "--silent"], cwd=CLIENTS, check=True, timeout=300)

    def run(address, folder):
        command = ["node", "follow.mjs", f"{address}/changes", str(folder)]
        done = subprocess.run(command, cwd=CLIENTS, check=True, timeout=300, capture_output=True, text=True)
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    return run


class Follower:
    """Keeps what it was told of each thing last."""

    def __init__(self):
        self.said: dict[str, tuple[Quad, ...]] = {}

    def take(self, versions):
        for version in versions:
            quads = read_rdf(version["quads"].encode(), N_QUADS, "member")
            self.said[version["thing"]] = tuple(one for one in quads if one.predicate != PROV.generatedAtTime)
        return [version["thing"].rpartition("/id/")[2] for version in versions]

    def state(self):
        return {thing: said for one in self.said.values() for thing, said in _plain(state_of(one)).items()}


def _plain(state):
    return {thing: Description(said.statements) for thing, said in state.items()}


def _dump(releases):
    folder = current_release(releases).folder
    return _plain(state_of(read_rdf((folder / "lga.ttl").read_bytes(), TURTLE, "lga.ttl")))


def _served(releases):
    """A server of the current release, each time at another address: the versions have names that stay."""
    return started({"RELEASES": str(releases), "WEB_WORKERS": "1", "QUERY_WORKERS": "1"})


def test_a_client_from_npm_follows_additions_a_change_a_withdrawal_and_a_merge(tmp_path, follow):
    releases, follower = tmp_path / "releases", Follower()
    heard = []
    for facts in (BEFORE, AFTER, LATER):
        release_of(facts, releases)
        with _served(releases) as (_, address):
            heard.append(follower.take(follow(address, tmp_path / "state")))
        assert follower.state() == _dump(releases)

    assert {"holding/ana", "municipality/xx-002"} <= set(heard[1])
    assert sorted(heard[2]) == ["membership/xx-001", "observation/members-2019", "person/ivan", "person/ivo"]


def test_a_client_from_npm_follows_a_roll_back(tmp_path, follow):
    releases, follower = tmp_path / "releases", Follower()
    release_of(BEFORE, releases)
    release_of(AFTER, releases)
    with _served(releases) as (_, address):
        follower.take(follow(address, tmp_path / "state"))
    roll_back(releases)
    with _served(releases) as (_, address):
        follower.take(follow(address, tmp_path / "state"))

    removed = {thing for thing, said in follower.state().items() if _is_removed(said)}
    assert "https://w3id.org/lga/id/holding/ana" in removed
    assert {thing: said for thing, said in follower.state().items() if thing not in removed} == _dump(releases)


def _is_removed(said):
    return [(verb, kind.rpartition("#")[2]) for _, verb, kind in said.statements] == [
        ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "Withdrawn>")
    ]


def test_a_client_from_npm_replays_all_of_the_real_data(tmp_path, follow):
    sources, errors = read_sources(PROJECT)
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(PROJECT), newest(asserted))
    releases, follower = tmp_path / "releases", Follower()
    publish((*asserted, *infer(asserted, read_rules(PROJECT))), (), releases)
    with _served(releases) as (_, address):
        follower.take(follow(address, tmp_path / "state"))

    assert not errors
    assert follower.state() == _dump(releases)
    assert len(follower.said) > 10_000
