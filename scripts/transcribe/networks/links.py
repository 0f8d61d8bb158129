"""Links to outside vocabularies and registers: one file for each target, every link with a mapping that says why.

A mapping follows SSSOM: subject, predicate, object, justification; what was looked for and not found is a mapping to
`sssom:NoTermFound`.  Country IRIs are taken from a list in `wording/links.toml` of those that were seen, never built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.transcribe.networks.drafts import read_wording
from scripts.transcribe.networks.names import association_names
from scripts.transcribe.networks.transcript import FAMILY, Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial, source, term
from sos_graph.errors import Sentence
from sos_graph.terms import ROOT, Literal, NamedNode

__all__ = ["write_links"]

SEMAPV = "https://w3id.org/semapv/vocab/"
NOT_FOUND = term("sssom:NoTermFound")
ASSOCIATIONS = "associations.csv"
SEEN_WITH_NAME = ("z imenom ali oznako države", "with the name or code of the country")
SEEN_WITHOUT_NAME = ("brez imena in oznake države", "without the name or code of the country")
Wording = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A link, or a look-up in vain: slug, label, the three terms, the source of the outside term, and what it says."""

    slug: str
    label: Sentence
    subject: NamedNode
    predicate: str
    object: NamedNode
    source: str
    says: Sentence
    justification: str = "ManualMappingCuration"


def write_links(transcript: Transcript) -> None:
    """Write the four link files, and trace the rows of EU IRIs and identifiers."""
    wording = read_wording("links")
    for name in ("eurovoc", "corporate-body"):
        _write_worded(transcript, name, wording)
    _write_countries(transcript, wording)
    _write_identifiers(transcript, wording)
    _trace_iris(transcript, wording)


def _file(transcript: Transcript, name: str, wording: Wording) -> DataFile:
    """A new link file, typed as a linkset and naming the dataset it links to where that has an IRI."""
    file = transcript.file(f"data/links/{name}", Sentence(**wording["title"][name]))
    file.add(file.graph, "a", term("void:Linkset"))
    if name in wording["target"]:
        file.add(file.graph, "void:objectsTarget", NamedNode(wording["target"][name]))
    return file


def _write_link(file: DataFile, link: Link) -> NamedNode:
    """The mapping of a link; the link itself is stated where a term was found."""
    node = file.thing("mapping", link.slug, "sssom:Mapping", link.label)
    file.add(node, "sssom:subject_id", link.subject)
    file.add(node, "sssom:predicate_id", term(link.predicate))
    file.add(node, "sssom:object_id", link.object)
    file.add(node, "sssom:mapping_justification", NamedNode(SEMAPV + link.justification))
    for thing in (node, file.graph):
        file.add(thing, "dcterms:source", source(FAMILY, link.source))
    file.add(node, "dcterms:description", link.says)
    if link.object != NOT_FOUND:
        file.add(link.subject, link.predicate, link.object)
    return node


def _write_worded(transcript: Transcript, name: str, wording: Wording) -> None:
    """Write the links to a target that are worded one by one; those of EuroVoc also classify every association."""
    file = _file(transcript, name, wording)
    for worded in wording["link"][name]:
        node = _write_link(file, _worded_link(worded))
        for table, key in (row.split(":", 1) for row in worded.get("rows", [])):
            transcript.record(table, _number(transcript, table, key), node)
    if name == "eurovoc":
        for _, row in transcript.rows(ASSOCIATIONS):
            file.add(iri("association", row["id"]), "org:classification", NamedNode(wording["classification"]))
    file.write(transcript.project)


def _worded_link(worded: Wording) -> Link:
    return Link(
        worded["slug"],
        Sentence(worded["label_sl"], worded["label_en"]),
        _term(worded["subject"]),
        worded["predicate"],
        _term(worded["object"]),
        worded["in"],
        Sentence(worded["sl"], worded["en"]),
        worded.get("justification", "ManualMappingCuration"),
    )


