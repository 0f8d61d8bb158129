"""Rows of the sheet of withdrawals -> things that are gone, each with the day and the reason, at the address it had.

Nothing that was published ever vanishes: the thing becomes a `lga:Withdrawn`, and so does evidence that spoke for
nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from sos_graph.sheets.cells import SPLIT, Names
from sos_graph.sheets.comparing import Withdrawal
from sos_graph.sheets.drafting import Draft
from sos_graph.sheets.facts import Facts
from sos_graph.sheets.ledger import Doubt, Ledger
from sos_graph.sheets.sentences import say
from sos_graph.terms import DCT, LGA, RDF, XSD, Literal, NamedNode, Term

__all__ = ["UNSOURCED", "withdraw"]

NAME = re.compile(r"[\w./-]+", re.ASCII)
UNSOURCED = {"brez vira", "no source"}


def withdraw(withdrawals: Iterable[Withdrawal], draft: Draft, ledger: Ledger, sources: Names, today: dt.date) -> None:
    """Write every withdrawal into the draft."""
    for one in withdrawals:
        ledger.withdrawn(one.thing, one)
        said = list(_said(one, draft, ledger, sources, today))
        evidence = [*_only_for(one.thing, draft.facts)]
        _bury(one.thing, said, draft)
        for part in evidence:
            ledger.withdrawn(part, one)
            _bury(part, [pair for pair in said if pair[0] != DCT.isReplacedBy], draft)


def _said(
    one: Withdrawal, draft: Draft, ledger: Ledger, sources: Names, today: dt.date
) -> Iterator[tuple[NamedNode, list[Term]]]:
    """What will be said of the thing instead."""
    yield RDF.type, [LGA.Withdrawn]
    yield LGA.withdrawnOn, [Literal(today.isoformat(), datatype=XSD.date)]
    reasons = ((tag, SPLIT.split(one.texts.get(f"@reason@{tag}", ""))) for tag in ("sl", "en"))
    yield DCT.description, [Literal(text, language=tag) for tag, texts in reasons for text in texts if text]
    successors = [*_successors(one, draft.facts, ledger)]
    if successors:
        yield DCT.isReplacedBy, successors
    text = one.texts.get("@source", "")
    found = sources.find(text)
    if len(found) == 1:
        yield DCT.source, [*found]
    elif not text:
        ledger.findings.append(say("withdrawn-source", one.place("@source")))
    elif text.casefold() not in UNSOURCED:
        ledger.doubts.append(Doubt(text, one.place("@source"), "source-unknown"))


def _successors(one: Withdrawal, facts: Facts, ledger: Ledger) -> Iterator[Term]:
    """The things that replace a withdrawn one, of its own kind unless the ID names another."""
    folder = one.thing.value.rpartition("/")[0]
    for part in filter(None, SPLIT.split(one.texts.get("@replaced", ""))):
        base = folder.rpartition("/")[0] if "/" in part else folder
        iri = f"{base}/{part}"
        thing = NamedNode(iri) if NAME.fullmatch(part) else None
        if thing is not None and facts.is_known(thing):
            yield thing
        else:
            ledger.doubts.append(Doubt(part, one.place("@replaced"), "withdrawn-unknown"))


def _only_for(thing: NamedNode, facts: Facts) -> Iterator[NamedNode]:
    """The evidence of a thing that no other thing has."""
    for part in facts.values(thing, LGA.evidence):
        if isinstance(part, NamedNode) and facts.subjects(LGA.evidence, part) == [thing]:
            yield part


def _bury(thing: NamedNode, said: Iterable[tuple[NamedNode, list[Term]]], draft: Draft) -> None:
    for property_ in draft.facts.properties(thing):
        draft.replace(thing, property_, draft.values(thing, property_), [])
    for property_, values in said:
        draft.replace(thing, property_, [], values)
