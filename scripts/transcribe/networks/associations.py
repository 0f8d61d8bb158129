"""The associations: names, seat, address, legal form, founding and number of members, each with its evidence.

The association SOS is described by the tables about it; here its row is only recorded.  Which source supports which
column of a row, and what a column leaves to words, stands in `wording/associations.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.transcribe.networks.dates import exact, in_words, state_in_words
from scripts.transcribe.networks.drafts import read_wording
from scripts.transcribe.networks.figures import Figure, write_figure
from scripts.transcribe.networks.names import association_names
from scripts.transcribe.networks.places import place, place_name
from scripts.transcribe.networks.transcript import Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial, term
from sos_graph.errors import Sentence
from sos_graph.terms import Literal, NamedNode

__all__ = ["write_associations"]

TABLE = "associations.csv"
DESCRIBED_ELSEWHERE = "si-sos"
SPELLINGS = {"acronyms": "lga:acronym", "former": "lga:formerName", "also": "lga:alternativeSpelling"}
PRESENTS = Sentence("Vir predstavi združenje.", "The source presents the association.")
TRANSLATED = Sentence(" Angleško ime je naš prevod.", " The English name is our translation.")
ACRONYM_ONLY = Sentence("Vir navaja samo kratico združenja.", "The source gives only the acronym of the association.")
GIVES_ADDRESS = Sentence("Vir navaja naslov združenja.", "The source gives the address of the association.")
LIST_OF_2019 = "C01"


@dataclass(frozen=True, slots=True)
class Entry:
    """An association: its row, what is worded for it, its name, and its IRI."""

    row: Mapping[str, str]
    worded: Mapping[str, Any]
    name: Sentence
    node: NamedNode

    @property
    def seat(self) -> NamedNode | None:
        """The place of the seat, where the row has one."""
        return place(self.row["country"], self.row["seat_city"]) if self.row["seat_city"] else None

    @property
    def public(self) -> bool:
        """Whether the source of its legal form makes it a public organisation."""
        return bool(self.worded.get("form", {}).get("public"))


def write_associations(transcript: Transcript) -> None:
    """Write every association, and record its row."""
    title = Sentence("Združenja lokalnih skupnosti", "Associations of local authorities")
    file = transcript.file("data/networks/associations", title)
    worded = read_wording("associations")
    names = association_names(transcript)
    for number, row in transcript.rows(TABLE):
        node = iri("association", row["id"])
        transcript.record(TABLE, number, node)
        if row["id"] != DESCRIBED_ELSEWHERE:
            entry = Entry(row, worded[row["id"]], names[row["id"]], node)
            transcript.record(TABLE, number, *_write_association(transcript, file, entry))
    file.write(transcript.project)


def _write_association(transcript: Transcript, file: DataFile, entry: Entry) -> list[NamedNode]:
    """What the row became besides the association itself."""
    _write_organisation(file, entry)
    _cite_description(transcript, file, entry)
    written = []
    if entry.row["address"]:
        written.append(_write_address(transcript, file, entry))
    if entry.row["founded"]:
        written.append(_write_founding(transcript, file, entry))
    if "count" in entry.worded:
        written.extend(_write_count(transcript, file, entry))
    return written


def _write_organisation(file: DataFile, entry: Entry) -> None:
    """The association with its types, names, country, website and seat."""
    row, node = entry.row, entry.node
    public = " cv:PublicOrganisation" if entry.public else ""
    types = f"lga:Association org:FormalOrganization foaf:Organization{public}"
    file.thing("association", row["id"], types, entry.name)
    if row["name_native"] and row["lang"] != "sl":
        file.add(node, "skos:prefLabel", Literal(row["name_native"], language=row["lang"]))
    _add_spellings(file, entry)
    file.add(node, "schema:addressCountry", Literal(row["country"]))
    if row["website"]:
        file.add(node, "foaf:homepage", NamedNode(row["website"]))
    if entry.seat:
        file.add(node, "lga:seat", entry.seat)


def _add_spellings(file: DataFile, entry: Entry) -> None:
    """The acronyms, former names and other short forms, each with its language."""
    for key, prefixed in SPELLINGS.items():
        for text, _, language in (one.rpartition("@") for one in entry.worded.get(key, [])):
            file.add(entry.node, prefixed, Literal(text, language=language))


def _cite_description(transcript: Transcript, file: DataFile, entry: Entry) -> None:
    """What each source says of the association as such: that it presents it, its legal form, its seat."""
    worded = entry.worded
    keys = dict.fromkeys([*worded.get("described", []), *worded.get("form", {}).get("in", []), *worded.get("seat", [])])
    if not keys:
        transcript.cite(file, entry.node, Cited(LIST_OF_2019, ACRONYM_ONLY, on="2019"))
    for key in keys:
        transcript.cite(file, entry.node, Cited(key, _description(entry, key)))


def _description(entry: Entry, key: str) -> Sentence:
    parts = [PRESENTS]
    if "translated by us" in entry.row["name_status"]:
        parts.append(TRANSLATED)
    form = entry.worded.get("form", {})
    if key in form.get("in", []):
        parts.append(Sentence(f" Pravna oblika: {form['sl']}.", f" Legal form: {form['en']}."))
    if entry.seat and key in entry.worded.get("seat", []):
        city = place_name(entry.seat)
        parts.append(Sentence(f" Sedež: {city.sl}.", f" Seat: {city.en}."))
    return Sentence("".join(one.sl for one in parts), "".join(one.en for one in parts))


def _write_address(transcript: Transcript, file: DataFile, entry: Entry) -> NamedNode:
    worded = entry.worded["address"]
    label = Sentence(f"Naslov: {entry.name.sl}", f"Address: {entry.name.en}")
    node = file.thing("address", entry.row["id"], "locn:Address", label)
    text = re.sub(r" \([^)]*\)$", "", entry.row["address"])
    file.add(node, "locn:fullAddress", Literal(text, language=worded["language"]))
    file.add(entry.node, "locn:address", node)
    says = Sentence(worded.get("sl", GIVES_ADDRESS.sl), worded.get("en", GIVES_ADDRESS.en))
    rest = {key: worded[key] for key in ("on", "kind", "confidence") if key in worded}
    transcript.cite(file, node, Cited(worded["in"], says, **rest))
    return node


def _write_founding(transcript: Transcript, file: DataFile, entry: Entry) -> NamedNode:
    """The founding, or what the row's date is the date of."""
    worded, date = entry.worded["founding"], entry.row["founded"]
    kind = worded.get("type", "founding")
    what = Sentence(worded.get("label_sl", "Ustanovitev"), worded.get("label_en", "Founding"))
    label = Sentence(f"{what.sl}: {entry.name.sl}", f"{what.en}: {entry.name.en}")
    node = file.thing("event", f"{entry.row['id']}-{date}-{kind}", "lga:Event", label)
    if kind == "founding" and "label_sl" not in worded:
        _add_founded(file, node, entry)
    file.add(node, "dcterms:type", concept("event-type", kind))
    file.add(node, "lga:onDate", partial(date))
    file.add(node, "lga:involves", entry.node)
    if "place" in worded:
        file.add(node, "lga:place", iri("territory", worded["place"]))
    if "until" in worded:
        file.add(node, "lga:from", partial(date))
        file.add(node, "lga:until", partial(worded["until"]))
    rest = {key: worded[key] for key in ("kind", "confidence") if key in worded}
    transcript.cite(file, node, *(Cited(key, _founding_in_words(worded, date), **rest) for key in worded["in"]))
    return node


