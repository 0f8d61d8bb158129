"""The checks say everything that is wrong at once, where it stands, and in both languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sos_graph.checks import Finding, examine, read_hygiene, read_published, remember_published
from sos_graph.checks.findings import sort_findings
from sos_graph.checks.permanence import LIST
from sos_graph.errors import Sentence, SourceError
from sos_graph.inference import infer
from sos_graph.inference import read_rules as read_inference
from sos_graph.sources import read_source, read_sources, tidy
from sos_graph.store import Store, gather
from sos_graph.stored import quads_of, read_queries
from sos_graph.terms import ROOT, NamedNode
from tests.small import PROJECT

HEADER = """\
<https://w3id.org/lga/graph/data/{name}>
    a void:Dataset ;
    dcterms:license <http://creativecommons.org/licenses/by/4.0/> ;
    dcterms:modified "2026-01-02"^^xsd:date ;
    dcterms:source source:page ;
    dcterms:title "A small set"@en ;
    dcterms:title "Majhna zbirka"@sl ;
    lga:transcription "By hand."@en ;
    lga:transcription "Na roko."@sl ;
.
"""
PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lga: <https://w3id.org/lga/ns#> .
@prefix network: <https://w3id.org/lga/id/network/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/lga/id/source/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NETWORK = 'network:one a lga:Network ; skos:prefLabel "Mreža"@sl , "Network"@en .\n'
NAMELESS = 'network:two\n    a lga:Network ;\n    skos:prefLabel "Druga"@sl ;\n.\n'
MEMBER = (
    '<https://w3id.org/lga/id/membership/one> a lga:Membership ; skos:prefLabel "Članstvo"@sl , "Membership"@en ;\n'
    "  org:organization network:one ;\n"
    "  org:member network:missing .\n"
)
BROKEN = 'network:three a lga:Network ; skos:prefLabel "odprto .\n'


@pytest.fixture
def written(tmp_path):
    """Writes data files into a project with the real vocabulary, shapes and rules, and gives its folder."""
    for part in ("ontology", "shapes"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    (tmp_path / "data").mkdir()

    def write(**files: str) -> Path:
        for name, facts in files.items():
            text = f"{PREFIXES}\n{HEADER.format(name=name)}\n{facts}"
            (tmp_path / "data" / f"{name}.ttl").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def store_of(project: Path) -> Store:
    quads = [quad for source in read_sources(project)[0] for quad in source.quads]
    questions = read_queries(project)
    quads += quads_of(questions, "2026-01-02") if questions else ()
    return gather([*quads, *infer(quads, read_inference(project))])


def findings_of(project: Path, engine: str = "pyshifty") -> tuple[Finding, ...]:
    sources, errors = read_sources(project)
    store = store_of(project)
    return examine(sources, errors, store, read_published(project), read_hygiene(project), engine=engine)


def found(project: Path, rule: str) -> list[tuple[str, str]]:
    return [(one.where, one.value) for one in findings_of(project) if one.rule == rule and "data/" in one.where]


def test_the_project_itself_has_no_finding_that_blocks():
    assert [finding.say("en") for finding in findings_of(PROJECT) if finding.blocking] == []


def test_a_finding_of_a_shape_names_the_line_and_speaks_both_languages(written):
    project = written(facts=NAMELESS)
    wrong = next(one for one in findings_of(project) if one.rule == "ThingShape-prefLabel-en")
    assert wrong.where == "data/facts.ttl:23"
    assert wrong.message == Sentence(
        "Stvar nima angleškega imena; dopišite ime z oznako jezika en.",
        "The thing has no English name; add one with the language tag en.",
    )
    assert wrong.blocking


def test_both_engines_give_the_same_findings(written):
    project = written(facts=NETWORK + NAMELESS + MEMBER)
    assert findings_of(project, "pyshacl") == findings_of(project, "pyshifty")


def test_everything_is_reported_at_once(written):
    project = written(facts=NETWORK + NAMELESS + MEMBER, more='network:four lga:from "2023-02-30"^^xsd:date .')
    rules = {finding.rule for finding in findings_of(project) if "data/" in finding.where}
    assert {
        "ClaimShape-evidence-present",
        "MembershipShape-role-present",
        "ThingShape-prefLabel-en",
        "dangling-violation",
        "ill-typed-literal",
        "untidy-file",
    } <= rules


def test_a_link_to_nothing_is_found_at_its_line_and_only_once(written):
    project = written(facts=NETWORK + MEMBER)
    assert ("data/facts.ttl:24", f"{ROOT}id/network/missing") in found(project, "dangling-violation")
    assert found(project, "MembershipShape-member-class") == []


def test_a_file_that_cannot_be_read_does_not_hide_the_rest(written):
    project = written(broken=BROKEN, facts=NETWORK + NAMELESS + MEMBER)
    findings = {finding.rule: finding for finding in findings_of(project)}
    assert findings["unreadable-file"].where == "data/broken.ttl:21"
    assert findings["unreadable-file"].blocking
    assert findings["incomplete"].severity == "info"
    assert findings["ThingShape-prefLabel-en"].where == "data/facts.ttl:24"
    assert "dangling-violation" not in findings


def test_a_literal_that_is_not_what_it_says_is_found_at_its_line(written):
    project = written(facts='network:one lga:from "2023-02-30"^^xsd:date .')
    assert found(project, "ill-typed-literal") == [("data/facts.ttl:21", "")]


def test_a_file_that_is_not_in_canonical_form_is_found(written):
    project = written(facts="")
    facts = project / "data" / "facts.ttl"
    facts.write_bytes(tidy(read_source(project, "data/facts.ttl")))
    assert found(project, "untidy-file") == []
    facts.write_bytes(facts.read_bytes().replace(b"    a", b"  a"))
    assert found(project, "untidy-file") == [("data/facts.ttl", "")]


def test_a_graph_without_a_header_is_found_at_the_top_of_its_file(written):
    project = written(facts="")
    (project / "data" / "bare.ttl").write_text(PREFIXES + NETWORK, encoding="utf-8")
    assert found(project, "header-missing-violation") == [("data/bare.ttl:1", "")]


def test_an_address_that_was_published_and_is_gone_blocks(written):
    project = written(facts=NETWORK)
    (project / LIST).write_text("id/network/one\nid/network/gone\n", encoding="utf-8")
    lost = [finding for finding in findings_of(project) if finding.rule == "lost-address"]
    assert [(finding.where, finding.blocking) for finding in lost] == [(f"{ROOT}id/network/gone", True)]


def test_an_address_is_not_lost_with_a_file_that_cannot_be_read(written):
    project = written(broken=BROKEN)
    (project / LIST).write_text("id/network/three\n", encoding="utf-8")
    assert "lost-address" not in {finding.rule for finding in findings_of(project)}


def test_a_withdrawn_thing_is_not_lost(written):
    project = written(facts="network:gone a lga:Withdrawn .")
    (project / LIST).write_text("id/network/gone\n", encoding="utf-8")
    assert "lost-address" not in {finding.rule for finding in findings_of(project)}


def test_what_is_published_is_remembered_once_and_nothing_is_forgotten(written):
    project = written(facts=NETWORK)
    (project / LIST).write_text("id/network/gone\n", encoding="utf-8")
    subjects = {quad.subject.value for quad in store_of(project).quads()}
    assert remember_published(project, subjects) > 0
    assert remember_published(project, subjects) == 0
    assert (project / LIST).read_text("utf-8").startswith("id/network/gone\n")
    assert {NamedNode(f"{ROOT}id/network/{name}") for name in ("gone", "one")} <= read_published(project)


def test_nothing_was_published_before_the_first_release(written):
    assert read_published(written()) == frozenset()


@pytest.mark.parametrize(("engine", "where"), [("pyshacl", "data/facts.ttl:21"), ("pyshifty", "")])
def test_a_thing_without_an_address_is_checked_and_its_file_is_named(written, engine, where):
    project = written(facts="network:one lga:seat [ a lga:Network ] .")
    findings = [(one.rule, one.where) for one in findings_of(project, engine)]
    assert ("ThingShape-prefLabel-sl", where) in findings
    assert ("blank-node-violation", "data/facts.ttl:1") in findings


def test_a_wrong_value_is_found_at_its_own_line(written):
    project = written(facts='network:one a lga:Network ;\n  skos:prefLabel "Network"@en ,\n    "Mreža "@sl .')
    assert found(project, "ThingShape-prefLabel-spaces") == [("data/facts.ttl:23", "Mreža ")]


def test_a_rule_may_find_a_value_instead_of_a_thing(written):
    project = written()
    rule = "# sl: Ni.\n# en: No.\n# reason: No.\nSELECT ?focus WHERE { VALUES ?focus { 167 } }"
    (project / "shapes" / "hygiene" / "value-warning.rq").write_text(rule, encoding="utf-8")
    assert [finding.where for finding in findings_of(project) if finding.rule == "value-warning"] == ["167"]


def test_a_thing_that_only_inference_knows_is_named_by_its_address(written):
    project = written(facts="network:one org:unitOf <https://w3id.org/lga/id/network/two> .")
    rule = "# sl: Ni.\n# en: No.\n# reason: No.\nSELECT ?focus WHERE { ?focus org:hasUnit ?unit }"
    rule = rule.replace("SELECT", "PREFIX org: <http://www.w3.org/ns/org#>\nSELECT")
    (project / "shapes" / "hygiene" / "whole-warning.rq").write_text(rule, encoding="utf-8")
    where = {finding.where for finding in findings_of(project) if finding.rule == "whole-warning"}
    assert where == {f"{ROOT}id/network/two"}


def test_what_the_rules_derive_is_checked_by_the_shapes_too(written):
    project = written(facts='network:one lga:onDate "2015"^^xsd:gYear , "2016"^^xsd:gYear .')
    rules = {(finding.rule, finding.where) for finding in findings_of(project)}
    assert ("DaysShape-earliest-single", "data/facts.ttl:21") in rules


UNUSABLE = {
    "no path": "s:X sh:minCount 1 .",
    "no number": 's:X sh:path s:any ; sh:minCount "one" .',
    "no pattern": 's:X sh:path s:any ; sh:pattern "(" .',
    "no query": 's:X sh:path s:any ; sh:sparql s:Q . s:Q sh:select "SELECT $this WHERE { VALUES ?x { 1 } }" .',
}


@pytest.mark.parametrize("shape", UNUSABLE.values(), ids=UNUSABLE)
def test_shapes_that_cannot_be_used_are_a_finding(written, shape):
    project = written(facts="network:one <https://w3id.org/lga/shapes#any> 1 .")
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix s: <https://w3id.org/lga/shapes#> .\n"
    text += f"s:X a sh:PropertyShape ; sh:targetSubjectsOf s:any .\n{shape}\n"
    (project / "shapes" / "x.shapes.ttl").write_text(text, encoding="utf-8")
    assert "unusable-shapes" in {finding.rule for finding in findings_of(project, "pyshacl")}


def test_a_shape_that_the_second_engine_would_ignore_is_a_finding(written):
    project = written(facts=NETWORK)
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix s: <https://w3id.org/lga/shapes#> .\n"
    text += "s:X a sh:PropertyShape ; sh:targetSubjectsOf s:any ; sh:minCount 1 .\n"
    (project / "shapes" / "x.shapes.ttl").write_text(text, encoding="utf-8")
    assert "unusable-shapes" in {finding.rule for finding in findings_of(project, "pyshifty")}


def test_a_shape_without_words_still_reports(written):
    project = written(facts=NETWORK)
    shape = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix s: <https://w3id.org/lga/shapes#> .\n"
    shape += f"s:Mute sh:targetNode <{ROOT}id/network/one> ; sh:path s:any ; sh:minCount 1 ; a sh:PropertyShape .\n"
    (project / "shapes" / "mute.shapes.ttl").write_text(shape, encoding="utf-8")
    assert [finding.say("sl") for finding in findings_of(project) if finding.rule == "Mute"] == [
        "data/facts.ttl:21: Stvar ne ustreza svoji obliki."
    ]


@pytest.mark.parametrize("query", ["SELECT ?focus WHERE {", "ASK { ?s ?p ?o }", "SELECT ?thing WHERE { ?thing ?p ?o }"])
def test_a_rule_that_is_no_query_for_findings_is_a_finding(written, query):
    project = written(facts=NETWORK)
    rule = f"# sl: Ni.\n# en: No.\n# reason: No.\n{query}"
    (project / "shapes" / "hygiene" / "broken-warning.rq").write_text(rule, encoding="utf-8")
    broken = [finding for finding in findings_of(project) if finding.rule == "broken-warning"]
    assert [(one.where, one.blocking) for one in broken] == [("shapes/hygiene/broken-warning.rq", True)]


@pytest.mark.parametrize(
    ("name", "text"), [("no-policy", "# sl: A.\n# en: B.\n# reason: C.\n"), ("no-words-warning", "")]
)
def test_a_rule_must_say_what_it_reports_and_how_bad_it_is(written, name, text):
    project = written()
    (project / "shapes" / "hygiene" / f"{name}.rq").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="how bad it is"):
        read_hygiene(project)


def test_blocking_findings_come_first_then_files_and_lines_in_order():
    message = Sentence("Narobe.", "Wrong.")
    places = ["b.ttl:2", "a.ttl:10", "a.ttl:9", "https://w3id.org/lga/id/x"]
    warnings = [Finding("warning", "r", message, place) for place in places]
    blocking = Finding("violation", "r", message, "z.ttl:1")
    assert [finding.where for finding in sort_findings([*warnings, blocking, blocking])] == [
        "z.ttl:1", "a.ttl:9", "a.ttl:10", "b.ttl:2", "https://w3id.org/lga/id/x",
    ]  # fmt: skip


def test_a_finding_says_place_sentence_and_value():
    finding = Finding("violation", "r", Sentence("Narobe.", "Wrong."), "a.ttl:9", "2015")
    assert finding.say("sl") == "a.ttl:9: Narobe. Tam stoji »2015«."
    assert finding.say("en") == "a.ttl:9: Wrong. It says '2015'."
