"""The catalogue as a harvester meets it: every address in it answers, with what it promised."""

from __future__ import annotations

import hashlib

import pytest

from sos_graph.catalogue import catalogue
from sos_graph.settings import Settings
from sos_graph.syntax.media import by_name
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import DCAT, FOAF, RDF, ROOT, SPDX, Triple
from sos_graph.web import create_app
from tests.catalogued import small_release

DOCUMENTS = ("/catalog", "/catalog/context", "/.well-known/void")


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return small_release(tmp_path_factory.mktemp("harvested"))


@pytest.fixture(scope="module")
def site(release):
    return create_app(release, Settings(releases=release.folder.parent), None).test_client()


@pytest.fixture(scope="module")
def triples(release) -> tuple[Triple, ...]:
    return catalogue(release, Settings())


def _objects(triples, predicate, subject=None):
    return [triple.object for triple in triples if triple.predicate == predicate and subject in (None, triple.subject)]


def _path(iri) -> str:
    return "/" + iri.value.removeprefix(ROOT)


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("headers", [{}, {"Accept": "*/*"}, {"Accept": "text/html;q=0.1,*/*"}])
def test_a_harvester_that_does_not_negotiate_gets_turtle(site, path, headers):
    answer = site.get(path, headers=headers)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/turtle; charset=utf-8")


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt", "trig"])
def test_every_format_says_the_same(site, path, suffix):
    answer = site.get(f"{path}.{suffix}")

    kind = by_name(answer.headers["Content-Type"])
    found = {quad.triple for quad in read_rdf(answer.data, kind, path)}
    assert found == {
        quad.triple for quad in read_rdf(site.get(f"{path}.nt").data, by_name("application/n-triples"), path)
    }


@pytest.mark.parametrize("path", DOCUMENTS)
def test_head_is_get_without_the_body_and_a_held_copy_is_not_sent_again(site, path):
    got, headed = site.get(path), site.head(path)

    held = site.get(path, headers={"If-None-Match": got.headers["ETag"]})
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert headed.headers[name] == got.headers[name]
    assert (headed.data, held.status_code) == (b"", 304)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_an_unknown_format_is_not_found(site, path):
    assert site.get(f"{path}.xyz").status_code == 404


def test_every_file_answers_at_both_addresses_with_its_type_size_and_checksum(site, triples):
    for one in [triple.subject for triple in triples if triple.object == DCAT.Distribution]:
        (checksum,) = _objects(triples, SPDX.checksum, one)
        (media_type, *_) = [*_objects(triples, DCAT.compressFormat, one), *_objects(triples, DCAT.mediaType, one)]
        for predicate in (DCAT.downloadURL, DCAT.accessURL):
            with site.get(_path(_objects(triples, predicate, one)[0])) as answer:
                digest = hashlib.sha256(answer.data).hexdigest()
            assert answer.status_code == 200
            assert media_type.value.endswith(answer.mimetype)
            assert "Content-Encoding" not in answer.headers
            assert _objects(triples, DCAT.byteSize, one)[0].value == answer.headers["Content-Length"]
            assert _objects(triples, SPDX.checksumValue, checksum)[0].value == digest


def test_every_dataset_and_landing_page_answers(site, triples):
    datasets = [triple.subject for triple in triples if triple.object == DCAT.Dataset and triple.predicate == RDF.type]
    for iri in (*datasets, *_objects(triples, DCAT.landingPage)):
        assert site.get(_path(iri), follow_redirects=False).status_code in (200, 303)


def test_every_page_that_explains_a_file_or_a_service_answers(site, triples):
    pages = {_path(one) for one in _objects(triples, FOAF.page)}

    assert len(pages) > 4
    assert {path: site.get(path).status_code for path in pages if site.get(path).status_code != 200} == {}


