"""Rows -> every thing of ours with the names, acronyms and codes under which it can be found.

What enters is the rows of a dataset in any order; what leaves is things sorted by kind and name, so that whatever is
written from them is the same for the same quads.  A thing's names are its labels and official names, its alternative
and former names, its acronyms, the ways in which sources write it (`lga:asWritten` of its evidence, or of the
evidence of its membership or office), and its codes: the notations of its identifiers and the last part of its IRI.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from sos_graph.names.countries import code_of_country
from sos_graph.names.folding import collation_key
from sos_graph.syntax.rows import Row, plain, split_literal
from sos_graph.terms import (
    ADMS,
    DCT,
    FOAF,
    LGA_NS,
    ORG,
    RDF,
    RDFS,
    ROOT,
    SKOS,
    Namespace,
)

__all__ = ["SOUGHT", "UNSOUGHT", "Form", "Gathered", "How", "gather_things", "kind_of"]

OURS = Namespace(LGA_NS, "acronym formerName alternativeSpelling asWritten evidence")
COUNTRY = "http://schema.org/addressCountry"

SOUGHT = (
    *("municipality", "association", "network", "section", "body", "person"),
    *("territory", "event", "source", "dispute"),
)
"""The kinds that people look for, before all others."""
UNSOUGHT = frozenset({"address", "contact", "evidence", "identifier", "mapping", "observation", "parameter"})
"""The kinds that are listed but not sought: parts of other things, found with them."""
WRITTEN_OF = frozenset({"municipality", "association", "network", "section", "body", "person", "membership", "holding"})
"""The kinds whose evidence writes a name: that of an event writes dates, that of an observation numbers."""
SLUGGED = frozenset({"municipality", "association", "network", "section", "body"})
IN_COUNTRY = SLUGGED | {"territory"}
"""The kinds whose slugs begin with the country where they have one."""
SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
"""German without its own letters, as forms and registers have it."""
COUNTRY_FIRST = re.compile(r"([a-z]{2})(?:-|$)")


class How(IntEnum):
    """How a form names a thing, the most telling way first."""

    NAME = 0
    ALTERNATIVE = 1
    FORMER = 2
    ACRONYM = 3
    CODE = 4
    WRITTEN = 5
    BARE_CODE = 6


TYPE, NOTATION, AS_WRITTEN = RDF.type.value, SKOS.notation.value, OURS.asWritten.value
IDENTIFIER, EVIDENCE, MEMBER = LINKED_BY = (ADMS.identifier.value, OURS.evidence.value, ORG.member.value)
LABELLED = tuple(one.value for one in (SKOS.prefLabel, RDFS.label, DCT.title, FOAF.name))
NAMED_BY: Mapping[str, How] = {
    **dict.fromkeys(LABELLED, How.NAME),
    SKOS.altLabel.value: How.ALTERNATIVE,
    OURS.alternativeSpelling.value: How.ALTERNATIVE,
    OURS.formerName.value: How.FORMER,
    OURS.acronym.value: How.ACRONYM,
}
HEARD = {f"<{one}>" for one in (TYPE, NOTATION, AS_WRITTEN, COUNTRY, *LINKED_BY, *NAMED_BY)}
"""The properties that say a name, or lead to one."""


@dataclass(frozen=True, slots=True, order=True)
class Form:
    """One way of naming a thing, as it is written, and the tag of its language."""

    how: How
    written: str
    language: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """A thing: its IRI, kind, the name it is listed under, its country's code, and its forms."""

    iri: str
    kind: str
    title: str
    country: str
    forms: tuple[Form, ...]


@dataclass(slots=True)
class _Heap:
    """What the quads say, by what it is said of."""

    things: set[str] = field(default_factory=set)
    labels: dict[str, tuple[int, bool, str]] = field(default_factory=dict)
    forms: defaultdict[str, set[Form]] = field(default_factory=lambda: defaultdict(set))
    countries: dict[str, str] = field(default_factory=dict)
    notations: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    written: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    links: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {one: [] for one in LINKED_BY})


