"""What a release says of itself to portals: true, complete, and the same for everybody who asks."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sos_graph.catalogue import CATALOG, DIMENSIONS, catalogue, context, score, told_by
from sos_graph.catalogue.quality import DQV
from sos_graph.errors import ReleaseError
from sos_graph.release import Release, current_release
from sos_graph.settings import Settings
from sos_graph.syntax.media import TURTLE
from sos_graph.syntax.writing import write_rdf
from sos_graph.terms import (
    DCAT,
    DCT,
    FOAF,
    RDF,
    SKOS,
    SPDX,
    VCARD,
    XSD,
    BlankNode,
    Literal,
    NamedNode,
    Triple,
)
from tests.catalogued import LINKS, release_of, small_release, write_project
from tests.small import PROJECT

OFFICIAL = Path(__file__).parents[2] / "shared" / "conformance" / "dcat-ap-3.0.1"
SHAPES = ("shapes.ttl", "shapes_recommended.ttl", "range.ttl", "mdr-vocabularies.shape.ttl")
SOS = NamedNode("https://w3id.org/lga/id/dataset/sos")
WHOLE = NamedNode("https://w3id.org/lga/id/dataset/lga")
EXPLAINED = {DCT.publisher.value, DCAT.base + "bbox", DCAT.base + "centroid"}
"""The properties for which docs/catalogue.md explains warnings."""


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Release:
    return small_release(tmp_path_factory.mktemp("catalogue"))


@pytest.fixture(scope="module")
def triples(release) -> tuple[Triple, ...]:
    return catalogue(release, Settings())


def _values(triples, subject, predicate):
    return [o for s, p, o in triples if s == subject and p == predicate]


def _things(triples, kind):
    return [s for s, p, o in triples if p == RDF.type and o == kind]


@pytest.mark.parametrize("name", SHAPES)
def test_the_official_shapes_find_no_violation_and_no_unexplained_warning(triples, name):
    if not OFFICIAL.is_dir():
        pytest.skip("the official shapes of DCAT-AP 3.0.1 do not lie beside the checkout")

    found = _results(triples, OFFICIAL / name)

    assert {severity for severity, _ in found} <= {"Warning"}
    assert {path for _, path in found} <= EXPLAINED


def _results(triples, shapes: Path) -> Counter[tuple[str, str]]:
    """The severity and path of every result of a validation."""
    import pyshacl
    import rdflib

    data = rdflib.Graph().parse(data=write_rdf(triples, TURTLE), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes))
    return Counter(
        (report.value(one, rdflib.SH.resultSeverity).fragment, str(report.value(one, rdflib.SH.resultPath)))
        for one in report.objects(None, rdflib.SH.result)
    )


def test_no_node_of_the_catalogue_is_blank(triples):
    assert not [one for one in triples if isinstance(one.subject, BlankNode) or isinstance(one.object, BlankNode)]


def test_two_processes_give_the_same_bytes(release):
    program = (
        "import sys, pathlib; from sos_graph.catalogue import catalogue, void; "
        "from sos_graph.release import open_release; from sos_graph.settings import Settings; "
        "from sos_graph.syntax.media import TURTLE; "
        "from sos_graph.syntax.writing import write_rdf; release = open_release(pathlib.Path(sys.argv[1]));"
        "sys.stdout.buffer.write(write_rdf([*catalogue(release, Settings()), *void(release)], TURTLE))"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", program, str(release.folder)],
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]

    assert written[0] == written[1]
    assert written[0]


def test_size_and_checksum_of_every_distribution_are_those_of_the_file(release, triples):
    distributions = _things(triples, DCAT.Distribution)

    for one in distributions:
        (url,) = _values(triples, one, DCAT.downloadURL)
        content = (release.folder / url.value.rpartition("/")[2]).read_bytes()
        (checksum,) = _values(triples, one, SPDX.checksum)
        assert _values(triples, one, DCAT.byteSize) == [Literal(str(len(content)), datatype=XSD.nonNegativeInteger)]
        assert _values(triples, checksum, SPDX.checksumValue)[0].value == hashlib.sha256(content).hexdigest()
    assert len(distributions) > 10


def test_a_packed_file_is_a_distribution_of_its_own_with_its_packing(triples):
    plain, packed = (NamedNode(f"{CATALOG.value}#lga-sos.ttl{packing}") for packing in ("", ".zst"))

    assert _values(triples, packed, DCAT.compressFormat)[0].value.endswith("/application/zstd")
    assert _values(triples, plain, DCAT.compressFormat) == []
    for predicate in (DCT.format, DCAT.mediaType, DCT.license, DCT.rights, DCT.issued):
        assert _values(triples, packed, predicate) == _values(triples, plain, predicate) != []


def test_every_service_says_what_it_is_and_stands_at_a_file_of_the_dataset_that_it_serves(triples):
    services = _things(triples, DCAT.DataService)

    assert {one.value.rpartition("#")[2] for one in services} == {"changes", "reconciliation", "sparql"}
    for one in services:
        for predicate in (
            DCAT.endpointURL, DCAT.endpointDescription, DCAT.servesDataset, DCT.conformsTo, DCT.identifier, DCT.license,
            DCAT.contactPoint, DCAT.keyword, DCAT.theme, DCT.publisher,
        ):  # fmt: skip
            assert _values(triples, one, predicate), (one, predicate)
        assert one in _values(triples, NamedNode(f"{CATALOG.value}#lga.ttl"), DCAT.accessService)


@pytest.mark.parametrize("name", ["lga", "sos", "links", "ontology"])
def test_every_dataset_reaches_all_points_of_the_quality_assessment(triples, name):
    dataset = NamedNode(f"https://w3id.org/lga/id/dataset/{name}")

    measures = score(told_by(triples), dataset, lambda _: True)

    assert [one.indicator.name for one in measures if not one.holds] == []
    assert sum(one.points for one in measures) == 405
    measured = {value.rpartition("-")[2]: points for value, points in _measured(triples, dataset)}
    assert measured == dict(zip(DIMENSIONS, ("100", "100", "110", "75", "20"), strict=True))


def _measured(triples, dataset):
    told = told_by(triples)
    for one in told[dataset][DQV.hasQualityMeasurement]:
        yield told[one][DQV.isMeasurementOf][0].value, told[one][DQV.value][0].value


@pytest.mark.parametrize(
    ("predicate", "lost"),
    [
        (DCAT.keyword, {"keywords"}),
        (DCT.temporal, {"temporal"}),
        (DCAT.byteSize, {"size"}),
        (DCT.title, {"compliance"}),
        (DCAT.downloadURL, {"download", "download_answers"}),
        (DCT.format, {"format", "vocabularies", "non_proprietary", "machine_readable"}),
        (DCT.license, {"licence", "licence_vocabulary"}),
    ],
)
def test_what_is_not_said_costs_its_points(triples, predicate, lost):
    poorer = [one for one in triples if one.predicate != predicate]

    measures = score(told_by(poorer), SOS, lambda _: True)

    assert {one.indicator.name for one in measures if not one.holds} == lost


def test_addresses_that_do_not_answer_cost_their_points(triples):
    measures = score(told_by(triples), SOS, lambda _: False)

    assert {one.indicator.name for one in measures if not one.holds} == {"access_answers", "download_answers"}


def test_two_builds_of_the_same_files_give_the_same_catalogue(tmp_path):
    project = write_project(tmp_path / "project")

    bodies = [
        write_rdf(catalogue(release_of(project, tmp_path / name), Settings()), TURTLE) for name in ("one", "another")
    ]

    assert bodies[0] == bodies[1]


def test_a_release_that_loses_more_than_a_fifth_of_its_datasets_is_refused_unless_it_is_meant(tmp_path):
    project = write_project(tmp_path / "project")
    before = release_of(project, tmp_path / "releases")
    text = (project / "data" / "collections.ttl").read_text("utf-8")
    start = text.index("dataset:sos\n")
    (project / "data" / "collections.ttl").write_text(text[:start] + text[text.index("\n.\n", start) + 3 :], "utf-8")

    with pytest.raises(ReleaseError, match="3 datasets in its catalogue, the one before has 4"):
        release_of(project, tmp_path / "releases")

    assert before.manifest.datasets == 4
    assert current_release(tmp_path / "releases").id == before.id


def test_download_addresses_name_the_release_and_access_addresses_stay(release, triples):
    node = NamedNode(f"{CATALOG.value}#lga-sos.ttl")

    assert _values(triples, node, DCAT.downloadURL)[0].value == f"https://w3id.org/lga/data/{release.id}/lga-sos.ttl"
    assert _values(triples, node, DCAT.accessURL)[0].value == "https://w3id.org/lga/data/latest/lga-sos.ttl"


def test_a_dataset_that_holds_nothing_is_left_out(triples):
    names = {one.value.rpartition("/")[2] for one in _things(triples, DCAT.Dataset)}

    assert names == {"lga", "sos", "links", "ontology"}
    assert {one.value.rpartition("/")[2] for one in _values(triples, CATALOG, DCAT.dataset)} == names


@pytest.mark.parametrize(
    "predicate", [DCT.license, DCT.publisher, DCT.language, DCT.accessRights, DCT.issued, DCAT.theme]
)
def test_what_a_dataset_does_not_say_it_inherits_from_the_catalogue(triples, predicate):
    assert _values(triples, SOS, predicate) == _values(triples, CATALOG, predicate) != []


def test_what_a_dataset_says_itself_it_does_not_inherit(triples):
    places = {one.value.rpartition("/")[2] for one in _values(triples, WHOLE, DCT.spatial)}

    assert places == {"SVN", "EUROPE"}
    assert [one.value.rpartition("/")[2] for one in _values(triples, CATALOG, DCT.spatial)] == ["SVN"]


def test_identifier_and_version_of_a_dataset_are_its_address_and_the_release(release, triples):
    assert _values(triples, SOS, DCT.identifier) == [Literal(SOS.value)]
    assert _values(triples, SOS, DCAT.version) == [Literal(release.id)]


def test_the_dates_of_a_dataset_are_those_of_its_newest_file_and_of_its_facts(triples):
    (period,) = _values(triples, SOS, DCT.temporal)

    assert _values(triples, SOS, DCT.modified) == [Literal("2026-01-02", datatype=XSD.date)]
    assert _values(triples, period, DCAT.startDate) == [Literal("2015-02", datatype=XSD.gYearMonth)]
    assert _values(triples, period, DCAT.endDate) == [Literal("2015-02", datatype=XSD.gYearMonth)]


def test_no_e_mail_address_is_invented(release, triples):
    (contact,) = set(_values(triples, SOS, DCAT.contactPoint))
    with_address = catalogue(release, Settings(contact_email="urad čez@example.org"))

    assert _values(triples, contact, VCARD.hasEmail) == []
    assert _values(triples, contact, VCARD.hasURL) == [NamedNode("https://w3id.org/lga/about/harvest")]
    assert _values(with_address, contact, VCARD.hasEmail) == [NamedNode("mailto:urad%20%C4%8Dez@example.org")]


def test_every_text_is_there_in_slovene_and_english(triples):
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, DCAT.DataService):
        for one in _things(triples, kind):
            for predicate in (DCT.title, DCT.description):
                assert {text.language for text in _values(triples, one, predicate)} == {"sl", "en"}


def test_every_keyword_is_a_tag_that_ckan_takes(triples):
    keywords = [o.value for _, p, o in triples if p == DCAT.keyword]

    assert keywords
    assert not [one for one in keywords if not one.replace(" ", "").replace("-", "").isalnum() or len(one) < 2]


def test_every_concept_that_the_catalogue_points_to_has_labels_and_a_scheme(triples):
    for concept in _things(triples, SKOS.Concept):
        assert {text.language for text in _values(triples, concept, SKOS.prefLabel)} == {"sl", "en"}
        assert _values(triples, concept, SKOS.inScheme)


def test_the_context_says_nothing_of_what_is_not_pointed_to():
    told = context([Triple(SOS, FOAF.homepage, CATALOG)])

    assert told == (Triple(CATALOG, RDF.type, FOAF.Document),)


def test_a_new_release_names_the_one_before(tmp_path):
    project = write_project(tmp_path / "project")
    first = release_of(project, tmp_path / "releases")
    (project / "data" / "links" / "wikidata.ttl").write_text(LINKS.replace("/Q12", "/Q13"), encoding="utf-8")

    second = release_of(project, tmp_path / "releases")

    (previous,) = _values(catalogue(second, Settings()), WHOLE, DCAT.previousVersion)
    assert previous.value == f"https://w3id.org/lga/releases/{first.id}"


def test_a_release_without_descriptions_has_an_empty_catalogue(tmp_path):
    project = write_project(tmp_path / "project")
    (project / "data" / "collections.ttl").unlink()

    triples = catalogue(release_of(project, tmp_path / "releases"), Settings())

    assert _things(triples, DCAT.Dataset) == []


def test_every_folder_of_the_data_is_a_described_dataset():
    described = (PROJECT / "data" / "collections.ttl").read_text(encoding="utf-8")
    folders = [folder.name for folder in (PROJECT / "data").iterdir() if folder.is_dir()]

    assert [name for name in folders if f"\ndataset:{name}\n" not in described] == []
