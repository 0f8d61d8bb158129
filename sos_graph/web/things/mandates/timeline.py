"""Holdings -> a table of mandates with a bar in each row: what a source closes, what it saw, and what stays open.

A bar is drawn in per cent of the width of its cell, so that it is as legible on a telephone and on paper as on a wide
screen, and its words stand beside it in the same row.  It is solid between a stated beginning and a stated end, lighter
up to the last day on which a source saw the holder, and fades where no source says when it began or ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sos_graph.terms import NamedNode
from sos_graph.validity import Moment, State
from sos_graph.web.telling.evidence import Witness, say_period, witnesses
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.things.mandates.holdings import Gathered, Mandate
from sos_graph.web.things.mandates.spans import Axis, Span, axis_of

__all__ = ["Bar", "Row", "RowGroup", "Timeline", "timeline_of"]

FADE = 7.0
"""Per cent of the width over which an open end fades."""
SHORTEST = 0.6
"""Per cent of the width that the shortest stretch takes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar in per cent: where it begins, how long it is, and what it stands for."""

    at: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The pieces of a bar, the days on which sources saw the holder, and the ends that a source states."""

    pieces: tuple[Piece, ...]
    seen: tuple[float, ...]
    ends: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One mandate: who or what, for whom, the bar, the period in words, the evidence, and the record.

    `post` is None where the page is about the post, or where the post is the head.
    """

    head: Value
    post: Value | None
    details: tuple[Value, ...]
    bar: Bar | None
    when: str
    evidence: tuple[Witness, ...]
    state: State | None
    is_ex_officio: bool
    href: str


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The mandates of one term of office, with the bar of the term; the title of those in no term is None."""

    title: Value | None
    bar: Bar | None
    when: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated mandates by term on one axis of years, those without any date, and where the day asked for is."""

    axis: Axis
    groups: tuple[RowGroup, ...]
    undated: tuple[Row, ...]
    total: int
    chosen: float | None


def timeline_of(
    gathered: Gathered, terms: Gathered, about: NamedNode, speaker: Speaker, moment: Moment | None
) -> Timeline | None:
    """The timeline of the mandates of an organisation, a post or a person; None where there are none with a date."""
    ordered = sorted(gathered.mandates, key=lambda one: _order(one, speaker))
    dated = [one for one in ordered if one.span.first]
    axis = axis_of((one.span for one in (*dated, *terms.mandates)), speaker.site.release.manifest.modified)
    if axis is None or not dated:
        return None
    drawing = _Drawing(gathered, about, speaker, axis, moment)
    by_term: dict[NamedNode | None, list[Row]] = defaultdict(list)
    for one in dated:
        by_term[one.term].append(drawing.row(one))
    return Timeline(
        axis,
        tuple(_groups(by_term, terms, speaker, axis)),
        tuple(drawing.row(one) for one in ordered if not one.span.first),
        len(ordered),
        axis.at(moment.day) if moment else None,
    )


def _order(mandate: Mandate, speaker: Speaker) -> tuple[object, ...]:
    """By post, then in the order of time, then by name."""
    post = collation_key(speaker.name(mandate.post).text) if mandate.post else ""
    name = collation_key(speaker.name(mandate.holder).text) if mandate.holder else ""
    return post, mandate.span.first, name, mandate.iri.value


def _groups(
    by_term: Mapping[NamedNode | None, Iterable[Row]], terms: Gathered, speaker: Speaker, axis: Axis
) -> Iterable[RowGroup]:
    """The terms in the order of time, and at last the mandates in no term."""
    spans = {one.iri: one.span for one in terms.mandates}
    for term in sorted(by_term, key=lambda one: (one is None, spans[one].first if one in spans else "", str(one))):
        rows = tuple(by_term[term])
        if term is None:
            yield RowGroup(None, None, "", rows)
        else:
            bar = _bar(spans[term], axis) if term in spans and spans[term].first else None
            yield RowGroup(speaker.name(term), bar, say_period(terms.said, speaker, term), rows)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all rows of a timeline share."""

    gathered: Gathered
    about: NamedNode
    speaker: Speaker
    axis: Axis
    moment: Moment | None

    def row(self, mandate: Mandate) -> Row:
        """The row of a mandate, which names everything but what the page is about."""
        said, speaker = self.gathered.said, self.speaker
        head, *details = [one for one in _named(mandate, said) if one != self.about] or [mandate.iri]
        post = mandate.post if mandate.post in details else None
        return Row(
            speaker.name(head),
            speaker.name(post) if post else None,
            tuple(speaker.name(one) for one in details if one != post),
            _bar(mandate.span, self.axis) if mandate.span.first else None,
            say_period(said, speaker, mandate.iri),
            witnesses(said, speaker, mandate.iri),
            self.moment.state(mandate.iri) if self.moment else None,
            mandate.is_ex_officio,
            speaker.name(mandate.iri).href,
        )


def _named(mandate: Mandate, said: Said) -> Iterable[NamedNode]:
    """What a row names, in this order: the holder, the post, and whom the holder sits for or was named by."""
    yield from (one for one in (mandate.holder, mandate.post or mandate.organisation) if one)
    for name in ("sitsFor", "nominatedBy"):
        yield from said.nodes(mandate.iri, lga(name))


def _fading(span: Span, first: float, last: float) -> Iterator[Piece]:
    """The open ends of a bar, which no source closes."""
    if not span.is_first:
        yield Piece(round(max(0, first - FADE), 2), round(first - max(0, first - FADE), 2), "fade-in")
    if not span.ended:
        yield Piece(last, round(min(100, last + FADE) - last, 2), "fade-out")


def _bar(span: Span, axis: Axis) -> Bar:
    first, last = axis.at(span.first), axis.at(span.last)
    is_closed = bool(span.begun and span.ended)
    shortest = SHORTEST if span.begun or span.seen else 0
    whole = Piece(first, round(max(last - first, shortest), 2), "known" if is_closed else "seen")
    pieces = [whole, *_fading(span, first, last)]
    ends = [axis.at(day) for day, is_stated in ((span.begun, span.is_first), (span.ended, span.is_last)) if is_stated]
    return Bar(tuple(pieces), tuple(axis.at(day) for day in span.seen), tuple(ends))
