"""Who is or is not a member: every row of the three tables of members is evidence for one municipality's membership."""

from __future__ import annotations

from collections.abc import Mapping

from scripts.transcribe.sos.transcript import Cited, Transcript, sentence
from scripts.transcribe.writing import DataFile, concept, iri, partial
from sos_graph.errors import Sentence
from sos_graph.terms import NamedNode

__all__ = ["write_memberships"]

SOS = iri("association", "si-sos")
FOUNDING = "named as founding member"
SEAT = "implied: municipality holds an elected seat in an SOS body"

SAYS = {
    "named in SOS member list (items 1-55 of 176; items 56-176 not recoverable)": Sentence(
        "Občina je na oštevilčenem seznamu članic SOS.", "The municipality is on the numbered list of members of SOS."
    ),
    FOUNDING: Sentence(
        "Vir občino šteje med osem ustanovnih članic.",
        "The source counts the municipality among the eight founding members.",
    ),
    'called "občina članica" in SOS weekly news (municipal-holiday greeting)': Sentence(
        "SOS čestita občini kot svoji članici ob občinskem prazniku.",
        "SOS congratulates the municipality, as one of its members, on its municipal holiday.",
    ),
    "said to have joined SOS in 2023": Sentence(
        "Občina se je SOS pridružila leta 2023.", "The municipality joined SOS in 2023."
    ),
    "said to be the latest municipality to join": Sentence(
        "Občina je zadnja, ki se je pridružila SOS.", "The municipality is the latest to have joined SOS."
    ),
    "municipality says it is a member": Sentence(
        "Občina sama navaja, da je članica SOS.", "The municipality itself says that it is a member of SOS."
    ),
    SEAT: Sentence(
        "Nekdo iz občine opravlja funkcijo v organu ali delovnem telesu SOS; iz tega sledi, da je občina članica.",
        "Somebody of the municipality holds a post in a body of SOS, which implies that the municipality is a member.",
    ),
}
"""The kinds of evidence in the table of members, each with our paraphrase."""

SAYS_BY_SOURCE = {
    "SOS_FRAS": Sentence(
        "Župan občine je postal predsednik mreže NALAS, v kateri je SOS; iz tega sledi, da je občina članica.",
        "The mayor of the municipality became president of NALAS, to which SOS belongs; "
        "this implies that the municipality is a member.",
    ),
}
"""The paraphrase where a source implies membership by something else than a seat in a body of SOS."""

LEFT = Sentence(
    "Ljubljana je SOS zapustila ob ustanovitvi ZMOS leta 2010.",
    "Ljubljana left SOS when ZMOS was founded in 2010.",
)
NOT_LISTED = Sentence(
    "Med ohranjenimi imeni abecednega seznama članic (1–55 od 176) občine ni; sklep velja le, "
    "če je bil seznam popoln in urejen.",
    "The municipality is not among the surviving names of the alphabetical list of members (1-55 of 176); "
    "the inference holds only if the list was complete and sorted.",
)
NOT_AFTER = {"before 2015-01": "2015-01", "2019-2023": "2023"}
"""Dates that the table gives in words, as the latest date of the state that the source describes."""


def write_memberships(transcript: Transcript) -> None:
    """Write the membership of every municipality that a source speaks of."""
    file = transcript.file(
        "data/sos/memberships",
        Sentence("Članstvo občin v Skupnosti občin Slovenije", "Membership of municipalities in SOS"),
    )
    for number, row in transcript.rows("members.csv"):
        node = _membership(transcript, file, "members.csv", number, row)
        transcript.cite(file, node, _attestation(row))
        _add_beginning(file, node, row)
    for number, row in transcript.rows("non_members.csv"):
        node = _membership(transcript, file, "non_members.csv", number, row)
        transcript.cite(file, node, _denial(row))
        if row["as_of"] == "2015-02-10":
            file.add(node, "lga:untilNotAfter", partial("2010"))
    for number, row in transcript.rows("members_by_municipality.csv"):
        _membership(transcript, file, "members_by_municipality.csv", number, row)
    file.write(transcript.project)


def _membership(transcript: Transcript, file: DataFile, table: str, number: int, row: Mapping[str, str]) -> NamedNode:
    """The membership of the municipality that a row is about."""
    name = row["municipality_name_sl"]
    municipality = transcript.municipality(name)
    if int(municipality.value[-3:]) != int(row["gurs_ob_id"]):
        raise ValueError(f"{table}, row {number}: {name} does not have the code {row['gurs_ob_id']}")
    slug = f"si-sos-{municipality.value.rpartition('/')[2]}"
    label = sentence("Članstvo v SOS: {name}", "Membership of SOS: {name}", name=name)
    node = file.thing("membership", slug, "lga:Membership", label)
    file.add(node, "org:member", municipality)
    file.add(node, "org:organization", SOS)
    file.add(node, "org:role", concept("membership-class", "member"))
    transcript.record(table, number, node)
    return node


def _attestation(row: Mapping[str, str]) -> Cited:
    not_after = NOT_AFTER.get(row["as_of"], "")
    return Cited(
        row["listed_in"],
        SAYS_BY_SOURCE.get(row["listed_in"], SAYS[row["evidence"]]),
        on="" if not_after else row["as_of"],
        not_after=not_after,
        confidence=row["confidence"],
        kind="implied" if row["evidence"] == SEAT else "stated",
        as_written=row["raw_name_if_different"],
    )


def _denial(row: Mapping[str, str]) -> Cited:
    derived = "DERIVED" in row["status"]
    return Cited(
        row["source_id"],
        NOT_LISTED if derived else LEFT,
        on=row["as_of"],
        confidence=row["confidence"],
        kind="derived" if derived else "stated",
        denies=True,
    )


def _add_beginning(file: DataFile, node: NamedNode, row: Mapping[str, str]) -> None:
    """What the row says of how the membership began: as a founder, in a year, or by a date."""
    if row["evidence"] == FOUNDING:
        file.add(node, "org:role", concept("membership-class", "founding"))
    if row["evidence"].startswith("said to have joined"):
        file.add(node, "lga:from", partial(row["as_of"]))
    if row["evidence"].startswith("said to be the latest"):
        file.add(node, "lga:fromNotAfter", partial(row["as_of"]))
