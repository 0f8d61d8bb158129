"""The files of a project -> its vocabulary as typed entries, with what the shapes have to say of each term.

What enters is the folder of a project; what leaves is a `Lexicon`: every term of `lga:`, sorted by name, with its
words in two languages, its place among the other terms, and the messages of the shapes that guard it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sos_graph.errors import Language, Sentence
from sos_graph.sources import read_sources
from sos_graph.syntax.names import FILE_PREFIXES, names_under
from sos_graph.terms import DCT, LGA_NS, OWL, RDF, RDFS, ROOT, SH, SKOS, VS, Literal, NamedNode, Quad

__all__ = ["DOMAIN", "RANGE", "Entry", "Lexicon", "Statements", "read_lexicon", "short"]

DOCUMENT = NamedNode(f"{ROOT}ns")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
FUNCTIONAL = NamedNode(f"{OWL.base}FunctionalProperty")
IRREFLEXIVE = NamedNode(f"{OWL.base}IrreflexiveProperty")
DOMAIN, RANGE = (NamedNode(RDFS.base + name) for name in ("domain", "range"))
USED_WITH, EXPECTED = (NamedNode(f"http://schema.org/{name}Includes") for name in ("domain", "range"))
ABOVE = (RDFS.subClassOf, NamedNode(f"{RDFS.base}subPropertyOf"))
TARGETS = tuple(NamedNode(f"{SH.base}target{name}") for name in ("Class", "SubjectsOf", "ObjectsOf"))
CHANGE_NOTE = NamedNode(f"{SKOS.base}changeNote")
PATH, PROPERTY, MESSAGE, CLASS = (NamedNode(SH.base + name) for name in ("path", "property", "message", "class"))


class Statements:
    """The statements of some files, to be asked in either direction."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: defaultdict[object, set[NamedNode | Literal]] = defaultdict(set)
        self._about: defaultdict[object, set[NamedNode]] = defaultdict(set)
        for quad in quads:
            if isinstance(quad.object, NamedNode | Literal):
                self._said[quad.subject, quad.predicate].add(quad.object)
            if isinstance(quad.subject, NamedNode):
                self._about[quad.predicate, quad.object].add(quad.subject)

    def iris(self, subject: NamedNode, *predicates: NamedNode) -> tuple[NamedNode, ...]:
        """The things that any of the properties leads to, sorted."""
        found = (one for predicate in predicates for one in self._said.get((subject, predicate), ()))
        return tuple(sorted((one for one in found if isinstance(one, NamedNode)), key=str))

    def subjects(self, value: NamedNode, *predicates: NamedNode) -> tuple[NamedNode, ...]:
        """The things from which any of the properties leads to that one, sorted."""
        found = {one for predicate in predicates for one in self._about.get((predicate, value), ())}
        return tuple(sorted(found, key=str))

    def text(self, subject: NamedNode, predicate: NamedNode) -> str:
        """The text of a property that has one, without a language, or nothing."""
        found = self._said.get((subject, predicate), ())
        return next((one.value for one in found if isinstance(one, Literal) and not one.language), "")

    def sentence(self, subject: NamedNode, predicate: NamedNode) -> Sentence:
        """The text of a property in each language, or nothing."""
        found = self._said.get((subject, predicate), ())
        spoken = {one.language: one.value for one in found if isinstance(one, Literal)}
        return Sentence(spoken.get("sl", ""), spoken.get("en", ""))


