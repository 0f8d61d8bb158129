"""The family of tables about the Skupnost občin Slovenije: every row becomes triples or is held back with a reason.

What enters is the folder of the tables; what leaves is the files below `data/sos/`, `data/sources/sos.ttl` and
`data/disputes/sos.ttl`, and the trace of every row.  Long tables (members, holders, counts, sources) have a module
each; what has to be worded by hand stands in `wording/*.toml` and is read by `drafts`.
"""

from __future__ import annotations

from pathlib import Path

from scripts.transcribe.sos.counts import write_counts
from scripts.transcribe.sos.drafts import write_drafts
from scripts.transcribe.sos.holdings import write_holdings
from scripts.transcribe.sos.memberships import write_memberships
from scripts.transcribe.sos.sources import write_sources
from scripts.transcribe.sos.transcript import Transcript
from scripts.transcribe.writing import Trace

__all__ = ["transcribe"]

HAND_WORDED = (
    "association",
    "bodies",
    "posts",
    "rules",
    "statutes",
    "events",
    "services",
    "relations",
    "disputes",
)


def transcribe(facts: Path, project: Path) -> Trace:
    """The trace of the family, after its data files have been written below the project."""
    transcript = Transcript(facts, project)
    write_sources(transcript)
    write_memberships(transcript)
    write_holdings(transcript)
    write_counts(transcript)
    for name in HAND_WORDED:
        write_drafts(transcript, name)
    return transcript.trace
