"""An extension -> the values of properties of things, as both versions of the protocol write them.

A date is given as text, because the protocol's dates are moments and ours are as precise as their source.  Of texts in
several languages those in the reader's are given, or else those in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sos_graph.errors import Language
from sos_graph.reconcile.queries import Extension
from sos_graph.reconcile.scope import IDENTIFIERS, Scope
from sos_graph.reconcile.values import Value, property_iri, values_of
from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["extend", "extend_in_rows"]

WHOLE = {XSD.integer, XSD.nonNegativeInteger}
BROKEN = {XSD.decimal, XSD.double}


def extend(scope: Scope, asked: Extension, language: Language) -> dict[str, Any]:
    """The answer of version 0.2: rows by identifier, each with its properties by theirs."""
    rows = {
        one: {name: _values(scope, one, name, most, language) for name, most in asked.properties} for one in asked.ids
    }
    return {"meta": _meta(scope, asked, language), "rows": rows}


def extend_in_rows(scope: Scope, asked: Extension, language: Language) -> dict[str, Any]:
    """The answer of the draft of 1.0: a list of rows, each with a list of its properties."""
    rows = [
        {
            "id": one,
            "properties": [
                {"id": name, "values": _values(scope, one, name, most, language)} for name, most in asked.properties
            ],
        }
        for one in asked.ids
    ]
    return {"meta": _meta(scope, asked, language), "rows": rows}


def _meta(scope: Scope, asked: Extension, language: Language) -> list[dict[str, str]]:
    return [{"id": name, "name": scope.name(property_iri(scope, name), language)} for name, _ in asked.properties]


def _values(scope: Scope, one: str, name: str, most: int, language: Language) -> list[dict[str, Any]]:
    thing = scope.entity(one)
    found = values_of(scope, thing, property_iri(scope, name)) if thing else []
    chosen = _in_one_language(found, language)
    return [_value(scope, value, language) for value in (chosen[:most] if most else chosen)]


def _in_one_language(values: Sequence[Value], language: Language) -> list[Value]:
    tags = {value.language for value in values if isinstance(value, Literal) and value.language}
    kept = next(({tag} for tag in (language, "en", "sl") if tag in tags), tags)
    return [value for value in values if not isinstance(value, Literal) or not value.language or value.language in kept]


def _value(scope: Scope, value: Value, language: Language) -> dict[str, Any]:
    """One value: a thing of ours by identifier and name, a number as a number, anything else as text."""
    if isinstance(value, NamedNode):
        is_ours = value.value.startswith(IDENTIFIERS)
        named = {"id": scope.identifier(value.value), "name": scope.name(value.value, language)}
        return named if is_ours else {"str": value.value}
    if not isinstance(value, Literal):
        return {"str": str(value)}
    if value.datatype in WHOLE:
        return {"int": int(value.value)}
    return {"float": float(value.value)} if value.datatype in BROKEN else {"str": value.value}
