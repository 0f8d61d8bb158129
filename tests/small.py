"""A small set of facts, and where the real vocabulary stands."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).parents[1]
FACTS = """\
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix id: <https://w3id.org/lga/id/> .
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<https://w3id.org/lga/graph/data/small> a void:Dataset ;
  dcterms:title "Majhna zbirka"@sl , "A small set"@en ;
  dcterms:source <https://w3id.org/lga/id/source/page> ;
  dcterms:license <http://creativecommons.org/licenses/by/4.0/> ;
  dcterms:modified "2026-01-02"^^xsd:date ;
  lga:transcription "Na roko."@sl , "By hand."@en .

<https://w3id.org/lga/id/association/xx-one> a lga:Association ;
  skos:prefLabel "Združenje Ena"@sl , "Association One"@en .

<https://w3id.org/lga/id/municipality/xx-001> a lga:Municipality ;
  skos:prefLabel "Občina Črna"@sl , "Municipality of Črna"@en ;
  foaf:name "Črna"@sl ;
  adms:identifier <https://w3id.org/lga/id/identifier/xx-001> ;
  lga:territory <https://w3id.org/lga/id/territory/xx-001> .

<https://w3id.org/lga/id/identifier/xx-001> a adms:Identifier ;
  skos:prefLabel "Šifra: 001"@sl , "Code: 001"@en ;
  skos:notation "001" ;
  adms:schemeAgency "Zavod"@sl , "Office"@en ;
  lga:identifierScheme <https://w3id.org/lga/id/concept/identifier-scheme/surs> .

<https://w3id.org/lga/id/territory/xx-001> a lga:Territory ;
  skos:prefLabel "Območje Črne"@sl , "Territory of Črna"@en ;
  lga:level <https://w3id.org/lga/id/concept/level/municipality> .

<https://w3id.org/lga/id/membership/xx-one-xx-001> a lga:Membership ;
  skos:prefLabel "Članstvo: Črna"@sl , "Membership: Črna"@en ;
  org:member <https://w3id.org/lga/id/municipality/xx-001> ;
  org:organization <https://w3id.org/lga/id/association/xx-one> ;
  org:role <https://w3id.org/lga/id/concept/membership-class/member> ;
  lga:from "2014"^^xsd:gYear ;
  lga:evidence <https://w3id.org/lga/id/evidence/xx-one-xx-001-page> .

<https://w3id.org/lga/id/evidence/xx-one-xx-001-page> a lga:Attestation ;
  skos:prefLabel "Potrditev: page"@sl , "Attestation: page"@en ;
  dcterms:source <https://w3id.org/lga/id/source/page> ;
  lga:confidence <https://w3id.org/lga/id/concept/confidence/high> ;
  lga:evidenceKind <https://w3id.org/lga/id/concept/evidence-kind/stated> ;
  lga:attestedOn "2015-02"^^xsd:gYearMonth .

<https://w3id.org/lga/id/source/page> a lga:Source ;
  skos:prefLabel "Stran"@sl , "Page"@en ;
  dcterms:title "Stran"@sl ;
  dcterms:identifier "PAGE" ;
  dcterms:type <https://w3id.org/lga/id/concept/source-kind/press> .
"""