def _term(text: str) -> NamedNode:
    """The IRI that a text names: `id:kind/slug`, an absolute IRI, or a prefixed name."""
    start, _, rest = text.partition(":")
    if start == "id":
        return NamedNode(f"{ROOT}id/{rest}")
    return NamedNode(text) if start == "http" else term(text)


def _number(transcript: Transcript, table: str, key: str) -> int:
    """The number of the row of EU IRIs with that IRI, or of the identifier of that organisation."""
    column = "iri" if table == "eu_iris.csv" else "value"
    return next(number for number, row in transcript.rows(table) if row[column] == key)


def _write_countries(transcript: Transcript, wording: Wording) -> None:
    """Link every association to its country where the IRI of the country was seen."""
    file = _file(transcript, "eu-country", wording)
    names = association_names(transcript)
    countries = read_wording("places")["country"]
    for number, row in transcript.rows(ASSOCIATIONS):
        seen = wording["country"].get(row["country"])
        if seen:
            country = Sentence(*countries[row["country"]])
            node = _write_link(file, _country_link(row["id"], names[row["id"]], country, seen))
            transcript.record(ASSOCIATIONS, number, node)
    file.write(transcript.project)


def _country_link(association: str, name: Sentence, country: Sentence, seen: Wording) -> Link:
    seen_sl, seen_en = SEEN_WITHOUT_NAME if seen.get("confidence") == "medium" else SEEN_WITH_NAME
    says = Sentence(
        f"IRI države ({country.sl}) v tabeli držav EU, viden {seen_sl}.",
        f"The IRI of the country ({country.en}) in the EU table of countries, seen {seen_en}.",
    )
    return Link(
        f"eu-country-{association}",
        Sentence(f"{name.sl}: {country.sl}", f"{name.en}: {country.en}"),
        iri("association", association),
        "dcterms:spatial",
        NamedNode(seen["iri"]),
        seen["in"],
        says,
    )


def _write_identifiers(transcript: Transcript, wording: Wording) -> None:
    """Write the identifiers of the Transparency Register."""
    file = _file(transcript, "transparency-register", wording)
    for key, worded in wording["register"].items():
        label = Sentence(f"Register za preglednost: {worded['value']}", f"Transparency Register: {worded['value']}")
        node = file.thing("identifier", f"{key}-transparency-register", "adms:Identifier", label)
        file.add(node, "skos:notation", Literal(worded["value"]))
        file.add(node, "adms:schemeAgency", Sentence("Register EU za preglednost", "EU Transparency Register"))
        file.add(node, "lga:identifierScheme", concept("identifier-scheme", "transparency-register"))
        for name in ("issued", "modified"):
            if name in worded:
                file.add(node, f"dcterms:{name}", partial(worded[name]))
        file.add(iri("association", key), "adms:identifier", node)
        transcript.cite(file, node, Cited(worded["in"], Sentence(worded["sl"], worded["en"]), on=worded.get("on", "")))
        number = _number(transcript, "identifiers.csv", worded["value"])
        transcript.record("identifiers.csv", number, node)
        transcript.record(ASSOCIATIONS, transcript.number(ASSOCIATIONS, key), node)
    file.write(transcript.project)


def _trace_iris(transcript: Transcript, wording: Wording) -> None:
    """Record the rows of EU IRIs that name a country or the target of a file, and hold back what is not linked to."""
    reached = {number for table, number in transcript.trace.reached if table == f"{FAMILY}/eu_iris.csv"}
    countries = wording["country"].values()
    targets = {one["iri"]: iri("mapping", one["shown_by"]) for one in countries if "shown_by" in one}
    for number, row in transcript.rows("eu_iris.csv"):
        if row["iri"] in targets:
            transcript.record("eu_iris.csv", number, targets[row["iri"]])
        elif row["iri"] in wording["target"].values():
            transcript.record("eu_iris.csv", number, NamedNode(f"{ROOT}graph/data/links/eurovoc"))
        elif number not in reached:
            reason = wording["held_back"].get(row["iri"]) or wording["held_back"][row["concept"]]
            transcript.hold_back("eu_iris.csv", number, reason)