def gather_things(rows: Iterable[Row]) -> list[Gathered]:
    """Every thing below `/id/` that has a type, those of sought kinds first, each kind in the order of the alphabet."""
    heap = _Heap()
    for subject, verb, term, _ in rows:
        if verb in HEARD and subject[0] == "<":
            _take(heap, subject[1:-1], verb[1:-1], term)
    _hand_on(heap)
    return sorted((_gathered(heap, iri) for iri in heap.things), key=_place)


def _take(heap: _Heap, subject: str, verb: str, term: str) -> None:
    """Put what one statement says where it belongs."""
    if verb == TYPE:
        if subject.startswith(f"{ROOT}id/"):
            heap.things.add(subject)
    elif verb in heap.links:
        if term[0] == "<":
            heap.links[verb].append((subject, term[1:-1]))
    elif term[0] == '"':
        value, language, _ = split_literal(term)
        _take_text(heap, subject, verb, (plain(value), language))


def _take_text(heap: _Heap, subject: str, verb: str, text: tuple[str, str]) -> None:
    value, language = text
    if verb in NAMED_BY:
        _take_name(heap, subject, verb, value, language)
    elif verb == NOTATION:
        heap.notations[subject].add(value)
    elif verb == AS_WRITTEN:
        heap.written[subject].update(part.strip() for part in value.split(";"))
    elif verb == COUNTRY:
        heap.countries[subject] = min(value, heap.countries.get(subject, value))


def _take_name(heap: _Heap, subject: str, verb: str, value: str, language: str) -> None:
    how = NAMED_BY[verb]
    if kind_of(subject) not in UNSOUGHT:
        heap.forms[subject].add(Form(how, value, language))
    if how <= How.ALTERNATIVE:
        place = LABELLED.index(verb) if verb in LABELLED else len(LABELLED)
        label = (place, language != "sl", value)
        heap.labels[subject] = min(label, heap.labels.get(subject, label))


def _hand_on(heap: _Heap) -> None:
    """Give the codes of identifiers and the spellings of evidence to what they are codes and spellings of."""
    members = dict(sorted(heap.links[MEMBER], reverse=True))
    for thing, identifier in heap.links[IDENTIFIER]:
        for code in heap.notations.get(identifier, ()):
            heap.forms[thing].update(_codes(code))
    for thing, evidence in heap.links[EVIDENCE]:
        if kind_of(thing) in WRITTEN_OF:
            texts = (text for text in heap.written.get(evidence, ()) if any(map(str.isalpha, text)))
            heap.forms[members.get(thing, thing)].update(Form(How.WRITTEN, text, "") for text in texts)


def _codes(code: str) -> Iterator[Form]:
    """A code, and what a spreadsheet leaves of it when it takes the code for a number."""
    yield Form(How.CODE, code, "")
    if code.isdigit() and code != code.lstrip("0"):
        yield Form(How.BARE_CODE, code.lstrip("0"), "")


def _gathered(heap: _Heap, iri: str) -> Gathered:
    kind, slug = kind_of(iri), iri.rpartition("/")[2]
    forms = heap.forms.get(iri, set()) | ({Form(How.CODE, slug, "")} if kind in SLUGGED else set())
    forms |= {Form(one.how, one.written.translate(SPELT_OUT), "de") for one in forms if one.language == "de"}
    title = heap.labels.get(iri, (0, False, iri[len(ROOT) :]))[2]
    country = heap.countries.get(iri) or (_country_of(slug) if kind in IN_COUNTRY else "")
    return Gathered(iri, kind, title, country, tuple(sorted(forms)))


def kind_of(iri: str) -> str:
    """The kind of one of our things: the first part of its IRI below `/id/`; "" for anything else.

    >>> kind_of("https://w3id.org/lga/id/network/nalas")
    'network'
    """
    return iri[len(ROOT) + 3 :].partition("/")[0] if iri.startswith(f"{ROOT}id/") else ""


def _country_of(slug: str) -> str:
    """The country that a slug begins with; "" for one that does not begin with a country's code."""
    found = COUNTRY_FIRST.match(slug)
    return code_of_country(found[1]) if found else ""


def _place(thing: Gathered) -> tuple[int, str, tuple[str, str], str]:
    rank = SOUGHT.index(thing.kind) if thing.kind in SOUGHT else len(SOUGHT)
    return rank, thing.kind, collation_key(thing.title), thing.iri
