"""The harvester of CKAN, as portals run it, stores the same datasets from every format of the running site."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sos_graph.catalogue import catalogue, datasets_of
from sos_graph.settings import Settings
from sos_graph.terms import DCAT, ROOT
from tests.small import PROJECT

PLACE = PROJECT / ".make" / "ckan"
WANTED = ("ckan[requirements]==2.12.0", "ckanext-dcat==2.4.4")
HARVESTER = Path(__file__).with_name("harvester.py")
FORMATS = ("", ".ttl", ".rdf", ".jsonld", ".nt", ".trig")
pytestmark = pytest.mark.engines


@pytest.fixture(scope="session")
def python():
    """The interpreter of an environment that has CKAN's own parser."""
    interpreter = PLACE / "bin" / "python"
    ready = PLACE / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(PLACE)], check=True)
        done = subprocess.run(
            [interpreter, "-m", "pip", "install", "--quiet", *WANTED], check=False, capture_output=True, text=True
        )
        if done.returncode:
            pytest.skip(f"CKAN cannot be installed here: {done.stderr[-300:]}")
        ready.touch()
    return interpreter


@pytest.fixture(scope="session")
def harvested(python, address):
    """What the harvester stores from an address of the catalogue."""

    def harvest(path):
        done = subprocess.run(
            [python, HARVESTER, address + path, ROOT.rstrip("/"), address], check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return {_extras(one)["uri"]: one for one in json.loads(done.stdout)}

    return harvest


def _extras(dataset):
    return {one["key"]: one["value"] for one in dataset["extras"]}


@pytest.fixture(scope="session")
def plain(harvested):
    return harvested("/catalog")


def test_each_dataset_is_stored_with_title_licence_contact_and_publisher(plain, release):
    expected = {one.value for one in datasets_of(catalogue(release, Settings()))}

    assert set(plain) == expected
    for one in plain.values():
        extras = _extras(one)
        assert one["title"]
        assert one["notes"]
        assert one["license_id"] == "cc-by"
        assert extras["contact_email"] == "urad@example.org"
        assert extras["publisher_name"] == "sos-graph"
        assert extras["temporal_start"]
        assert extras["identifier"] == extras["uri"]
        assert len(one["tags"]) > 1


def test_each_file_is_stored_with_address_format_licence_size_and_checksum(plain, release):
    triples = catalogue(release, Settings())
    for uri, one in plain.items():
        files = [t for t in triples if t.predicate == DCAT.distribution and t.subject.value == uri]
        assert len(one["resources"]) == len(files)
        for resource in one["resources"]:
            assert resource["url"].startswith(f"{ROOT}data/")
            assert resource["format"]
            assert resource["license"].endswith("CC_BY_4_0")
            assert int(resource["size"]) > 0
            assert len(resource["hash"]) == 64
            assert resource["rights"]


def test_every_service_is_stored_at_the_dataset_that_it_serves(plain, release):
    resources = plain[f"{ROOT}id/dataset/lga"]["resources"]

    services = [one for resource in resources for one in json.loads(resource.get("access_services") or "[]")]
    endpoints = {address for one in services for address in one["endpoint_url"]}
    assert endpoints == {f"{ROOT}sparql", f"{ROOT}reconcile", f"{ROOT}changes"}
    assert {t.object.value for t in catalogue(release, Settings()) if t.predicate == DCAT.endpointURL} == endpoints


@pytest.mark.parametrize("suffix", FORMATS[1:])
def test_every_format_gives_the_same_datasets(plain, harvested, suffix):
    found = harvested(f"/catalog{suffix}")

    assert {uri: _comparable(one) for uri, one in found.items()} == {
        uri: _comparable(one) for uri, one in plain.items()
    }


def test_a_harvest_in_pages_gives_the_same_datasets(plain, harvested):
    found = harvested("/catalog.rdf?size=3")

    assert set(found) == set(plain)
    assert {len(one["resources"]) for one in found.values()} == {len(one["resources"]) for one in plain.values()}


def _comparable(dataset):
    """A dataset without the order of its lists, and with what is said once in two languages left to the parser."""
    extras = _extras(dataset)
    return (
        sorted(one["name"] for one in dataset["tags"]),
        sorted((one["url"], one["format"], one["license"], one["hash"], one["size"]) for one in dataset["resources"]),
        {name: extras.get(name) for name in ("identifier", "uri", "version", "frequency", "access_rights", "issued")},
        bool(dataset["title"]),
    )
