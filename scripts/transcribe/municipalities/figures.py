"""The figures of municipalities: inhabitants of the municipality; area and settlements of its territory.

Inhabitants are counted of the municipality, which is what the Statistical Office counts them for; area and numbers of
settlements are about the territory, since a legal body has no area.
"""

from __future__ import annotations

from scripts.transcribe.municipalities.citing import CitingFile, decimal
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.register import REGISTER_STATE
from scripts.transcribe.municipalities.table import Municipality, day_in_words
from scripts.transcribe.municipalities.territories import COUNTRY
from scripts.transcribe.writing import concept, partial, whole
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["AREA", "write_area", "write_observation", "write_population"]

POPULATION = Sentence("Prebivalstvo", "Population")
AREA = Sentence("Površina", "Area")
SETTLEMENTS = Sentence("Število naselij", "Number of settlements")
BILINGUAL = Sentence("Število dvojezičnih naselij", "Number of bilingual settlements")

COUNTS = {"2025-01-01": "population", "2024-01-01": "population_2024_01_01"}
"""The column of each day of a count."""

NATIONAL = {"2025-01-01": 2_130_850, "2024-01-01": 2_123_949}
"""The national figure of each day, as the Statistical Office published it."""

COUNTED = Sentence(
    "SURS navaja število prebivalcev občine na ta dan.",
    "The Statistical Office gives the number of inhabitants of the municipality on that day.",
)
COUNTED_NATIONALLY = Sentence(
    "SURS navaja število prebivalcev države na ta dan; vsota vseh občin je enaka.",
    "The Statistical Office gives the number of inhabitants of the country on that day; all municipalities add up to "
    "the same.",
)
MEASURED = Sentence("Register navaja površino občine.", "The register gives the area of the municipality.")
LISTED = Sentence(
    "Preštete so vrstice naselij občine v registru.",
    "The settlements of the municipality in the register were counted.",
)
LISTED_BILINGUAL = Sentence(
    "Preštete so vrstice naselij občine, ki imajo v registru še drugo uradno ime.",
    "The settlements of the municipality that have a second official name in the register were counted.",
)


def write_observation(
    file: CitingFile, about: NamedNode, label: Sentence, *, measure: str, on: str, value: Literal, unit: str = "count"
) -> NamedNode:
    """One value of one measure of a thing at a date, without its evidence."""
    name = f"{about.value.rpartition('/')[2]}-{measure}-{on}"
    node = file.thing("observation", name, "lga:Observation", label)
    file.add(node, "lga:about", about)
    file.add(node, "lga:measure", concept("measure", measure))
    file.add(node, "lga:unit", concept("unit", unit))
    file.add(node, "lga:onDate", partial(on))
    file.add(node, "lga:value", value)
    return node


def write_population(family: Family) -> None:
    """Write the inhabitants of every municipality and of the country; raises ValueError where they do not add up."""
    file = CitingFile(
        "data/municipalities/population",
        Sentence("Prebivalstvo občin", "Population of the municipalities"),
        Sentence(
            "Prepisano iz podatkov SURS; dan štetja je iz objave SURS, v kateri je enaka vsota.",
            "Transcribed from data of the Statistical Office; the day of the count is from its release, which has the "
            "same sum.",
        ),
    )
    for on, column in COUNTS.items():
        _write_count(family, file, on, column)
    family.write(file)


def _write_count(family: Family, file: CitingFile, on: str, column: str) -> None:
    day = day_in_words(on)
    when = Sentence(f"{POPULATION.sl} {day.sl}", f"{POPULATION.en} on {day.en}")
    if sum(int(one[column]) for one in family.municipalities) != NATIONAL[on]:
        raise ValueError(f"{column} does not add up to {NATIONAL[on]}")
    for one in family.municipalities:
        node = write_observation(
            file, one.node, _label(when, one.label), measure="population", on=on, value=whole(one[column])
        )
        file.cite(node, "S9", COUNTED, on=on)
        family.record(one, node)
    country = Sentence("Slovenija", "Slovenia")
    node = write_observation(
        file, COUNTRY, _label(when, country), measure="population", on=on, value=whole(NATIONAL[on])
    )
    file.cite(node, "S10", COUNTED_NATIONALLY, on=on)


def write_area(family: Family) -> None:
    """Write the area and the numbers of settlements of every territory."""
    file = CitingFile(
        "data/municipalities/area",
        Sentence("Površina in naselja občin", "Area and settlements of the municipalities"),
        Sentence(
            "Prepisano iz kopije registra s stanjem julija 2026; naselja so prešteta.",
            "Transcribed from a copy of the register as of July 2026; the settlements were counted.",
        ),
    )
    for one in family.municipalities:
        node = write_observation(
            file,
            one.territory,
            _label(AREA, one.label),
            measure="area",
            on=REGISTER_STATE,
            value=decimal(one["area_km2"]),
            unit="square-kilometre",
        )
        file.cite(node, "S1", MEASURED, on=REGISTER_STATE)
        family.record(one, node)
        _write_settlements(family, file, one)
    family.write(file)


def _write_settlements(family: Family, file: CitingFile, one: Municipality) -> None:
    """Write the number of settlements, and of bilingual ones where the table gives it."""
    for column, title, says in (
        ("settlements", SETTLEMENTS, LISTED),
        ("bilingual_settlements", BILINGUAL, LISTED_BILINGUAL),
    ):
        if not one[column]:
            continue
        label, measure, value = _label(title, one.label), column.replace("_", "-"), whole(one[column])
        node = write_observation(file, one.territory, label, measure=measure, on=REGISTER_STATE, value=value)
        file.cite(node, "S1", says, on=REGISTER_STATE, kind="implied")
        family.record(one, node)


def _label(title: Sentence, name: Sentence) -> Sentence:
    return Sentence(f"{title.sl}: {name.sl}", f"{title.en}: {name.en}")
