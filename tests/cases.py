"""Fixtures of shapes and hygiene rules: the data of a Turtle file, and the results that it says it must raise.

An invalid fixture holds its data and, in the W3C form, the `sh:ValidationReport` that it must raise: for a shape the
focus, path, shape and severity of each result, for a rule the focus and value of each row.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import NamedNode, Quad, Triple, graph_iri
from tests.small import PROJECT

CASES = PROJECT / "tests" / "shapes"
GRAPH = graph_iri("data/fixture")
SHACL = "http://www.w3.org/ns/shacl#"
RESULT = NamedNode(SHACL + "result")
REPORT = NamedNode(SHACL + "ValidationReport")


@dataclass(frozen=True)
class Case:
    """The data of a fixture, and what it must raise."""

    data: tuple[Quad, ...]
    expected: frozenset[tuple[str, ...]]


@cache
def quads_in(file: Path) -> tuple[Quad, ...]:
    return read_turtle(file.read_bytes(), graph=GRAPH, where=str(file))


def triples_in(*files: Path) -> list[Triple]:
    return [quad.triple for file in files for quad in quads_in(file)]


@cache
def read_case(file: Path, *properties: str) -> Case:
    """The fixture in a file; each expected result is the tuple of the values of these properties of SHACL."""
    quads = quads_in(file)
    results = {quad.object for quad in quads if quad.predicate == RESULT}
    reports = {quad.subject for quad in quads if quad.object == REPORT}
    said = {(quad.subject, quad.predicate.value): str(quad.object) for quad in quads if quad.subject in results}
    expected = frozenset(tuple(said.get((one, SHACL + name), "") for name in properties) for one in results)
    return Case(tuple(quad for quad in quads if quad.subject not in results | reports), expected)


@cache
def vocabulary_and_shapes() -> tuple[Quad, ...]:
    """What stands beside the data in every project, each file in its own graph."""
    files = [file for folder in ("ontology", "shapes") for file in sorted((PROJECT / folder).glob("*.ttl"))]
    named = ((graph_iri(file.relative_to(PROJECT).with_suffix("").as_posix()), file) for file in files)
    return tuple(Quad(*quad.triple, graph) for graph, file in named for quad in quads_in(file))


@cache
def subclasses() -> tuple[Triple, ...]:
    """What the ontology says of classes, which every validation needs."""
    files = sorted((PROJECT / "ontology").glob("*.ttl"))
    return tuple(one for one in triples_in(*files) if one.predicate.value.endswith("#subClassOf"))
