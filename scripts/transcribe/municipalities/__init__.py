"""The family of tables about the municipalities of Slovenia: every row becomes triples or is held back with a reason.

What enters is the folder of the tables; what leaves is the files below `data/municipalities/` and `data/links/`,
`data/sources/municipalities.ttl` and `data/disputes/municipalities.ttl`, and the trace of every row.  `COLUMNS` says
where each column of the table went.
"""

from __future__ import annotations

from pathlib import Path

from scripts.transcribe.municipalities.columns import COLUMNS
from scripts.transcribe.municipalities.disputes import write_disputes
from scripts.transcribe.municipalities.family import Family
from scripts.transcribe.municipalities.figures import write_area, write_population
from scripts.transcribe.municipalities.history import write_history
from scripts.transcribe.municipalities.links import write_links
from scripts.transcribe.municipalities.register import write_register
from scripts.transcribe.municipalities.sources import write_sources
from scripts.transcribe.municipalities.spellings import write_other_areas, write_spellings
from scripts.transcribe.municipalities.statuses import write_statuses
from scripts.transcribe.municipalities.territories import write_territories
from scripts.transcribe.writing import Trace

__all__ = ["COLUMNS", "transcribe"]

WRITERS = (
    write_sources,
    write_register,
    write_territories,
    write_population,
    write_area,
    write_other_areas,
    write_spellings,
    write_statuses,
    write_history,
    write_links,
    write_disputes,
)


def transcribe(facts: Path, project: Path) -> Trace:
    """The trace of the family, after its data files have been written below the project."""
    family = Family(facts, project)
    for write in WRITERS:
        write(family)
    return family.trace
