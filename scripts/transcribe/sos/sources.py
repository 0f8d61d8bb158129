"""The sources of the family: one document for each row, with its title, page, publisher, kind and date in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from scripts.transcribe.sos.drafts import read_wording
from scripts.transcribe.sos.transcript import FAMILY, Transcript
from scripts.transcribe.writing import DataFile, concept, source
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["page_iri", "source_kind", "write_sources"]

TABLE = "sources.csv"
KINDS = (
    (r"SOS_|A14_|A23_|W20", "own-page"),
    (r"UL_", "gazette"),
    (r"WIKI_", "encyclopedia"),
    (r"MJU_|GOV_|COR_|EU_|AJD_|JURIJ_", "authority"),
    (r"CEMR_|ZOS_|NALAS_", "association"),
    (r"GURS_", "register"),
    (r"LJ_", "other"),
)
"""What the key of a source begins with, and its kind; any other key is the press."""


def write_sources(transcript: Transcript) -> None:
    """Write every source of the family."""
    title = Sentence("Viri o Skupnosti občin Slovenije", "Sources about the Skupnost občin Slovenije")
    file = transcript.file("data/sources/sos", title)
    wording = read_wording("sources")
    for number, row in transcript.rows(TABLE):
        node = _write_source(file, row, wording.get(row["source_id"], {}))
        file.add(file.graph, "dcterms:source", node)
        transcript.record(TABLE, number, node)
    file.write(transcript.project)


def _write_source(file: DataFile, row: Mapping[str, str], worded: Mapping[str, str]) -> NamedNode:
    key = row["source_id"]
    title = worded.get("title", row["title"])
    name = source(FAMILY, key).value.rpartition("/")[2]
    label = f"{title}, {row['date_of_page_or_state'][:10]}" if re.match(r"W\d{4}_", key) else title
    node = file.thing("source", name, "lga:Source foaf:Document", Sentence(label, label))
    file.add(node, "dcterms:title", Literal(title, language=worded.get("language", "sl")))
    file.add(node, "dcterms:identifier", Literal(key))
    file.add(node, "dcterms:type", concept("source-kind", source_kind(key)))
    file.add(node, "schema:publisher", Literal(worded.get("publisher", row["publisher"])))
    file.add(node, "lga:dateAsStated", Literal(worded.get("date", row["date_of_page_or_state"])))
    if row["url"].startswith("http"):
        file.add(node, "foaf:page", page_iri(row["url"]))
    if "seen_sl" in worded:
        file.add(node, "lga:extentSeen", Sentence(worded["seen_sl"], worded["seen_en"]))
    return node


def source_kind(key: str) -> str:
    """The kind of a source, from how its key begins.

    >>> source_kind("UL_2000"), source_kind("DELO_2015")
    ('gazette', 'press')
    """
    return next((kind for pattern, kind in KINDS if re.match(pattern, key)), "press")


def page_iri(url: str) -> NamedNode:
    """The address as an IRI; what an IRI may not hold is percent-encoded.

    >>> page_iri("https://example.org/a b?c=č").value
    'https://example.org/a%20b?c=%C4%8D'
    """
    return NamedNode(quote(url, safe=":/?#[]@!$&'()*+,;=%~"))
