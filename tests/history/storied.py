"""A small association whose story is told in releases: before an election, after it, and later."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sos_graph.inference import infer, read_rules
from sos_graph.release import Manifest, publish
from sos_graph.sources import read_source
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import NamedNode, Quad, graph_iri
from tests.small import PROJECT

GRAPH = graph_iri("data/story")
HEAD = """\
@prefix association: <https://w3id.org/lga/id/association/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix evidence: <https://w3id.org/lga/id/evidence/> .
@prefix holding: <https://w3id.org/lga/id/holding/> .
@prefix id: <https://w3id.org/lga/id/> .
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix membership: <https://w3id.org/lga/id/membership/> .
@prefix municipality: <https://w3id.org/lga/id/municipality/> .
@prefix observation: <https://w3id.org/lga/id/observation/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix people: <https://w3id.org/lga/id/person/> .
@prefix person: <http://www.w3.org/ns/person#> .
@prefix post: <https://w3id.org/lga/id/post/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/lga/id/source/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/lga/graph/data/story> a void:Dataset ;
  dcterms:title "Zgodba"@sl , "A story"@en ; dcterms:modified "2026-01-02"^^xsd:date .
"""
BEFORE = """
association:xx-one a lga:Association ; skos:prefLabel "Združenje Ena"@sl , "Association One"@en .
municipality:xx-001 a lga:Municipality ; skos:prefLabel "Občina Črna"@sl , "Municipality of Črna"@en .
municipality:xx-002 a lga:Municipality ; skos:prefLabel "Občina Bela"@sl , "Municipality of Bela"@en .
people:ana a person:Person ; skos:prefLabel "Ana Zgled"@sl , "Ana Zgled"@en .
people:ivo a person:Person ; skos:prefLabel "Ivo Primer"@sl , "Ivo Primer"@en .
post:xx-president a org:Post ; skos:prefLabel "Predsednik ali predsednica"@sl , "President"@en ;
  org:postIn association:xx-one .
source:page a lga:Source ; skos:prefLabel "Stran"@sl , "Page"@en .
membership:xx-001 a lga:Membership ; skos:prefLabel "Članstvo: Črna"@sl , "Membership: Črna"@en ;
  org:member municipality:xx-001 ; org:organization association:xx-one ; lga:evidence evidence:xx-001-page .
evidence:xx-001-page a lga:Attestation ; skos:prefLabel "Potrditev"@sl , "Attestation"@en ; dcterms:source source:page .
holding:ivo a lga:Holding ; skos:prefLabel "Ivo Primer"@sl , "Ivo Primer"@en ; org:member people:ivo ;
  lga:inPost post:xx-president ; lga:from "2018"^^xsd:gYear .
observation:members-2019 a lga:Observation ; skos:prefLabel "Članic: 1"@sl , "Members: 1"@en ;
  lga:about association:xx-one ; lga:measure <https://w3id.org/lga/id/concept/measure/members> ; lga:value 1 ;
  lga:onDate "2019"^^xsd:gYear .
"""
AFTER = (
    BEFORE.replace(
        'lga:from "2018"^^xsd:gYear', 'lga:from "2018"^^xsd:gYear ; lga:until "2022-12-01"^^xsd:date'
    ).replace('"Občina Bela"@sl , "Municipality of Bela"@en', '"Občina Nova Bela"@sl , "Municipality of Nova Bela"@en')
    + """
holding:ana a lga:Holding ; skos:prefLabel "Ana Zgled"@sl , "Ana Zgled"@en ; org:member people:ana ;
  lga:inPost post:xx-president ; lga:from "2022-12-01"^^xsd:date ; lga:evidence evidence:ana-minutes .
evidence:ana-minutes a lga:Attestation ; skos:prefLabel "Potrditev"@sl , "Attestation"@en ;
  dcterms:source source:minutes .
source:minutes a lga:Source ; skos:prefLabel "Zapisnik"@sl , "Minutes"@en .
membership:xx-002 a lga:Membership ; skos:prefLabel "Članstvo: Bela"@sl , "Membership: Bela"@en ;
  org:member municipality:xx-002 ; org:organization association:xx-one ; lga:from "2022-03"^^xsd:gYearMonth .
observation:members-2022 a lga:Observation ; skos:prefLabel "Članic: 2"@sl , "Members: 2"@en ;
  lga:about association:xx-one ; lga:measure <https://w3id.org/lga/id/concept/measure/members> ; lga:value 2 ;
  lga:onDate "2022-03-05"^^xsd:date .
evidence:xx-001-minutes a lga:Attestation ; skos:prefLabel "Potrditev"@sl , "Attestation"@en ;
  dcterms:source source:minutes ; lga:attestedOn "2022"^^xsd:gYear .
membership:xx-001 lga:evidence evidence:xx-001-minutes .
"""
)
LATER = (
    AFTER.replace(
        'people:ivo a person:Person ; skos:prefLabel "Ivo Primer"@sl , "Ivo Primer"@en .',
        'people:ivo a lga:Withdrawn ; lga:withdrawnOn "2026-02-01"^^xsd:date ; dcterms:isReplacedBy people:ivan ;\n'
        '  dcterms:description "Vpisan dvakrat."@sl , "Entered twice."@en .\n'
        'people:ivan a person:Person ; skos:prefLabel "Ivan Primer"@sl , "Ivan Primer"@en .',
    ).replace(
        'a lga:Observation ; skos:prefLabel "Članic: 1"@sl , "Members: 1"@en ;\n  lga:about association:xx-one ; '
        "lga:measure <https://w3id.org/lga/id/concept/measure/members> ; lga:value 1 ;\n"
        '  lga:onDate "2019"^^xsd:gYear .',
        'a lga:Withdrawn ; lga:withdrawnOn "2026-02-01"^^xsd:date ;\n'
        '  dcterms:description "Nihče ni rekel tega."@sl , "Nobody said so."@en .',
    )
    + """
membership:xx-001 lga:untilNotAfter "2025"^^xsd:gYear .
"""
)


@cache
def vocabulary() -> tuple[Quad, ...]:
    """The real vocabulary and the concepts that the story speaks of."""
    paths = ("ontology/lga.ttl", "ontology/alignments.ttl", "data/concepts/measure.ttl")
    return tuple(quad for path in paths for quad in read_source(PROJECT, path).quads)


@cache
def quads(facts: str) -> tuple[Quad, ...]:
    """The dataset that the vocabulary and some facts make, with what follows from it."""
    asserted = [*vocabulary(), *read_turtle((HEAD + facts).encode(), "story.ttl", GRAPH)]
    return (*asserted, *infer(asserted, read_rules(PROJECT)))


def release_of(facts: str, releases: Path) -> Manifest:
    """The release that some facts make, published."""
    return publish(quads(facts), (), releases)


def thing(path: str) -> NamedNode:
    """One of the story's things."""
    return NamedNode(f"https://w3id.org/lga/id/{path}")
