"""The log of publications -> an Atom feed (RFC 4287): an entry for each publication, its changes in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from sos_graph.history import Publication
from sos_graph.web.harvest.eventstream import STREAM, activity_iri
from sos_graph.web.telling.speech import Speaker

__all__ = ["FeedEntry", "write_feed"]

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NOTHING_YET = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A publication with its title, a paragraph about it, and its sentences."""

    publication: Publication
    title: str
    lead: str
    sentences: Sequence[str]


def write_feed(entries: Sequence[FeedEntry], site: str, speaker: Speaker) -> bytes:
    """The feed of these publications, newest first, at the address of a site, in the speaker's language."""
    tongue = f"?lang={speaker.language}"
    feed = ET.Element(_name("feed"), {XML_LANG: speaker.language})
    _text(feed, "id", f"{STREAM.value}.atom{tongue}")
    _text(feed, "title", f"{speaker.word('site_name')}: {speaker.word('changes_title')}")
    _text(feed, "updated", entries[0].publication.published if entries else NOTHING_YET)
    _text(ET.SubElement(feed, _name("author")), "name", speaker.word("site_name"))
    _link(feed, "self", f"{site}/changes.atom{tongue}", "application/atom+xml")
    _link(feed, "alternate", f"{site}/changes{tongue}", "text/html")
    _link(feed, "license", "https://creativecommons.org/licenses/by/4.0/", "")
    for entry in entries:
        _entry(feed, entry, f"{site}/changes/{entry.publication.number}{tongue}")
    ET.register_namespace("", ATOM)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'.encode()


def _entry(feed: ET.Element, entry: FeedEntry, address: str) -> None:
    node = ET.SubElement(feed, _name("entry"))
    _text(node, "id", activity_iri(entry.publication))
    _text(node, "title", entry.title)
    _text(node, "updated", entry.publication.published)
    _text(node, "published", entry.publication.published)
    _link(node, "alternate", address, "text/html")
    content = ET.SubElement(node, _name("content"), {"type": "xhtml"})
    _fill(ET.SubElement(content, f"{{{XHTML}}}div"), entry.lead, entry.sentences)


def _fill(block: ET.Element, lead: str, sentences: Iterable[str]) -> None:
    ET.SubElement(block, f"{{{XHTML}}}p").text = lead
    told = list(sentences)
    if told:
        items = ET.SubElement(block, f"{{{XHTML}}}ul")
        for sentence in told:
            ET.SubElement(items, f"{{{XHTML}}}li").text = sentence


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, _name(name)).text = text


def _link(parent: ET.Element, relation: str, target: str, media_type: str) -> None:
    kind = {"type": media_type} if media_type else {}
    ET.SubElement(parent, _name("link"), {"rel": relation, "href": target} | kind)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"
