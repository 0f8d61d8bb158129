"""The IRI of somebody else's thing -> words that say whose it is and which one, for readers.

Sites that many things are linked to are known by name ("Wikidata Q215"); of any other address come its host and its
path, percent-encoding undone where that gives letters to read (RFC 3986, 2.1; RFC 3987, 3.2).
"""

from __future__ import annotations

import re
from urllib.parse import unquote

__all__ = ["say_outside"]

EUROPE = r"http://publications\.europa\.eu/resource/authority"
SITES = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q\d+)", "Wikidata {}"),
        (r"https?://(\w+)\.wikipedia\.org/wiki/([^?#]+)", "Wikipedia ({}): {}"),
        (r"https?://dbpedia\.org/resource/([^?#]+)", "DBpedia: {}"),
        (r"https?://(?:sws|www)\.geonames\.org/(\d+)/?", "GeoNames {}"),
        (r"https?://www\.openstreetmap\.org/(?:relation|way|node)/(\d+)", "OpenStreetMap {}"),
        (r"https?://spelunker\.whosonfirst\.org/id/(\d+)/?", "Who’s On First {}"),
        (r"https?://eurovoc\.europa\.eu/(\w+)", "EuroVoc {}"),
        (r"https?://data\.europa\.eu/nuts/code/(\w+)", "NUTS {}"),
        (rf"{EUROPE}/([\w-]+)/(\w+)", "EU Vocabularies: {} {}"),
        (r"https?://creativecommons\.org/licenses/([a-z-]+)/([\d.]+)/(?:deed\.\w+)?", "Creative Commons {} {}"),
        (r"https?://pzsi\.sigov\.si/[^#]*#(\w+)", "pzsi.sigov.si: {}"),
    )
)


def say_outside(iri: str) -> str:
    """Words for an IRI that is not ours: the name of a known site and what it calls the thing, else host and path.

    >>> say_outside("http://www.wikidata.org/entity/Q3434113"), say_outside("http://eurovoc.europa.eu/5657")
    ('Wikidata Q3434113', 'EuroVoc 5657')
    >>> say_outside("https://sl.wikipedia.org/wiki/Mestna_ob%C4%8Dina_Ljubljana"), say_outside("https://www.ks.no/a/")
    ('Wikipedia (sl): Mestna občina Ljubljana', 'ks.no/a')
    """
    for pattern, words in SITES:
        if found := pattern.fullmatch(iri):
            return words.format(*(_readable(part).replace("_", " ") for part in found.groups()))
    return _readable(re.sub(r"^https?://(?:www\.)?", "", iri)).rstrip("/")


def _readable(text: str) -> str:
    """A text without percent-encoding, unless that would bring in what is not seen or turns the text around."""
    decoded = unquote(text)
    return decoded if decoded.isprintable() and "\N{REPLACEMENT CHARACTER}" not in decoded else text
