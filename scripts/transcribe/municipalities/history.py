"""How the municipalities came about: one event for each date that sources claim, with what each of them says.

A date of the law is known to the day; the year of the encyclopedia's list and the year derived from the code are
evidence for the same event where they agree with it, and an event of their own where they do not.
"""

from __future__ import annotations

from scripts.transcribe.municipalities.citing import CitingFile
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.table import Municipality, day_in_words
from scripts.transcribe.writing import concept, iri, partial
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["founding", "write_history"]

DERIVED_YEAR = Sentence(
    "Leto je izpeljano iz šifre občine: ob vsakem valu ustanavljanja so nove občine dobile naslednje šifre.",
    "The year is derived from the code of the municipality: in each wave of foundings the new municipalities were "
    "given the next codes.",
)
ANKARAN = "213"


def founding(one: Municipality, year: str = "") -> NamedNode:
    """The founding of a municipality, or a second one of a year that another source claims."""
    return iri("event", "-".join(filter(None, (one.key, "founding", year))))


def write_history(family: Family) -> None:
    """Write the founding of every municipality."""
    file = CitingFile(
        "data/municipalities/history",
        Sentence("Ustanovitev občin", "Founding of the municipalities"),
        Sentence(
            "Prepisano iz letopisa SURS, odločbe Ustavnega sodišča in seznama v slovenski Wikipediji; leta, ki so "
            "izpeljana iz šifer, so tako označena. Dan pove, kdaj je začel veljati zakon, ki določa območje občine, za "
            "Ankaran pa, kdaj je bila izdana odločba.",
            "Transcribed from the yearbook of the Statistical Office, the decision of the Constitutional Court and the "
            "list in the Slovene Wikipedia; years derived from the codes are marked so. A day is the day on which the "
            "law that sets the area of the municipality came into force or, for Ankaran, that of the decision.",
        ),
    )
    for one in family.municipalities:
        for node in _write_foundings(file, one):
            family.record(one, node)
    family.write(file)


def _write_foundings(file: CitingFile, one: Municipality) -> list[NamedNode]:
    """The founding with all that agrees on it, and a second one where the encyclopedia's year is another."""
    wave, listed = one["established_wave"], one["established_year_slwiki"]
    first = _write_event(file, one, founding(one), one["established_legal_date"] or wave)
    file.cite(first, "S1", DERIVED_YEAR, kind="derived", confidence="medium")
    if one["established_legal_date"]:
        _cite_law(file, one, first)
    if listed in {"", wave}:
        _cite_list(file, one, first)
        return [first]
    second = _write_event(file, one, founding(one, listed), listed)
    _cite_list(file, one, second)
    return [first, second]


def _write_event(file: CitingFile, one: Municipality, node: NamedNode, on: str) -> NamedNode:
    label = Sentence(f"Ustanovitev ({on[:4]}): {one.label.sl}", f"Founding ({on[:4]}): {one.label.en}")
    file.thing("event", node.value.rpartition("/")[2], "lga:Event org:ChangeEvent", label)
    file.add(node, "dcterms:type", concept("event-type", "founding"))
    file.add(node, "lga:involves", one.node)
    file.add(node, "org:resultingOrganization", one.node)
    file.add(node, "lga:onDate", partial(on))
    return node


def _cite_law(file: CitingFile, one: Municipality, event: NamedNode) -> None:
    """Cite the source of the legal date: the yearbook, or the Constitutional Court for Ankaran."""
    day = day_in_words(one["established_legal_date"])
    if one["code"] == ANKARAN:
        says = Sentence(
            f"Ustavno sodišče je občino ustanovilo z odločbo z dne {day.sl}, objavljeno 17. 6. 2011 v Uradnem listu RS "
            "47/2011; SURS jo šteje od 1. 1. 2015.",
            f"The Constitutional Court founded the municipality by its decision of {day.en}, published on 17 June 2011 "
            "in the Official Gazette 47/2011; the Statistical Office counts it from 1 January 2015.",
        )
        file.cite(event, "S16", says)
        return
    number = one["established_legal_ref"].removeprefix("Uradni list RS ").partition(" ")[0]
    says = Sentence(
        f"Zakon, ki določa območje občine (Uradni list RS {number}), je začel veljati {day.sl}.",
        f"The law that sets the area of the municipality (Official Gazette {number}) came into force on {day.en}.",
    )
    file.cite(event, "S15", says)


def _cite_list(file: CitingFile, one: Municipality, event: NamedNode) -> None:
    """Cite the encyclopedia's list, if it gives a year or the commune that the municipality came from."""
    year, written = one["established_year_slwiki"], one["split_from_slwiki"]
    origin = written.replace(" ,", ",").rstrip("*")
    parts = []
    if year:
        parts.append(Sentence(f"leto ustanovitve {year}", f"the year of founding {year}"))
    if origin:
        parts.append(Sentence(f"prejšnjo občino: {origin}", f"the municipality it came from: {origin}"))
    if parts:
        says = Sentence(
            f"Seznam v slovenski Wikipediji navaja {' in '.join(part.sl for part in parts)}.",
            f"The list in the Slovene Wikipedia gives {' and '.join(part.en for part in parts)}.",
        )
        file.cite(event, "S14", says, confidence="medium", as_written=written)
