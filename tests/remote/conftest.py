"""A small release, two engines in this process that hold it, and the site in front of them."""

from __future__ import annotations

import pytest

from sos_graph.release import current_release, publish
from sos_graph.remote.adapters import Engine, read_engine
from sos_graph.remote.client import RemoteQueries
from sos_graph.remote.loading import aim, load
from sos_graph.settings import Settings
from sos_graph.terms import Literal, NamedNode, Quad, graph_iri
from sos_graph.web import create_app
from tests.remote.backend import serving

THING, NAME = NamedNode("https://w3id.org/lga/id/x/1"), NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
ONE, TWO = graph_iri("data/one"), graph_iri("data/two")
QUADS = (
    *(Quad(THING, NAME, Literal(f"name {number:03}"), ONE) for number in range(150)),
    Quad(THING, NAME, Literal("name 000"), TWO),
    Quad(THING, NAME, Literal("čšž", language="sl"), TWO),
)


@pytest.fixture(scope="session")
def release(tmp_path_factory):
    """A release of two graphs that share a triple."""
    folder = tmp_path_factory.mktemp("remote") / "releases"
    publish(QUADS, (), folder)
    return current_release(folder)


@pytest.fixture
def settings(release):
    return Settings(releases=release.folder.parent, query_seconds=4.0, query_slow_seconds=4.0, query_rows=500)


@pytest.fixture
def backend(release, settings):
    """An engine in this process that holds the release."""
    with serving() as one:
        assert load(release, target(one, settings)) == []
        one.asked.clear()
        yield one


@pytest.fixture
def other(release, settings):
    """A second one."""
    with serving() as one:
        assert load(release, target(one, settings)) == []
        one.asked.clear()
        yield one


@pytest.fixture
def site(release, settings):
    """The site in front of engines: a client that asks it."""

    made = []

    def before(*backends):
        made.append(RemoteQueries([Engine(one.url) for one in backends], release, settings))
        return create_app(release, settings, made[-1]).test_client()

    yield before
    for one in made:
        one.close()


def target(backend, settings):
    return aim(read_engine(backend.url), backend.url.replace("/query", "/store"), settings)


def ask(client, text, kind="text/csv", **more):
    """The status and the text of an answer."""
    with client.get("/sparql", query_string={"query": text, **more}, headers={"Accept": kind}) as response:
        return response.status_code, response.get_data(as_text=True)
