"""Everything that is wrong with a project, found in one go.

What enters is the sources, the errors of the files that could not be read, the store made of all that will be
published, the IRIs published before, and the hygiene rules; what leaves is findings.  One broken file does not hide
the rest: what can still be checked is, and what would only repeat that a file is missing is left out and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from sos_graph.checks.completeness import incomplete_terms
from sos_graph.checks.findings import Finding, sort_findings
from sos_graph.checks.hygiene import HygieneRule, Row, ask_rule
from sos_graph.checks.permanence import lost_iris
from sos_graph.checks.places import Places, show
from sos_graph.checks.shacl import Engine, ShapeResult, validate_shapes
from sos_graph.errors import Sentence, SourceError
from sos_graph.sources import Source, is_tidy, literal_errors
from sos_graph.store import Store
from sos_graph.terms import RDF, ROOT, SH, Literal, NamedNode, Term, Triple

__all__ = ["about_file", "examine", "from_error", "from_results", "from_row", "lost_address", "unread"]

SHAPES = "shapes/"
MESSAGE = NamedNode(f"{SH.base}message")
COLUMN = re.compile(r"(:\d+):\d+$")
UNTIDY = Sentence(
    "Datoteka ni v dogovorjeni obliki; poženite sos-graph tidy.",
    "The file is not in canonical form; run sos-graph tidy.",
)
INCOMPLETE = Sentence(
    "Nekaterih datotek ni bilo mogoče prebrati, zato povezave nanje in prej objavljeni naslovi niso preverjeni.",
    "Some files could not be read, so links to them and addresses published before were not checked.",
)
LOST = Sentence(
    "Stvar na tem naslovu je bila objavljena in je zdaj ni; vrnite jo ali jo označite kot umaknjeno "
    "(lga:Withdrawn, lga:withdrawnOn, dcterms:description, za združeno še dcterms:isReplacedBy).",
    "The thing at this address was published and now is not there; bring it back or mark it as withdrawn "
    "(lga:Withdrawn, lga:withdrawnOn, dcterms:description, and dcterms:isReplacedBy if it was merged).",
)
UNWORDED = Sentence("Stvar ne ustreza svoji obliki.", "The thing does not satisfy its shape.")


def examine(
    sources: Sequence[Source],
    errors: Sequence[SourceError],
    store: Store,
    published: Iterable[NamedNode],
    rules: Iterable[HygieneRule],
    *,
    engine: Engine = "pyshacl",
) -> tuple[Finding, ...]:
    """Every finding about the project, the blocking ones first."""
    places = Places(sources, store)
    usable = [rule for rule in rules if not (errors and rule.needs_every_file)]
    return sort_findings(
        [
            *unread(errors),
            *_about_files(sources),
            *_from_shapes(sources, store, places, engine),
            *(finding for rule in usable for finding in _from_rule(rule, store, places)),
            *(() if errors else _lost(published, store)),
            *(() if errors else incomplete_terms(store, usable, places)),
        ]
    )


def unread(errors: Sequence[SourceError]) -> Iterator[Finding]:
    """A finding for each file that could not be read, and one for what was therefore not checked."""
    yield from (from_error("unreadable-file", error) for error in errors)
    if errors:
        yield Finding("info", "incomplete", INCOMPLETE)


def from_error(rule: str, error: SourceError) -> Finding:
    """The finding that an error makes: its sentence and hint, and its place without the column."""
    message = Sentence(f"{error.what.sl} {error.hint.sl}".strip(), f"{error.what.en} {error.hint.en}".strip())
    return Finding("violation", rule, message, COLUMN.sub(r"\1", error.where))


def _about_files(sources: Iterable[Source]) -> Iterator[Finding]:
    for source in sources:
        yield from about_file(source.path, literal_errors(source), tidy=is_tidy(source))


def about_file(path: str, errors: Iterable[SourceError], *, tidy: bool) -> Iterator[Finding]:
    """The findings about a file by itself."""
    yield from (from_error("ill-typed-literal", error) for error in errors)
    if not tidy:
        yield Finding("violation", "untidy-file", UNTIDY, path)


def _from_shapes(sources: Sequence[Source], store: Store, places: Places, engine: Engine) -> Iterator[Finding]:
    data = {quad.triple for source in sources for quad in source.quads} | _made(sources, store)
    shapes = {quad.triple for source in sources if source.path.startswith(SHAPES) for quad in source.quads}
    try:
        results = validate_shapes(data, shapes, engine=engine)
    except SourceError as error:
        yield from_error("unusable-shapes", error)
        return
    yield from from_results(results, shapes, store, places)


def from_results(
    results: Iterable[ShapeResult], shapes: Iterable[Triple], store: Store, places: Places
) -> Iterator[Finding]:
    """A finding for each result of a validation."""
    messages = _messages(shapes)
    for result in results:
        if not _dangles(result.value, store):
            yield Finding(
                result.severity,
                result.shape.value.rpartition("#")[2],
                messages.get(result.shape, UNWORDED),
                places.find(result.focus, result.path, result.value),
                show(result.value),
                show(result.focus),
                show(result.path),
                places.word(result.value),
            )


def _made(sources: Iterable[Source], store: Store) -> set[Triple]:
    """What stands in no file: the questions as data, and what follows from the files."""
    graphs = {source.graph for source in sources}
    return {quad.triple for quad in store.quads() if quad.graph_name not in graphs}


def _messages(shapes: Iterable[Triple]) -> dict[Term, Sentence]:
    """What each shape tells people, where it does so in both languages."""
    said: dict[Term, dict[str | None, str]] = {}
    for subject, predicate, value in shapes:
        if predicate == MESSAGE and isinstance(value, Literal):
            said.setdefault(subject, {})[value.language] = value.value
    return {shape: Sentence(texts["sl"], texts["en"]) for shape, texts in said.items() if {"sl", "en"} <= texts.keys()}


def _dangles(value: Term | None, store: Store) -> bool:
    """Whether a value is a thing of ours that nothing describes: another rule says so, and better."""
    if not isinstance(value, NamedNode) or not value.value.startswith(f"{ROOT}id/"):
        return False
    return next(store.quads(value, RDF.type), None) is None


def _from_rule(rule: HygieneRule, store: Store, places: Places) -> Iterator[Finding]:
    try:
        for row in ask_rule(rule, store):
            yield from_row(rule, row, places)
    except SourceError as error:
        yield from_error(rule.name, error)


def from_row(rule: HygieneRule, row: Row, places: Places) -> Finding:
    """The finding that a row of a rule makes."""
    where = places.find(row.focus, None, row.value)
    words = places.word(row.value)
    return Finding(rule.severity, rule.name, rule.message, where, show(row.value), focus=show(row.focus), found=words)


def _lost(published: Iterable[NamedNode], store: Store) -> Iterator[Finding]:
    return (lost_address(iri) for iri in lost_iris(published, store))


def lost_address(iri: NamedNode) -> Finding:
    """The finding that a published address is lost."""
    return Finding("violation", "lost-address", LOST, iri.value)
