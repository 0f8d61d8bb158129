"""A small project with a catalogue, and its release: two collections, one of them links, and the real descriptions."""

from __future__ import annotations

import shutil
from pathlib import Path

from sos_graph.release import Release, current_release, publish
from sos_graph.sources import read_sources
from tests.small import PROJECT

FACTS = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/lga/graph/data/sos/small> a void:Dataset ;
  dcterms:title "Majhna zbirka"@sl , "A small set"@en ;
  dcterms:license <http://creativecommons.org/licenses/by/4.0/> ;
  dcterms:modified "2026-01-02"^^xsd:date ;
  lga:transcription "Na roko."@sl , "By hand."@en .

<https://w3id.org/lga/id/association/xx-one> a lga:Association ;
  skos:prefLabel "Združenje Ena"@sl , "Association One"@en .

<https://w3id.org/lga/id/municipality/xx-001> a lga:Municipality ;
  skos:prefLabel "Občina Črna"@sl , "Municipality of Črna"@en ;
  foaf:name "Črna"@sl .

<https://w3id.org/lga/id/membership/xx-one-xx-001> a lga:Membership ;
  skos:prefLabel "Članstvo: Črna"@sl , "Membership: Črna"@en ;
  org:member <https://w3id.org/lga/id/municipality/xx-001> ;
  org:organization <https://w3id.org/lga/id/association/xx-one> ;
  lga:evidence <https://w3id.org/lga/id/evidence/xx-one-xx-001-page> .

<https://w3id.org/lga/id/evidence/xx-one-xx-001-page> a lga:Attestation ;
  skos:prefLabel "Potrditev: page"@sl , "Attestation: page"@en ;
  dcterms:source <https://w3id.org/lga/id/source/page> ;
  lga:attestedOn "2015-02"^^xsd:gYearMonth .

<https://w3id.org/lga/id/source/page> a lga:Source ;
  skos:prefLabel "Stran"@sl , "Page"@en .
"""

LINKS = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/lga/id/> .
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/lga/graph/data/links/wikidata> a void:Dataset ;
  dcterms:title "Povezave z Wikidato"@sl , "Links to Wikidata"@en ;
  dcterms:license <http://creativecommons.org/licenses/by/4.0/> ;
  dcterms:modified "2026-01-05"^^xsd:date ;
  lga:transcription "Pregledano."@sl , "Reviewed."@en .

<https://w3id.org/lga/id/municipality/xx-001> owl:sameAs <http://www.wikidata.org/entity/Q1> .
<https://w3id.org/lga/id/association/xx-one> owl:sameAs <http://www.wikidata.org/entity/Q12> .

<https://w3id.org/lga/id/mapping/xx-001-wikidata> a sssom:Mapping ;
  sssom:subject_id <https://w3id.org/lga/id/municipality/xx-001> ;
  sssom:predicate_id owl:sameAs ;
  sssom:object_id <http://www.wikidata.org/entity/Q1> .
"""


def write_project(folder: Path) -> Path:
    """The folder, now holding the real vocabulary and catalogue, a few facts and two links."""
    shutil.copytree(PROJECT / "ontology", folder / "ontology")
    for name, text in (
        ("sos/small.ttl", FACTS),
        ("links/wikidata.ttl", LINKS),
    ):
        (folder / "data" / name).parent.mkdir(parents=True)
        (folder / "data" / name).write_text(text, encoding="utf-8")
    shutil.copy(PROJECT / "data" / "collections.ttl", folder / "data")
    return folder


def release_of(project: Path, releases: Path) -> Release:
    """The release that the files of a project make."""
    sources, errors = read_sources(project)
    assert not errors
    publish([quad for source in sources for quad in source.quads], [], releases)
    return current_release(releases)


def small_release(folder: Path) -> Release:
    """The release of the small project, both written below the folder."""
    return release_of(write_project(folder / "catalogued"), folder / "releases")
