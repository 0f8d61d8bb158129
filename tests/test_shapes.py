"""Every shape and every hygiene rule finds what it is for, finds nothing else, and says so to a clerk."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from sos_graph.checks.hygiene import ask_rule, read_hygiene
from sos_graph.checks.shacl import validate_shapes
from sos_graph.store import gather
from sos_graph.terms import LGA_NS, OWL, RDF, Literal, NamedNode, Triple
from tests.cases import CASES, SHACL, read_case, subclasses, triples_in, vocabulary_and_shapes
from tests.small import PROJECT

SHAPES = PROJECT / "shapes"
PARTS = SHAPES / "parts.ttl"
FILES = sorted(SHAPES.glob("*.shapes.ttl"))
RULES = {rule.name: rule for rule in read_hygiene(PROJECT)}
WORDS = {"name", "message", "severity", "order", "group", "path", "property"}
"""The properties of a shape that constrain nothing."""
RESULT = ("focusNode", "resultPath", "sourceShape", "resultSeverity")
ROW = ("focusNode", "value")


def fixtures(name: str, kind: str) -> list[Path]:
    return sorted((CASES / name / kind).glob("*.ttl"))


def shape_name(file: Path) -> str:
    return file.name.removesuffix(".shapes.ttl")


def results(fixture: Path, shapes: list[Triple], engine: str = "pyshacl") -> set[tuple[str, ...]]:
    data = [*(quad.triple for quad in read_case(fixture, *RESULT).data), *subclasses()]
    found = validate_shapes(data, shapes, engine=engine)
    return {(str(one.focus), str(one.path or ""), str(one.shape), f"<{SHACL}{one.severity.title()}>") for one in found}


def constraints(shapes: list[Triple]) -> dict[str, list[Triple]]:
    """Each constraint of each shape, and each target: the triples without which it would not be."""
    found = defaultdict(list)
    for one in shapes:
        name = one.predicate.value.removeprefix(SHACL)
        if one.predicate.value.startswith(SHACL) and name not in WORDS and isinstance(one.subject, NamedNode):
            target = f" {one.object}" if name.startswith("target") else ""
            found[f"{one.subject}{target}"].append(one)
    return found


def every_fixture(name: str) -> list[Path]:
    return fixtures(name, "invalid") + fixtures(name, "valid")


def rows(rule: str, fixture: Path) -> set[tuple[str, ...]]:
    store = gather([*vocabulary_and_shapes(), *read_case(fixture, *ROW).data])
    found = {(str(row.focus), str(row.value or "")) for row in ask_rule(RULES[rule], store)}
    return {row for row in found if "/lga/id/" in row[0] or "/data/" in row[0]}


@pytest.mark.parametrize("file", FILES, ids=shape_name)
def test_every_shape_file_has_a_valid_and_an_invalid_fixture(file):
    assert fixtures(shape_name(file), "valid")
    assert fixtures(shape_name(file), "invalid")


def test_every_fixture_belongs_to_a_shape_file_or_a_rule():
    folders = {one.name for one in CASES.iterdir()} - {"hygiene"}
    assert folders == {shape_name(file) for file in FILES}
    assert {one.name for one in (CASES / "hygiene").iterdir()} == set(RULES)


@pytest.mark.parametrize("file", FILES, ids=shape_name)
def test_each_fixture_raises_exactly_its_results(file):
    for fixture in every_fixture(shape_name(file)):
        expected = read_case(fixture, *RESULT).expected
        assert results(fixture, triples_in(file, PARTS)) == expected
        assert bool(expected) == (fixture.parent.name == "invalid")


@pytest.mark.parametrize("file", FILES, ids=shape_name)
def test_both_engines_agree_on_every_fixture(file):
    shapes = triples_in(file, PARTS)
    for fixture in every_fixture(shape_name(file)):
        assert results(fixture, shapes, "pyshifty") == results(fixture, shapes, "pyshacl")


@pytest.mark.parametrize("file", FILES, ids=shape_name)
def test_some_fixture_notices_the_loss_of_each_constraint(file):
    shapes = triples_in(file)
    for name, lost in constraints(shapes).items():
        kept = [one for one in shapes if one not in lost] + triples_in(PARTS)
        assert any(
            results(fixture, kept, "pyshifty") != read_case(fixture, *RESULT).expected
            for fixture in every_fixture(shape_name(file))
        ), name


def is_missed(part: str, kept: list[Triple]) -> bool:
    """Whether some fixture of the shape files that name a part has other results without it."""
    users = [file for file in FILES if f"<{part}>" in map(str, (one.object for one in triples_in(file)))]
    return any(
        results(fixture, triples_in(file) + kept, "pyshifty") != read_case(fixture, *RESULT).expected
        for file in users
        for fixture in every_fixture(shape_name(file))
    )


def test_some_fixture_notices_the_loss_of_each_part():
    parts = triples_in(PARTS)
    for name, lost in constraints(parts).items():
        assert is_missed(name.strip("<>"), [one for one in parts if one not in lost]), name


def said_by(file: Path) -> dict[str, dict[str, list[Literal]]]:
    """What each property shape of a file says, by the local name of the property."""
    said = defaultdict(lambda: defaultdict(list))
    for one in triples_in(file):
        said[str(one.subject)][re.split(r"[#/]", one.predicate.value)[-1]].append(one.object)
    shape = NamedNode(SHACL + "PropertyShape")
    return {name: words for name, words in said.items() if shape in words["type"]}


def is_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[A-ZČŠŽ»0-9].*\.", text)) and not re.search(r"https?:|\bsh:|lga:|\w+#\w+|Shape", text)


@pytest.mark.parametrize("file", FILES, ids=shape_name)
def test_every_message_is_a_sentence_in_both_languages(file):
    for name, words in said_by(file).items():
        assert sorted(one.language for one in words["message"]) == ["en", "sl"], name
        assert all(is_sentence(one.value) for one in words["message"]), name


@pytest.mark.parametrize("file", FILES, ids=shape_name)
def test_every_property_shape_has_a_name_a_reason_a_severity_and_a_place_on_the_page(file):
    for name, words in said_by(file).items():
        assert sorted(one.language for one in words["name"]) == ["en", "sl"], name
        assert [len(words[one]) for one in ("comment", "severity", "order", "group", "path")] == [1] * 5, name
        assert is_sentence(words["comment"][0].value) or words["comment"][0].value.endswith("?"), name


def test_no_two_constraints_of_a_path_give_it_different_places_on_the_page():
    places = defaultdict(set)
    for words in (words for file in FILES for words in said_by(file).values()):
        places[words["path"][0]].add((words["order"][0], words["group"][0], *sorted(map(str, words["name"]))))
    assert {path: found for path, found in places.items() if len(found) > 1} == {}


@pytest.mark.parametrize("file", [*FILES, PARTS], ids=lambda file: file.stem)
def test_no_shape_is_a_blank_node(file):
    lists = {NamedNode(RDF.base + name) for name in ("first", "rest")}
    assert all(isinstance(one.subject, NamedNode) or one.predicate in lists for one in triples_in(file))


@pytest.mark.parametrize("rule", sorted(RULES))
def test_each_rule_finds_exactly_what_its_fixtures_say(rule):
    valid, invalid = fixtures(f"hygiene/{rule}", "valid"), fixtures(f"hygiene/{rule}", "invalid")
    assert valid
    assert invalid
    for fixture in valid + invalid:
        assert rows(rule, fixture) == read_case(fixture, *ROW).expected
        assert bool(read_case(fixture, *ROW).expected) == (fixture in invalid)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_every_rule_speaks_in_sentences_and_has_a_reason(rule):
    assert is_sentence(rule.message.sl)
    assert is_sentence(rule.message.en)
    assert rule.reason.endswith(".")


def test_every_class_of_the_vocabulary_is_looked_at_by_a_shape():
    ontology = triples_in(*sorted((PROJECT / "ontology").glob("*.ttl")))
    targets = {one.object for file in FILES for one in triples_in(file) if one.predicate.value == SHACL + "targetClass"}
    looked_at = set(targets)
    while more := {one.subject for one in subclasses() if one.object in looked_at} - looked_at:
        looked_at |= more
    ours = {one.subject for one in ontology if one.object == OWL.Class and one.subject.value.startswith(LGA_NS)}
    assert ours
    assert ours <= looked_at
