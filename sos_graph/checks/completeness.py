"""What each term of the vocabulary has and lacks: words, an example, use in the data, a question, a guard.

What enters is a store of all that will be published and the hygiene rules; what leaves is a `TermRow` for each term of
`lga:`, and a finding for each gap.  A term is worth its place when it is named, defined and shown in use, when
something is said with it, when some published question asks for it, and when a shape or a rule looks at what is said
with it.  A term of the status *testing* waits for its first use, so its example stands for it; nobody has to use a
deprecated one, or ask for it.

Words, examples and guards are asked of every project.  That every term is used and asked for is asked of the project
that publishes the vocabulary, which the catalogue tells: a project that borrows it need not use all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sos_graph.checks.findings import Finding
from sos_graph.checks.hygiene import HygieneRule
from sos_graph.checks.places import Places
from sos_graph.errors import Sentence
from sos_graph.inference import INFERRED
from sos_graph.store import Store
from sos_graph.stored import QUERIES
from sos_graph.terms import DCT, LGA_NS, OWL, RDF, RDFS, ROOT, SH, SKOS, VS, Literal, NamedNode

__all__ = ["COLUMNS", "TermRow", "incomplete_terms", "tabulate_terms"]

VOCABULARY, CATALOGUE = NamedNode(f"{ROOT}ns"), NamedNode(f"{ROOT}catalog")
SHAPES = f"{ROOT}graph/shapes/"
YES, RESERVED, DEPRECATED = "✓", "reserved", "deprecated"
PLACES = {
    f"{ROOT}graph/data/": "data",
    INFERRED.value: "derived",
    QUERIES.value: "questions",
    f"{ROOT}graph/ontology/": "vocabulary",
}
"""What the graphs in which a term may be used are called, the nearest to the facts first."""
COLUMNS = {
    "label sl": Sentence(
        "Izraz {} nima slovenske oznake; dopišite jo z oznako jezika sl.",
        "The term {} has no Slovene label; add one with the language tag sl.",
    ),
    "label en": Sentence(
        "Izraz {} nima angleške oznake; dopišite jo z oznako jezika en.",
        "The term {} has no English label; add one with the language tag en.",
    ),
    "definition sl": Sentence(
        "Izraz {} ni opredeljen v slovenščini; dopišite opredelitev z oznako sl.",
        "The term {} is not defined in Slovene; add a definition with the tag sl.",
    ),
    "definition en": Sentence(
        "Izraz {} ni opredeljen v angleščini; dopišite opredelitev z oznako en.",
        "The term {} is not defined in English; add a definition with the tag en.",
    ),
    "example": Sentence(
        "Izraz {} nima primera; dopišite ga s skos:example.", "The term {} has no example; add one with skos:example."
    ),
    "used in data": Sentence(
        "Izraza {} ne uporablja noben objavljen podatek; uporabite ga ali mu dajte status testing in primer.",
        "Nothing that is published uses the term {}; use it, or give it the status testing and an example.",
    ),
    "used in a question": Sentence(
        "Po izrazu {} ne sprašuje nobeno objavljeno vprašanje; dodajte ga v queries/.",
        "No published question asks for the term {}; add one to queries/.",
    ),
    "guarded by a shape": Sentence(
        "Rabe izraza {} ne preverja nobena oblika in nobeno pravilo; dodajte eno ali drugo v shapes/.",
        "No shape and no rule looks at the use of the term {}; add one or the other to shapes/.",
    ),
}
"""The columns of the table, each with what to tell people about a term that lacks it."""
OWN_PROJECT = {"used in data", "used in a question"}
"""The columns that are asked only of the project that publishes the vocabulary."""


@dataclass(frozen=True, slots=True)
class TermRow:
    """What one term has: an answer for each column, empty where the term lacks it."""

    term: NamedNode
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        """The term with the prefix of the vocabulary."""
        return f"lga:{self.term.value.removeprefix(LGA_NS)}"

    @property
    def gaps(self) -> tuple[str, ...]:
        """The columns in which the term lacks something."""
        return tuple(column for column, cell in zip(COLUMNS, self.cells, strict=True) if not cell)


def tabulate_terms(store: Store, rules: Iterable[HygieneRule]) -> tuple[TermRow, ...]:
    """What every term of the vocabulary in a store has, sorted by name."""
    defined = {quad.subject for quad in store.quads(None, RDFS.isDefinedBy, VOCABULARY)}
    terms = sorted((one for one in defined if isinstance(one, NamedNode)), key=lambda one: one.value)
    asked = _named_in(_questions(store))
    ruled = _named_in(rule.query for rule in rules)
    graphs = _graphs_by_place(store)
    ours = (term for term in terms if term.value.startswith(LGA_NS))
    return tuple(TermRow(term, _cells(term, store, (asked, ruled), graphs)) for term in ours)


def incomplete_terms(store: Store, rules: Iterable[HygieneRule], places: Places) -> Iterator[Finding]:
    """A blocking finding for each gap that this project has to close."""
    spared = frozenset() if _publishes_vocabulary(store) else OWN_PROJECT
    for row in tabulate_terms(store, rules):
        for column in row.gaps:
            if column not in spared:
                said = COLUMNS[column]
                message = Sentence(said.sl.format(row.name), said.en.format(row.name))
                yield Finding("violation", "incomplete-term", message, places.find(row.term, None, None))


def _publishes_vocabulary(store: Store) -> bool:
    """Whether the catalogue and the vocabulary have a publisher in common."""
    publishers = [{quad.object for quad in store.quads(one, DCT.publisher)} for one in (VOCABULARY, CATALOGUE)]
    return bool(publishers[0] & publishers[1])


def _cells(
    term: NamedNode, store: Store, named: tuple[set[str], set[str]], graphs: Mapping[str, Sequence[NamedNode]]
) -> tuple[str, ...]:
    asked, ruled = named
    name = term.value.removeprefix(LGA_NS)
    deprecated = DEPRECATED if _says(store, term, OWL.deprecated, "true") else ""
    return (
        *_in_languages(store, term, RDFS.label),
        *_in_languages(store, term, SKOS.definition),
        _tick(_has_example(store, term)),
        _place(term, store, graphs) or _reserved(store, term) or deprecated,
        _tick(name in asked) or deprecated,
        _tick(name in ruled or _is_guarded(term, store)),
    )


def _in_languages(store: Store, term: NamedNode, property_: NamedNode) -> tuple[str, str]:
    """Whether the term has a text in Slovene, and whether in English."""
    values = (quad.object for quad in store.quads(term, property_))
    spoken = {value.language for value in values if isinstance(value, Literal) and value.value.strip()}
    return _tick("sl" in spoken), _tick("en" in spoken)


def _has_example(store: Store, term: NamedNode) -> bool:
    return next(store.quads(term, SKOS.example), None) is not None


def _reserved(store: Store, term: NamedNode) -> str:
    """The mark of a term that waits for its first use and has an example to stand for it."""
    return RESERVED if _has_example(store, term) and _says(store, term, VS.term_status, "testing") else ""


def _says(store: Store, term: NamedNode, property_: NamedNode, text: str) -> bool:
    return any(isinstance(quad.object, Literal) and quad.object.value == text for quad in store.quads(term, property_))


def _tick(present: object) -> str:
    return YES if present else ""


def _place(term: NamedNode, store: Store, graphs: Mapping[str, Sequence[NamedNode]]) -> str:
    """Where something is said with the term, as a property or as a class."""
    return next((word for word, names in graphs.items() if any(_is_used(term, store, one) for one in names)), "")


def _is_used(term: NamedNode, store: Store, graph: NamedNode) -> bool:
    uses = chain(store.quads(None, term, None, graph), store.quads(None, RDF.type, term, graph))
    return next(uses, None) is not None


def _graphs_by_place(store: Store) -> dict[str, list[NamedNode]]:
    """The graphs of each kind of place."""
    names = store.graphs()
    return {word: [one for one in names if one.value.startswith(start)] for start, word in PLACES.items()}


def _lineage(term: NamedNode, store: Store) -> tuple[NamedNode, ...]:
    """A class and the classes above it, whose shapes look at its things, too (SHACL, 2.1.3.2); a property alone."""
    found = [term]
    for one in found:
        above = (quad.object for quad in store.quads(one, RDFS.subClassOf))
        found += [upper for upper in above if isinstance(upper, NamedNode) and upper not in found]
    return tuple(found)


def _is_guarded(term: NamedNode, store: Store) -> bool:
    return any(_has_shape(one, store) for one in _lineage(term, store))


def _has_shape(term: NamedNode, store: Store) -> bool:
    """Whether some shape has the term as a target, a path or the class of a value."""
    return any(
        quad.predicate.value.startswith(SH.base) and str(quad.graph_name).startswith(f"<{SHAPES}")
        for quad in store.quads(None, None, term)
    )


def _questions(store: Store) -> Iterator[str]:
    """The text of every published question."""
    for form in (SH.select, SH.construct, SH.ask):
        texts = (quad.object for quad in store.quads(None, form, None, QUERIES))
        yield from (text.value for text in texts if isinstance(text, Literal))


def _named_in(queries: Iterable[str]) -> set[str]:
    """The names of the vocabulary's terms in the text of some queries, under whatever prefix, comments left aside."""
    found: set[str] = set()
    for query in queries:
        text = re.sub(r"(?m)^\s*#.*$", "", query)
        prefixes = re.findall(rf"(?i)\bPREFIX\s+([\w-]*):\s*<{re.escape(LGA_NS)}>", text)
        for start in (*(rf"(?<![\w-]){prefix}:" for prefix in prefixes), f"<{re.escape(LGA_NS)}"):
            found.update(re.findall(rf"{start}(\w+)", text))
    return found
