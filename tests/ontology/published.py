"""What a release says: the ontology, the data, the questions and what follows from them, each read once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from scripts.document.lexicon import Entry, Lexicon, read_lexicon
from sos_graph.inference import infer, read_rules
from sos_graph.sources import Source, read_source, read_sources
from sos_graph.stored import quads_of, read_queries
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.terms import LGA_NS, RDF, RDFS, ROOT, Literal, NamedNode, Quad, Triple
from tests.small import PROJECT

SUBCLASS, SUBPROPERTY = RDFS.subClassOf, NamedNode(f"{RDFS.base}subPropertyOf")
RESERVED = tuple(
    f"http://www.w3.org/{place}#"
    for place in ("2002/07/owl", "1999/02/22-rdf-syntax-ns", "2000/01/rdf-schema", "2001/XMLSchema")
)
"""The namespaces whose meaning OWL fixes (OWL 2 Structural Specification, 2.4)."""


@cache
def sources() -> tuple[Source, ...]:
    found, errors = read_sources(PROJECT)
    assert errors == ()
    return found


def terms(*kinds: NamedNode) -> list[str]:
    """The names of our terms, or of those of some kinds, without a look at the data."""
    said = read_source(PROJECT, "ontology/lga.ttl").quads
    ours = {one.subject.value for one in said if is_ours(one.subject) and (not kinds or one.object in kinds)}
    return sorted(name.removeprefix(LGA_NS) for name in ours)


@cache
def lexicon() -> Lexicon:
    return read_lexicon(PROJECT)


@cache
def entry(name: str) -> Entry:
    return next(one for one in lexicon().entries if one.name == name)


@cache
def quads_below(folder: str) -> tuple[Quad, ...]:
    return tuple(quad for source in sources() if source.path.startswith(folder) for quad in source.quads)


@cache
def questions() -> tuple[Quad, ...]:
    return tuple(quads_of(read_queries(PROJECT), "2026-01-01"))


@cache
def asserted() -> tuple[Triple, ...]:
    """Every statement of the ontology, the data and the questions."""
    quads = (*quads_below("ontology"), *quads_below("data"), *questions())
    return tuple(dict.fromkeys(quad.triple for quad in quads))


@cache
def inferred() -> tuple[Triple, ...]:
    """What the rules of the project make of them."""
    quads = (*quads_below("ontology"), *quads_below("data"), *questions())
    return tuple(quad.triple for quad in infer(quads, read_rules(PROJECT)))


@cache
def shapes() -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in quads_below("shapes"))


@cache
def above(property_: NamedNode = SUBCLASS) -> dict[NamedNode, set[NamedNode]]:
    """Each class, or property, of the ontology with itself and everything above it."""
    direct = defaultdict(set)
    for one in quads_below("ontology"):
        if one.predicate == property_:
            direct[one.subject].add(one.object)
    found = {}
    for start in direct:
        family = [start]
        for member in family:
            family += [one for one in direct.get(member, ()) if one not in family]
        found[start] = set(family)
    return found


@cache
def types() -> dict[object, set[NamedNode]]:
    """Every thing with its classes and the classes above them."""
    found = defaultdict(set)
    for one in (*asserted(), *inferred()):
        if one.predicate == RDF.type:
            found[one.subject] |= above().get(one.object, {one.object})
    return found


@cache
def everything() -> frozenset[Triple]:
    """Everything that is said and that follows."""
    return frozenset((*asserted(), *inferred()))


@cache
def statements() -> dict[NamedNode, list[Triple]]:
    """Everything that is said and that follows, by property."""
    found = defaultdict(list)
    for one in everything():
        found[one.predicate].append(one)
    return dict(found)


def uses(property_: NamedNode) -> list[Triple]:
    """Every statement with that property."""
    return statements().get(property_, [])


def classes_of(thing: object) -> set[NamedNode]:
    """The classes of a thing and those above them."""
    return types().get(thing, set())


def named(triples: Iterable[Triple], property_: NamedNode) -> dict[NamedNode, set[NamedNode | Literal]]:
    """The values of a property by the thing that has them."""
    found = defaultdict(set)
    for one in triples:
        if one.predicate == property_:
            found[one.subject].add(one.object)
    return found


def is_reserved(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(RESERVED)


def is_ours(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(LGA_NS)


@cache
def prefixes() -> dict[str, str]:
    """Every prefix that a file declares, and those of the things that are made from `queries/`."""
    made = {kind: f"{ROOT}id/{kind}/" for kind in ("parameter", "question")}
    return {**FILE_PREFIXES, **made, **dict(pair for source in sources() for pair in source.prefixes)}


def with_prefixes(snippet: str) -> str:
    """A snippet of Turtle below the lines that declare its prefixes as our files do."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", snippet)
    used = sorted(set(re.findall(r"(?<![\w:-])([a-z][\w-]*):", bare)))
    return "".join(f"@prefix {prefix}: <{prefixes()[prefix]}> .\n" for prefix in used) + snippet
