"""IRIs -> short names, under a table of prefixes.

What enters is an IRI as N-Triples writes it, in angle brackets; what leaves is a prefixed name where that is safe in
Turtle and JSON-LD alike, else the IRI as it came.  A local name is safe when it has only ASCII letters, digits,
underscores and inner dots and hyphens (a part of PN_LOCAL, RDF 1.1 Turtle, 6.5): a slash would have to be
escaped, a trailing dot would end the statement, and a letter such as č reads differently from tool to tool.

Our own things need no line in the table: whatever lies in a folder ``/id/{kind}/`` gets the prefix of its kind, so a
file says ``municipality:si-001``.  A kind whose name the table gives to somebody else is called otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from sos_graph.terms import PREFIXES, ROOT

__all__ = ["FILE_PREFIXES", "Names", "names_under", "used_prefixes"]

FILE_PREFIXES: Mapping[str, str] = PREFIXES | {
    "as": "https://www.w3.org/ns/activitystreams#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "eu-country": "http://publications.europa.eu/resource/authority/country/",
    "eu-language": "http://publications.europa.eu/resource/authority/language/",
    "eu-licence": "http://publications.europa.eu/resource/authority/licence/",
    "eu-theme": "http://publications.europa.eu/resource/authority/data-theme/",
    "eurovoc": "http://eurovoc.europa.eu/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "ldes": "https://w3id.org/ldes#",
    "nuts": "http://data.europa.eu/nuts/code/",
    "pav": "http://purl.org/pav/",
    "shapes": f"{ROOT}shapes#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "spdx": "http://spdx.org/rdf/terms#",
    "tree": "https://w3id.org/tree#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wd": "http://www.wikidata.org/entity/",
}
"""The prefixes a written file may use: the public table and the neighbours our files point to."""

SAFE_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
KIND = re.compile(re.escape(ROOT) + r"id/([a-z][a-z0-9-]*|concept/[a-z][a-z0-9-]*)/")
CALLED_OTHERWISE = {"person": "people"}
RESERVED_KINDS = ("concept-", "id-", "people")
REMEMBERED = 100_000


class Names(dict[str, str]):
    """IRIs in angle brackets and their short names, worked out when first asked for.

    >>> names = names_under(FILE_PREFIXES)
    >>> names["<https://w3id.org/lga/ns#Municipality>"], names["<https://w3id.org/lga/id/municipality/si-001>"]
    ('lga:Municipality', 'municipality:si-001')
    >>> names["<https://w3id.org/lga/id/network/>"]
    '<https://w3id.org/lga/id/network/>'
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self._table = dict(prefixes)
        self.prefixes = dict(prefixes)
        self._owners = {namespace: prefix for prefix, namespace in sorted(prefixes.items(), reverse=True)}

    def __missing__(self, iri: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        name = self[iri] = self._short(iri)
        return name

    def _short(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        namespace, local = iri[1:cut], iri[cut:-1]
        if not SAFE_LOCAL.fullmatch(local):
            return iri
        prefix = self._owners.get(namespace)
        if prefix is None:
            prefix = self._kind(namespace)
        return iri if prefix is None else f"{prefix}:{local}"

    def _kind(self, namespace: str) -> str | None:
        prefix = kind_prefix(namespace, self._table)
        if prefix is not None:
            self.prefixes[prefix] = namespace
            self._owners[namespace] = prefix
        return prefix


def kind_prefix(namespace: str, table: Mapping[str, str]) -> str | None:
    """The prefix of a folder of our own things, or None for any other namespace.

    >>> kind_prefix("https://w3id.org/lga/id/body/", {}), kind_prefix("https://w3id.org/lga/id/concept/role/", {})
    ('body', 'concept-role')
    """
    found = KIND.fullmatch(namespace)
    if found is None or found[1].startswith(RESERVED_KINDS):
        return None
    kind = found[1].replace("/", "-")
    prefix = CALLED_OTHERWISE.get(kind, kind)
    if prefix in table:
        prefix = f"id-{kind}"
    return None if prefix in table else prefix


def names_under(prefixes: Mapping[str, str]) -> Names:
    """The names under a table of prefixes; the same table gives the same, already warm, names."""
    return _names(tuple(prefixes.items()))


@lru_cache(maxsize=16)
def _names(items: tuple[tuple[str, str], ...]) -> Names:
    return Names(dict(items))


def used_prefixes(short: Iterable[str], names: Names) -> dict[str, str]:
    """The part of the table that these short names use, sorted by prefix."""
    used = {name.partition(":")[0] for name in short if name[0] != "<"}
    return {prefix: names.prefixes[prefix] for prefix in sorted(used)}
