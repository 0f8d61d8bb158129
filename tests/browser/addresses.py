"""One address of each kind of page, and the ways in which a visitor may look at it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product, starmap
from urllib.parse import quote

__all__ = ["ADDRESSES", "KINDS", "VIEWS", "Address", "View"]

QUERY = """SELECT ?association ?name (YEAR(?from) AS ?year) WHERE {
  ?association a <https://w3id.org/lga/ns#Association> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name .
  OPTIONAL { ?association <https://w3id.org/lga/ns#from> ?from }
} LIMIT 40"""


@dataclass(frozen=True, slots=True)
class Address:
    """A page: what it is called here, where it is (`{release}` stands for the release's name), and its status."""

    name: str
    path: str
    status: int = 200

    def __str__(self):
        return self.name


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a page: the reader's language, the width of the window, and light or dark."""

    language: str
    width: int
    scheme: str

    def __str__(self):
        return f"{self.language}-{self.width}-{self.scheme}"


EVERY_VIEW = tuple(starmap(View, product(("sl", "en"), (320, 768, 1280), ("light", "dark"))))
FEW_VIEWS = (View("sl", 1280, "light"), View("en", 320, "dark"), View("sl", 768, "dark"))
"""Each width once, each language and each scheme at least once."""
VIEWS = EVERY_VIEW if os.environ.get("EVERY_VIEW") else FEW_VIEWS
"""How each page is looked at; every view of every page takes a quarter of an hour (make test-views)."""
ADDRESSES = (
    Address("home", "/"),
    Address("kinds", "/doc"),
    Address("kind", "/doc/municipality"),
    Address("kind-page", "/doc/municipality?page=2"),
    Address("association", "/doc/association/si-sos"),
    Address("municipality", "/doc/municipality/si-061"),
    Address("body", "/doc/body/si-sos-main-board"),
    Address("section", "/doc/section/si-sos-urban"),
    Address("membership", "/doc/membership/si-sos-si-061"),
    Address("person", "/doc/person/aleksander-jevsek"),
    Address("event", "/doc/event/si-sos-2023-05-22-session"),
    Address("dispute", "/doc/dispute/si-sos-members-2015"),
    Address("source", "/doc/source/sos-2023el"),
    Address("network", "/doc/network/nalas"),
    Address("body-on-a-day", "/doc/body/si-sos-bureau?on=2019-06-01"),
    Address("post", "/doc/post/si-sos-president"),
    Address("disputes", "/disputes"),
    Address("disputes-open", "/disputes?state=open"),
    Address("sources", "/sources"),
    Address("graph", "/graph/data/concepts/role"),
    Address("map", "/map"),
    Address("map-day", "/map?on=2015-01-15&by=state"),
    Address("vocabulary", "/ns"),
    Address("sparql", "/sparql"),
    Address("sparql-table", "/sparql?query=" + quote(QUERY, safe="")),
    Address("sparql-refused", "/sparql?query=SELECT", 400),
    Address("questions", "/q"),
    Address("question", "/q/president-on"),
    Address("catalogue", "/catalog.html"),
    Address("dataset", "/doc/dataset/sos"),
    Address("tables", "/tables"),
    Address("table", "/tables/lga-membership"),
    Address("releases", "/releases"),
    Address("release", "/releases/{release}"),
    Address("changes", "/changes"),
    Address("publication", "/changes/1"),
    Address("versions", "/changes/1/1"),
    Address("search-found", "/search?q=Ljubljana"),
    Address("search-nothing", "/search?q=xyzzyx"),
    Address("about", "/about"),
    Address("about-contact", "/about/contact"),
    Address("about-status", "/about/status"),
    Address("about-uri-policy", "/about/uri-policy"),
    Address("about-limits", "/about/limits"),
    Address("about-harvest", "/about/harvest"),
    Address("about-accessibility", "/about/accessibility"),
    Address("about-privacy", "/about/privacy"),
    Address("missing", "/doc/municipality/xx-none", 404),
)
KINDS = tuple(
    Address(path.partition("/")[0], f"/doc/{path}")
    for path in (
        "address/si-sos-1",
        "concept/identifier-scheme/iso-3166-2",
        "contact/si-sos",
        "evidence/membership-si-sos-si-061-delo-2015-2015-02-10",
        "holding/si-sos-president-aleksander-jevsek-2019",
        "identifier/si-061-gisco",
        "mapping/eu-country-no-ks",
        "observation/cemr-authorities-2016-12-12-net-c06",
        "organisation/si-forum-romskih-svetnikov",
        "parameter/sources-lang",
        "project/si-sos-plastic-free",
        "publisher/sos-graph",
        "question/president-on",
        "rule/si-sos-international-delegations",
        "service/si-sos-projects",
        "status/si-080-city",
        "statute/si-sos-am2003",
        "term/si-sos-2019",
        "territory/si-061",
    )
)
"""A thing of each further kind: their pages differ only in their data, so each is looked at in one view."""
