"""Office-holders of the networks: persons in public roles, the holding of their posts, and who proposed them.

Dates are those of the table, as precise as it says; what it infers is left out or marked as implied, and worded in
`wording/holdings.toml`.  Heads of secretariats that are neither elected nor appointed to an office are held back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.transcribe.networks.dates import exact, in_words, within
from scripts.transcribe.networks.drafts import read_wording
from scripts.transcribe.networks.transcript import Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial, slug
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["write_officers"]

TABLE = "network_officers.csv"
ROLES = {"general secretary": "secretary-general"}
DATES = {
    "from": "lga:from",
    "from_not_after": "lga:fromNotAfter",
    "until": "lga:until",
    "until_not_after": "lga:untilNotAfter",
}
Wording = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """The holding of a post: its row, what is worded for it, and the words of the whole family."""

    row: Mapping[str, str]
    worded: Mapping[str, Any]
    words: Wording

    @property
    def person(self) -> str:
        """The name of the holder, one for all rows of the same person."""
        return str(self.words["same_person"].get(self.row["person"], self.row["person"]))

    @property
    def role(self) -> str:
        """The role, as a concept of ours."""
        return ROLES.get(self.row["role"], self.row["role"].replace(" ", "-"))

    @property
    def organisation(self) -> NamedNode:
        """The network or association, or the body whose chair the holder is."""
        if self.role == "chair":
            return iri("body", self.row["body_id"])
        kind = "association" if self.row["network_id"].startswith("si-") else "network"
        return iri(kind, self.row["network_id"])

    @property
    def dates(self) -> dict[str, str]:
        """The dates of the holding: those worded, otherwise those of the row, as precise as the row says."""
        length = len("2000-01") if self.row["precision"] == "month" else None
        given = {"from": self.row["from"][:length], "until": self.row["to"][:length]}
        return given | {key: self.worded[key] for key in DATES if key in self.worded}


def write_officers(transcript: Transcript) -> None:
    """Write every person and the holding of every post, and trace the rows."""
    dates = {row["source_id"]: row["as_of"] for _, row in transcript.rows("sources.csv")}
    words = read_wording("holdings") | {"dates": dates}
    title = Sentence("Nosilci funkcij v mrežah", "Office-holders of the networks")
    file = transcript.file("data/networks/officers", title)
    for number, row in transcript.rows(TABLE):
        if row["id"] in words["held_back"]:
            transcript.hold_back(TABLE, number, words["held_back"][row["id"]])
        elif not row["person"].startswith("("):
            entry = Entry(row, words["row"].get(row["id"], {}), words)
            transcript.record(TABLE, number, *_write_holding(transcript, file, entry))
    for worded in words["chamber"]:
        row_number = transcript.number("network_bodies.csv", worded["row"])
        transcript.record("network_bodies.csv", row_number, *_write_of_chamber(transcript, file, worded))
    file.write(transcript.project)


def _write_person(file: DataFile, name: str, words: Wording) -> NamedNode:
    """The person of that name."""
    node = file.thing("person", slug(name), "person:Person foaf:Person", Sentence(name, name))
    file.add(node, "foaf:name", Literal(name, language="mul"))
    if name in words["spelling"]:
        file.add(node, "lga:alternativeSpelling", Literal(words["spelling"][name], language="en"))
    return node


def _write_holding(transcript: Transcript, file: DataFile, entry: Entry) -> list[NamedNode]:
    """The person and the holding of a row."""
    row, worded = entry.row, entry.worded
    person = _write_person(file, entry.person, entry.words)
    role, organisation = _role_in_words(entry), entry.words["organisation"][row["network_id"]]
    years = _years(entry.dates)
    label = Sentence(
        f"{entry.person}, {role.sl} {organisation[0]}{years.sl}",
        f"{entry.person}, {role.en} of {organisation[1]}{years.en}",
    )
    node = file.thing("holding", row["id"], "lga:Holding", label)
    file.add(node, "org:member", person)
    file.add(node, "lga:inPost", iri("post", worded.get("post", f"{row['network_id']}-{entry.role}")))
    file.add(node, "org:organization", entry.organisation)
    file.add(node, "org:role", concept("role", entry.role))
    for key, date in entry.dates.items():
        if date:
            file.add(node, DATES[key], partial(date))
    _add_relations(file, node, entry)
    sources = [*row["source_ids"].split(";"), *worded.get("besides", [])]
    transcript.cite(file, node, *(_citation(entry, key) for key in sources))
    return [node, person]


def _add_relations(file: DataFile, node: NamedNode, entry: Entry) -> None:
    """Who proposed the holder, the municipality they sit for, what there is to remark, and their term."""
    if entry.row["nominated_by"]:
        file.add(node, "lga:nominatedBy", iri("association", entry.row["nominated_by"]))
    municipality = entry.words["municipality"].get(entry.row["position_held"])
    if municipality:
        file.add(node, "lga:sitsFor", iri("municipality", municipality))
    if "sl" in entry.worded:
        file.add(node, "dcterms:description", Sentence(entry.worded["sl"], entry.worded["en"]))
    if "term" in entry.worded:
        file.add(node, "lga:inTerm", iri("term", entry.worded["term"]))


def _citation(entry: Entry, key: str) -> Cited:
    """What a source of the row says of the holding."""
    own = entry.worded.get("source", {}).get(key) or entry.words["said"].get(key, {})
    says = Sentence(own["sl"], own["en"]) if own else _in_words(entry, exact(entry.words["dates"][key]))
    return Cited(
        key,
        says,
        on=_attested(entry, key),
        confidence=entry.worded.get("confidence", ""),
        kind=own.get("kind", entry.worded.get("kind", "stated")),
        as_written=entry.worded.get("written", {}).get(key, ""),
    )


def _attested(entry: Entry, key: str) -> str:
    """The date on which the source attests the holding: worded, or the source's own where it lies in a known period.

    The day of the handover attests the successor only.
    """
    worded = entry.worded.get("on", {})
    if key in worded:
        return str(worded[key])
    date, (start, end) = exact(entry.words["dates"][key]), (entry.dates["from"], entry.dates["until"])
    return date if (start or end) and date != end and within(date, start, end) else ""


def _role_in_words(entry: Entry) -> Sentence:
    masculine, feminine, english = entry.words["role"][entry.role]
    return Sentence(feminine if entry.person in entry.words["females"] else masculine, english)


def _in_words(entry: Entry, date: str) -> Sentence:
    """The role, what a source of that date can say of the period, and the position of the holder."""
    role, organisation = _role_in_words(entry), entry.words["organisation"][entry.row["network_id"]]
    period = _period(entry.dates, date)
    position = _position(entry)
    return Sentence(
        f"{role.sl[0].upper()}{role.sl[1:]} {organisation[0]}{period.sl}{position.sl}.",
        f"{role.en[0].upper()}{role.en[1:]} of {organisation[1]}{period.en}{position.en}.",
    )


def _years(dates: Mapping[str, str]) -> Sentence:
    """The years of a holding for its label.

    >>> _years({"from": "2018-04-18", "until": "2019-04-11"}).en, _years({"from": "", "until": "2022-01"}).en
    (' (2018–2019)', ' (until 2022)')
    """
    start, end = dates["from"][:4], dates["until"][:4]
    spans = {
        (True, True): (start, start) if start == end else (f"{start}–{end}", f"{start}–{end}"),
        (True, False): (f"od {start}", f"from {start}"),
        (False, True): (f"do {end}", f"until {end}"),
    }
    words = spans.get((bool(start), bool(end)))
    return Sentence(f" ({words[0]})", f" ({words[1]})") if words else Sentence("", "")


def _period(dates: Mapping[str, str], date: str) -> Sentence:
    """The beginning and end in words, as far as a source of that date, or an undated one, can state them.

    >>> _period({"from": "2018-04-18", "until": "2019-04-11"}, "2018-11").sl
    ' od 18. aprila 2018'
    """
    slovene, english = "", ""
    for key, word_sl, word_en in (("from", "od", "from"), ("until", "do", "until")):
        if dates[key] and (not date or within(date, dates[key], "")):
            when = in_words(dates[key])
            slovene, english = f"{slovene} {word_sl} {when.sl}", f"{english} {word_en} {when.en}"
    return Sentence(slovene, english)


def _position(entry: Entry) -> Sentence:
    """The position that the holder has besides, after a semicolon."""
    held = entry.row["position_held"]
    if not held:
        return Sentence("", "")
    mayor = "županja" if entry.person in entry.words["females"] else "župan"
    slovene = entry.words["position"].get(held, held.replace("Mayor of ", f"{mayor}: "))
    return Sentence(f"; {slovene}", f"; {held}")


def _write_of_chamber(transcript: Transcript, file: DataFile, worded: Mapping[str, str]) -> list[NamedNode]:
    """The president of a chamber of the Congress, and the holding."""
    person = _write_person(file, worded["person"], read_wording("holdings"))
    label = Sentence(f"{worded['person']}, {worded['sl']}", f"{worded['person']}, {worded['en']}")
    node = file.thing("holding", worded["id"], "lga:Holding", label)
    file.add(node, "org:member", person)
    file.add(node, "lga:inPost", iri("post", worded["post"]))
    file.add(node, "org:organization", iri(*worded["organisation"].split("/")))
    file.add(node, "org:role", concept("role", "president"))
    says = Sentence(f"Vir iz let 2024 in 2025: {worded['sl']}.", f"The source, of 2024 and 2025: {worded['en']}.")
    transcript.cite(file, node, Cited("G01", says))
    return [node, person]
