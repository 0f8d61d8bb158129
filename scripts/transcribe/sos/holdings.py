"""Who held which post: one holding for each row of the table of officers, with the persons, posts' terms and honours.

A start or end is published only where the table gives a day, or a day by which it had come; "next election" is an
assumption and stays out.  Rows elected at an Assembly share their wording; the others are worded in `officers.toml`,
where `again` gives a second period in the same post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.transcribe.sos.drafts import citations, read_wording
from scripts.transcribe.sos.transcript import FAMILY, Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial, slug, source
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["write_holdings"]

TABLE = "officers.csv"
SOS = iri("association", "si-sos")
Row = Mapping[str, str]
Worded = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A post by its slug, the organisation it belongs to, its role, and its English name; {x} is a part of SOS."""

    name: str
    organisation: str
    role: str
    label_en: str


PRESIDENT = Post("si-sos-president", "association/si-sos", "president", "president")
SECTION_PRESIDENT = Post(
    "si-sos-section-{x}-president", "section/si-sos-{x}", "section-president", "president of the section"
)
POSTS = {
    "president": PRESIDENT,
    "former president": PRESIDENT,
    "vice-president": Post("si-sos-vice-president", "association/si-sos", "vice-president", "vice-president"),
    "section president": SECTION_PRESIDENT,
    "section president (and vice-president of SOS)": SECTION_PRESIDENT,
    "section vice-president": Post(
        "si-sos-section-{x}-vice-president",
        "section/si-sos-{x}",
        "section-vice-president",
        "vice-president of the section",
    ),
    "presidency member": Post("si-sos-bureau-member-{x}", "body/si-sos-bureau", "member", "member of the Bureau"),
    "Supervisory Board member": Post(
        "si-sos-supervisory-board-member", "body/si-sos-supervisory-board", "member", "member"
    ),
    "secretary general": Post(
        "si-sos-secretary-general", "body/si-sos-secretariat", "secretary-general", "secretary general"
    ),
    "commission president": Post("si-sos-{x}-president", "body/si-sos-{x}", "president", "president"),
    "commission vice-president": Post(
        "si-sos-{x}-vice-president", "body/si-sos-{x}", "vice-president", "vice-president"
    ),
    "working group vice-president": Post(
        "si-sos-{x}-vice-president", "body/si-sos-{x}", "vice-president", "vice-president"
    ),
    "substitute member, Congress (proposed by SOS)": Post(
        "congress-si-substitute", "network/congress", "substitute", "substitute member"
    ),
}
PARTS = {
    "SOS (association)": ("", Sentence("SOS", "SOS")),
    "Sekcija mestnih občin (urban)": ("urban", Sentence("mestne občine", "city municipalities")),
    "Sekcija občin s sedeži upravnih enot (AU seats)": (
        "au",
        Sentence("občine s sedežem upravnih enot", "municipalities with Administrative Unit headquarters"),
    ),
    "Sekcija ostalih občin (other)": ("other", Sentence("ostale občine", "other municipalities")),
    "Nadzorni odbor": ("", Sentence("nadzorni odbor SOS", "Supervisory Board of SOS")),
    "Sekretariat / Glavni odbor": ("", Sentence("SOS", "SOS")),
    "Komisija za socialo in zdravstvo": (
        "commission-sociala",
        Sentence("Komisija za socialo in zdravstvo", "Commission for social affairs and health"),
    ),
    "Komisija za kulturo": ("commission-kultura", Sentence("Komisija za kulturo", "Commission for culture")),
    "Delovna skupina SOS za urejanje vodnih površin za turizem in prosti čas": (
        "wg-vode",
        Sentence("delovna skupina za urejanje vodnih površin", "working group on water areas"),
    ),
    "Kongres lokalnih in regionalnih oblasti": (
        "",
        Sentence("Kongres lokalnih in regionalnih oblasti", "Congress of Local and Regional Authorities"),
    ),
}
ELECTED = {
    "AJD_2015": Cited(
        "AJD_2015",
        Sentence(
            "Vir poroča o izvolitvi na to funkcijo za štiri leta.", "The source reports the election for four years."
        ),
        on="2015-03-26",
    ),
    "SOS_2019EL": Cited(
        "SOS_2019EL",
        Sentence(
            "Vir navaja izvolitev na to funkcijo na skupščini na Vrhniki.",
            "The source gives the election to this post at the Assembly at Vrhnika.",
        ),
        on="2019-04-17",
    ),
    "SOS_2023EL": Cited(
        "SOS_2023EL",
        Sentence(
            "Vir navaja izvolitev na to funkcijo na volilni skupščini v Ljubljani.",
            "The source gives the election to this post at the electoral Assembly in Ljubljana.",
        ),
        on="2023-03-29",
    ),
}
TERMS = {"2000-04-18": "2000", "2015-03-26": "2015", "2019-04-17": "2019", "2023-03-29": "2023"}
DAY = r"\d{4}-\d\d-\d\d"


