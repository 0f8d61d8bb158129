"""Data files of this family: each names and credits in its header every source that it cites.

Two citations that would share one evidence node are refused: each says something of its own.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from scripts.transcribe.concepts import SCHEMES
from scripts.transcribe.municipalities.table import FAMILY
from scripts.transcribe.writing import DataFile, concept, source
from sos_graph.errors import Sentence
from sos_graph.terms import XSD, Literal, NamedNode

__all__ = ["CitingFile", "decimal", "read_wording"]

EUROSTAT = Sentence("Eurostat", "Eurostat")
GURS = Sentence("Geodetska uprava (GURS)", "Surveying and Mapping Authority (GURS)")
SURS_AND_GURS = Sentence(
    "Statistični urad in Geodetska uprava (SURS, GURS)",
    "Statistical Office and Surveying and Mapping Authority (SURS, GURS)",
)
AGENCIES = {
    "surs": SURS_AND_GURS,
    "iso-3166-2": Sentence(
        "Mednarodna organizacija za standardizacijo (ISO)", "International Organization for Standardization (ISO)"
    ),
    "lau": EUROSTAT,
    "gisco": EUROSTAT,
    "gurs-mid": GURS,
    "nuts": EUROSTAT,
    "administrative-unit": GURS,
    "statistical-region": SURS_AND_GURS,
    "geonames-admin1": Sentence("GeoNames", "GeoNames"),
}
"""Who assigns the identifiers of a scheme."""


def read_wording(name: str) -> dict[str, dict[str, Any]]:
    """The wording file of that name: what we say of each thing, by its key."""
    return tomllib.loads((Path(__file__).parent / "wording" / f"{name}.toml").read_text(encoding="utf-8"))


def decimal(number: str) -> Literal:
    """An xsd:decimal with as many decimals as are printed."""
    return Literal(number, datatype=XSD.decimal)


class CitingFile(DataFile):
    """A data file whose header names and credits every source that it cites."""

    def __init__(self, path: str, title: Sentence, transcription: Sentence) -> None:
        super().__init__(path, title, [], transcription)
        self._wording = read_wording("sources")
        self._written: set[NamedNode] = set()

    def credit(self, key: str) -> NamedNode:
        """The source of that key, now named and credited in the header."""
        worded = self._wording[key]
        cited = source(FAMILY, key)
        self.add(self.graph, "dcterms:source", cited)
        if "credit_sl" in worded:
            self.add(self.graph, "schema:creditText", Sentence(worded["credit_sl"], worded["credit_en"]))
        return cited

    def take_from(self, node: NamedNode, *keys: str) -> None:
        """Say that a node is taken from sources."""
        self.add(node, "dcterms:source", *(self.credit(key) for key in keys))

    def cite(
        self,
        claim: NamedNode,
        key: str,
        says: Sentence,
        *,
        on: str = "",
        confidence: str = "high",
        kind: str = "stated",
        as_written: str = "",
        denies: bool = False,
    ) -> None:
        """Add what a source says of a claim; raises ValueError where two would share one evidence node."""
        node = self.evidence(
            claim,
            self.credit(key),
            on=on,
            says=says,
            confidence=confidence,
            kind=kind,
            as_written=as_written,
            denies=denies,
        )
        if node in self._written:
            raise ValueError(f"{node.value} is written twice")
        self._written.add(node)

    def identify(self, thing: NamedNode, scheme: str, notation: str, key: str) -> None:
        """Give a thing the identifier that it has in a scheme."""
        sl, en = SCHEMES["identifier-scheme"][2][scheme]
        name = f"{thing.value.rpartition('/')[2]}-{scheme}"
        node = self.thing("identifier", name, "adms:Identifier", Sentence(f"{sl}: {notation}", f"{en}: {notation}"))
        self.add(node, "skos:notation", Literal(notation))
        self.add(node, "adms:schemeAgency", AGENCIES[scheme])
        self.add(node, "lga:identifierScheme", concept("identifier-scheme", scheme))
        self.take_from(node, key)
        self.add(thing, "adms:identifier", node)

    def place(self, node: NamedNode, latitude: str, longitude: str) -> None:
        """Give a territory its point (WGS 84)."""
        self.add(node, "geo:lat", decimal(latitude))
        self.add(node, "geo:long", decimal(longitude))
