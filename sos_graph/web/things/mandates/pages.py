"""A document -> what its page shows of bodies, posts and mandates, for the kinds of things that have any."""

from __future__ import annotations

from dataclasses import dataclass

from sos_graph.questions import Document, kind_of
from sos_graph.store import Store
from sos_graph.validity import Moment
from sos_graph.web.telling.claims import said_of
from sos_graph.web.telling.speech import Speaker
from sos_graph.web.things.mandates.chart import Chart, chart_of
from sos_graph.web.things.mandates.holdings import Gathered, Mandate, gather, holdings_at
from sos_graph.web.things.mandates.organisation import Unit, organisation_of
from sos_graph.web.things.mandates.spans import span_of
from sos_graph.web.things.mandates.timeline import Timeline, timeline_of

__all__ = ["Mandates", "mandates_of"]

WHOLES = {"association", "network", "body", "section"}
SHOWN = {*WHOLES, "post", "person"}


@dataclass(frozen=True, slots=True)
class Mandates:
    """The tree of an organisation with its chart, and the timeline of mandates; None where there is nothing to show."""

    organisation: Unit | None
    chart: Chart | None
    timeline: Timeline | None


def mandates_of(document: Document, speaker: Speaker) -> Mandates | None:
    """What the page of a thing shows of posts and of those who hold them; None where it is no matter of posts."""
    kind = kind_of(document.iri.value)
    if kind not in SHOWN:
        return None
    store = speaker.site.release.store
    moment = Moment(speaker.site.calendar, document.day) if document.day else None
    unit = _organisation(document, speaker, moment) if kind in WHOLES else None
    gathered = _may_be(gather(store, holdings_at(store, document.iri)), moment)
    timeline = timeline_of(gathered, _terms(store, gathered), document.iri, speaker, moment)
    if timeline is None and unit is None:
        return None
    return Mandates(unit, chart_of(unit) if unit else None, timeline)


def _organisation(document: Document, speaker: Speaker, moment: Moment | None) -> Unit | None:
    """The tree of an organisation; None where nothing is known to be in it."""
    unit = organisation_of(speaker.site.release.store, document.iri, speaker, moment)
    return None if unit.is_leaf and not unit.seating else unit


def _may_be(gathered: Gathered, moment: Moment | None) -> Gathered:
    """Without the holdings that are known not to be of the day asked for."""
    return (
        gathered
        if not moment
        else Gathered(tuple(one for one in gathered.mandates if moment.may_hold(one.iri)), gathered.said)
    )


def _terms(store: Store, gathered: Gathered) -> Gathered:
    """The terms of office of holdings, as if each were a holding."""
    terms = sorted({one.term for one in gathered.mandates if one.term}, key=str)
    said = said_of(store, terms)
    return Gathered(
        tuple(Mandate(one, None, None, None, None, is_ex_officio=False, span=span_of(said, one)) for one in terms), said
    )
