"""Everything that is published conforms to the Core Public Organisation Vocabulary 2.1.2 of SEMIC, nothing left out.

The shapes of the profile ask for the classes of what stands outside.  A rule of ours states those of homepages and
countries; that a concept of EuroVoc is a concept stands in `stubs.ttl` for the test alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from sos_graph.checks import validate_shapes
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import CV, ORG, RDF, ROOT, NamedNode, Triple
from tests.ontology.published import classes_of, everything

STUBS = Path(__file__).parent / "stubs.ttl"
FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "cpov-2.1.2"
UNIT_OF, RESULTING = (NamedNode(f"http://www.w3.org/ns/org#{name}") for name in ("unitOf", "resultingOrganization"))
SOS, NALAS = NamedNode(f"{ROOT}id/association/si-sos"), NamedNode(f"{ROOT}id/network/nalas")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shapes of the profile are not beside this checkout")


def triples_in(file: Path) -> list[Triple]:
    return [quad.triple for quad in read_turtle(file.read_bytes(), where=file.name)]


@cache
def profile() -> tuple[Triple, ...]:
    return tuple(one for file in sorted(FOLDER.glob("*.ttl")) for one in triples_in(file))


def results(triples: Iterable[Triple]) -> set[tuple[str, str, str]]:
    found = validate_shapes(triples, profile(), engine="pyshifty")
    return {(str(one.focus), str(one.path), str(one.value)) for one in found}


def test_everything_that_is_published_conforms():
    assert results([*everything(), *triples_in(STUBS)]) == set()


def test_every_stub_is_of_something_outside_and_is_needed():
    missing = {value for _, _, value in results(everything())}
    assert {str(one.subject) for one in triples_in(STUBS)} == missing
    assert not any(value.startswith(f"<{ROOT}") for value in missing)


def test_the_shapes_look_at_real_organisations_and_what_they_point_to():
    public = {one.subject for one in everything() if CV.PublicOrganisation in classes_of(one.subject)}
    outside = {one for one in everything() if one.predicate == RDF.type and ROOT not in str(one.subject)}
    assert len(public) > 212
    assert {focus for focus, _, _ in results(everything() - outside)} > {str(SOS)}


@pytest.mark.parametrize(
    "wrong",
    [
        Triple(NamedNode(f"{ROOT}id/body/nalas-ga"), UNIT_OF, NALAS),
        Triple(SOS, ORG.memberOf, NALAS),
        Triple(NamedNode(f"{ROOT}id/event/si-sos-1992-02-14-founding"), RESULTING, NALAS),
    ],
    ids=["a unit", "a membership", "a founding"],
)
def test_belonging_to_a_network_in_the_words_of_the_profile_would_be_found(wrong):
    about = {one for one in everything() if one.subject in {wrong.subject, wrong.object} or "subClassOf" in str(one)}
    assert (str(wrong.subject), str(wrong.predicate), str(wrong.object)) in results({*about, wrong})
