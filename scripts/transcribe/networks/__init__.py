"""The family of tables about associations and their networks: every row becomes triples or is held back.

What enters is the folder of the tables; what leaves is the files below `data/networks/` and `data/links/`,
`data/sources/networks.ttl` and `data/disputes/networks.ttl`, and the trace of every row.  Tables have a module each;
what has to be worded by hand stands in `wording/*.toml` and is read by `drafts`.
"""

from __future__ import annotations

from pathlib import Path

from scripts.transcribe.networks.associations import write_associations
from scripts.transcribe.networks.drafts import note_parts, write_drafts
from scripts.transcribe.networks.figures import write_figures
from scripts.transcribe.networks.links import write_links
from scripts.transcribe.networks.memberships import write_memberships
from scripts.transcribe.networks.officers import write_officers
from scripts.transcribe.networks.places import write_places
from scripts.transcribe.networks.sources import trust, write_sources
from scripts.transcribe.networks.transcript import Transcript
from scripts.transcribe.writing import Trace

__all__ = ["transcribe"]


def transcribe(facts: Path, project: Path) -> Trace:
    """The trace of the family, after its data files have been written below the project."""
    transcript = Transcript(facts, project)
    transcript.confidence.update(trust(transcript))
    write_sources(transcript)
    write_places(transcript)
    write_associations(transcript)
    write_memberships(transcript)
    for name in ("networks", "bodies", "events"):
        write_drafts(transcript, name)
    write_officers(transcript)
    write_figures(transcript)
    write_links(transcript)
    write_drafts(transcript, "disputes")
    note_parts(transcript)
    return transcript.trace
