"""Seats and places of events as territories, with their names in Slovene and English."""

from __future__ import annotations

from scripts.transcribe.networks.drafts import read_wording
from scripts.transcribe.networks.transcript import Transcript
from scripts.transcribe.writing import DataFile, concept, iri, slug
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["place", "place_name", "write_places"]


def place(country: str, city: str) -> NamedNode:
    """The territory of a city in a country, by the country's code.

    >>> place("AL", "Tirana").value
    'https://w3id.org/lga/id/territory/al-tirana'
    """
    return iri("territory", f"{country.lower()}-{slug(city)}")


def place_name(territory: NamedNode) -> Sentence:
    """The name of a territory that is in the wording."""
    return Sentence(*read_wording("places")["place"][territory.value.rpartition("/")[2]])


def write_places(transcript: Transcript) -> None:
    """Write every place in the wording."""
    file = DataFile(
        "data/networks/places",
        Sentence("Sedeži združenj in kraji dogodkov", "Seats of associations and places of events"),
        [iri("source", "lga-vocabulary")],
        Sentence("Napisano za ta projekt.", "Written for this project."),
    )
    for name, (name_sl, name_en) in read_wording("places")["place"].items():
        node = file.thing("territory", name, "lga:Territory dcterms:Location", Sentence(name_sl, name_en))
        file.add(node, "lga:level", concept("level", "settlement"))
    file.write(transcript.project)
