"""The manifests of the W3C test suites -> cases.

Every file of a folder of the suite is a graph whose IRI is the file's name below the base of our endpoint, so the
relative IRIs of the queries mean those graphs.  A file that a case names as its default graph has a twin graph, with
blank nodes of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from sos_graph.terms import ROOT

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TWIN = f"{ROOT}default/"
FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES, ".n3": RdfFormat.N3}
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
GOOD_SYNTAX = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
BAD_SYNTAX = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
NOT_QUERIES = ("entailment", "delete-insert")
"""Folders that test reasoning, which is another Recommendation, and updates."""


@dataclass(frozen=True, slots=True)
class Case:
    """One test of the suite: its query, the files of its dataset (IRI of a graph to its file), and its answer."""

    name: str
    kind: str
    query: Path
    default: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    result: str = ""
    is_lax: bool = False

    @property
    def folder(self):
        return self.query.parent

    @property
    def version(self):
        return "1.1" if self.folder.parent.name == "sparql11" else "1.0"

    @property
    def text(self):
        return self.query.read_text(encoding="utf-8")


def read_cases(suite, kinds):
    """The cases of some kinds, sorted by name."""
    cases = []
    for manifest in sorted(suite.rglob("manifest.ttl")):
        if manifest.parent.name not in NOT_QUERIES:
            cases += _cases(manifest, kinds)
    return sorted(cases, key=lambda one: one.name)


def _cases(manifest, kinds):
    store = Store()
    store.bulk_load(path=str(manifest), format=RdfFormat.TURTLE, base_iri=ROOT)
    for subject in _entries(store):
        for quad in store.quads_for_pattern(subject, NamedNode(f"{RDF}type"), None):
            kind = quad.object.value.removeprefix(MF)
            if kind in kinds:
                yield _case(manifest, store, subject, kind)


def _entries(store):
    """The tests that a manifest lists; what stands in it besides was given up by the working group."""
    for quad in store.quads_for_pattern(None, NamedNode(f"{MF}entries"), None):
        node = quad.object
        while node.value != f"{RDF}nil":
            (first,) = store.quads_for_pattern(node, NamedNode(f"{RDF}first"), None)
            (rest,) = store.quads_for_pattern(node, NamedNode(f"{RDF}rest"), None)
            yield first.object
            node = rest.object


def _case(manifest, store, subject, kind):
    def values(node, verb):
        found = store.quads_for_pattern(node, verb, None)
        return sorted((quad.object for quad in found), key=str)

    def file(node):
        return node.value.removeprefix(ROOT)

    (action,) = values(subject, NamedNode(f"{MF}action"))
    name = f"{manifest.parent.name}/{subject.value.rpartition('#')[2]}"
    if isinstance(action, NamedNode):
        return Case(name, kind, manifest.parent / file(action))
    (query,) = values(action, NamedNode(f"{QT}query"))
    named = []
    for graph in values(action, NamedNode(f"{QT}graphData")):
        inside = values(graph, NamedNode(f"{QT}graph"))
        iri = values(graph, LABEL)[0].value if inside else graph.value
        named.append((iri, file(inside[0] if inside else graph)))
    return Case(
        name,
        kind,
        manifest.parent / file(query),
        tuple(file(data) for data in values(action, NamedNode(f"{QT}data"))),
        tuple(named),
        *(file(result) for result in values(subject, NamedNode(f"{MF}result"))),
        is_lax=bool(values(subject, NamedNode(f"{MF}resultCardinality"))),
    )


def read_file(path, graph):
    """The quads of a file in a graph, relative IRIs under the base of the endpoint."""
    for quad in parse(path=str(path), format=FORMATS[path.suffix], base_iri=ROOT + path.name, rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(graph))


def graphs_of(cases):
    """The graphs that the cases of one folder need, and the file of each: every data file under its own name too."""
    graphs = {}
    for case in cases:
        graphs |= {TWIN + name: name for name in case.default}
        graphs |= dict(case.named)
        if not case.default and not case.named:
            graphs |= {ROOT + path.name: path.name for path in case.folder.iterdir() if path.suffix in FORMATS}
    return graphs
