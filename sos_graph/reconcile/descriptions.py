"""A thing -> the few words that tell it from others of the same name: what it is, where, of whom, since when.

What enters is a thing; what leaves is a line in the reader's language.  Which facts tell things apart is a list of
paths, so that a settlement says whose seat it is, a body whose body, a person which office, an event its date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sos_graph.errors import Language
from sos_graph.names import country_name
from sos_graph.reconcile.scope import Scope
from sos_graph.reconcile.values import SCHEMES
from sos_graph.terms import ADMS, DCT, LGA_NS, ORG, SKOS, Literal, NamedNode, Namespace
from sos_graph.wording import say_literal

__all__ = ["describe_thing"]

OURS = Namespace(LGA_NS, "level seat inPost onDate until identifierScheme about")
UNITS = Namespace(ORG.base, "unitOf hasMembership organization")
CODED = tuple(f"{SCHEMES}{one}" for one in ("surs", "lau", "nuts"))
PATHS: tuple[tuple[NamedNode, ...], ...] = (
    (UNITS.unitOf,),
    (UNITS.hasMembership, OURS.inPost),
    (DCT.isPartOf,),
    (DCT.type,),
    (OURS.about,),
    (OURS.onDate,),
    (NamedNode(f"{LGA_NS}from"),),
    (OURS.until,),
)
MOST = 2
"""How many values of one path are said."""


def describe_thing(scope: Scope, iri: NamedNode, country: str, language: Language) -> str:
    """The line about a thing, beginning with its type."""
    said = [_type(scope, iri, language), country_name(country, language) if country else ""]
    said += _seat_of(scope, iri, language)
    for path in PATHS:
        said += sorted({_say(scope, one, language) for one in _ends(scope, [iri], path)})[:MOST]
    said += _codes(scope, iri)
    return ", ".join(dict.fromkeys(one for one in said if one))


def _type(scope: Scope, iri: NamedNode, language: Language) -> str:
    """What a thing is: its type, and of which level where it is a territory."""
    name = next((scope.name(one, language) for one in scope.types_of(iri)), "")
    levels = sorted({_say(scope, one, language) for one in _ends(scope, [iri], (OURS.level,))})
    return f"{name} ({', '.join(levels)})" if levels else name


def _seat_of(scope: Scope, iri: NamedNode, language: Language) -> list[str]:
    """Whose seat a settlement is."""
    quads = scope.release.store.quads(None, OURS.seat, iri)
    names = sorted(scope.name(quad.subject.value, language) for quad in quads if isinstance(quad.subject, NamedNode))
    phrase = {"sl": "sedež: {}", "en": "seat of {}"}[language]
    return [phrase.format("; ".join(names[:MOST]))] if names else []


def _ends(scope: Scope, starts: Iterable[object], path: Iterable[NamedNode]) -> list[object]:
    """What a path leads to from some things."""
    fringe = list(starts)
    for step in path:
        fringe = [
            quad.object for one in fringe if isinstance(one, NamedNode) for quad in scope.release.store.quads(one, step)
        ]
    return fringe


def _say(scope: Scope, term: object, language: Language) -> str:
    if isinstance(term, NamedNode):
        return scope.name(term.value, language)
    return say_literal(term, language) if isinstance(term, Literal) else ""


def _codes(scope: Scope, iri: NamedNode) -> Iterator[str]:
    """The first of the codes that people know things by."""
    identifiers = [one for one in _ends(scope, [iri], (ADMS.identifier,)) if isinstance(one, NamedNode)]
    for scheme in CODED:
        for one in sorted(identifiers, key=str):
            if any(scope.release.store.quads(one, OURS.identifierScheme, NamedNode(scheme))):
                yield from (_say(scope, code, "en") for code in _ends(scope, [one], (SKOS.notation,)))
                return
