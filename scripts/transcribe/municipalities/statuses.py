"""Which municipalities are city municipalities, and since when a source says so."""

from __future__ import annotations

from scripts.transcribe.municipalities.citing import CitingFile
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.register import REGISTER_STATE
from scripts.transcribe.municipalities.table import Municipality
from scripts.transcribe.writing import concept, iri, partial
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["KRSKO", "city_status", "write_statuses"]

KRSKO = "054"
"""The municipality that the register still types as an ordinary one."""

ISO_CATEGORY = Sentence(
    "Seznam ISO 3166-2 občino uvršča med mestne občine.",
    "The list of ISO 3166-2 puts the municipality among the urban municipalities.",
)
ISO_NOTE = Sentence(
    "Obvestilo ISO o spremembah ima občino med dvanajstimi mestnimi občinami.",
    "The change note of ISO has the municipality among the twelve urban municipalities.",
)
REGISTER_CITY = Sentence(
    "Register občino vodi kot mestno občino.", "The register types the municipality as a city municipality."
)
REGISTER_ORDINARY = Sentence(
    "Register občino še vedno vodi kot navadno občino (vrsta N).",
    "The register still types the municipality as an ordinary one (type N).",
)
BECAME_CITY = Sentence(
    "Krško je 4. 12. 2021 postalo dvanajsta mestna občina.",
    "On 4 December 2021 Krško became the twelfth city municipality.",
)


def city_status(one: Municipality) -> NamedNode:
    """The period in which a municipality is a city municipality."""
    return iri("status", f"{one.key}-city")


def write_statuses(family: Family) -> None:
    """Write the status of every city municipality; an ordinary one has no status beyond being a municipality."""
    file = CitingFile(
        "data/municipalities/status",
        Sentence("Mestne občine", "City municipalities"),
        Sentence(
            "Prepisano iz seznamov ISO in registra; začetek je zapisan le tam, kjer ga navaja vir.",
            "Transcribed from lists of ISO and the register; a beginning is given only where a source states it.",
        ),
    )
    for one in family.municipalities:
        if one.is_city:
            family.record(one, _write_status(file, one))
    family.write(file)


def _write_status(file: CitingFile, one: Municipality) -> NamedNode:
    label = Sentence(f"Status mestne občine: {one.full_name}", f"Status of city municipality: {one.full_name}")
    node = file.thing("status", city_status(one).value.rpartition("/")[2], "lga:StatusPeriod", label)
    file.add(node, "lga:about", one.node)
    file.add(node, "lga:status", concept("status", "city-municipality"))
    file.cite(node, "S4", ISO_CATEGORY)
    file.cite(node, "S6", ISO_NOTE, on="2022-11-29")
    in_register = REGISTER_ORDINARY if one["code"] == KRSKO else REGISTER_CITY
    file.cite(node, "S1", in_register, on=REGISTER_STATE, denies=one["code"] == KRSKO)
    if one["city_status_since"]:
        file.add(node, "lga:from", partial(one["city_status_since"]))
        file.cite(node, "S17", BECAME_CITY, on=one["city_status_since"])
    return node
