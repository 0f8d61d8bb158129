"""A draft and the sources -> the sources as they would be, in canonical form.

Only files in which a statement changes are rewritten.  The header of each gets the day of the change and the sources
that are new in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from sos_graph.errors import Sentence, SettingError
from sos_graph.sheets.drafting import Draft
from sos_graph.sheets.layout import LAYOUT_FILE
from sos_graph.sheets.vocabulary import expand
from sos_graph.sources import Source, tidy
from sos_graph.terms import DCT, RDF, XSD, Literal, NamedNode, Quad, Triple

__all__ = ["rewrite_sources"]

DATA = "data/"
SOURCE = expand("lga:Source")


def rewrite_sources(sources: Sequence[Source], draft: Draft, today: dt.date) -> tuple[Source, ...]:
    """The sources with what the draft adds and without what it removes; raises SettingError for an unknown file."""
    unknown = {path for path, triples in draft.added.items() if triples} - {source.path for source in sources}
    if unknown:
        raise SettingError(
            Sentence("Datoteke za nove vrstice ni.", "The file for new rows is not there."),
            where=", ".join(sorted(unknown)),
            hint=Sentence(f"Popravite {LAYOUT_FILE} ali naredite datoteko.", f"Mend {LAYOUT_FILE} or make the file."),
        )
    return tuple(_rewrite(source, draft, today) if source.path.startswith(DATA) else source for source in sources)


def _rewrite(source: Source, draft: Draft, today: dt.date) -> Source:
    added = draft.added.get(source.path, set())
    stated = {quad.triple for quad in source.quads}
    kept = stated - draft.removed | added
    if kept == stated:
        return source
    said = (one.object for one in kept if _is_day(one, source.graph))
    day = max([today.isoformat(), *(one.value for one in said if isinstance(one, Literal))])
    body = {one for one in kept if not _is_day(one, source.graph)} | {*_header(source, added, day)}
    quads = tuple(Quad(one.subject, one.predicate, one.object, source.graph) for one in body)
    changed = replace(source, quads=quads)
    text = tidy(changed)
    return replace(changed, text=text, digest=sha256(text).hexdigest())


def _header(source: Source, added: Iterable[Triple], day: str) -> Iterator[Triple]:
    """What the header gains: the day, and the sources that are named or described for the first time."""
    yield Triple(source.graph, DCT.modified, Literal(day, datatype=XSD.date))
    for triple in added:
        if triple.predicate == DCT.source and isinstance(triple.object, NamedNode):
            yield Triple(source.graph, DCT.source, triple.object)
        elif triple.predicate == RDF.type and triple.object == SOURCE and isinstance(triple.subject, NamedNode):
            yield Triple(source.graph, DCT.source, triple.subject)


def _is_day(triple: Triple, graph: NamedNode) -> bool:
    """Whether a statement is the day of change of the file."""
    return triple.subject == graph and triple.predicate == DCT.modified
