"""A catalogue of 2,500 datasets in pages: each dataset on one page, all pages of one release and one paging."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from sos_graph.catalogue import CATALOG, Portion, catalogue, datasets_of, portion, told_by
from sos_graph.catalogue.portions import HYDRA
from sos_graph.counts import count
from sos_graph.dumps import dump_name
from sos_graph.release import DumpFile, Manifest, Release
from sos_graph.release.manifest import as_json
from sos_graph.settings import Settings
from sos_graph.store import gather
from sos_graph.syntax.media import TURTLE
from sos_graph.syntax.reading import read_turtle
from sos_graph.syntax.rows import sorted_rows
from sos_graph.terms import DCAT, DCT, FOAF, RDF, ROOT, Literal, NamedNode, Quad, graph_iri
from sos_graph.web import create_app
from tests.catalogued import LINKS, release_of, small_release, write_project
from tests.small import PROJECT

COUNT = 2_500
RELEASE = "0123456789ab"


def _quads():
    """The real description of the catalogue and its services, and 2,500 datasets with a graph each."""
    described = graph_iri("data/collections")
    for quad in read_turtle((PROJECT / "data" / "collections.ttl").read_bytes(), "collections.ttl"):
        if not str(quad.subject).startswith(f"<{ROOT}id/dataset/"):
            yield Quad(*quad.triple, described)
    for number in range(COUNT):
        dataset, graph = NamedNode(f"{ROOT}id/dataset/d{number}"), graph_iri(f"data/d{number}/facts")
        yield Quad(dataset, RDF.type, DCAT.Dataset, described)
        yield Quad(dataset, DCT.title, Literal(f"Zbirka {number}", language="sl"), described)
        yield Quad(dataset, DCT.title, Literal(f"Set {number}", language="en"), described)
        yield Quad(NamedNode(f"{ROOT}id/x/{number}"), DCT.title, Literal("x"), graph)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    folder = tmp_path_factory.mktemp("large") / RELEASE
    folder.mkdir()
    quads = list(_quads())
    files = tuple(DumpFile(dump_name(f"d{number}", TURTLE), 10, "00") for number in range(COUNT))
    (folder / "statistics.json").write_bytes(as_json(asdict(count(sorted_rows(quads)))))
    manifest = Manifest(RELEASE, "2026-01-02", len(quads), len(quads), COUNT, COUNT, None, files)
    (folder / "manifest.json").write_bytes(as_json(asdict(manifest)))
    return Release(folder, manifest, gather(quads))


@pytest.fixture(scope="module")
def site(release):
    settings = Settings(releases=release.folder.parent, public_url="https://data.example/")
    return create_app(release, settings, None).test_client()


def _pages(site, path):
    """The pages of a harvest that follows hydra:next to its end: the triples of each."""
    while path:
        answer = site.get(path)
        assert answer.status_code == 200
        assert len(answer.data) < 10_000_000
        triples = [quad.triple for quad in read_turtle(answer.data, path)]
        yield triples
        following = [one.object.value for one in triples if one.predicate == HYDRA.next]
        path = following[0].removeprefix("https://data.example") if following else ""


@pytest.mark.parametrize(("path", "sizes"), [("/catalog", [1000, 1000, 500]), ("/catalog?size=900", [900, 900, 700])])
def test_a_harvest_meets_each_dataset_once_with_its_files_and_the_services(site, path, sizes):
    pages = list(_pages(site, path))

    shown = [datasets_of(page) for page in pages]
    assert [len(one) for one in shown] == sizes
    assert len({one for page in shown for one in page}) == COUNT
    for page, datasets in zip(pages, shown, strict=True):
        told = told_by(page)
        assert sum(one.object == DCAT.Dataset for one in page) == len(datasets)
        assert all(told[one][DCAT.distribution] and told[one][DCT.publisher] for one in datasets)
        assert told[told[CATALOG][DCT.publisher][0]][FOAF.name]
        assert [one.value for one in told[CATALOG][HYDRA.totalItems]] == [str(COUNT)]
        assert {one.object for one in page if one.predicate == DCAT.endpointURL}


def test_every_next_link_names_the_release_the_size_and_the_format(site):
    answer = site.get("/catalog.ttl?size=900")

    told = told_by(quad.triple for quad in read_turtle(answer.data, "page"))
    (view,) = told[CATALOG][HYDRA.view]
    (following,) = told[view][HYDRA.next]
    assert following.value == f"https://data.example/catalog.ttl?release={RELEASE}&page=2&size=900"
    assert told[view][RDF.type] == [HYDRA.PartialCollectionView]
    assert HYDRA.previous not in told[view]


def test_a_page_past_the_end_is_not_found_and_says_how_many_there_are(site):
    answer = site.get("/catalog?page=4")

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert "1 to 3" in answer.json["detail"]


def test_the_last_page_has_no_next(site):
    told = told_by(quad.triple for quad in read_turtle(site.get("/catalog?page=3").data, "page"))

    (view,) = told[CATALOG][HYDRA.view]
    assert HYDRA.next not in told[view]
    assert told[view][HYDRA.previous]


def test_the_whole_catalogue_comes_in_one_fetch_too(site):
    triples = [quad.triple for quad in read_turtle(site.get("/catalog/whole").data, "whole")]

    assert len(datasets_of(triples)) == COUNT
    assert not [one for one in triples if one.predicate == HYDRA.view]


def test_a_page_for_people_has_a_way_to_the_next(site):
    text = site.get("/catalog?size=50&page=2", headers={"Accept": "text/html"}).get_data(as_text=True)

    assert "page=3" in text
    assert "Set 1" in text


def test_the_tag_depends_on_the_address_that_the_links_name(tmp_path):
    release = small_release(tmp_path)
    tags = {
        create_app(release, Settings(releases=tmp_path, public_url=address), None)
        .test_client()
        .get("/catalog?size=2")
        .headers["ETag"]
        for address in ("", "https://data.example", "https://mirror.example")
    }

    assert len(tags) == 3


def test_a_catalogue_that_fits_on_a_page_is_given_as_it_is(tmp_path):
    triples = catalogue(small_release(tmp_path), Settings())

    assert portion(triples, Portion(1, 4, RELEASE, "https://data.example/catalog")) == triples
    assert portion(triples, Portion(1, 3, RELEASE, "https://data.example/catalog")) != triples


def test_a_harvest_goes_on_in_the_release_in_which_it_began(tmp_path):
    project = write_project(tmp_path / "project")
    first = release_of(project, tmp_path / "releases")
    before = create_app(first, Settings(releases=tmp_path / "releases"), None).test_client()
    address = f"/catalog?release={first.id}&page=2&size=2"
    begun = before.get(address).data
    (project / "data" / "concepts").mkdir()
    more = LINKS.replace("data/links/wikidata", "data/concepts/more").partition("\n<https://w3id.org/lga/id/")[0]
    (project / "data" / "concepts" / "more.ttl").write_text(more, "utf-8")

    second = release_of(project, tmp_path / "releases")

    after = create_app(second, Settings(releases=tmp_path / "releases"), None).test_client()
    assert len(datasets_of(catalogue(second, Settings()))) == len(datasets_of(catalogue(first, Settings()))) + 1
    assert after.get(address).data == begun
    assert after.get("/catalog?page=2&size=2").data != begun
