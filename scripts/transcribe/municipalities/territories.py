"""The territories: of municipalities, their seats, administrative units, statistical and cohesion regions, the country.

A municipality governs a territory and is not one.  Its territory lies in an administrative unit and in a statistical
region, which lies in a cohesion region, which lies in the country.
"""

from __future__ import annotations

from scripts.transcribe.municipalities.citing import CitingFile
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.register import REGISTER_STATE
from scripts.transcribe.municipalities.table import Municipality, cohesion_region, region, unit
from scripts.transcribe.writing import concept, iri
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["COUNTRY", "write_territories"]

COUNTRY = iri("territory", "si")
SEAT_BY_NAME = "089"
"""The municipality that is taken for the seat of its unit by name, because the points differ."""

IN_NUTS = Sentence(
    "Seznam NUTS navaja regijo s to oznako in tem imenom.", "The list of NUTS has the region with this code and name."
)
IN_REGISTER = Sentence("Register vodi enoto pod to šifro.", "The register lists the unit under this code.")
POINT = Sentence(
    "Točka je težišče meje, kakršna je bila leta 2023.", "The point is the centroid of the boundary as it was in 2023."
)
SEAT = Sentence(
    "Naselje in občina imata v registru isto točko, zato naselje velja za sedež; točko smo pretvorili v WGS 84.",
    "The settlement and the municipality have the same point in the register, so the settlement is taken for the "
    "seat; the point was transformed to WGS 84.",
)


def write_territories(family: Family) -> None:
    """Write the territories, from the country down to the seats."""
    file = CitingFile(
        "data/municipalities/territories",
        Sentence(
            "Ozemlja in sedeži občin, upravne enote in regije",
            "Territories and seats of municipalities, administrative units and regions",
        ),
        Sentence(
            "Prepisano iz registra in seznama NUTS; angleška imena smo sestavili sami in v njih pustili slovenska "
            "lastna imena.",
            "Transcribed from the register and the list of NUTS; we built the English names ourselves and left the "
            "Slovene proper names in them.",
        ),
    )
    _write_country(file)
    written: set[NamedNode] = set()
    for one in family.municipalities:
        for node, write in ((unit(one["ue_code"]), _write_unit), (region(one["sr_code"]), _write_region)):
            if node not in written:
                write(file, one)
                written.add(node)
        if one["is_ue_seat"] == "true":
            _cite_unit_seat(file, one)
        _write_territory(file, one)
        _write_seat(file, one)
        family.record(one, one.territory, one.seat, unit(one["ue_code"]), region(one["sr_code"]))
    for one in {one["nuts2_code"]: one for one in family.municipalities}.values():
        _write_cohesion_region(file, one)
    family.write(file)


def _territory(file: CitingFile, node: NamedNode, level: str, label: Sentence, *wholes: NamedNode) -> NamedNode:
    """A territory of a level, within others."""
    file.thing("territory", node.value.rpartition("/")[2], "lga:Territory", label)
    file.add(node, "lga:level", concept("level", level))
    file.add(node, "dcterms:isPartOf", *wholes)
    return node


def _write_country(file: CitingFile) -> None:
    _territory(file, COUNTRY, "country", Sentence("Slovenija", "Slovenia"))
    says = Sentence(
        "Seznam ISO 3166-2 ima upravne enote države.", "The list of ISO 3166-2 has the country's subdivisions."
    )
    file.cite(COUNTRY, "S3", says)


def _write_unit(file: CitingFile, one: Municipality) -> None:
    name = one["ue_name"]
    label = Sentence(f"Upravna enota {name}", f"Administrative Unit of {name}")
    node = _territory(file, unit(one["ue_code"]), "administrative-unit", label, COUNTRY)
    file.identify(node, "administrative-unit", one["ue_code"], "S1")


