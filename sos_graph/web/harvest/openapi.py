"""The routes of the application and the published questions -> a description of the interface in OpenAPI 3.1.

Every path is taken from the application's own map of routes, and its summary from the view that answers it, so
nothing that is served is missing and nothing is described that is not served.  Each parameter in a path has an
example with which the path answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from sos_graph import __version__
from sos_graph.sparql import GRAPH_TYPES, RESULT_TYPES
from sos_graph.stored import Parameter, StoredQuery, stored_queries
from sos_graph.syntax.media import HTML, MediaType
from sos_graph.terms import ROOT
from sos_graph.web.assets import asset_url
from sos_graph.web.site import Site

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.routing import Rule

__all__ = ["EXAMPLES", "describe_api", "template_of"]

Said = dict[str, object]

EXAMPLES: Mapping[str, str] = {
    "/about/<subject>": "harvest",
    "/about/uri-policy.<suffix>": "ttl",
    "/catalog.<suffix>": "rdf",
    "/catalog/context.<suffix>": "ttl",
    "/catalog/whole.<suffix>": "jsonld",
    "/.well-known/void.<suffix>": "ttl",
    "/changes.<suffix>": "atom",
    "/changes/<name>": "1",
    "/changes/<name>/<page>": "1 1",
    "/cite/<name>": "lga",
    "/cite/<name>.<suffix>": "lga bib",
    "/data/<name>/<path:path>": "latest lga.ttl",
    "/disputes.<suffix>": "csv",
    "/doc/<name>": "dataset",
    "/doc/<path:path>": "dataset/lga",
    "/doc/dataset/<name>": "lga",
    "/graph/<path:path>": "data/collections",
    "/id/<kind>": "dataset",
    "/id/<path:path>": "dataset/lga",
    "/linkset/<name>": "lga",
    "/map.<suffix>": "geojson",
    "/ns.<suffix>": "ttl",
    "/ns/<path:version>": "1.0.0",
    "/q/<name>": "classes",
    "/releases.<suffix>": "json",
    "/releases/<name>": "latest",
    "/search.<suffix>": "json",
    "/shapes.<suffix>": "ttl",
    "/sitemap-<int:number>.xml": "1",
    "/sources.<suffix>": "csv",
    "/tables/<name>": "lga-membership",
    "/timegate/doc/<path:path>": "dataset/lga",
    "/timemap/doc/<path:path>": "dataset/lga",
}
"""For each route with parameters, values that it answers; of files that pages are drawn with, see `_examples`."""
LANG: Said = {"type": "string", "enum": ["sl", "en"]}
PAGE: Said = {"type": "integer", "minimum": 1, "default": 1}
NUMBER: Said = {"type": "integer", "minimum": 0}
TEXT: Said = {"type": "string"}
THING: Said = {"type": "string", "examples": ["dataset/lga"]}
"""The name of a thing, which its address has after `/id/`; the service cannot answer without it."""
ON: Said = {"type": "string", "format": "date"}
MAPPED: Mapping[str, Said] = {
    "association": TEXT,
    "section": TEXT,
    "on": ON,
    "of": {"type": "string", "enum": ["members"]},
    "by": {"type": "string", "enum": ["name", "section", "state"]},
    "page": PAGE,
}
ASKED: Mapping[str, Mapping[str, Said]] = {
    "/catalog": {
        "release": TEXT,
        "page": PAGE,
        "size": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000},
    },
    "/disputes": {"page": PAGE, "state": TEXT},
    "/disputes.<suffix>": {"page": PAGE, "state": TEXT},
    "/doc/<name>": {"page": PAGE, "on": ON},
    "/doc/<path:path>": {"page": PAGE, "on": ON, "release": TEXT},
    "/doc/dataset/<name>": {"on": ON, "release": TEXT},
    "/graph/<path:path>": {"page": PAGE},
    "/map": MAPPED,
    "/map.<suffix>": MAPPED,
    "/reconcile": {"queries": TEXT, "extend": TEXT},
    "/reconcile/extend/propose": {"type": TEXT, "limit": NUMBER},
    "/reconcile/flyout/entity": {"id": THING},
    "/reconcile/flyout/property": {"id": TEXT},
    "/reconcile/flyout/type": {"id": TEXT},
    "/reconcile/preview": {"id": THING},
    "/reconcile/suggest/entity": {"prefix": TEXT, "cursor": NUMBER, "type": TEXT},
    "/reconcile/suggest/property": {"prefix": TEXT, "cursor": NUMBER},
    "/reconcile/suggest/type": {"prefix": TEXT, "cursor": NUMBER},
    "/reconcile/view": {"id": THING},
    "/search": {"q": TEXT, "kind": TEXT},
    "/search.<suffix>": {"q": TEXT, "kind": TEXT},
    "/search/suggest": {"q": TEXT},
    "/sources": {"page": PAGE, "kind": TEXT},
    "/sources.<suffix>": {"page": PAGE, "kind": TEXT},
    "/sparql": {
        "query": {"type": "string", "description": "SPARQL 1.1; without it the service describes itself"},
        "default-graph-uri": {"type": "array", "items": {"type": "string", "format": "iri"}},
        "named-graph-uri": {"type": "array", "items": {"type": "string", "format": "iri"}},
    },
}
"""The parameters after the question mark, besides `lang`."""
TYPES: Mapping[str, Said] = {
    "date": {"type": "string", "format": "date"},
    "integer": {"type": "integer"},
    "iri": {"type": "string", "format": "iri"},
    "string": {"type": "string"},
}
"""The types of parameters of questions."""
PROBLEM: Said = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string"},
    },
}
FORMS = {"application/x-www-form-urlencoded": {}, "application/sparql-query": {"schema": {"type": "string"}}}
UNLISTED = {"HEAD", "OPTIONS"}
"""Answered everywhere, and so not listed."""


def describe_api(app: Flask, site: Site, address: str) -> Said:
    """The description of the interface of an application at an address."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    paths: dict[str, Said] = {}
    for rule in rules:
        paths.setdefault(template_of(rule.rule), {}).update(_operations(app, rule))
    for question in stored_queries(site.release.store).values():
        paths[f"/q/{question.name}"] = {"get": _question(question)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sos-graph",
            "summary": "Linked data on associations of local authorities",
            "version": __version__,
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
            "contact": {"name": "sos-graph", "url": f"{ROOT}about/harvest", **_email(site)},
        },
        "servers": [{"url": address}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {"Problem": PROBLEM}},
    }


