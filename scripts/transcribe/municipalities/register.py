"""The municipalities as legal bodies: names, codes, seats, and what the register says of its record."""

from __future__ import annotations

from scripts.transcribe.municipalities.citing import CitingFile
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.table import Municipality, day_in_words, unit
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["REGISTER_STATE", "write_register"]

REGISTER_STATE = "2026-07"
"""The month whose state the copy of the register shows."""

CODES = (
    ("surs", "code", "S1"),
    ("iso-3166-2", "iso_3166_2", "S3"),
    ("lau", "lau_code", "S2"),
    ("gisco", "gisco_id", "S2"),
    ("gurs-mid", "gurs_mid", "S1"),
)
"""The identifiers of a municipality: scheme, column, source."""

FORMER_CODE = Sentence(
    "Šifrant centralnega registra prebivalstva Žalec navaja tudi pod šifro 145, ki jo je imel pred letom 1998; "
    "ob delitvi leta 1998 je dobil šifro 190.",
    "The code list of the Central Population Register still has Žalec under 145, its code before 1998; "
    "at the split of 1998 it was given 190.",
)
RESTORED_CODE = "190"


def write_register(family: Family) -> None:
    """Write the municipalities."""
    file = CitingFile(
        "data/municipalities/register",
        Sentence("Občine Slovenije", "Municipalities of Slovenia"),
        Sentence(
            "Prepisano iz registra in seznamov oznak. Angleška imena smo sestavili sami: »Municipality of« ali »City "
            "Municipality of« in slovensko ime. Okrajšano ime v registru smo v naslovu stvari izpisali.",
            "Transcribed from the register and from lists of codes. We built the English names ourselves: "
            "'Municipality of' or 'City Municipality of' and the Slovene name. A name that the register abbreviates is "
            "written out in the label.",
        ),
    )
    for one in family.municipalities:
        family.record(one, _write_municipality(file, one))
    file.cite(family.by_code[RESTORED_CODE].node, "S9", FORMER_CODE, as_written="145")
    family.write(file)


def _write_municipality(file: CitingFile, one: Municipality) -> NamedNode:
    node = file.thing("municipality", one.key, "lga:Municipality cv:PublicOrganisation", one.label)
    file.add(node, "foaf:name", Literal(one["name_sl"], language="sl"))
    file.add(node, "lga:territory", one.territory)
    file.add(node, "lga:seat", one.seat)
    if one["is_ue_seat"] == "true":
        file.add(node, "lga:administrativeSeatOf", unit(one["ue_code"]))
    if one["name_sl_unabbreviated"]:
        file.add(node, "skos:altLabel", Literal(one["name_sl_unabbreviated"], language="sl"))
    for scheme, column, key in CODES:
        file.identify(node, scheme, one[column], key)
    file.cite(node, "S1", _record_says(one), on=REGISTER_STATE, as_written=_abbreviated(one))
    _add_second_name(file, one)
    return node


def _abbreviated(one: Municipality) -> str:
    """The name as the register prints it, where it abbreviates."""
    return one["name_sl"] if one["name_sl_unabbreviated"] else ""


def _record_says(one: Municipality) -> Sentence:
    """What the register says of its present record, whose dates are not those of the municipality."""
    valid, entered = day_in_words(one["gurs_valid_from"]), day_in_words(one["gurs_entered"])
    return Sentence(
        f"Register vodi občino pod šifro {one['code']}; sedanji zapis velja od {valid.sl} in je bil vpisan "
        f"{entered.sl}, kar ni nujno dan ustanovitve.",
        f"The register lists the municipality under code {one['code']}; the present record is valid from {valid.en} "
        f"and was entered on {entered.en}, which need not be the day of founding.",
    )


def _add_second_name(file: CitingFile, one: Municipality) -> None:
    """Add the name in the second official language, where there is one."""
    for language, sl, en in (("it", "italijanščini", "Italian"), ("hu", "madžarščini", "Hungarian")):
        name = one[f"name_{language}"]
        if not name:
            continue
        file.add(one.node, "skos:altLabel", Literal(name, language=language))
        says = Sentence(
            f"Ime občine v {sl} je {name}; tako se imenuje tudi njen sedež v registru.",
            f"The name of the municipality in {en} is {name}; its seat bears the same name in the register.",
        )
        file.cite(one.node, "S11", says, as_written=name)
