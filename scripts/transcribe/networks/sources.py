"""The sources of the family: one document for each row, with its title, page, kind and date in words, and its trust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from scripts.transcribe.networks.drafts import read_wording
from scripts.transcribe.networks.transcript import FAMILY, Transcript
from scripts.transcribe.writing import DataFile, concept, source
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["page_iri", "trust", "write_sources"]

TABLE = "sources.csv"
Row = Mapping[str, str]
Wording = Mapping[str, Any]


def write_sources(transcript: Transcript) -> None:
    """Write every source of the family."""
    wording = read_wording("sources")
    title = Sentence("Viri o združenjih in mrežah", "Sources about associations and networks")
    file = transcript.file("data/sources/networks", title)
    for number, row in transcript.rows(TABLE):
        node = _write_source(file, row, wording)
        file.add(file.graph, "dcterms:source", node)
        transcript.record(TABLE, number, node)
    for more in _more(wording):
        file.add(file.graph, "dcterms:source", _write_source(file, more, wording))
    file.write(transcript.project)


def trust(transcript: Transcript) -> dict[str, str]:
    """How far each source is trusted, from its kind: what an organisation says of itself most, encyclopedias less."""
    wording = read_wording("sources")
    high = wording["confidence"]["high"].split()
    low = wording["confidence"]["low"].split()
    rows = [*(row for _, row in transcript.rows(TABLE)), *_more(wording)]
    kinds = {row["source_id"]: _kind(row, wording) for row in rows}
    return {key: "low" if key in low else "high" if kind in high else "medium" for key, kind in kinds.items()}


def page_iri(url: str) -> NamedNode:
    """The address as an IRI; what an IRI may not hold is percent-encoded.

    >>> page_iri("https://example.org/a b?c=č").value
    'https://example.org/a%20b?c=%C4%8D'
    """
    return NamedNode(quote(url, safe=":/?#[]@!$&'()*+,;=%~"))


def _more(wording: Wording) -> list[Row]:
    """The sources that are in the wording and not in the table, as rows."""
    return [{"source_id": key, **row} for key, row in wording["more"].items()]


def _write_source(file: DataFile, row: Row, wording: Wording) -> NamedNode:
    key = row["source_id"]
    title = wording["title"].get(key, re.sub(r" *\(source-documents/[^)]*\)", "", row["title"]))
    name = source(FAMILY, key).value.rpartition("/")[2]
    node = file.thing("source", name, "lga:Source foaf:Document", Sentence(title, title))
    file.add(node, "dcterms:title", Literal(title, language=wording["language"].get(key, "en")))
    file.add(node, "dcterms:identifier", Literal(key))
    file.add(node, "dcterms:type", concept("source-kind", _kind(row, wording)))
    date = wording["date"].get(row["as_of"], row["as_of"])
    if date:
        file.add(node, "lga:dateAsStated", Literal(date))
    if row["url"].startswith("http") and key not in wording["no_page"]:
        file.add(node, "foaf:page", page_iri(row["url"]))
    return node


def _kind(row: Row, wording: Wording) -> str:
    """The kind of a source: named for it alone, or that of its kind in the table, or other."""
    own = (kind for kind, keys in wording["kind_of"].items() if row["source_id"] in keys.split())
    return str(next(own, wording["kind"].get(row["kind"], "other")))
