"""Things and properties -> the values that they have, and whether those are what a client expects.

A code is a property of its own under the IRI of its scheme (`…/identifier-scheme/iso-3166-2`), and `skos:notation`
stands for the codes of all schemes, although in the data an identifier stands between a thing and its code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sos_graph.errors import Language
from sos_graph.names import code_of_country, fold, squeeze
from sos_graph.reconcile.queries import Condition
from sos_graph.reconcile.scope import IDENTIFIERS, Scope
from sos_graph.terms import ADMS, FOAF, LGA_NS, RDF, SKOS, BlankNode, Literal, NamedNode, Triple

__all__ = ["COUNTRY", "SCHEMES", "fits", "is_code", "properties_of", "property_iri", "values_of"]

Value = NamedNode | BlankNode | Literal | Triple

COUNTRY = "http://schema.org/addressCountry"
SCHEMES = f"{IDENTIFIERS}concept/identifier-scheme/"
SCHEME = NamedNode(f"{LGA_NS}identifierScheme")
CODE = SKOS.notation.value
ALIASES = {
    "country": COUNTRY,
    "acronym": f"{LGA_NS}acronym",
    "website": FOAF.homepage.value,
    "code": CODE,
    "name": SKOS.prefLabel.value,
    "type": RDF.type.value,
}
"""Short names under which the most useful properties can be asked for."""


def property_iri(scope: Scope, name: str) -> str:
    """The IRI of a property that a client names by its IRI, a prefixed name or a short name."""
    return ALIASES.get(name) or scope.full(name)


def is_code(iri: str) -> bool:
    """Whether a property holds codes."""
    return iri == CODE or iri.startswith(SCHEMES)


def properties_of(scope: Scope, kinds: Iterable[str], language: Language) -> list[tuple[str, str, int]]:
    """The properties that things of some kinds have, with their names and uses, the most used first."""
    found: dict[str, int] = {}
    for kind in kinds:
        for iri, uses in scope.properties.get(kind, {}).items():
            found[iri] = found.get(iri, 0) + uses
    if found.pop(ADMS.identifier.value, 0):
        found[CODE] = max(found.values(), default=1)
        found |= {quad.subject.value: 1 for quad in _schemes(scope) if isinstance(quad.subject, NamedNode)}
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(iri, scope.name(iri, language), uses) for iri, uses in ranked]


def _schemes(scope: Scope) -> list[Triple]:
    quads = scope.release.store.quads(None, SKOS.inScheme, NamedNode(SCHEMES.rstrip("/")))
    return sorted({quad.triple for quad in quads}, key=str)


def values_of(scope: Scope, thing: NamedNode, iri: str) -> list[Value]:
    """The values of a property of a thing, each once, sorted."""
    store = scope.release.store
    if not is_code(iri):
        return sorted({quad.object for quad in store.quads(thing, NamedNode(iri))}, key=str)
    identifiers = [quad.object for quad in store.quads(thing, ADMS.identifier) if isinstance(quad.object, NamedNode)]
    if iri != CODE:
        identifiers = [one for one in identifiers if any(store.quads(one, SCHEME, NamedNode(iri)))]
    return sorted({quad.object for one in identifiers for quad in store.quads(one, SKOS.notation)}, key=str)


def fits(scope: Scope, thing: NamedNode, condition: Condition) -> bool | None:
    """Whether a thing has the values that a condition names; None where the thing has no such property."""
    iri = property_iri(scope, condition.property)
    values = values_of(scope, thing, iri)
    if not values:
        return None
    known = {key for value in values for key in _keys(scope, value, iri)}
    found = [bool(_wanted(scope, text, iri) & known) for text in condition.values]
    return {"any": any(found), "all": all(found), "none": not any(found)}[condition.quantifier]


def _wanted(scope: Scope, text: str, iri: str) -> set[str]:
    """The keys that a value named by a client may have."""
    entity = scope.entity(text)
    country = code_of_country(text) if iri == COUNTRY else ""
    return {squeeze(fold(text)), *([entity.value] if entity else []), *([country] if country else [])} - {""}


def _keys(scope: Scope, value: Value, iri: str) -> Sequence[str]:
    """The keys of a value: a thing counts by its IRI and by its names, a text by its letters."""
    if isinstance(value, Literal):
        return (value.value,) if iri == COUNTRY else (squeeze(fold(value.value)),)
    if not isinstance(value, NamedNode):
        return ()
    number = scope.names.number_of(value.value)
    names = [form.key for form in scope.names.forms([number])] if number else []
    return (value.value, squeeze(fold(value.value)), *names)
