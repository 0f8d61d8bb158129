"""What the project says of itself: its vocabulary as a source, and who publishes."""

from __future__ import annotations

from pathlib import Path

from scripts.transcribe.writing import DataFile, concept, iri
from sos_graph.errors import Sentence
from sos_graph.terms import LGA_NS, Literal, NamedNode

__all__ = ["write_project"]

VOCABULARY = Sentence(
    "Slovar združenj lokalnih skupnosti (LGA)", "Vocabulary of associations of local authorities (LGA)"
)


def write_project(project: Path) -> None:
    """Write the source that our own lists are taken from, and the publisher, which is the project and not SOS."""
    vocabulary = iri("source", "lga-vocabulary")
    file = DataFile(
        "data/sources/project",
        Sentence("Projekt kot vir in založnik", "The project as a source and publisher"),
        [vocabulary],
        Sentence("Napisano za ta projekt.", "Written for this project."),
    )
    file.thing("source", "lga-vocabulary", "lga:Source foaf:Document", VOCABULARY)
    file.add(vocabulary, "dcterms:title", VOCABULARY)
    file.add(vocabulary, "dcterms:identifier", Literal("lga-vocabulary"))
    file.add(vocabulary, "dcterms:type", concept("source-kind", "dataset"))
    file.add(vocabulary, "schema:publisher", Literal("sos-graph"))
    file.add(vocabulary, "foaf:page", NamedNode(LGA_NS.removesuffix("#")))
    publisher = file.thing("publisher", "sos-graph", "foaf:Agent", Sentence("sos-graph", "sos-graph"))
    file.add(publisher, "foaf:name", Sentence("sos-graph", "sos-graph"))
    file.write(project)
