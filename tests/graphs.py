"""Graphs that are hard to write down, and ways to ask whether two of them say the same."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as engine
import rdflib
from hypothesis import strategies as st

from sos_graph.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LOCALS = "č %C4%8D a(b) a. . -x a/b it's q?x=1&y=2 1 a:b ~x é.é a..b a- _ si-001 Municipality $ a@b 😀 li a%20b //x"
NASTY_LOCALS = ["", *LOCALS.split()]
NASTY_BASES = (
    *("https://w3id.org/lga/id/municipality/", "https://w3id.org/lga/id/person/", "https://w3id.org/lga/ns#"),
    *("http://example.org/", "http://www.w3.org/ns/org#", "http://www.w3.org/2003/01/geo/wgs84_pos#", "urn:x:", "geo:"),
    *("time:", "https://w3id.org/lga/id/concept/role/", "https://w3id.org/lga/id/concept/"),
)
PLAIN_PREDICATES = (
    *(RDF + "type", RDF + "first", RDF + "rest", "http://www.w3.org/2000/01/rdf-schema#label"),
    *("http://www.w3.org/2004/02/skos/core#prefLabel", "https://w3id.org/lga/ns#x", "http://example.org/čebela"),
    *("http://example.org/a.b", "urn:x:y"),
)
CONTROLS = [chr(code) for code in (0, 1, 7, 8, 9, 10, 11, 12, 13, 0x1F, 0x7F, 0x85, 0x2028, 0xFFFE, 0xFFFF, 0x1FFFE)]
DIRECTIONS = [chr(code) for code in (0x200D, 0x200F, 0x202E, 0xFEFF, 0xE000)]
MARKS = '"|""|"""|\\|\\"|\'|\r\n|a\n"|"\n"""|😀👩\u200d👧|שלום|</script>|]]>|&amp;|<b>|@sl|^^| |\\n|\\u0041|#|_:b0'
NASTY_TEXTS = [*CONTROLS, *DIRECTIONS, *MARKS.split("|"), "<http://a/> .", "{{", "<<(", "--ltr"]
TYPED = (
    *(("5", "integer"), ("05", "integer"), ("-0", "integer"), ("+5", "integer"), ("123456789012345678901", "integer")),
    *(("5.0", "decimal"), ("5.", "decimal"), (".5", "decimal"), ("-5.10", "decimal"), ("-0.0", "decimal")),
    *(("0.0000001", "decimal"), ("1.50", "decimal"), ("true", "boolean")),
    *(("1", "boolean"), ("1.0E0", "double"), ("1e5", "double"), ("INF", "double"), ("2023-02-28", "date")),
    *(("2015", "gYear"), ("abc", "integer"), ("", "integer"), ("5\n", "integer"), ("x\ny", "anyURI")),
)
LANGUAGES = ("sl", "en", "sl-si", "zh-hant-tw", "fr-x-foo", "de-1996")

texts = st.lists(st.sampled_from(NASTY_TEXTS) | st.text(max_size=3), max_size=4).map("".join)
iris = st.builds(
    lambda base, local: NamedNode(base + local), st.sampled_from(NASTY_BASES), st.sampled_from(NASTY_LOCALS)
)
plain_predicates = st.sampled_from([NamedNode(iri) for iri in PLAIN_PREDICATES])
literals = (
    st.builds(Literal, texts)
    | st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(LANGUAGES))
    | st.sampled_from([Literal(text, datatype=NamedNode(XSD + name)) for text, name in TYPED])
    | st.builds(lambda text, iri: Literal(text, datatype=iri), texts, iris)
)
blanks = st.sampled_from([BlankNode(name) for name in ("b0", "b1", "x", "y")])


@st.composite
def graphs(draw: st.DrawFn, predicates: st.SearchStrategy[NamedNode] = plain_predicates | iris) -> list[Quad]:
    """A graph of a few statements with lists, blank nodes and every kind of term."""
    quads = draw(
        st.lists(st.builds(Quad, iris | blanks, predicates, iris | blanks | literals), max_size=8),
    )
    for number, members in enumerate(draw(st.lists(st.lists(iris | blanks | literals, max_size=4), max_size=2))):
        cells = [BlankNode(f"list{number}x{place}") for place in range(len(members))]
        head, *rest = [*cells, NamedNode(RDF + "nil")]
        quads.append(Quad(draw(iris | blanks), draw(predicates), head))
        for cell, member, following in zip(cells, members, rest, strict=True):
            quads.append(Quad(cell, NamedNode(RDF + "first"), member))
            quads.append(Quad(cell, NamedNode(RDF + "rest"), following))
    return quads


@st.composite
def datasets(draw: st.DrawFn) -> list[Quad]:
    """Statements spread over the default graph, two named ones, and one named by a blank node."""
    names = st.sampled_from(
        [DefaultGraph(), NamedNode("https://w3id.org/lga/graph/data/x"), NamedNode("urn:g"), BlankNode("g")]
    )
    return [Quad(quad.subject, quad.predicate, quad.object, draw(names)) for quad in draw(graphs())]


def canonical(quads: Iterable[Quad]) -> str:
    """The canonical N-Quads of a dataset: two datasets say the same if and only if these are the same."""
    dataset = engine.Dataset(quads)
    dataset.canonicalize(engine.CanonicalizationAlgorithm.RDFC_1_0)
    return "".join(sorted(f"{quad} .\n" for quad in dataset))


def relabelled(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements in another order, with other labels for the blank nodes."""

    def other(term: object) -> object:
        return BlankNode(f"z{term.value[::-1]}") if isinstance(term, BlankNode) else term

    return [Quad(other(q.subject), q.predicate, other(q.object), other(q.graph_name)) for q in quads][::-1]


def from_rdflib(graph: rdflib.Graph) -> list[Quad]:
    """What rdflib understood."""
    return [Quad(_term(subject), _term(predicate), _term(value)) for subject, predicate, value in graph]


def _term(term: rdflib.term.Node) -> NamedNode | BlankNode | Literal:
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return Literal(str(term), language=term.language)
    return Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None)
