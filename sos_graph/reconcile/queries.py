"""The text of a batch -> queries; both versions of the protocol come to the same queries.

What enters is JSON as version 0.2 has it (an object of queries under keys of the client's choice, in a form field) or
as the draft of 1.0 has it (an array of queries of conditions, as a body); what leaves is queries.  A batch that is not
of that form is refused with the place where it is wrong, and one that is too large with how large it may be.
https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/ (Reconciliation Queries)
https://reconciliation-api.github.io/specs/draft/ (Match Service)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sos_graph.errors import QueryLimit, QueryRefused, Sentence

__all__ = [
    "BATCH",
    "MOST_CANDIDATES",
    "Condition",
    "Extension",
    "Query",
    "read_batch",
    "read_conditions",
    "read_extension",
]

BATCH = 50
"""How many queries one batch may have."""
ROWS = 500
"""How many things one extension may ask about."""
COLUMNS = 50
MOST_CANDIDATES = 50
USUAL_CANDIDATES = 10
QUANTIFIERS = ("any", "all", "none")


@dataclass(frozen=True, slots=True)
class Condition:
    """Values that a property should have: any, all or none of them; `required` drops whatever does not have them."""

    property: str
    values: tuple[str, ...]
    required: bool = False
    quantifier: str = "any"


@dataclass(frozen=True, slots=True)
class Query:
    """A name to look for ("" for none), the types that the thing may have, how many candidates, and conditions."""

    text: str
    types: tuple[str, ...] = ()
    limit: int = USUAL_CANDIDATES
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """The things that values are asked of, and the properties asked for, each with at most so many values (0: all)."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def read_batch(text: str) -> dict[str, Query]:
    """The queries of a batch of version 0.2; raises QueryRefused or QueryLimit where it is not such a batch."""
    batch = _object(_json(text), "queries")
    _refuse_size(len(batch), BATCH)
    return {key: _query(_object(value, key), key) for key, value in batch.items()}


def read_conditions(text: str) -> list[Query]:
    """The queries of a batch of the draft of 1.0; raises QueryRefused or QueryLimit where it is not such a batch."""
    batch = _array(_object(_json(text), "queries").get("queries"), "queries")
    _refuse_size(len(batch), BATCH)
    return [_conditioned(_object(value, f"queries[{place}]"), f"queries[{place}]") for place, value in enumerate(batch)]


def read_extension(text: str) -> Extension:
    """What an extension asks for, in either version; raises QueryRefused or QueryLimit where it is not one."""
    asked = _object(_json(text), "extend")
    ids = _array(asked.get("ids"), "ids")
    properties = [_object(one, "properties") for one in _array(asked.get("properties"), "properties")]
    _refuse_size(len(ids), ROWS)
    _refuse_size(len(properties), COLUMNS)
    return Extension(
        tuple(_text(one, "ids") for one in ids),
        tuple((_text(one.get("id"), "properties"), _most(one.get("settings"))) for one in properties),
    )


def _query(value: Mapping[str, Any], key: str) -> Query:
    """One query of version 0.2."""
    types = value.get("type", [])
    conditions = tuple(
        Condition(_text(one.get("pid"), f"{key}.pid"), _values(one.get("v"), f"{key}.v"))
        for one in (_object(each, key) for each in _array(value.get("properties", []), f"{key}.properties"))
    )
    listed = [types] if isinstance(types, str) else _array(types, f"{key}.type")
    named = tuple(_text(one.get("id") if isinstance(one, dict) else one, f"{key}.type") for one in listed)
    return _checked(Query(_text(value.get("query", ""), key), named, _limit(value, key), conditions), key)


def _conditioned(value: Mapping[str, Any], key: str) -> Query:
    """One query of the draft of 1.0."""
    text, conditions = "", []
    for one in (_object(each, key) for each in _array(value.get("conditions"), f"{key}.conditions")):
        values = _values(one.get("propertyValue", one.get("v")), f"{key}.propertyValue")
        match one.get("matchType"):
            case "name":
                text = " ".join((text, *values)).strip()
            case "property":
                conditions.append(_condition(one, values, key))
            case _:
                raise _refused(f"{key}.matchType")
    types = tuple(_text(one, f"{key}.type") for one in [value.get("type")] if one is not None)
    return _checked(Query(text, types, _limit(value, key), tuple(conditions)), key)


def _condition(one: Mapping[str, Any], values: tuple[str, ...], key: str) -> Condition:
    quantifier = one.get("matchQuantifier", "any")
    if quantifier not in QUANTIFIERS:
        raise _refused(f"{key}.matchQuantifier")
    name = _text(one.get("propertyId", one.get("pid")), f"{key}.propertyId")
    return Condition(name, values, one.get("required") is True, quantifier)


def _checked(query: Query, key: str) -> Query:
    if not query.text.strip() and not query.conditions:
        raise _refused(key)
    return query


def _limit(value: Mapping[str, Any], key: str) -> int:
    limit = value.get("limit", USUAL_CANDIDATES)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 1 <= limit < float("inf"):
        raise _refused(f"{key}.limit")
    return min(int(limit), MOST_CANDIDATES)


def _most(settings: object) -> int:
    """How many values the settings of a property allow; 0 for any number."""
    most = settings.get("limit", 0) if isinstance(settings, dict) else 0
    try:
        return max(0, int(most))
    except (TypeError, ValueError, OverflowError):
        raise _refused("properties.settings.limit") from None


def _values(value: object, key: str) -> tuple[str, ...]:
    """The texts of a value or of several; a thing counts by its identifier."""
    several = value if isinstance(value, list) else [value]
    return tuple(_plain(one.get("id") if isinstance(one, dict) else one, key) for one in several)


def _plain(value: object, key: str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else str(value)
    return _text(value, key)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _refused("JSON") from None


def _object(value: object, key: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _refused(key)
    return value


def _array(value: object, key: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _refused(key)
    return value


def _text(value: object, key: str) -> str:
    if not isinstance(value, str):
        raise _refused(key)
    return value


def _refuse_size(size: int, most: int) -> None:
    if size > most:
        raise QueryLimit(
            Sentence(f"V enem svežnju je največ {most} vprašanj.", f"One batch has at most {most} queries."),
            limit="batch",
            used=size,
            allowed=most,
            hint=Sentence("Pošljite jih v več manjših svežnjih.", "Send them in several smaller batches."),
        )


def _refused(where: str) -> QueryRefused:
    return QueryRefused(
        Sentence("Sveženj vprašanj ni zapisan po protokolu.", "The batch of queries is not as the protocol has it."),
        where=where[:200],
        hint=Sentence(
            "Vsako vprašanje ima query ali properties (0.2) oziroma conditions (1.0).",
            "Each query has query or properties (0.2), or conditions (1.0).",
        ),
    )
