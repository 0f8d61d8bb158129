"""The sources of the family: one document for each row of the table of sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scripts.transcribe.municipalities.citing import CitingFile, read_wording
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.table import FAMILY
from scripts.transcribe.writing import concept, read_table, source
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["write_sources"]

TABLE = f"{FAMILY}/sources.csv"
UNUSED = "looked at by the compilers of the table and not used for any column"


def write_sources(family: Family) -> None:
    """Write every source that a column was taken from or compared with."""
    file = CitingFile(
        "data/sources/municipalities",
        Sentence("Viri o občinah in njihovih ozemljih", "Sources about the municipalities and their territories"),
        Sentence(
            "Prepisano iz tabele virov; naslove, ki jih vir nima ali niso bili na voljo, smo opisali sami.",
            "Transcribed from the table of sources; where a source has no title, or none was at hand, we describe it.",
        ),
    )
    wording = read_wording("sources")
    for number, row in read_table(family.facts / TABLE):
        key = row["id"]
        if key in wording:
            family.trace.record(TABLE, number, _write_source(file, key, wording[key]))
        else:
            family.trace.hold_back(TABLE, number, UNUSED)
    family.write(file)


def _write_source(file: CitingFile, key: str, worded: Mapping[str, Any]) -> NamedNode:
    title = worded["title"]
    name = source(FAMILY, key).value.rpartition("/")[2]
    label = Sentence(worded.get("sl", title), worded.get("en", title))
    node = file.thing("source", name, "lga:Source foaf:Document", label)
    file.credit(key)
    file.add(node, "dcterms:title", Literal(title, language=worded["language"]))
    file.add(node, "dcterms:identifier", Literal(key))
    file.add(node, "dcterms:type", concept("source-kind", worded["kind"]))
    file.add(node, "schema:publisher", Literal(worded["publisher"]))
    file.add(node, "lga:dateAsStated", Literal(worded["date"]))
    file.add(node, "foaf:page", *(NamedNode(page) for page in worded.get("pages", [])))
    if "seen_sl" in worded:
        file.add(node, "lga:extentSeen", Sentence(worded["seen_sl"], worded["seen_en"]))
    if "credit_sl" in worded:
        file.add(node, "schema:creditText", Sentence(worded["credit_sl"], worded["credit_en"]))
    return node
