"""The answers of the service as JSON values: its manifest, results, suggestions and proposals, in both versions.

One manifest serves both: version 0.2 reads `service_url` and `service_path` of each suggest service, the draft of 1.0
takes any such value for "yes" and finds the services at fixed paths below the endpoint, where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sos_graph import __version__
from sos_graph.errors import Language
from sos_graph.names import Candidate, fold, suggest_names
from sos_graph.reconcile.candidates import Match, reconcile
from sos_graph.reconcile.descriptions import describe_thing
from sos_graph.reconcile.queries import BATCH, Query
from sos_graph.reconcile.scope import IDENTIFIERS, Scope
from sos_graph.reconcile.values import properties_of, property_iri
from sos_graph.terms import LGA_NS, NamedNode

__all__ = [
    "PREVIEW_SIZE",
    "manifest",
    "propose",
    "results",
    "results_in_order",
    "suggest_entities",
    "suggest_properties",
    "suggest_types",
]

PREVIEW_SIZE = (430, 260)
SUGGESTED = 12
MOST_SUGGESTED = 200
NAMES = {"sl": "Združenja lokalnih skupnosti (lga)", "en": "Associations of local authorities (lga)"}
LIMIT = {"sl": "največ vrednosti", "en": "at most so many values"}
LIMIT_HELP = {"sl": "0 pomeni vse vrednosti.", "en": "0 means all values."}
FEATURES = {
    "name": {"sl": "ujemanje imena", "en": "likeness of the name"},
    "exact": {"sl": "isto zapisano", "en": "written the same"},
    "agreeing": {"sl": "lastnosti, ki se ujemajo", "en": "properties that agree"},
    "disagreeing": {"sl": "lastnosti, ki si nasprotujejo", "en": "properties that disagree"},
}


def manifest(scope: Scope, base: str, language: Language) -> dict[str, Any]:
    """The manifest of the service at a base address without a slash at its end."""
    endpoint = f"{base}/reconcile"
    width, height = PREVIEW_SIZE
    return {
        "versions": ["0.2", "1.0-draft"],
        "name": NAMES[language],
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": LGA_NS,
        "documentation": f"{base}/about/harvest",
        "serviceVersion": __version__,
        "logo": f"{base}/favicon.ico",
        "defaultTypes": [_type(scope, one, language) for one in dict.fromkeys(map(scope.type_of_kind, _usual(scope)))],
        "view": {"url": f"{endpoint}/view?id={{{{id}}}}"},
        "preview": {"url": f"{endpoint}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": {what: _suggest_service(endpoint, what) for what in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": endpoint, "service_path": "/extend/propose"},
            "property_settings": [_limit_setting(language, "name", "label", "help_text")],
            "proposeProperties": True,
            "propertySettings": [_limit_setting(language, "id", "name", "helpText")],
        },
        "batchSize": BATCH,
        "standardizedScore": True,
        "lang": language,
    }


def _usual(scope: Scope) -> list[str]:
    """The kinds that are reconciled when no type is asked for."""
    runs = set(scope.runs(()))
    return [kind for kind, run in scope.names.kinds.items() if run in runs]


def _suggest_service(endpoint: str, what: str) -> dict[str, str]:
    return {
        "service_url": endpoint,
        "service_path": f"/suggest/{what}",
        "flyout_service_url": endpoint,
        "flyout_service_path": f"/flyout/{what}?id=${{id}}",
    }


def _limit_setting(language: Language, identifier: str, label: str, help_text: str) -> dict[str, object]:
    texts = {label: LIMIT[language], help_text: LIMIT_HELP[language]}
    return {identifier: "limit", "type": "number", "default": 0} | texts


def results(scope: Scope, batch: Mapping[str, Query], language: Language) -> dict[str, Any]:
    """The results of a batch of version 0.2, under the keys of its queries."""
    return {
        key: {"result": [_candidate(one, language) for one in reconcile(scope, query, language)]}
        for key, query in batch.items()
    }


def results_in_order(scope: Scope, batch: Iterable[Query], language: Language) -> dict[str, Any]:
    """The results of a batch of the draft of 1.0, in the order of its queries."""
    found = (reconcile(scope, query, language) for query in batch)
    return {"results": [{"candidates": [_candidate(one, language) for one in matches]} for matches in found]}


def _candidate(one: Match, language: Language) -> dict[str, Any]:
    features = {"name": one.score, "exact": one.exact, "agreeing": one.agreeing, "disagreeing": one.disagreeing}
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "score": one.score,
        "match": one.match,
        "type": [{"id": iri, "name": name} for iri, name in one.types],
        "features": [{"id": key, "name": FEATURES[key][language], "value": value} for key, value in features.items()],
    }


def suggest_entities(scope: Scope, prefix: str, skip: int, types: Iterable[str], language: Language) -> dict[str, Any]:
    """The things that the beginning of a name, or an identifier, stands for."""
    runs = scope.runs(types)
    found = suggest_names(scope.names, prefix, runs, min(skip + SUGGESTED, MOST_SUGGESTED)) if runs else []
    return {"result": [_suggestion(scope, one, language) for one in found[skip:]]}


def _suggestion(scope: Scope, one: Candidate, language: Language) -> dict[str, Any]:
    iri = NamedNode(one.thing.iri)
    return {
        "id": scope.identifier(iri.value),
        "name": scope.name(iri.value, language),
        "description": describe_thing(scope, iri, one.thing.country, language),
        "notable": [_type(scope, kind, language) for kind in scope.types_of(iri)],
    }


def suggest_types(scope: Scope, prefix: str, skip: int, language: Language) -> dict[str, Any]:
    """The types whose name or IRI a text begins or is part of; all of them for no text."""
    named = [(one.iri, scope.name(one.iri, language)) for one in scope.types.values()]
    return {"result": [_type(scope, iri, language) for iri, _ in _beginning(named, prefix)[skip : skip + SUGGESTED]]}


def suggest_properties(scope: Scope, prefix: str, skip: int, language: Language) -> dict[str, Any]:
    """The properties whose name or IRI a text begins or is part of; all of them for no text."""
    named = [(iri, name) for iri, name, _ in properties_of(scope, _usual(scope), language)]
    short = property_iri(scope, prefix)
    first = [(iri, name) for iri, name in named if iri == short]
    found = list(dict.fromkeys((*first, *_beginning(named, prefix))))[skip : skip + SUGGESTED]
    return {"result": [{"id": iri, "name": name, "description": iri} for iri, name in found]}


def propose(scope: Scope, kind: str, most: int, language: Language) -> dict[str, Any]:
    """The properties that things of a type have, the most used first; 0 for all of them."""
    known = scope.types.get(scope.full(kind))
    kinds = known.kinds if known else () if kind else _usual(scope)
    found = [{"id": iri, "name": name} for iri, name, _ in properties_of(scope, kinds, language)]
    limit = {"limit": most} if most else {}
    return {"properties": found[:most] if most else found, "type": kind} | limit


def _type(scope: Scope, iri: str, language: Language) -> dict[str, Any]:
    above = scope.types[iri].broader if iri in scope.types else ()
    broader = [{"id": one, "name": scope.name(one, language)} for one in above]
    return {"id": iri, "name": scope.name(iri, language)} | ({"broader": broader} if broader else {})


def _beginning(named: Iterable[tuple[str, str]], prefix: str) -> list[tuple[str, str]]:
    """Those whose name begins with a text, then those that have it anywhere in the name or the IRI."""
    wanted = fold(prefix)
    pairs = [(fold(f"{name} {iri}").find(wanted), (iri, name)) for iri, name in named]
    return [pair for place, pair in sorted(pairs, key=lambda one: one[0] > 0) if place >= 0]