def _cite_unit_seat(file: CitingFile, one: Municipality) -> None:
    """Say how the seat of a unit was found, which is derived: the register does not state it."""
    by = Sentence("isto središčno točko", "the same centre point as")
    if one["code"] == SEAT_BY_NAME:
        by = Sentence("isto ime, čeprav ne iste točke", "the same name, though not the same point, as")
    says = Sentence(
        f"Register vodi upravno enoto pod šifro {one['ue_code']}; ker ima {by.sl} kot {one.label.sl}, je za njen "
        "sedež vzeta ta občina.",
        f"The register lists the administrative unit under code {one['ue_code']}; it has {by.en} the "
        f"{one.label.en}, which is therefore taken for its seat.",
    )
    file.cite(unit(one["ue_code"]), "S1", says, on=REGISTER_STATE, kind="derived")


def _write_region(file: CitingFile, one: Municipality) -> None:
    name = one["nuts3_name"]
    adjective = name.endswith("a") and " " not in name
    sl = f"{name} statistična regija" if adjective else f"Statistična regija {name}"
    label = Sentence(sl, f"{name} statistical region")
    node = _territory(file, region(one["sr_code"]), "statistical-region", label, cohesion_region(one["nuts2_code"]))
    file.add(node, "skos:altLabel", Literal(name, language="sl"))
    file.identify(node, "nuts", one["nuts3_code"], "S13")
    file.identify(node, "statistical-region", one["sr_code"], "S1")
    file.cite(node, "S13", IN_NUTS)
    file.cite(node, "S1", IN_REGISTER, on=REGISTER_STATE)


def _write_cohesion_region(file: CitingFile, one: Municipality) -> None:
    name = one["nuts2_name"]
    label = Sentence(f"Kohezijska regija {name}", f"{name} cohesion region")
    node = _territory(file, cohesion_region(one["nuts2_code"]), "cohesion-region", label, COUNTRY)
    file.add(node, "skos:altLabel", Literal(name, language="sl"))
    file.identify(node, "nuts", one["nuts2_code"], "S13")
    file.cite(node, "S13", IN_NUTS)


def _write_territory(file: CitingFile, one: Municipality) -> None:
    label = Sentence(f"Ozemlje {one.of_label.sl}", f"Territory of the {one.of_label.en}")
    node = _territory(file, one.territory, "municipality", label, unit(one["ue_code"]), region(one["sr_code"]))
    file.place(node, one["centroid_lat"], one["centroid_lon"])
    kind = "derived" if one["ue_exceptions"] else "implied"
    file.cite(node, "S1", _districts_say(one), on=REGISTER_STATE, kind=kind)
    file.cite(node, "S2", POINT, on="2023", kind="derived")


def _districts_say(one: Municipality) -> Sentence:
    """Where the register puts the spatial districts of a municipality, exceptions included."""
    if not one["ue_exceptions"]:
        return Sentence(
            f"Prostorski okoliši občine so v upravni enoti {one['ue_name']} in v statistični regiji {one['sr_code']}.",
            f"The spatial districts of the municipality are in the Administrative Unit of {one['ue_name']} and in "
            f"statistical region {one['sr_code']}.",
        )
    other, _, counts = one["ue_exceptions"].partition(" (")
    few, _, rest = counts.partition(" of ")
    total = rest.split()[0]
    return Sentence(
        f"Večina prostorskih okolišev občine je v upravni enoti {one['ue_name']}, v upravni enoti {other} pa {few} "
        f"od {total}; občina je v statistični regiji {one['sr_code']}.",
        f"Most spatial districts of the municipality are in the Administrative Unit of {one['ue_name']}, {few} of "
        f"{total} in that of {other}; the municipality is in statistical region {one['sr_code']}.",
    )


def _write_seat(file: CitingFile, one: Municipality) -> None:
    name = one["seat_settlement"]
    node = _territory(file, one.seat, "settlement", Sentence(name, name), one.territory)
    file.place(node, one["seat_lat"], one["seat_lon"])
    file.cite(node, "S1", SEAT, on=REGISTER_STATE, kind="implied")