def _email(site: Site) -> Said:
    return {"email": site.settings.contact_email} if site.settings.contact_email else {}


def template_of(rule: str) -> str:
    """The path template of a route.

    >>> template_of("/data/<name>/<path:path>")
    '/data/{name}/{path}'
    """
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule)


def _operations(app: Flask, rule: Rule) -> dict[str, Said]:
    """What can be asked of a route, by method."""
    methods = sorted((rule.methods or set()) - UNLISTED)
    summary = (app.view_functions[rule.endpoint].__doc__ or "").strip().partition("\n")[0]
    blueprint = rule.endpoint.partition(".")[0]
    return {
        method.lower(): {
            "operationId": f"{method.lower()} {template_of(rule.rule)}",
            "summary": summary,
            "tags": [blueprint],
            "parameters": [*_in_path(rule), *_in_query(rule.rule)],
            **({} if method == "GET" else {"requestBody": {"content": FORMS}}),
            "responses": _responses({}),
        }
        for method in methods
    }


def _in_path(rule: Rule) -> Iterator[Said]:
    examples = _examples(rule.rule)
    names = re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule)
    for place, (kind, name) in enumerate(names):
        schema: Said = {"type": "integer", "minimum": 1} if kind == "int" else {"type": "string", "minLength": 1}
        given = examples[place] if place < len(examples) else None
        example: object = int(given) if given and kind == "int" else given
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schema,
            **({} if example is None else {"example": example}),
        }


def _examples(rule: str) -> list[str]:
    """Values for the parameters of a route."""
    if rule == "/assets/<name>":
        return [asset_url("site.css").rpartition("/")[2]]
    return EXAMPLES.get(rule, "").split()


def _in_query(rule: str) -> Iterator[Said]:
    for name, schema in {**ASKED.get(rule, {}), "lang": LANG}.items():
        yield {"name": name, "in": "query", "schema": schema, **({"required": True} if schema is THING else {})}


def _question(question: StoredQuery) -> Said:
    """How a published question is asked."""
    types = GRAPH_TYPES if question.form == "construct" else RESULT_TYPES
    suffixes = ", ".join(f".{one.suffix}" for one in types)
    return {
        "operationId": f"ask {question.name}",
        "summary": question.title.en,
        "description": f"{question.title.sl} A suffix chooses the format: {suffixes}.",
        "tags": ["questions", *question.keywords],
        "parameters": [*map(_asked, question.parameters), *([] if _asks_language(question) else [_language()])],
        "responses": _responses(_content((HTML, *types))),
    }


def _asks_language(question: StoredQuery) -> bool:
    return any(one.name == "lang" for one in question.parameters)


def _language() -> Said:
    return {"name": "lang", "in": "query", "schema": LANG}


def _asked(parameter: Parameter) -> Said:
    default: object = int(parameter.default) if parameter.type == "integer" else parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "description": f"{parameter.label.sl} / {parameter.label.en}",
        "schema": {**TYPES[parameter.type], "default": default},
        "example": default,
    }


def _content(types: Iterable[MediaType]) -> Said:
    return {one.name: {} for one in types}


def _responses(content: Said) -> Said:
    """What any address may answer."""
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        "200": {"description": "The answer, complete", "content": content or {"*/*": {}}},
        "303": {"description": "See the document at Location"},
        "302": {"description": "The document at a moment is at Location"},
        "304": {"description": "Not changed since the tag that was sent"},
        "308": {"description": "The address has moved for good"},
        "default": {
            "description": "A problem, in words",
            "content": {"application/problem+json": problem, "text/html": {}, "text/plain": {}},
        },
    }
