"""Where sources disagree about what is published of the municipalities."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.transcribe.municipalities.citing import CitingFile, read_wording
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.history import founding
from scripts.transcribe.municipalities.links import mapping
from scripts.transcribe.municipalities.register import REGISTER_STATE
from scripts.transcribe.municipalities.spellings import AREA_CHECKS
from scripts.transcribe.municipalities.statuses import KRSKO, city_status
from scripts.transcribe.writing import concept, iri
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["write_disputes"]

KANAL = "044"
SVETA_TROJICA = "204"
SWAPPED = ("196", "197")
MOVED_REGION = ("099", "149", "194")
"""Radeče, Bistrica ob Sotli, Šmartno pri Litiji: an older dictionary has them in the region of before 2015."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disagreement: what it is about, and the claims that do not agree."""

    about: tuple[NamedNode, ...]
    claims: tuple[NamedNode, ...]


def write_disputes(family: Family) -> None:
    """Write every disagreement about a published value."""
    file = CitingFile(
        "data/disputes/municipalities",
        Sentence("Kje se viri o občinah razhajajo", "Where sources about the municipalities disagree"),
        Sentence("Povzeto po primerjavi virov.", "Summarised from a comparison of the sources."),
    )
    wording = read_wording("disputes")
    for name, dispute in _disputes(family).items():
        worded = wording[name]
        node = file.thing("dispute", name, "lga:Dispute", Sentence(worded["label_sl"], worded["label_en"]))
        file.add(node, "lga:about", *dispute.about)
        file.add(node, "lga:namesClaim", *dispute.claims)
        file.add(node, "lga:disputeState", concept("dispute-state", worded["state"]))
        file.add(node, "dcterms:description", Sentence(worded["sl"], worded["en"]))
        for said in worded["evidence"]:
            file.cite(node, said["source"], Sentence(said["sl"], said["en"]), kind=said.get("kind", "stated"))
    family.write(file)


def _disputes(family: Family) -> dict[str, Dispute]:
    """The disputes by their slugs."""
    krsko, kanal, trojica = (family.by_code[code] for code in (KRSKO, KANAL, SVETA_TROJICA))
    swapped = [family.by_code[code] for code in SWAPPED]
    moved = tuple(family.by_code[code].territory for code in MOVED_REGION)
    return {
        "si-054-city-status": Dispute((krsko.node,), (city_status(krsko),)),
        "si-044-name": Dispute((kanal.node,), (kanal.node,)),
        "si-204-founding": Dispute(
            (trojica.node,), (founding(trojica), founding(trojica, trojica["established_year_slwiki"]))
        ),
        "si-areas": _areas(family),
        "si-statistical-regions-2015": Dispute(moved, moved),
        "si-196-197-geonames": Dispute(
            tuple(one.territory for one in swapped), tuple(mapping(one, "geonames") for one in swapped)
        ),
    }


def _areas(family: Family) -> Dispute:
    """The areas of the register and those of other sources that differ from them."""
    found = {(entry[0], on) for heading, _, on, _ in AREA_CHECKS for entry in family.check(heading)}
    codes = sorted({code for code, _ in found})
    claims = found | {(code, REGISTER_STATE) for code in codes}
    return Dispute(
        tuple(family.by_code[code].territory for code in codes),
        tuple(iri("observation", f"si-{code}-area-{on}") for code, on in sorted(claims)),
    )
