"""Every class has an example that is taken from the data, passes the shapes and reads as our files do."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sos_graph.checks import validate_shapes
from sos_graph.sources import Source, read_source, tidy
from sos_graph.terms import LGA_NS, OWL, RDF, ROOT, NamedNode
from tests.cases import subclasses
from tests.ontology.published import above, everything, shapes, terms
from tests.small import PROJECT

EXAMPLES = sorted((PROJECT / "ontology" / "examples").glob("*.ttl"))
CLASSES = terms(OWL.Class)
MADE_UP = {"Withdrawn"}


@cache
def example(file: Path) -> Source:
    return read_source(PROJECT, file.relative_to(PROJECT))


def name_of(file):
    return file.stem


def test_every_class_has_an_example_and_no_example_is_of_anything_else():
    assert [file.stem for file in EXAMPLES] == CLASSES


@pytest.mark.parametrize("file", EXAMPLES, ids=name_of)
def test_an_example_has_things_of_its_class(file):
    term = NamedNode(LGA_NS + file.stem)
    kinds = {quad.object for quad in example(file).quads if quad.predicate == RDF.type}
    assert any(term in above().get(kind, {kind}) for kind in kinds)


@pytest.mark.parametrize("file", EXAMPLES, ids=name_of)
def test_an_example_is_a_part_of_what_is_published(file):
    said = {quad.triple for quad in example(file).quads}
    if file.stem in MADE_UP:
        assert not any(str(one.subject).startswith(f"<{ROOT}") for one in said)
    else:
        assert said <= everything()


@pytest.mark.parametrize("file", EXAMPLES, ids=name_of)
def test_an_example_passes_every_shape(file):
    said = [quad.triple for quad in example(file).quads]
    assert validate_shapes([*said, *subclasses()], shapes(), engine="pyshifty") == frozenset()


@pytest.mark.parametrize("file", EXAMPLES, ids=name_of)
def test_an_example_is_in_canonical_form_and_says_what_it_shows(file):
    source = example(file)
    slovene, english, *_ = source.text.decode().splitlines()
    assert tidy(source) == source.text
    assert slovene.startswith(f"# Primer za lga:{file.stem}: ")
    assert english.startswith(f"# Example of lga:{file.stem}: ")
