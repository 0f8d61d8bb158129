"""What is known of a claim on a day: known, attested, not known, over, or yet to come."""

from __future__ import annotations

import pytest

from sos_graph.errors import BadParameter
from sos_graph.store import gather
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import NamedNode
from sos_graph.validity import Calendar, State, read_day

DATA = """
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/lga/id/x/> .
:closed a lga:Membership ; lga:from "2010-03-01"^^xsd:date ; lga:until "2012-05-31"^^xsd:date .
:rough a lga:Membership ; lga:from "2010"^^xsd:gYear ; lga:until "2012"^^xsd:gYear .
:seen a lga:Membership ; lga:evidence :in2010, :in2015, :no2012 .
:once a lga:Membership ; lga:evidence :in2010 .
:open a lga:Holding ; lga:fromNotAfter "2010-06"^^xsd:gYearMonth .
:left a lga:Membership ; lga:untilNotAfter "2012-01"^^xsd:gYearMonth .
:seat a lga:Holding ; lga:inTerm :first ; lga:evidence :in2010 .
:first a lga:Term ; lga:termOf :association ; lga:from "2009-01-01"^^xsd:date .
:second a lga:Term ; lga:termOf :association ; lga:from "2013-01-01"^^xsd:date .
:other a lga:Term ; lga:termOf :elsewhere ; lga:from "2011-01-01"^^xsd:date .
:founding lga:onDate "2011"^^xsd:gYear ; lga:earliest "2011-01-01"^^xsd:date ; lga:latest "2011-12-31"^^xsd:date .
:body lga:evidence :in2010 .
:in2010 a lga:Attestation ; lga:earliest "2010-01-01"^^xsd:date ; lga:latest "2010-12-31"^^xsd:date .
:in2015 a lga:Attestation ; lga:earliest "2015-01-13"^^xsd:date ; lga:latest "2015-01-13"^^xsd:date .
:no2012 a lga:Denial ; lga:earliest "2012-01-01"^^xsd:date ; lga:latest "2012-12-31"^^xsd:date .
"""


@pytest.fixture(scope="module")
def calendar():
    return Calendar(gather(read_turtle(DATA.encode(), "data", NamedNode("https://w3id.org/lga/graph/x"))))


@pytest.mark.parametrize(
    ("claim", "day", "state"),
    [
        ("closed", "2011-01-01", State.KNOWN),
        ("closed", "2012-05-31", State.KNOWN),
        ("closed", "2012-06-01", State.OVER),
        ("closed", "2010-02-28", State.AHEAD),
        ("rough", "2011-06-01", State.KNOWN),
        ("rough", "2010-06-01", State.UNKNOWN),
        ("rough", "2012-06-01", State.UNKNOWN),
        ("rough", "2013-01-01", State.OVER),
        ("seen", "2011-06-01", State.ATTESTED),
        ("seen", "2012-06-01", State.UNKNOWN),
        ("seen", "2015-01-13", State.ATTESTED),
        ("seen", "2015-01-14", State.UNKNOWN),
        ("seen", "2009-12-31", State.UNKNOWN),
        ("once", "2010-07-01", State.ATTESTED),
        ("once", "2011-07-01", State.UNKNOWN),
        ("open", "2020-01-01", State.UNKNOWN),
        ("open", "2009-01-01", State.UNKNOWN),
        ("left", "2012-01-15", State.UNKNOWN),
        ("left", "2012-02-01", State.OVER),
        ("seat", "2010-07-01", State.ATTESTED),
        ("seat", "2012-07-01", State.UNKNOWN),
        ("seat", "2013-01-01", State.OVER),
        ("seat", "2008-12-31", State.AHEAD),
        ("founding", "2010-12-31", State.AHEAD),
        ("founding", "2011-06-01", None),
        ("body", "1990-01-01", None),
        ("nothing", "1990-01-01", None),
    ],
)
def test_a_claim_on_a_day_is(calendar, claim, day, state):
    assert calendar.state(NamedNode(f"https://w3id.org/lga/id/x/{claim}"), day) == state


@pytest.mark.parametrize("text", ["2010", "2010-13-01", "2011-02-29", "1. 6. 2010", "2010-06-01T00:00:00", "'; DROP"])
def test_what_is_no_day_is_refused_with_a_sentence(text):
    with pytest.raises(BadParameter, match="is not a day"):
        read_day(text)