def _add_founded(file: DataFile, event: NamedNode, entry: Entry) -> None:
    """That the event founded the association: in the words of ORG where CPOV, too, has them for it, else of PROV."""
    if entry.public:
        file.add(event, "a", term("org:ChangeEvent"))
        file.add(event, "org:resultingOrganization", entry.node)
    else:
        file.add(event, "prov:generated", entry.node)


def _founding_in_words(worded: Mapping[str, str], date: str) -> Sentence:
    """That the association was founded on the date, unless the label says otherwise, and what more is worded."""
    when = in_words(date)
    on = ("on ", "in ")[len(date) < len("2000-01-01")]
    plain = Sentence(f"Združenje je bilo ustanovljeno {when.sl}.", f"The association was founded {on}{when.en}.")
    if "label_sl" in worded:
        plain = Sentence("", "")
    return Sentence(f"{plain.sl} {worded.get('sl', '')}".strip(), f"{plain.en} {worded.get('en', '')}".strip())


def _write_count(transcript: Transcript, file: DataFile, entry: Entry) -> list[NamedNode]:
    """The number of members, once for each source that states it."""
    worded, row = entry.worded["count"], entry.row
    state = state_in_words(row["as_of"])
    remark = Sentence(f"{state.sl} {worded.get('sl', '')}".strip(), f"{state.en} {worded.get('en', '')}".strip())
    known = ("not_after", "qualifier", "out_of", "kind", "confidence")
    rest = {key: worded[key] for key in known if key in worded}
    figures = [
        Figure(
            f"association/{row['id']}",
            entry.name,
            key,
            int(row["member_count"]),
            on=exact(row["as_of"]),
            remark=remark,
            **rest,
        )
        for key in worded["in"]
    ]
    return [write_figure(transcript, file, one) for one in figures]
