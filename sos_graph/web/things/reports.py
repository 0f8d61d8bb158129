"""A page -> where its reader reports an error in it: a form or a letter that names the page and the release already.

Where the operator gave neither an address of issues nor one of mail, the page that says who answers.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from sos_graph.terms import NamedNode
from sos_graph.web.telling.speech import LONGEST_LABEL, Speaker

__all__ = ["report_address"]

NOBODY = "/about/contact"


def report_address(speaker: Speaker, title: str, iri: NamedNode) -> str:
    """The address at which an error on the page of a thing is reported (RFC 6068 for mail)."""
    settings = speaker.site.settings
    about = speaker.word("report_subject", title=title[:LONGEST_LABEL])
    text = speaker.word("report_body", iri=iri.value, release=speaker.site.release.id)
    if settings.issues_url:
        mark = "&" if "?" in settings.issues_url else "?"
        return f"{settings.issues_url}{mark}{_query(title=about, body=text)}"
    if settings.contact_email:
        return f"mailto:{settings.contact_email}?{_query(subject=about, body=text)}"
    return speaker.link(NOBODY)


def _query(**values: str) -> str:
    return urlencode(values, quote_via=quote)
