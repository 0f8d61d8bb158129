"""Triples and shapes -> the results of a SHACL validation, from either of two engines.

What enters is the triples of the data and of the shapes; what leaves is one `ShapeResult` for each entry of the
validation report (SHACL, 3.6).  pySHACL is the reference; pyshifty, which is compiled, gives the same results sooner
where the data are large.  Both see only what is asserted: no entailment, no imports, and subclasses as far as the
data state them (SHACL, 3.2).  The engines and rdflib are heavy and are loaded by the first validation, or before it.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Literal, cast

from sos_graph.checks.findings import Severity
from sos_graph.errors import Sentence, SourceError
from sos_graph.syntax.media import N_TRIPLES
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import RDFS, SH, BlankNode, NamedNode, Term, Triple
from sos_graph.terms import Literal as Value

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node
    from shifty import PreparedValidator

__all__ = ["TARGETS", "Engine", "ShapeResult", "load_engine", "validate_lines", "validate_shapes"]

Engine = Literal["pyshacl", "pyshifty"]

PROPERTY = NamedNode(f"{SH.base}property")
TARGETS = {NamedNode(f"{SH.base}target{name}") for name in ("Class", "Node", "ObjectsOf", "SubjectsOf")}
WORDS = {NamedNode(f"{SH.base}{name}") for name in ("description", "group", "message", "name", "order")}
WORDS |= {RDFS.comment, RDFS.label}
SEVERITIES: dict[Term | None, Severity] = {SH.Violation: "violation", SH.Warning: "warning", SH.Info: "info"}


@dataclass(frozen=True, slots=True)
class ShapeResult:
    """One entry of a validation report: what is wrong, with which property and value, and which shape says so."""

    focus: Term
    path: NamedNode | None
    value: Term | None
    shape: NamedNode
    severity: Severity


def load_engine(engine: Engine) -> None:
    """Load an engine, so that none of the processes that are about to use it has to."""
    import_module("rdflib")
    import_module("pyshacl" if engine == "pyshacl" else "shifty")


def validate_shapes(
    data: Iterable[Triple], shapes: Iterable[Triple], *, engine: Engine = "pyshacl"
) -> frozenset[ShapeResult]:
    """The results that the data have under the shapes; raises SourceError where the shapes cannot be used."""
    with _quietly():
        if engine == "pyshifty":
            return _results(_run_pyshifty(_lines(data), _prepared(tuple(shapes))))
        return _results(_run_pyshacl(data, _prepared(tuple(shapes))))


def validate_lines(
    data: bytes,
    shapes: Collection[Triple],
    *,
    engine: Engine = "pyshacl",
    part: Callable[[frozenset[str]], bytes] | None = None,
) -> frozenset[ShapeResult]:
    """The results that data in N-Triples have under the shapes; raises SourceError where the shapes cannot be used.

    Where `part` gives what is needed to validate some things alone, the faster engine looks first which things have
    results at all, which takes it less than half the time of a report.
    """
    if engine == "pyshacl":
        return validate_shapes((quad.triple for quad in read_rdf(data, N_TRIPLES, "data")), shapes, engine=engine)
    if part is not None:
        wrong = _wrong_things(data, shapes)
        if not wrong:
            return frozenset()
        data = part(wrong)
    with _quietly():
        return _results(_run_pyshifty(data, _prepared(shapes)))


def _wrong_things(data: bytes, shapes: Collection[Triple]) -> frozenset[str]:
    """The focus nodes that have results, as N-Triples writes them."""
    from shifty import ShaclDiagnosticWarning

    with warnings.catch_warnings():
        warnings.simplefilter("error", ShaclDiagnosticWarning)
        try:
            validator = _validator(tuple(shapes))
            found = validator.validate_algebra(data, graph_mode="data", infer=False, sort_results=False)
        except ShaclDiagnosticWarning as error:
            raise _unusable(str(error)) from error
    return frozenset(one.focus_node for one in found.violations)


@lru_cache(maxsize=1)
def _validator(shapes: tuple[Triple, ...]) -> PreparedValidator:
    from shifty import PreparedValidator

    return PreparedValidator(_lines(_without_words(shapes)))


def _without_words(shapes: Iterable[Triple]) -> Iterator[Triple]:
    """The shapes without words for people."""
    return (one for one in shapes if one.predicate not in WORDS)


def _results(report: rdflib.Graph) -> frozenset[ShapeResult]:
    return frozenset(_read_result(report, result) for result in report.objects(None, _node(SH.result)))


def _prepared(shapes: Collection[Triple]) -> Iterator[Triple]:
    """The same shapes, arranged for speed: the same results, a sixth of the time.

    pySHACL visits a property of a node shape once for each focus node, and a property shape that has targets of its
    own (SHACL, 2.1) once for all of them, so the targets of node shapes move to their properties.  It reads every
    statement about a shape at each visit, so words for people are left out.
    """
    targets: dict[object, list[Triple]] = {}
    for shape in shapes:
        if shape.predicate in TARGETS:
            targets.setdefault(shape.subject, []).append(shape)
    for subject, predicate, value in shapes:
        if predicate == PROPERTY and subject in targets:
            yield from (Triple(value, one.predicate, one.object) for one in targets[subject])
        elif predicate not in WORDS:
            yield Triple(subject, predicate, value)


def _run_pyshacl(data: Iterable[Triple], shapes: Iterable[Triple]) -> rdflib.Graph:
    import rdflib
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError

    try:
        _, report, text = validate(_graph(data), shacl_graph=_graph(shapes), inference="none", inplace=True)
    except (ReportableRuntimeError, re.error) as error:
        raise _unusable(str(error)) from error
    if not isinstance(report, rdflib.Graph):
        raise _unusable(text)
    return report


def _run_pyshifty(data: bytes, shapes: Iterable[Triple]) -> rdflib.Graph:
    from shifty import ShaclDiagnosticWarning, validate

    with warnings.catch_warnings():
        warnings.simplefilter("error", ShaclDiagnosticWarning)
        try:
            _, report, _ = validate(data, _lines(shapes), graph_mode="data", infer=False)
        except ShaclDiagnosticWarning as error:
            raise _unusable(str(error)) from error
    return report


def _unusable(why: str) -> SourceError:
    return SourceError(
        Sentence(f"Oblik ni mogoče uporabiti: {why}", f"The shapes cannot be used: {why}"), where="shapes"
    )


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep rdflib from logging each ill-typed literal, with a traceback: they are findings already."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _lines(triples: Iterable[Triple]) -> bytes:
    """The triples as N-Triples, which is Turtle, too."""
    return "".join(f"{triple} .\n" for triple in triples).encode()


def _read_result(report: rdflib.Graph, result: Node) -> ShapeResult:
    def read(name: NamedNode) -> Term | None:
        node = report.value(result, _node(name))
        return None if node is None else _term(node)

    path = read(SH.resultPath)
    return ShapeResult(
        focus=cast("Term", read(SH.focusNode)),
        path=path if isinstance(path, NamedNode) else None,
        value=read(SH.value),
        shape=cast("NamedNode", read(SH.sourceShape)),
        severity=SEVERITIES[read(SH.resultSeverity)],
    )


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """The triples as rdflib has them, each literal exactly as it is written."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    nodes = _Nodes()
    for subject, predicate, value in triples:
        graph.add((nodes[subject], nodes[predicate], nodes[value]))
    return graph


class _Nodes(dict[object, "Node"]):
    """What rdflib has for our terms, made once for each."""

    def __missing__(self, term: object) -> Node:
        node = self[term] = _node(cast("Term", term))
        return node


def _node(term: Term) -> Node:
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _term(node: Node) -> Term:
    import rdflib

    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.Literal):
        if node.language:
            return Value(str(node), language=node.language)
        return Value(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else None)
    return BlankNode(str(node))
