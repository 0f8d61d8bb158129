"""What follows from the asserted graphs."""

from __future__ import annotations

import pytest

from sos_graph.errors import SourceError
from sos_graph.inference import INFERRED, Rule, conclude, infer, read_rules
from sos_graph.store import Draft
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import LGA_NS, ORG, ROOT, Literal, NamedNode, Quad, graph_iri
from tests.small import PROJECT

PREFIXES = """
@prefix id: <https://w3id.org/lga/id/> . @prefix lga: <https://w3id.org/lga/ns#> .
@prefix org: <http://www.w3.org/ns/org#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""
SECTION_PRESIDENT = """
<https://w3id.org/lga/id/post/section-president> lga:exOfficio <https://w3id.org/lga/id/post/vice-president> .
<https://w3id.org/lga/id/post/vice-president> org:postIn <https://w3id.org/lga/id/association/one> ;
  org:role <https://w3id.org/lga/id/concept/role/vice-president> ; skos:prefLabel "vice-president"@en .
<https://w3id.org/lga/id/holding/h> lga:inPost <https://w3id.org/lga/id/post/section-president> ;
  org:member <https://w3id.org/lga/id/person/p> ; lga:from "2019-04-17"^^xsd:date .
<https://w3id.org/lga/id/person/p> skos:prefLabel "Ana"@en .
"""


def _infer(turtle: str) -> set[tuple[str, str, str]]:
    graph = graph_iri("data/x")
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in read_turtle((PREFIXES + turtle).encode(), "x.ttl")]
    return {
        (quad.subject.value.removeprefix(ROOT), quad.predicate.value.rpartition("/")[2], quad.object.value)
        for quad in infer(quads, read_rules(PROJECT))
    }


def test_a_section_president_is_also_vice_president():
    inferred = _infer(SECTION_PRESIDENT)

    derived = "id/holding/h-ex-officio-vice-president"
    assert (derived, "ns#inPost", ROOT + "id/post/vice-president") in inferred
    assert (derived, "ns#from", "2019-04-17") in inferred


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ('"2015"^^xsd:gYear', "2015-01-01", "2015-12-31"),
        ('"2016-02"^^xsd:gYearMonth', "2016-02-01", "2016-02-29"),
        ('"1900-02"^^xsd:gYearMonth', "1900-02-01", "1900-02-28"),
        ('"2015-04"^^xsd:gYearMonth', "2015-04-01", "2015-04-30"),
        ('"2015-04-09"^^xsd:date', "2015-04-09", "2015-04-09"),
    ],
)
def test_a_date_allows_every_day_of_its_day_month_or_year(date, earliest, latest):
    inferred = _infer(f"<https://w3id.org/lga/id/evidence/e> lga:attestedOn {date} .")

    assert ("id/evidence/e", "ns#earliest", earliest) in inferred
    assert ("id/evidence/e", "ns#latest", latest) in inferred


def test_a_claim_is_one_step_from_its_source():
    inferred = _infer(
        "<https://w3id.org/lga/id/membership/m> lga:evidence <https://w3id.org/lga/id/evidence/e> ."
        "<https://w3id.org/lga/id/evidence/e> dcterms:source <https://w3id.org/lga/id/source/s> ."
    )

    assert ("id/membership/m", "prov#wasDerivedFrom", ROOT + "id/source/s") in inferred


def test_an_urban_municipality_belongs_to_the_urban_section_though_it_is_a_seat():
    inferred = _infer(
        "<https://w3id.org/lga/id/section/si-sos-urban> a lga:Section ."
        "<https://w3id.org/lga/id/municipality/m> a lga:Municipality ;"
        " lga:administrativeSeatOf <https://w3id.org/lga/id/territory/u> ."
        "<https://w3id.org/lga/id/status/s> lga:about <https://w3id.org/lga/id/municipality/m> ;"
        " lga:status <https://w3id.org/lga/id/concept/status/city-municipality> ."
    )

    sections = {object_ for subject, predicate, object_ in inferred if predicate == "ns#sectionByRule"}
    assert sections == {ROOT + "id/section/si-sos-urban"}


def test_what_is_asserted_is_not_inferred_again():
    quad = Quad(NamedNode("http://a"), ORG.memberOf, NamedNode("http://b"), graph_iri("data/x"))
    rule = Rule("r.rq", f"CONSTRUCT {{ ?a <{ORG.memberOf.value}> ?b }} WHERE {{ ?a <{ORG.memberOf.value}> ?b }}")

    assert infer([quad], [rule]) == ()


def test_inferred_quads_stand_in_their_own_graph():
    quad = Quad(NamedNode("http://a"), NamedNode(LGA_NS + "evidence"), NamedNode("http://b"), graph_iri("data/x"))
    rule = Rule("r.rq", "CONSTRUCT { ?b <http://of> ?a } WHERE { ?a ?p ?b }")

    assert {one.graph_name for one in infer([quad], [rule])} == {INFERRED}


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p ?o }", "CONSTRUCT {", "CONSTRUCT { ?s ?p ?n } WHERE { ?s ?p ?o BIND(UUID() AS ?n) }"]
)
def test_a_rule_that_cannot_be_used_is_named(text):
    quad = Quad(NamedNode("http://a"), ORG.memberOf, Literal("b"), graph_iri("data/x"))

    with pytest.raises(SourceError) as caught:
        infer([quad], [Rule("ontology/rules/x.rq", text)])

    assert "ontology/rules" in caught.value.where


def test_all_processors_together_infer_what_one_does(tmp_path):
    text = 'id:a skos:prefLabel "line\\none \\"quoted\\" \\\\ č"@sl, "5.0"^^xsd:decimal ; org:unitOf id:b .'
    given = read_turtle((PREFIXES + SECTION_PRESIDENT + text).encode(), "x.ttl")
    copied = Rule("copy.rq", "CONSTRUCT { ?s <http://said> ?o } WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }")

    def concluded(folder):
        draft = Draft()
        draft.add(given)
        return set(conclude(draft, [*read_rules(PROJECT), copied], "", folder))

    assert concluded(tmp_path) == concluded(None) != set()
    assert list(tmp_path.iterdir()) == []