def write_holdings(transcript: Transcript) -> None:
    """Write the holdings, the honorary memberships, the terms and the persons of the table of officers."""
    wording = read_wording("officers")
    title = Sentence("Kdo je opravljal funkcije v SOS", "Who held the posts of SOS")
    file = transcript.file("data/sos/holdings", title)
    people: dict[str, None] = {}
    for number, row in transcript.rows(TABLE):
        worded = wording["row"].get(str(number), {})
        if worded.get("name", row["person_name"]) != row["person_name"]:
            raise ValueError(f"{TABLE}, row {number} is not about {worded['name']}")
        if "held_back" in worded:
            transcript.hold_back(TABLE, number, worded["held_back"])
            continue
        people[row["person_name"]] = None
        for period in (worded, *worded.get("again", [])):
            _write_row(transcript, file, number, row, period)
    _write_terms(transcript, file, wording["term"])
    file.write(transcript.project)
    _write_people(transcript, people, wording["person"])


def _write_row(transcript: Transcript, file: DataFile, number: int, row: Row, worded: Worded) -> None:
    """The row as a holding or honorary membership; a row that another file describes is only counted among persons."""
    if "elsewhere" in worded:
        return
    node = _honour(file, row) if row["role_en"] == "honorary member" else _holding(transcript, file, row, worded)
    for predicate, day in _bounds(row, worded).items():
        file.add(node, predicate, partial(day))
    if "note" in worded:
        file.add(node, "skos:note", Sentence(**worded["note"]))
    transcript.cite(file, node, *_cited(row, worded))
    transcript.record(TABLE, number, node)
    if "next election" in row["end"]:
        transcript.trace.note(f"{FAMILY}/{TABLE}", number, "The end, the day of the next election, is an assumption.")


def _holding(transcript: Transcript, file: DataFile, row: Row, worded: Worded) -> NamedNode:
    post = POSTS[row["role_en"]]
    part, place = PARTS[row["body_or_section"]]
    year = _year(row, worded)
    role_sl = worded.get("role_sl", row["role_sl"])
    node = file.thing(
        "holding",
        f"{post.name.format(x=part)}-{slug(_name(row))}-{year or 'undated'}",
        "lga:Holding",
        Sentence(
            f"{_name(row)}, {role_sl} ({place.sl}, {year or 'brez datuma'})",
            f"{_name(row)}, {post.label_en} ({place.en}, {year or 'undated'})",
        ),
    )
    file.add(node, "org:member", iri("person", slug(_name(row))))
    file.add(node, "lga:inPost", iri("post", post.name.format(x=part)))
    file.add(node, "org:organization", iri(*post.organisation.format(x=part).split("/")))
    file.add(node, "org:role", concept("role", post.role))
    if row["municipality"]:
        file.add(node, "lga:sitsFor", transcript.municipality(row["municipality"]))
    if "proposed by SOS" in row["role_en"]:
        file.add(node, "lga:nominatedBy", SOS)
    file.add(node, "lga:inTerm", *(iri("term", f"si-sos-{term}") for term in _terms(row, worded)))
    return node


