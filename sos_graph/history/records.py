"""Changes -> what the log keeps of them: in words, and as data.

Every change that a source asserts is one record; what was there before and after is told for a thing that stayed.  A
first publication has no records: everything is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sos_graph.history.differences import Change, successor_of
from sos_graph.history.lexicon import Lexicon, types_of
from sos_graph.history.states import State, Words
from sos_graph.history.words import Telling, tell

__all__ = ["records_of"]


def records_of(changes: Sequence[Change], before: State, after: State) -> list[dict[str, Any]]:
    """The records of changes, what is most important first; what there is nothing to tell of comes last."""
    if not before:
        return []
    told: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in tell(changes, before, after):
        told[telling.iri].append(telling)
    lexicon = Lexicon(before, after)
    asserted = {change.iri: change for change in changes if change.is_asserted}
    ordered = [*told, *(iri for iri in asserted if iri not in told)]
    return [_record(asserted[iri], told.get(iri, ()), lexicon) for iri in ordered]


def _record(change: Change, told: Sequence[Telling], lexicon: Lexicon) -> dict[str, Any]:
    record: dict[str, Any] = {
        "thing": change.iri,
        "kind": change.kind,
        "label": {"sl": lexicon.name(change.iri, "sl"), "en": lexicon.name(change.iri, "en")},
        "types": types_of(change.after) or types_of(change.before),
        "meanings": [{"name": one.meaning, "sl": one.sentence.sl, "en": one.sentence.en} for one in told],
    }
    if successor_of(change.after):
        record["replacedBy"] = successor_of(change.after)
    if change.kind in {"changed", "withdrawn", "merged"}:
        record["added"] = _lines(change.after.asserted - change.before.asserted)
        record["removed"] = _lines(change.before.asserted - change.after.asserted)
    return record


def _lines(rows: frozenset[Words]) -> list[str]:
    """Statements as N-Triples, sorted."""
    return sorted(f"{' '.join(row)} ." for row in rows)
