"""A query -> the things that may be meant, with a score, and at most one of them matched without asking.

An automatic match is made only when exactly one thing of the asked types says exactly what the query says and nothing
in the query speaks against it.  Some things that are exact say too little for that: an acronym of fewer than four
letters (acronyms are shared by associations of many countries) and a short name or a bare number of which nobody said
what type it is of; a spelling that only some source uses never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sos_graph.errors import Language
from sos_graph.names import Candidate, How, Listed, find_names, fold, squeeze
from sos_graph.reconcile.descriptions import describe_thing
from sos_graph.reconcile.queries import Condition, Query
from sos_graph.reconcile.scope import Scope
from sos_graph.reconcile.values import fits, is_code, property_iri
from sos_graph.terms import Literal, NamedNode

__all__ = ["Match", "reconcile"]

CONTRADICTED = 30.0
"""What a property that says something else costs."""
TELLING = 4
"""The letters from which on a name or an acronym is taken at its word."""
LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate: identifier, name, description, types, score (0 to 100), and the features that led to it."""

    id: str
    name: str
    description: str
    types: tuple[tuple[str, str], ...]
    score: float
    match: bool
    exact: bool
    agreeing: int
    disagreeing: int


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A thing with what the names and the conditions say of it."""

    thing: Listed
    score: float
    exact: bool
    telling: bool
    written: str
    agreeing: int
    disagreeing: int


def reconcile(scope: Scope, query: Query, language: Language) -> list[Match]:
    """The candidates of a query, the likeliest first, at most as many as it asks for."""
    weighed = _named(scope, query) if query.text.strip() else _valued(scope, query)
    ordered = sorted(weighed, key=lambda one: -one.score)
    exact = [one for one in ordered if one.exact and not one.disagreeing]
    sure = exact[0].thing.number if len(exact) == 1 and exact[0].telling else None
    return [_match(scope, one, language, match=one.thing.number == sure) for one in ordered[: query.limit]]


def _named(scope: Scope, query: Query) -> list[_Weighed]:
    """The things that the text of a query may mean, weighed with its conditions."""
    runs = scope.runs(query.types)
    if not runs:
        return []
    found = find_names(scope.names, query.text, runs, LOOKED_AT)
    weighed = (_weigh(scope, one, query) for one in found if scope.has_type(NamedNode(one.thing.iri), query.types))
    return [one for one in weighed if one]


def _weigh(scope: Scope, found: Candidate, query: Query) -> _Weighed | None:
    """A thing with its score, or None where a required condition does not hold."""
    fitting = [(one, fits(scope, NamedNode(found.thing.iri), one)) for one in query.conditions]
    if any(condition.required and not fit for condition, fit in fitting):
        return None
    agreeing = sum(fit is True for _, fit in fitting)
    disagreeing = sum(fit is False for _, fit in fitting)
    score = max(0.0, found.score - CONTRADICTED * disagreeing)
    telling = _is_telling(found, query, is_confirmed=agreeing > 0)
    return _Weighed(found.thing, score, found.exact, telling, found.form.written, agreeing, disagreeing)


def _is_telling(found: Candidate, query: Query, *, is_confirmed: bool) -> bool:
    """Whether an exact form says enough to be taken at its word."""
    form = found.form
    is_qualified = is_confirmed or len(squeeze(fold(query.text))) > len(form.key)
    match How(form.how):
        case How.ACRONYM:
            return len(form.key) >= TELLING or is_qualified
        case How.CODE:
            return not form.key.isdigit() or bool(query.types) or is_confirmed
        case How.NAME | How.ALTERNATIVE | How.FORMER:
            return len(form.key) >= TELLING or bool(query.types) or is_qualified
    return False


def _valued(scope: Scope, query: Query) -> list[_Weighed]:
    """The things that have the values of the conditions of a query without a name."""
    numbers = {number for one in query.conditions for number in _with_value(scope, one)}
    runs = scope.runs(query.types)
    listed = [one for one in scope.names.things(numbers).values() if _is_within(one.number, runs)]
    weighed = [_weigh_values(scope, one, query) for one in sorted(listed, key=lambda one: one.number)]
    return [one for one in weighed if one.agreeing and scope.has_type(NamedNode(one.thing.iri), query.types)]


def _weigh_values(scope: Scope, thing: Listed, query: Query) -> _Weighed:
    """A thing with the share of the conditions that it fulfils; a code tells enough to be taken at its word."""
    agreeing = sum(fits(scope, NamedNode(thing.iri), one) is True for one in query.conditions)
    disagreeing = len(query.conditions) - agreeing
    score = round(100.0 * agreeing / len(query.conditions), 1)
    telling = any(is_code(property_iri(scope, one.property)) for one in query.conditions)
    return _Weighed(thing, score, not disagreeing, telling, "", agreeing, disagreeing)


def _with_value(scope: Scope, condition: Condition) -> Iterable[int]:
    """The numbers of the first things that may have the values of a condition."""
    for text in condition.values:
        yield from (form.thing for form in scope.names.with_key(squeeze(fold(text))))
        entity = scope.entity(text)
        terms = [entity] if entity else [Literal(text), Literal(text.upper())]
        predicate = NamedNode(property_iri(scope, condition.property))
        for term in terms:
            for quad, _ in zip(scope.release.store.quads(None, predicate, term), range(LOOKED_AT), strict=False):
                number = scope.names.number_of(getattr(quad.subject, "value", ""))
                if number:
                    yield number


def _is_within(number: int, runs: Iterable[tuple[int, int]]) -> bool:
    return any(first <= number <= last for first, last in runs)


def _match(scope: Scope, one: _Weighed, language: Language, *, match: bool) -> Match:
    iri = NamedNode(one.thing.iri)
    name = scope.name(iri.value, language)
    about = describe_thing(scope, iri, one.thing.country, language)
    if one.written and fold(one.written) not in fold(name):
        about = f"{one.written} – {about}"
    return Match(
        scope.identifier(iri.value),
        name,
        about,
        tuple((kind, scope.name(kind, language)) for kind in scope.types_of(iri)),
        one.score,
        match,
        one.exact,
        one.agreeing,
        one.disagreeing,
    )
