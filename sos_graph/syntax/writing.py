"""Statements and a media type -> bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sos_graph.syntax.blanks import label_blanks
from sos_graph.syntax.jsonld import write_jsonld
from sos_graph.syntax.media import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, MediaType
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.syntax.rdfxml import write_rdfxml
from sos_graph.syntax.rows import Graphs, Statements, graphs_of, rows_of
from sos_graph.syntax.turtle import write_trig, write_turtle
from sos_graph.terms import NamedNode

__all__ = ["write_nquads", "write_ntriples", "write_rdf"]


def write_rdf(
    statements: Statements,
    media_type: MediaType,
    prefixes: Mapping[str, str] = FILE_PREFIXES,
    first: Iterable[NamedNode] = (),
) -> bytes:
    """The statements in one of the RDF syntaxes, UTF-8, the same bytes for any order of the statements.

    Syntaxes without graphs leave the names of the graphs aside.  `first` counts in Turtle and TriG alone.
    Raises NotAcceptable where the syntax cannot say a statement, ValueError for a media type that is not RDF.
    """
    if media_type is TURTLE:
        return write_turtle(statements, prefixes, first).encode()
    if media_type is TRIG:
        return write_trig(statements, prefixes, first).encode()
    if media_type is JSON_LD:
        return write_jsonld(statements, prefixes).encode()
    if media_type is RDF_XML:
        return write_rdfxml(statements, prefixes).encode()
    if media_type is N_TRIPLES:
        return write_ntriples(statements).encode()
    if media_type is N_QUADS:
        return write_nquads(statements).encode()
    raise ValueError(media_type.name)


def write_ntriples(statements: Statements) -> str:
    """Canonical N-Triples, sorted; graph names are left aside.  Raises NotAcceptable for what only RDF 1.2 can say."""
    return "".join(_lines({"": rows_of(statements)}))


def write_nquads(statements: Statements) -> str:
    """Canonical N-Quads, sorted.  Raises NotAcceptable for what only RDF 1.2 can say."""
    return "".join(_lines(graphs_of(statements)))


def _lines(graphs: Graphs) -> list[str]:
    blanks = {term for rows in graphs.values() for row in rows for term in (row[0], row[2]) if term[0] == "_"}
    blanks |= {graph for graph in graphs if graph[:1] == "_"}
    labels = label_blanks(graphs, blanks)
    return sorted(
        f"{labels.get(s, s)} {p} {labels.get(o, o)} {labels.get(graph, graph)}{'.' if not graph else ' .'}\n"
        for graph, rows in graphs.items()
        for s, p, o, _ in rows
    )
