"""Who belongs to which network: NALAS as worded, CEMR from its list of 2019 and what other sources add."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.transcribe.networks.drafts import read_wording, write_things
from scripts.transcribe.networks.names import association_names
from scripts.transcribe.networks.transcript import Cited, Transcript
from scripts.transcribe.writing import DataFile, concept, iri, partial
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["write_memberships"]

TABLE = "associations.csv"
LIST_OF_2019 = "C01"
LISTED = Sentence(
    "Združenje je na seznamu članic CEMR iz leta 2019.", "The association is on the list of members of CEMR of 2019."
)
STARRED = Sentence(
    "Na seznamu iz leta 2019 ima združenje zvezdico: je pridruženo, opazovalec ali povabljeno; "
    "seznam ne pove, kaj od tega.",
    "On the list of 2019 the association carries an asterisk: it is an associate, an observer or invited, and the list "
    "does not say which.",
)
TAKEN_AS_THE_SAME = "al-aam"
WRITTEN = {TAKEN_AS_THE_SAME: "SHBSH", "fi-kuntaliitto": "AFLRA", "se-skr": "SKL"}
"""Acronyms of the list of 2019 that differ from today's."""


def write_memberships(transcript: Transcript) -> None:
    """Write the memberships of every network, and record the rows."""
    wording = read_wording("memberships")
    file = transcript.file(wording["file"], Sentence(**wording["title"]))
    write_things(transcript, file, wording)
    names = association_names(transcript)
    for number, row in transcript.rows(TABLE):
        if row["cemr_status"]:
            worded = wording["cemr"].get(row["id"], {})
            transcript.record(TABLE, number, _write_of_cemr(transcript, file, row, names[row["id"]], worded))
    for key in wording["cemr"]:
        number = next(number for number, row in transcript.rows("membership_events.csv") if _joins_cemr(row, key))
        transcript.record("membership_events.csv", number, iri("membership", f"cemr-{key}"))
    file.write(transcript.project)


def _joins_cemr(row: Mapping[str, str], association: str) -> bool:
    return row["organisation_id"] == association and row["network_id"] == "cemr"


def _write_of_cemr(
    transcript: Transcript, file: DataFile, row: Mapping[str, str], name: Sentence, worded: Mapping[str, str]
) -> NamedNode:
    """The membership of CEMR of the association of a row, attested in 2019."""
    starred = "associate" in row["cemr_status"]
    label = Sentence(f"Članstvo v CEMR: {name.sl}", f"Membership of CEMR: {name.en}")
    node = file.thing("membership", f"cemr-{row['id']}", "lga:Membership", label)
    file.add(node, "org:member", iri("association", row["id"]))
    file.add(node, "org:organization", iri("network", "cemr"))
    unstated = "associate-or-observer" if starred else "member"
    file.add(node, "org:role", concept("membership-class", worded.get("class", unstated)))
    transcript.cite(file, node, _listed(row["id"], STARRED if starred else LISTED))
    if worded:
        file.add(node, "lga:from", partial(worded["from"]))
        transcript.cite(file, node, Cited(worded["in"], Sentence(worded["sl"], worded["en"])))
    return node


def _listed(association: str, says: Sentence) -> Cited:
    """What the list of 2019 says; the Albanian acronym is only taken to mean the same association."""
    written = WRITTEN.get(association, "")
    if association == TAKEN_AS_THE_SAME:
        return Cited(LIST_OF_2019, says, on="2019", as_written=written, kind="implied", confidence="medium")
    return Cited(LIST_OF_2019, says, on="2019", as_written=written)