def _honour(file: DataFile, row: Row) -> NamedNode:
    """The honorary membership of a person."""
    name = _name(row)
    label = Sentence(f"Častno članstvo v SOS: {name}", f"Honorary membership of SOS: {name}")
    node = file.thing("membership", f"si-sos-{slug(name)}", "lga:Membership", label)
    file.add(node, "org:member", iri("person", slug(name)))
    file.add(node, "org:organization", SOS)
    file.add(node, "org:role", concept("membership-class", "honorary"))
    return node


def _name(row: Row) -> str:
    """The preferred name of the person of a row; one person has two forms of it in the table."""
    return {"Darja Vudler": "Darja Vudler Berlak"}.get(row["person_name"], row["person_name"])


def _bounds(row: Row, worded: Worded) -> dict[str, str]:
    """The beginning and end that the row supports, by property; what is worded replaces them."""
    if "bounds" in worded:
        return dict(worded["bounds"])
    bounds = {}
    if re.fullmatch(DAY, row["start"]):
        bounds["lga:from"] = row["start"]
    elif found := re.search(rf"\(by ({DAY})\)", row["start"]):
        bounds["lga:fromNotAfter"] = found.group(1)
    if re.fullmatch(DAY, row["end"]):
        bounds["lga:until"] = row["end"]
    elif found := re.search(rf"before ({DAY})", row["end"]):
        bounds["lga:untilNotAfter"] = found.group(1)
    return bounds


def _year(row: Row, worded: Worded) -> str:
    """The year that tells this holding from others of the same person and post: of its start, or first attested."""
    if "year" in worded:
        return str(worded["year"])
    if found := re.search(r"\d{4}", row["start"]):
        return found.group()
    dates = [entry.get("on", "") for entry in worded.get("evidence", [])]
    return min((date[:4] for date in dates if date), default="")


def _terms(row: Row, worded: Worded) -> Iterable[str]:
    if "terms" in worded:
        return list(worded["terms"])
    return [term for day, term in TERMS.items() if day in row["start"]]


def _cited(row: Row, worded: Worded) -> tuple[Cited, ...]:
    """The evidence worded for the row; else what the first of its sources says of an election; and what is added."""
    if "evidence" in worded:
        return citations(worded["evidence"])
    stated = ELECTED[row["source_id"].split(";")[0]]
    own = Cited(
        stated.source,
        stated.says,
        on=stated.on,
        confidence=row["confidence"],
        as_written=worded.get("as_written", ""),
    )
    return (own, *citations(worded.get("also", [])))


def _write_terms(transcript: Transcript, file: DataFile, terms: Mapping[str, Worded]) -> None:
    for year, worded in terms.items():
        label = Sentence(f"Mandat organov SOS, izvoljenih leta {year}", f"Term of the bodies of SOS elected in {year}")
        node = file.thing("term", f"si-sos-{year}", "lga:Term", label)
        file.add(node, "lga:termOf", SOS)
        file.add(node, "lga:electedAt", iri("event", worded["event"]))
        for predicate, day in worded["bounds"].items():
            file.add(node, predicate, partial(day))
        transcript.cite(file, node, *citations(worded["evidence"]))


def _write_people(transcript: Transcript, people: Iterable[str], worded: Mapping[str, Worded]) -> None:
    """Write every person once, with other forms of the name and what a source says of it."""
    file = transcript.file("data/sos/persons", Sentence("Osebe na funkcijah v SOS", "Persons in the posts of SOS"))
    rows = [row for _, row in transcript.rows(TABLE) if row["person_name"] in people]
    for row in rows:
        name = _name(row)
        node = file.thing("person", slug(name), "person:Person foaf:Person", Sentence(name, name))
        file.add(node, "foaf:name", Literal(name, language="mul"))
        for key in row["source_id"].split(";"):
            file.add(file.graph, "dcterms:source", source(FAMILY, key))
    for name, entry in worded.items():
        node = iri("person", name)
        for predicate in ("lga:alternativeSpelling", "skos:altLabel"):
            file.add(node, predicate, *(Literal(text, language="sl") for text in entry.get(predicate, [])))
        transcript.cite(file, node, *citations(entry.get("evidence", [])))
    file.write(transcript.project)
