"""What programs look for at addresses they know beforehand: `/robots.txt`, `/sitemap.xml`, `/openapi.json` and so on.

Addresses in these files are those of the site as visitors see it (PUBLIC_URL, else the host), since crawlers want
them below the file they read.  Nothing is said that is not so: without an address for questions there is no
`security.txt`, which would have to name one (RFC 9116, 2.5.3).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request

from sos_graph.errors import Sentence, Unknown
from sos_graph.syntax.media import JSON, PLAIN, MediaType
from sos_graph.web.answers import Answer, choose, respond_made
from sos_graph.web.harvest.openapi import describe_api
from sos_graph.web.harvest.sitemap import entries_of, part_at, parts_of, write_index, write_part
from sos_graph.web.prefix import placed
from sos_graph.web.service import endpoint_of
from sos_graph.web.site import current_site

__all__ = ["blueprint"]

XML = MediaType("application/xml", "xml", "XML", ("text/xml",))
MONTHS_AHEAD = 6
"""A security.txt should not be valid for more than a year (RFC 9116, 2.5.5)."""
ONE_DAY = "max-age=86400"
blueprint = Blueprint("discovery", __name__)


def _address() -> str:
    """The address of the site, without a slash at its end."""
    return endpoint_of(request, current_site().settings).removesuffix("/sparql")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read: everything but answers that are made anew for each question (RFC 9309)."""
    rules = [f"Disallow: {placed(one)}" for one in ("/sparql?", "/search?")]
    text = "\n".join(["User-agent: *", *rules, f"Allow: {placed('/')}", "", f"Sitemap: {_address()}/sitemap.xml", ""])
    return respond_made(choose((PLAIN,), PLAIN), Answer(text.encode()))


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """The index of the parts of the site map."""
    site = current_site()
    body = write_index(entries_of(site), _address())
    return respond_made(choose((XML,), XML), Answer(body))


@blueprint.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """One part of the site map; raises Unknown for a part that there is not."""
    entries = entries_of(current_site())
    parts = parts_of(entries)
    if not 1 <= number <= len(parts):
        raise Unknown(
            Sentence("Tega dela zemljevida strani ni.", "The site map has no such part."),
            hint=Sentence("Deli so našteti na /sitemap.xml.", "The parts are listed at /sitemap.xml."),
        )
    shown = part_at(entries, parts[number - 1])
    return respond_made(choose((XML,), XML), Answer(write_part(shown, _address())))


@blueprint.get("/.well-known/security.txt")
def security() -> Response:
    """Whom to tell of a weakness; raises Unknown where the operator has given no address for questions."""
    contact = current_site().settings.contact_email
    if not contact:
        raise Unknown(
            Sentence("Naslov za prijavo ranljivosti ni nastavljen.", "No address for reports has been set."),
            hint=Sentence("Upravljavec ga nastavi s CONTACT_EMAIL.", "The operator sets it as CONTACT_EMAIL."),
        )
    lines = (
        f"Contact: mailto:{contact}",
        f"Expires: {_expiry(datetime.now(UTC))}",
        "Preferred-Languages: sl, en",
        f"Canonical: {_address()}/.well-known/security.txt",
        "",
    )
    return respond_made(choose((PLAIN,), PLAIN), Answer("\n".join(lines).encode()), cache=ONE_DAY)


def _expiry(now: datetime) -> str:
    """The first day of a month, half a year ahead: the same text for a month (RFC 3339).

    >>> _expiry(datetime(2026, 11, 22, tzinfo=UTC))
    '2027-05-01T00:00:00Z'
    """
    years, month = divmod(now.month - 1 + MONTHS_AHEAD, 12)
    return f"{now.year + years}-{month + 1:02}-01T00:00:00Z"


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """The description of every address of the site (OpenAPI 3.1)."""
    described = describe_api(current_app, current_site(), _address())
    body = json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"
    return respond_made(choose((JSON,), JSON), Answer(body))