@dataclass(frozen=True, slots=True)
class Entry:
    """One term: its words, its place among the other terms, and who guards it.

    `strict` says of domain and range whether they follow from a use of the property or are only what is expected.
    """

    iri: NamedNode
    kind: NamedNode
    label: Sentence
    definition: Sentence
    comment: Sentence
    example: str
    status: str
    sources: tuple[NamedNode, ...]
    above: tuple[NamedNode, ...]
    domain: tuple[NamedNode, ...]
    range: tuple[NamedNode, ...]
    strict: tuple[bool, bool]
    single: bool
    irreflexive: bool
    guards: tuple[NamedNode, ...]
    rules: tuple[Sentence, ...]
    deprecated: bool
    successors: tuple[NamedNode, ...]
    reason: Sentence

    @property
    def name(self) -> str:
        """The name of the term in its namespace."""
        return self.iri.value.removeprefix(LGA_NS)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabulary of a project and everything that its files say."""

    entries: tuple[Entry, ...]
    statements: Statements
    title: Sentence
    description: Sentence
    version: str
    licence: str

    def of_kind(self, kind: NamedNode) -> tuple[Entry, ...]:
        """The entries of one kind, sorted by name."""
        return tuple(entry for entry in self.entries if entry.kind == kind)

    def label(self, iri: NamedNode, language: Language) -> str:
        """What a class, property or thing is called in a language, or in any, or else its short name."""
        for predicate in (RDFS.label, SKOS.prefLabel):
            sentence = self.statements.sentence(iri, predicate)
            spoken = sentence.say(language) or sentence.sl or sentence.en
            if spoken:
                return spoken
        return short(iri)

    def lineage(self, iri: NamedNode) -> tuple[NamedNode, ...]:
        """The class or property and everything above it, nearest first."""
        found = [iri]
        for one in found:
            found += [above for above in self.statements.iris(one, *ABOVE) if above not in found]
        return tuple(found)

    def guards(self, iri: NamedNode) -> tuple[NamedNode, ...]:
        """The shapes that look at a class or property, at its subjects or values, or ask for it, sorted."""
        return self.statements.subjects(iri, PATH, CLASS, *TARGETS)


def short(iri: NamedNode) -> str:
    """The short name of an IRI under the prefixes of our files, or the IRI itself.

    >>> short(NamedNode("http://www.w3.org/ns/org#Post")), short(NamedNode("https://www.w3.org/TR/vocab-org/"))
    ('org:Post', 'https://www.w3.org/TR/vocab-org/')
    """
    return names_under(FILE_PREFIXES)[str(iri)].strip("<>")


def read_lexicon(project: Path) -> Lexicon:
    """The vocabulary of a project; raises the first SourceError of its files."""
    sources, errors = read_sources(project)
    if errors:
        raise errors[0]
    said = Statements(quad for source in sources for quad in source.quads)
    terms = said.subjects(DOCUMENT, RDFS.isDefinedBy)
    return Lexicon(
        tuple(_entry(term, said) for term in sorted(terms, key=lambda term: term.value)),
        said,
        said.sentence(DOCUMENT, DCT.title),
        said.sentence(DOCUMENT, DCT.description),
        said.text(DOCUMENT, OWL.versionInfo),
        next(iter(said.iris(DOCUMENT, DCT.license))).value,
    )


def _entry(term: NamedNode, said: Statements) -> Entry:
    types = said.iris(term, RDF.type)
    guards = _guards(term, said)
    return Entry(
        iri=term,
        kind=next(kind for kind in KINDS if kind in types),
        label=said.sentence(term, RDFS.label),
        definition=said.sentence(term, SKOS.definition),
        comment=said.sentence(term, RDFS.comment),
        example=said.text(term, SKOS.example),
        status=said.text(term, VS.term_status),
        sources=said.iris(term, DCT.source),
        above=said.iris(term, *ABOVE),
        domain=said.iris(term, DOMAIN, USED_WITH),
        range=said.iris(term, RANGE, EXPECTED),
        strict=(bool(said.iris(term, DOMAIN)), bool(said.iris(term, RANGE))),
        single=FUNCTIONAL in types,
        irreflexive=IRREFLEXIVE in types,
        guards=guards,
        rules=tuple(dict.fromkeys(said.sentence(guard, MESSAGE) for guard in guards)),
        deprecated=said.text(term, OWL.deprecated) == "true",
        successors=said.iris(term, DCT.isReplacedBy),
        reason=said.sentence(term, CHANGE_NOTE),
    )


def _guards(term: NamedNode, said: Statements) -> tuple[NamedNode, ...]:
    """The shapes that look at the values of a property, or at the things of a class and their properties."""
    shapes = said.subjects(term, *TARGETS[:1])
    speaking = [shape for shape in shapes if said.sentence(shape, MESSAGE).en]
    return (*said.subjects(term, PATH), *speaking, *(one for shape in shapes for one in said.iris(shape, PROPERTY)))
