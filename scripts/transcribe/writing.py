"""A data file under construction: a header, claims, and the evidence for each.

What enters is IRIs made from kinds and slugs, prefixed names, and Python values; what leaves is one canonical
Turtle file, and a trace that says which table row became which things.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from sos_graph.errors import Sentence
from sos_graph.syntax import write_turtle
from sos_graph.terms import PREFIXES, ROOT, XSD, Literal, NamedNode, Triple, graph_iri

__all__ = ["DataFile", "Trace", "concept", "iri", "partial", "read_table", "slug", "source", "term", "whole"]

MODIFIED = "2026-11-22"
LICENCE = NamedNode("http://creativecommons.org/licenses/by/4.0/")
SOURCE_PREFIX = {"sos": "", "municipalities": "muni-", "networks": "net-"}
PARTIAL = ((r"\d{4}-\d\d-\d\d", XSD.date), (r"\d{4}-\d\d", XSD.gYearMonth), (r"\d{4}", XSD.gYear))


def slug(text: str) -> str:
    """The text as part of an IRI: lower case, without diacritics, hyphens for anything else.

    >>> slug("Občina Črna na Koroškem")
    'obcina-crna-na-koroskem'
    """
    folded = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "d").replace("ı", "i"))
    plain = "".join(letter for letter in folded.lower() if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def iri(kind: str, name: str) -> NamedNode:
    """The IRI of a thing of a kind.

    >>> iri("network", "nalas").value
    'https://w3id.org/lga/id/network/nalas'
    """
    return NamedNode(f"{ROOT}id/{kind}/{name}")


def concept(scheme: str, name: str) -> NamedNode:
    """The IRI of a concept of one of our schemes."""
    return iri("concept", f"{scheme}/{name}")


def source(family: str, key: str) -> NamedNode:
    """The IRI of a source, from the family of tables that names it and its key there.

    >>> source("networks", "N01").value
    'https://w3id.org/lga/id/source/net-n01'
    """
    return iri("source", SOURCE_PREFIX[family] + slug(key))


def term(prefixed: str) -> NamedNode:
    """The IRI of a prefixed name of the common prefixes; `a` is rdf:type."""
    prefix, _, name = "rdf:type".partition(":") if prefixed == "a" else prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def partial(text: str) -> Literal:
    """A date as precise as it is written: day, month or year.

    >>> partial("2015-01").datatype.value.rpartition("#")[2]
    'gYearMonth'
    """
    for pattern, datatype in PARTIAL:
        if re.fullmatch(pattern, text):
            return Literal(text, datatype=datatype)
    raise ValueError(f"{text!r} is not a day, month or year")


def whole(number: int | str) -> Literal:
    """An xsd:integer."""
    return Literal(str(int(number)), datatype=XSD.integer)


def read_table(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows of a CSV table, each with its row number (2 for the first after the header)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(enumerate(csv.DictReader(lines), start=2))


@dataclass(slots=True)
class Trace:
    """Which row of which table became which things, or why it was held back."""

    reached: dict[tuple[str, int], list[NamedNode]] = field(default_factory=dict)
    held_back: dict[tuple[str, int], str] = field(default_factory=dict)
    noted: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def record(self, table: str, row: int, *things: NamedNode) -> None:
        """The row became (also) these things."""
        self.reached.setdefault((table, row), []).extend(things)

    def hold_back(self, table: str, row: int, reason: str) -> None:
        """The row is not published, for this reason."""
        self.held_back[table, row] = reason

    def note(self, table: str, row: int, text: str) -> None:
        """A part of the row is not published, for this reason; the rest of it is."""
        self.noted.setdefault((table, row), []).append(text)


Value = NamedNode | Literal | Sentence


def _both(sentence: Sentence) -> tuple[Literal, Literal]:
    return Literal(sentence.sl, language="sl"), Literal(sentence.en, language="en")


class DataFile:
    """One data file: its header and triples; evidence is added with `evidence`."""

    def __init__(self, path: str, title: Sentence, sources: list[NamedNode], transcription: Sentence) -> None:
        self.path = path
        self.graph = graph_iri(path)
        self.triples: set[Triple] = set()
        self.add(self.graph, "a", term("void:Dataset"))
        self.add(self.graph, "dcterms:title", title)
        self.add(self.graph, "dcterms:source", *sources)
        self.add(self.graph, "dcterms:license", LICENCE)
        self.add(self.graph, "dcterms:modified", partial(MODIFIED))
        self.add(self.graph, "lga:transcription", transcription)

    def add(self, subject: NamedNode, predicate: str, *values: Value) -> None:
        """State the values of a property; a Sentence gives one literal in each language."""
        for value in values:
            objects = _both(value) if isinstance(value, Sentence) else (value,)
            self.triples.update(Triple(subject, term(predicate), one) for one in objects)

    def thing(self, kind: str, name: str, types: str, label: Sentence) -> NamedNode:
        """A new thing with its types (prefixed names, separated by spaces) and label."""
        node = iri(kind, name)
        self.add(node, "a", *(term(one) for one in types.split()))
        self.add(node, "skos:prefLabel", label)
        return node

    def evidence(
        self,
        claim: NamedNode,
        cited: NamedNode,
        *,
        on: str = "",
        not_after: str = "",
        says: Sentence | None = None,
        confidence: str = "high",
        kind: str = "stated",
        as_written: str = "",
        denies: bool = False,
    ) -> NamedNode:
        """Evidence from a source for (or against) a claim; `on` and `not_after` are partial dates or empty."""
        claim_name = claim.value.removeprefix(f"{ROOT}id/").replace("/", "-")
        cited_name = cited.value.rpartition("/")[2]
        name = "-".join(filter(None, (claim_name, cited_name, on)))
        where = f", {on}" if on else ""
        label = (
            Sentence(f"Zanikanje: {cited_name}{where}", f"Denial: {cited_name}{where}")
            if denies
            else Sentence(f"Potrditev: {cited_name}{where}", f"Attestation: {cited_name}{where}")
        )
        node = self.thing("evidence", name, "lga:Denial" if denies else "lga:Attestation", label)
        self.add(claim, "lga:evidence", node)
        self.add(node, "dcterms:source", cited)
        self.add(node, "lga:confidence", concept("confidence", confidence))
        self.add(node, "lga:evidenceKind", concept("evidence-kind", kind))
        for name_of_date, text in (("lga:attestedOn", on), ("lga:attestedNotAfter", not_after)):
            if text:
                self.add(node, name_of_date, partial(text))
        if says:
            self.add(node, "lga:paraphrase", says)
        if as_written:
            self.add(node, "lga:asWritten", Literal(as_written))
        return node

    def write(self, project: Path) -> None:
        """Write the file in canonical form below the project."""
        file = project / f"{self.path}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(write_turtle(self.triples, first=[self.graph]), encoding="utf-8")
