"""The check says what each term of the vocabulary has, and fails where one lacks something that is asked of it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sos_graph.checks.completeness import COLUMNS, incomplete_terms, tabulate_terms
from sos_graph.checks.hygiene import HygieneRule
from sos_graph.checks.places import Places
from sos_graph.cli import commands
from sos_graph.errors import Sentence
from sos_graph.store import Store, gather
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import graph_iri
from tests.ontology.published import terms

PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix lga: <https://w3id.org/lga/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/lga/id/> . @prefix vs: <http://www.w3.org/2003/06/sw-vocab-status/ns#> .
"""
FILES = {
    "ontology/lga": """
        <https://w3id.org/lga/ns> dcterms:publisher id:us .
        lga:Ship a owl:Class ; rdfs:isDefinedBy <https://w3id.org/lga/ns> ; rdfs:label "ladja"@sl , "ship"@en ;
          skos:definition "Plovilo."@sl , "A vessel."@en ; skos:example "id:one a lga:Ship ." ;
          vs:term_status "stable" .
        """,
    "data/ships": "id:one a lga:Ship .",
    "data/collections": "<https://w3id.org/lga/catalog> dcterms:publisher id:us .",
    "queries": 'id:ships sh:select "PREFIX v: <https://w3id.org/lga/ns#> SELECT * { ?ship a v:Ship }" .',
    "shapes/ship.shapes": "<https://w3id.org/lga/shapes#ShipShape> sh:targetClass lga:Ship .",
}
WITHOUT = {
    "label sl": ("ontology/lga", '"ladja"@sl , ', ""),
    "label en": ("ontology/lga", ' , "ship"@en', ""),
    "definition sl": ("ontology/lga", '"Plovilo."@sl , ', ""),
    "definition en": ("ontology/lga", '"A vessel."@en', '" "@en'),
    "example": ("ontology/lga", 'skos:example "id:one a lga:Ship ." ;', ""),
    "used in data": ("data/ships", "lga:Ship", "lga:Boat"),
    "used in a question": ("queries", "v:Ship", "v:Boat"),
    "guarded by a shape": ("shapes/ship.shapes", "lga:Ship ", "lga:Boat "),
}
COUNT = len(terms())
"""The number of terms of the real vocabulary, which the small project borrows."""
TESTING, DEPRECATED = 'vs:term_status "testing"', "owl:deprecated true"


def store_of(*changes: tuple[str, str, str]) -> Store:
    files = dict(FILES)
    for name, old, new in changes:
        assert old in files[name]
        files[name] = files[name].replace(old, new)
    return gather(
        quad for name, text in files.items() for quad in read_turtle((PREFIXES + text).encode(), name, graph_iri(name))
    )


def gaps(store: Store, *rules: HygieneRule) -> list[tuple[str, str]]:
    return [(row.name, gap) for row in tabulate_terms(store, rules) for gap in row.gaps]


def findings(store: Store) -> list[tuple[str, bool]]:
    return [(one.message.en, one.blocking) for one in incomplete_terms(store, (), Places((), store))]


def test_a_term_that_has_everything_lacks_nothing():
    assert gaps(store_of()) == findings(store_of()) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_whatever_a_term_lacks_is_a_finding_that_blocks_and_names_it(column):
    store = store_of(WITHOUT[column])
    said = COLUMNS[column]
    assert gaps(store) == [("lga:Ship", column)]
    assert findings(store) == [(said.en.format("lga:Ship"), True)]
    assert "lga:Ship" in said.sl.format("lga:Ship") != said.en.format("lga:Ship")


@pytest.mark.parametrize("column", COLUMNS)
def test_a_project_that_borrows_the_vocabulary_need_not_use_all_of_it(column):
    store = store_of(WITHOUT[column], ("data/collections", "id:us", "id:them"))
    assert gaps(store) == [("lga:Ship", column)]
    assert bool(findings(store)) == (not column.startswith("used"))


def test_a_rule_guards_a_term_as_a_shape_does():
    text = "# lga:Boat\nPREFIX lga: <https://w3id.org/lga/ns#> SELECT ?focus { ?focus a lga:Ship }"
    rule = HygieneRule("x", "warning", Sentence("", ""), "", text, needs_every_file=False)
    store = store_of(WITHOUT["guarded by a shape"])
    assert gaps(store, rule) == []


def test_a_shape_of_a_class_guards_the_classes_below_it():
    above = ("ontology/lga", "a owl:Class", "a owl:Class ; rdfs:subClassOf lga:Boat")
    assert gaps(store_of(WITHOUT["guarded by a shape"], above)) == []


def test_a_term_that_waits_for_its_first_use_is_reserved_by_its_status_and_its_example():
    testing = ("ontology/lga", 'vs:term_status "stable"', TESTING)
    assert gaps(store_of(WITHOUT["used in data"], testing)) == []
    assert [column for _, column in gaps(store_of(WITHOUT["used in data"], WITHOUT["example"], testing))] == [
        "example", "used in data",
    ]  # fmt: skip


def test_nobody_has_to_use_a_deprecated_term_or_ask_for_it():
    deprecated = ("ontology/lga", 'vs:term_status "stable"', DEPRECATED)
    assert gaps(store_of(WITHOUT["used in data"], WITHOUT["used in a question"], deprecated)) == []


@pytest.fixture
def check(project):
    """Runs the check on the small project, with the faster validator."""

    def run(*options, language="en_GB.UTF-8"):
        environment = {"PROJECT": str(project), "LC_ALL": language}
        return CliRunner().invoke(commands, ["check", "--engine", "pyshifty", *options], env=environment)

    return run


def test_the_check_prints_a_line_for_each_column_and_what_is_missing(check):
    said = check()
    assert said.exit_code == 0
    lines = [line for line in said.output.splitlines() if " of " in line and line.partition(":")[0] in COLUMNS]
    assert [line.partition(":")[0] for line in lines] == list(COLUMNS)
    assert lines[0] == f"label sl: {COUNT} of {COUNT}"
    assert "missing: lga:Association" not in said.output
    assert "lga:hostedBy" in lines[5].partition("missing: ")[2]


def test_the_check_prints_every_term_when_asked_to(check):
    lines = [line.split() for line in check("--terms").output.splitlines()]
    assert ["lga:Municipality", "✓", "✓", "✓", "✓", "✓", "data", "✓", "✓"] in lines
    assert ["lga:seatOf", "✓", "✓", "✓", "✓", "✓", "–", "✓", "✓"] in lines
    assert len([line for line in lines if line and line[0].startswith("lga:")]) == COUNT


def test_the_check_tells_programs_what_each_term_has(check):
    rows = {one["term"].partition("#")[2]: one for one in json.loads(check("--json").stdout)["terms"]}
    assert rows["Municipality"]["used in data"] == "data"
    assert rows["Withdrawn"]["used in data"] == "reserved"
    assert rows["hostedBy"]["gaps"] == ["used in data"]


def test_the_check_fails_when_a_term_loses_its_example(check, project):
    file = project / "ontology" / "lga.ttl"
    text = file.read_text("utf-8")
    example = '    skos:example "association:si-sos lga:seat territory:si-070-seat ." ;\n'
    assert example in text
    file.write_text(text.replace(example, ""), encoding="utf-8")
    said = check(language="sl_SI.UTF-8")
    assert said.exit_code == 1
    assert "Izraz lga:seat nima primera; dopišite ga s skos:example." in said.output
    assert f"primer: {COUNT - 1} od {COUNT}; manjka: lga:seat" in said.output.splitlines()