@pytest.mark.parametrize("path", ["/catalog", "/catalog/whole", "/doc/dataset/lga.ttl"])
@pytest.mark.parametrize("given", [{"contact_email": "urad@example.org"}])
def test_the_tag_depends_on_the_settings_that_go_into_the_body(release, site, path, given):
    other = create_app(release, Settings(releases=release.folder.parent, **given), None).test_client()

    one, another = site.get(path), other.get(path)

    assert one.data != another.data
    assert one.headers["ETag"] != another.headers["ETag"]
    assert other.get(path, headers={"If-None-Match": one.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", DOCUMENTS)
def test_only_the_very_date_that_was_given_spares_the_body(site, path):
    date = site.get(path).headers["Last-Modified"]

    held = site.get(path, headers={"If-Modified-Since": date})
    assert (held.status_code, held.data) == (304, b"")
    assert site.get(path, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}).status_code == 200
    assert site.get(path, headers={"If-Modified-Since": "yesterday"}).status_code == 200
    assert site.get(path, headers={"If-Modified-Since": date, "If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "target"),
    [
        ("/catalog/", 308, "/catalog"),
        ("/catalog/?page=1", 308, "/catalog?page=1"),
        ("/catalog.exe", 404, None),
        ("/catalog?page=0", 404, None),
        ("/catalog?page=2", 404, None),
        ("/catalog?page=two", 404, None),
        ("/catalog?size=0", 404, None),
        ("/catalog?size=1001", 404, None),
        ("/catalog?size=%E2%91%A0", 404, None),
        ("/catalog?release=000000000000", 404, None),
        ("/catalog?release=../../etc", 404, None),
        ("/catalog?unknown=1", 200, None),
    ],
)
@pytest.mark.parametrize("accept", [None, "*/*", "text/turtle", "application/rdf+xml, */*;q=0.1"])
def test_an_odd_request_of_a_harvester_gets_a_clear_answer(site, path, status, target, accept):
    answer = site.get(path, headers={} if accept is None else {"Accept": accept})

    assert (answer.status_code, answer.headers.get("Location")) == (status, target)
    if status == 404:
        assert answer.json["detail"]


@pytest.mark.parametrize("accept", ["application/xml", "image/png", "nonsense;;q=x"])
@pytest.mark.parametrize("path", DOCUMENTS)
def test_who_accepts_nothing_that_there_is_hears_what_there_is(site, path, accept):
    answer = site.get(path, headers={"Accept": accept})

    assert answer.status_code == 406
    assert "text/turtle" in answer.json["offered"]


def _get(site, path, **headers):
    """The status, headers and body of an answer, its file closed."""
    with site.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()}) as answer:
        return answer.status_code, answer.headers, answer.data


def test_a_part_of_a_file_comes_as_such_and_one_beyond_it_says_how_long_the_file_is(site, release):
    size = (release.folder / "lga.ttl").stat().st_size
    _, headers, whole = _get(site, "/data/latest/lga.ttl")
    part = _get(site, "/data/latest/lga.ttl", Range="bytes=5-9", If_Range=headers["ETag"])
    stale = _get(site, "/data/latest/lga.ttl", Range="bytes=5-9", If_Range='"another"')
    beyond = _get(site, "/data/latest/lga.ttl", Range=f"bytes={size}-")

    assert (part[0], part[2], part[1]["Content-Range"]) == (206, whole[5:10], f"bytes 5-9/{size}")
    assert (stale[0], len(stale[2])) == (200, size)
    assert (beyond[0], beyond[1]["Content-Range"]) == (416, f"bytes */{size}")


@pytest.mark.parametrize(("packing", "name"), [("gz", "application/gzip"), ("zst", "application/zstd")])
def test_a_packed_file_is_never_said_to_be_an_encoding(site, packing, name):
    status, headers, _ = _get(site, f"/data/latest/lga.nq.{packing}", Accept_Encoding="gzip, zstd")

    assert (status, headers["Content-Type"]) == (200, name)
    assert "Content-Encoding" not in headers


def test_a_file_of_a_release_has_a_date_and_one_of_the_latest_none(site, release):
    dated, latest = (_get(site, f"/data/{name}/lga.ttl")[1] for name in (release.id, "latest"))

    assert "Last-Modified" in dated
    assert "immutable" in dated["Cache-Control"]
    assert "Last-Modified" not in latest


def test_a_file_says_where_it_belongs_what_describes_it_and_what_to_cite(site, release):
    for name, dataset in (("lga.ttl.gz", "lga"), ("lga-sos.nq", "sos"), ("lga-membership.csv", "sos")):
        links = _get(site, f"/data/latest/{name}")[1]["Link"]

        assert f'</doc/dataset/{dataset}>; rel="collection"' in links
        assert f'</doc/dataset/{dataset}.ttl>; rel="describedby"' in links
        assert f'<https://w3id.org/lga/releases/{release.id}>; rel="cite-as"' in links
        assert 'rel="license"' in links
