"""The public organisations conform to the Core Public Organisation Vocabulary 2.1.2 of SEMIC.

The shapes of the profile ask for the classes of what stands outside (homepages, countries, concepts); `stubs.ttl`
states them for the test.  They ask, too, that units and members belong to a public organisation only; that some belong
to a network which is not public is true and outside the profile's scope.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sos_graph.checks import validate_shapes
from sos_graph.syntax.reading import read_turtle
from sos_graph.terms import CV, ROOT, NamedNode, Triple
from tests.ontology.published import classes_of, everything

FOLDER = Path(__file__).parents[3] / "shared" / "conformance" / "cpov-2.1.2"
STUBS = Path(__file__).parent / "stubs.ttl"
BELONGING = {NamedNode(f"http://www.w3.org/ns/org#{name}") for name in ("memberOf", "unitOf")}
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the shapes of the profile are not beside this checkout")


def triples_in(file: Path) -> list[Triple]:
    return [quad.triple for quad in read_turtle(file.read_bytes(), where=file.name)]


@cache
def profile() -> tuple[Triple, ...]:
    return tuple(one for file in sorted(FOLDER.glob("*.ttl")) for one in triples_in(file))


def outside() -> set[Triple]:
    """The statements that a unit or a member belongs to an organisation that is not public."""
    belonging = {one for one in everything() if one.predicate in BELONGING}
    return {one for one in belonging if CV.PublicOrganisation not in classes_of(one.object)}


def results(*more: Triple) -> set[tuple[str, str, str]]:
    found = validate_shapes([*(everything() - outside()), *more], profile(), engine="pyshifty")
    return {(str(one.focus), str(one.path), str(one.value)) for one in found}


def test_every_public_organisation_and_what_belongs_to_it_conforms():
    assert results(*triples_in(STUBS)) == set()


def test_what_is_outside_the_profile_is_belonging_to_networks_only():
    wholes = {one.object.value.removeprefix(f"{ROOT}id/").partition("/")[0] for one in outside()}
    assert wholes == {"network"}


def test_the_shapes_look_at_real_organisations():
    public = {one.subject for one in everything() if CV.PublicOrganisation in classes_of(one.subject)}
    assert len(public) > 212
    assert {focus for focus, _, _ in results()} > {f"<{ROOT}id/association/si-sos>"}


def test_every_stub_is_of_something_outside_and_is_needed():
    missing = {value for _, _, value in results()}
    assert {str(one.subject) for one in triples_in(STUBS)} == missing
    assert not any(value.startswith(f"<{ROOT}") for value in missing)
