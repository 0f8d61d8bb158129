"""The names of the associations in Slovene and English, as their labels have them."""

from __future__ import annotations

from scripts.transcribe.networks.drafts import read_wording
from scripts.transcribe.networks.transcript import Transcript
from sos_graph.errors import Sentence

__all__ = ["association_names"]


def association_names(transcript: Transcript) -> dict[str, Sentence]:
    """The name of every association by its id; the Slovene one is a translation where no source gives it."""
    worded = read_wording("associations")
    names = {}
    for _, row in transcript.rows("associations.csv"):
        words = worded.get(row["id"], {})
        english = row["name_en"].removesuffix(" (translated)") or words["en"]
        names[row["id"]] = Sentence(words.get("sl", row["name_native"]), english)
    return names
