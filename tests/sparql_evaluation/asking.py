"""One case of the suite -> whether the engine alone is right about it, and whether our endpoint is."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryResultsFormat, QueryTriples, RdfFormat, Store

from sos_graph.errors import SosGraphError
from sos_graph.sparql import admit
from sos_graph.syntax.media import by_suffix
from sos_graph.terms import ROOT
from tests.sparql_evaluation.comparing import TABLES, read_answer, same
from tests.sparql_evaluation.suite import TWIN, graphs_of, read_file

NOTHING = "urn:x-empty-graph"
"""The default graph of a case that has named graphs alone."""


def expected(case):
    """The answer that the suite expects."""
    path = case.folder / case.result
    return read_answer(path.read_bytes(), path.suffix)


def engine_is_right(case):
    """Whether the engine answers a case as the suite expects, asked without anything of ours."""
    try:
        found = _store(case).query(case.text, base_iri=ROOT)
    except (SyntaxError, OSError, RuntimeError):
        return False
    if isinstance(found, QueryTriples):
        body, suffix = found.serialize(format=RdfFormat.N_TRIPLES), ".nt"
    else:
        suffix = _format(case)
        body = found.serialize(format=TABLES.get(suffix, QueryResultsFormat.CSV))
    return same(expected(case), read_answer(body, suffix), is_lax=case.is_lax)


def endpoint_is_right(case, client, graphs):
    """Whether our endpoint answers a case as the suite expects; the graphs are those that are published."""
    try:
        query = admit(case.text, client.settings, graphs)
        suffix = _format(case) if query.form in {"SELECT", "ASK"} else ".ttl"
        found = client.ask(query, by_suffix(suffix).name, *_dataset(case))
    except SosGraphError:
        return False
    return same(expected(case), read_answer(found.body, suffix), is_lax=case.is_lax)


def _format(case):
    """The format of the expected answer, so that each of our writers is held against the suite."""
    suffix = Path(case.result).suffix
    return suffix if suffix in {*TABLES, ".csv"} else ".srj"


def _dataset(case):
    """The graphs that a request for a case names, by the parameters of the protocol."""
    default = [NamedNode(TWIN + name) for name in case.default]
    named = [NamedNode(iri) for iri, _ in case.named]
    return (default or [NamedNode(NOTHING)], named) if default or named else ((), ())


def _store(case):
    """A store of the engine with the dataset of a case."""
    store = Store()
    for name in case.default:
        store.extend(Quad(*tuple(quad)[:3]) for quad in read_file(case.folder / name, NOTHING))
    graphs = dict(case.named) if case.default or case.named else graphs_of([case])
    for iri, name in graphs.items():
        store.add_graph(NamedNode(iri))
        store.extend(read_quads(case.folder / name, iri))
    return store


def read_quads(path, graph):
    """The quads of a file, or none where it is not data."""
    with suppress(SyntaxError, FileNotFoundError):
        return list(read_file(path, graph))
    return []
