"""The files as they would be -> what the checks find in them, said of cells.

What enters is the sources before and after, and the ledger; what leaves is findings that name sheet, row and column,
or file and line for what stands on no sheet.  Only what the change can have brought is looked at: the shapes see each
thing of which something else is said now, those that point to it, and what they point to; a rule counts only with the
rows that it did not have before.  The whole of the project is checked when it is built.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sos_graph.checks import Engine, Finding, HygieneRule, read_hygiene, read_published, sort_findings, validate_shapes
from sos_graph.checks.examination import about_file, from_results, from_row, lost_address
from sos_graph.checks.hygiene import ask_rule
from sos_graph.checks.permanence import lost_iris
from sos_graph.checks.places import Places
from sos_graph.inference import conclude, inferred_quads, newest, read_rules
from sos_graph.sheets.findings import SheetFinding
from sos_graph.sheets.ledger import Ledger
from sos_graph.sheets.sentences import say
from sos_graph.sources import Source, literal_errors
from sos_graph.store import Draft, Store, gather
from sos_graph.stored import quads_of, read_queries
from sos_graph.terms import RDF, RDFS, SH, BlankNode, NamedNode, Quad, Term, Triple

__all__ = ["Judgement", "judge"]

SHAPES = "shapes/"
HYGIENE = ("-violation", "-warning")
PATH, OR = NamedNode(f"{SH.base}path"), NamedNode(f"{SH.base}or")


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks find, and every quad of the project before and after."""

    findings: tuple[SheetFinding, ...]
    before: tuple[Quad, ...]
    after: tuple[Quad, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """What some sources would be published as: every quad, and their union, which can be asked."""

    quads: tuple[Quad, ...]
    union: Draft

    @classmethod
    def of(cls, sources: Iterable[Source], project: Path) -> _State:
        """What the sources assert, the questions, and what follows."""
        asserted = [quad for source in sources for quad in source.quads]
        day = newest(asserted)
        asserted += quads_of(read_queries(project), day)
        union = Draft()
        union.add(quad.triple for quad in asserted)
        return cls((*asserted, *inferred_quads(conclude(union, read_rules(project), day))), union)


def judge(
    before: Sequence[Source], after: Sequence[Source], project: Path, ledger: Ledger, engine: Engine
) -> Judgement:
    """The findings about the sources as they would be."""
    was, now = _State.of(before, project), _State.of(after, project)
    store = gather(now.quads)
    places = Places(after, store)
    found = [
        *(one for source in after for one in _about(source, before)),
        *_by_shapes(_changed(was.quads, now.quads), after, store, places, engine),
        *_by_rules(read_hygiene(project), was, now, store, places),
    ]
    lost = [_lost(one, ledger) for one in lost_iris(read_published(project), store)]
    ways = _ways(after)
    told = [_tell(one, ledger, ways) for one in sort_findings(found) if not _is_derived(one, ledger)]
    return Judgement((*told, *lost, *_unsaid(ledger, told)), was.quads, now.quads)


def _about(source: Source, before: Sequence[Source]) -> Iterator[Finding]:
    """The findings about a file by itself, if it would be rewritten."""
    if source not in before:
        yield from about_file(source.path, literal_errors(source), tidy=True)


def _by_rules(
    rules: Iterable[HygieneRule], was: _State, now: _State, store: Store, places: Places
) -> Iterator[Finding]:
    """What the rules find now and did not find before; those that find nothing now are not asked again."""
    for rule in rules:
        rows = list(ask_rule(rule, store if rule.needs_graphs else now.union))
        if rows:
            known = set(ask_rule(rule, gather(was.quads) if rule.needs_graphs else was.union))
            yield from (from_row(rule, row, places) for row in rows if row not in known)


def _changed(was: Iterable[Quad], now: Iterable[Quad]) -> set[NamedNode]:
    """The things of which something else is said now."""
    differing = {quad.triple for quad in was} ^ {quad.triple for quad in now}
    return {one.subject for one in differing if isinstance(one.subject, NamedNode)}


def _by_shapes(
    changed: set[NamedNode], sources: Iterable[Source], store: Store, places: Places, engine: Engine
) -> Iterator[Finding]:
    """What the shapes find in the changed things and in those that point to them."""
    pointing = {quad.subject for one in changed for quad in store.quads(None, None, one)}
    looked_at = changed | {one for one in pointing if isinstance(one, NamedNode)}
    shapes = {quad.triple for source in sources if source.path.startswith(SHAPES) for quad in source.quads}
    results = validate_shapes(set(_around(looked_at, store)), shapes, engine=engine)
    found = (one for one in results if one.focus in (looked_at if one.severity == "violation" else changed))
    yield from from_results(found, shapes, store, places)


def _around(things: Iterable[NamedNode], store: Store) -> Iterator[Triple]:
    """What is said of some things, the classes of what they point to, and how classes are ordered."""
    yield from (quad.triple for quad in store.quads(None, RDFS.subClassOf))
    for thing in things:
        for quad in store.quads(thing):
            yield quad.triple
            if isinstance(quad.object, NamedNode):
                yield from (one.triple for one in store.quads(quad.object, RDF.type))


def _ways(sources: Iterable[Source]) -> dict[str, list[NamedNode]]:
    """The properties that each shape looks at, by its local name: its path, or those of its alternatives."""
    said: defaultdict[object, list[tuple[NamedNode, Term]]] = defaultdict(list)
    for source in sources:
        if source.path.startswith(SHAPES):
            for quad in source.quads:
                if isinstance(quad.object, NamedNode | BlankNode):
                    said[quad.subject].append((quad.predicate, quad.object))
    names = (one for one in said if isinstance(one, NamedNode))
    return {one.value.rpartition("#")[2]: [*_paths(one, said, set())] for one in names}


def _paths(shape: object, said: dict[object, list[tuple[NamedNode, Term]]], seen: set[object]) -> Iterator[NamedNode]:
    if shape in seen:
        return
    seen.add(shape)
    own = [value for verb, value in said.get(shape, ()) if verb == PATH and isinstance(value, NamedNode)]
    yield from own
    if not own:
        for verb, value in said.get(shape, ()):
            if verb in {OR, RDF.first, RDF.rest}:
                yield from _paths(value, said, seen)


def _is_derived(one: Finding, ledger: Ledger) -> bool:
    """Whether a finding may only follow from a cell that could not be read, which is told by itself."""
    if ":" not in one.focus:
        return False
    path = NamedNode(one.path) if one.path else None
    return (path is not None or one.rule.endswith(HYGIENE)) and ledger.is_in_doubt(NamedNode(one.focus), path)


def _tell(one: Finding, ledger: Ledger, ways: dict[str, list[NamedNode]]) -> SheetFinding:
    paths = [NamedNode(one.path)] if one.path else ways.get(one.rule, [])
    value = one.found.sl or one.value
    places = ledger.places(NamedNode(one.focus), paths, value) if ":" in one.focus else ()
    return SheetFinding(
        one.severity, "check", one.message, places, one.found, "" if places else one.place, ledger.nearest(places)
    )


def _lost(iri: NamedNode, ledger: Ledger) -> SheetFinding:
    """The finding that a published address would be gone, at the row from which it follows."""
    places = ledger.places(iri, (), "")
    return say("derived-lost", *places) if places else _tell(lost_address(iri), ledger, {})


def _unsaid(ledger: Ledger, told: Sequence[SheetFinding]) -> Iterator[SheetFinding]:
    """What no shape found fault with, although it is no value of its column, or has no source."""
    blamed = {place for one in told if one.blocking for place in one.places}
    for doubt in ledger.doubts:
        if doubt.place not in blamed:
            finding = say(doubt.saying, doubt.place, value=doubt.text)
            yield replace(finding, nearest=ledger.nearest([doubt.place]))
    yield from (say("source-missing", place) for place in ledger.unsourced if place not in blamed)
