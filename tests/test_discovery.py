"""What programs find at addresses they know beforehand, and the pages of datasets and tables."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import urlencode

import pytest

from sos_graph import __version__
from sos_graph.inference import infer, read_rules
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.stored import quads_of, read_queries, stored_queries
from sos_graph.web import create_app
from sos_graph.web.harvest import sitemap as pages
from sos_graph.web.harvest.openapi import EXAMPLES, template_of
from tests.catalogued import write_project
from tests.small import PROJECT

ADDRESS = "https://data.example"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
UNSAID = {"/health/ready", "/metrics"}
"""Paths whose answer depends on more than the release: workers, or who asks."""


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """The small project with its questions and a shape."""
    project = write_project(tmp_path_factory.mktemp("discovered") / "project")
    (project / "shapes").mkdir()
    (project / "shapes" / "claim.shapes.ttl").write_bytes((PROJECT / "shapes" / "claim.shapes.ttl").read_bytes())
    sources, errors = read_sources(project)
    assert not errors
    asserted = [quad for source in sources for quad in source.quads]
    asserted += quads_of(read_queries(PROJECT), "2026-01-02")
    publish((*asserted, *infer(asserted, read_rules(project))), (), project.parent / "releases")
    return current_release(project.parent / "releases")


@pytest.fixture(scope="module")
def app(release):
    settings = Settings(releases=release.folder.parent, public_url=f"{ADDRESS}/", contact_email="urad@example.org")
    return create_app(release, settings, None)


@pytest.fixture(scope="module")
def site(app):
    return app.test_client()


@pytest.fixture(scope="module")
def described(site):
    return site.get("/openapi.json").json


def _locations(site, path, tag):
    return [one.text for one in ET.fromstring(site.get(path).data).iter(f"{SITEMAP}{tag}")]


def test_robots_may_read_the_catalogue_and_are_told_of_the_site_map(site):
    lines = site.get("/robots.txt").get_data(as_text=True).splitlines()

    assert f"Sitemap: {ADDRESS}/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow:") and ("catalog" in line or "data" in line)]


def test_the_site_map_names_every_page_once_in_both_languages_and_each_answers(site, monkeypatch):
    monkeypatch.setattr(pages, "PART", 40)
    parts = _locations(site, "/sitemap.xml", "loc")
    entries = [one for part in parts for one in ET.fromstring(site.get(part.removeprefix(ADDRESS)).data)]

    addresses = [one.findtext(f"{SITEMAP}loc") for one in entries]
    assert len(parts) > 2
    assert len(set(addresses)) == len(addresses) > 100
    assert f"{ADDRESS}/doc/municipality/xx-001" in addresses
    for entry, address in zip(entries, addresses, strict=True):
        links = {one.get("hreflang"): one.get("href") for one in entry.iter(f"{XHTML}link")}
        assert links == {"sl": f"{address}?lang=sl", "en": f"{address}?lang=en", "x-default": address}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.findtext(f"{SITEMAP}lastmod"))
    asked = [one.removeprefix(ADDRESS) for one in addresses if "/q/" not in one]
    browser = {"Accept": "text/html"}
    assert {one: status for one in asked if (status := site.get(one, headers=browser).status_code) != 200} == {}


def test_a_page_changed_when_the_newest_file_that_speaks_of_it_did(release, app):
    changed = {one.path: one.changed for one in pages.entries_of(app.extensions["sos_graph"])}

    assert changed["/doc/membership/xx-one-xx-001"] == "2026-01-02"
    assert changed["/doc/municipality/xx-001"] == "2026-01-05"
    assert changed["/"] == release.manifest.modified


@pytest.mark.parametrize("number", [0, 99])
def test_a_part_that_the_site_map_does_not_have_is_not_found(site, number):
    assert site.get(f"/sitemap-{number}.xml").status_code == 404


def test_security_txt_names_an_address_and_a_day_within_a_year(site):
    answer = site.get("/.well-known/security.txt")

    said = dict(line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines())
    left = dt.datetime.fromisoformat(said["Expires"]) - dt.datetime.now(dt.UTC)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Contact"] == "mailto:urad@example.org"
    assert dt.timedelta(days=30) < left < dt.timedelta(days=365)
    assert said["Canonical"] == f"{ADDRESS}/.well-known/security.txt"


def test_without_an_address_there_is_no_security_txt(release):
    bare = create_app(release, Settings(releases=release.folder.parent), None).test_client()

    answer = bare.get("/.well-known/security.txt")

    assert answer.status_code == 404
    assert "CONTACT_EMAIL" in answer.json["hint"]


def test_every_route_is_described(app, described):
    routes = {template_of(rule.rule) for rule in app.url_map.iter_rules()}

    assert described["openapi"] == "3.1.0"
    assert described["info"]["version"] == __version__
    assert routes - set(described["paths"]) == set()
    assert {one.rule for one in app.url_map.iter_rules() if one.arguments} - set(EXAMPLES) == {"/assets/<name>"}


def test_every_described_path_answers_with_its_examples(site, described):
    wrong = {}
    for template, operations in described["paths"].items():
        if "get" not in operations or template.startswith("/q/") or template in UNSAID:
            continue
        with site.get(_filled(template, operations["get"])) as answer:
            if answer.status_code not in (200, 302, 303, 308):
                wrong[template] = answer.status_code

    assert wrong == {}


def _filled(template, operation):
    for one in operation["parameters"]:
        if one["in"] == "path":
            template = template.replace(f"{{{one['name']}}}", str(one.get("example", one["name"])))
    needed = {one["name"]: one["schema"]["examples"][0] for one in operation["parameters"] if one.get("required")
              and one["in"] == "query"}  # fmt: skip
    return f"{template}?{urlencode(needed)}" if needed else template


def test_every_published_question_is_described_with_typed_parameters(release, described):
    for question in stored_queries(release.store).values():
        operation = described["paths"][f"/q/{question.name}"]["get"]
        said = {one["name"]: one["schema"] for one in operation["parameters"]}
        assert operation["summary"] == question.title.en
        for one in question.parameters:
            assert said[one.name]["type"] == ("integer" if one.type == "integer" else "string")
            assert str(said[one.name]["default"]) == one.default
    dated = {one["name"]: one for one in described["paths"]["/q/president-on"]["get"]["parameters"]}
    assert dated["on"]["schema"]["format"] == "date"


def test_no_two_operations_have_one_name(described):
    names = [one["operationId"] for path in described["paths"].values() for one in path.values()]

    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("suffix", "beginning"), [("bib", "@misc{"), ("ris", "TY  - DATA"), ("txt", "sos-graph (")])
@pytest.mark.parametrize("name", ["lga", "sos", "release"])
def test_a_dataset_and_a_release_are_cited_with_the_release(site, release, name, suffix, beginning):
    text = site.get(f"/cite/{release.id if name == 'release' else name}.{suffix}").get_data(as_text=True)

    assert text.startswith(beginning)
    assert release.id in text
    assert "https://w3id.org/lga/" in text


def test_a_citation_for_programs_is_csl(site, release):
    (item,) = site.get("/cite/sos.json").json

    assert item["type"] == "dataset"
    assert item["issued"] == {"date-parts": [[2026, 1, 2]]}
    assert item["version"] == release.id


@pytest.mark.parametrize("path", ["/cite/none", "/cite/lga.exe", "/linkset/none", "/tables/none", "/doc/dataset/none"])
def test_what_there_is_not_is_not_found(site, path):
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("language", ["sl", "en"])
def test_the_page_of_a_dataset_has_files_quality_and_citation(site, release, language):
    text = site.get(f"/doc/dataset/sos?lang={language}", headers={"Accept": "text/html"}).get_data(as_text=True)

    assert {"sl": "405 od 405", "en": "405 of 405"}[language] in text
    assert text.count('class="verdict denies"') == 0
    assert f'href="/data/{release.id}/lga-sos.ttl.zst"' in text
    assert 'href="/tables/lga-membership' in text
    assert 'href="/cite/sos.bib"' in text


def test_a_file_that_is_missing_costs_the_dataset_its_points(release, tmp_path):
    import dataclasses
    import shutil

    shutil.copytree(release.folder, tmp_path / release.id)
    (tmp_path / release.id / "lga-sos.nq").unlink()
    damaged = dataclasses.replace(release, folder=tmp_path / release.id)
    text = (
        create_app(damaged, Settings(releases=tmp_path), None).test_client().get("/doc/dataset/sos.html?lang=en").text
    )

    assert "325 of 405" in text
    assert text.count("missing</span>") == 2


@pytest.mark.parametrize("path", ["/catalog.html", "/doc/dataset/lga.html"])
@pytest.mark.parametrize("language", ["sl", "en"])
def test_search_engines_find_schema_org_in_the_page(site, path, language):
    answer = site.get(f"{path}?lang={language}")

    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.get_data(as_text=True))
    said = json.loads(found)
    datasets = said.get("dataset", [said])
    assert {one["@type"] for one in datasets} == {"Dataset"}
    for one in datasets:
        assert 50 <= len(one["description"]) <= 5000
        assert one["license"].startswith("https://creativecommons.org/")
        assert one["name"]
        assert one["creator"]["name"]
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert "<" not in found


def test_the_downloads_of_a_dataset_stand_in_its_schema_org(site, release):
    text = site.get("/doc/dataset/lga.html").get_data(as_text=True)
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)

    downloads = {one["contentUrl"]: one for one in json.loads(found)["distribution"]}
    dump = downloads[f"https://w3id.org/lga/data/{release.id}/lga.ttl"]
    assert dump["encodingFormat"] == ["text/turtle"]
    assert dump["contentSize"] == f"{(release.folder / 'lga.ttl').stat().st_size} B"


def test_the_signposts_of_a_dataset_lead_to_its_files_and_its_link_set(site, release):
    links = site.get("/doc/dataset/sos").headers["Link"]

    assert links.count('rel="cite-as"') == 1
    assert '<https://schema.org/Dataset>; rel="type"' in links
    assert f'</data/{release.id}/lga-sos.ttl>; rel="item"; type="text/turtle"' in links
    assert '</linkset/sos>; rel="linkset"; type="application/linkset+json"' in links
    answer = site.get("/linkset/sos")
    landing, *files = answer.json["linkset"]
    assert answer.mimetype == "application/linkset+json"
    assert landing["cite-as"] == [{"href": "https://w3id.org/lga/id/dataset/sos"}]
    assert {one["anchor"] for one in files} == {one["href"] for one in landing["item"]}


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "rdf", "nt", "trig"])
def test_a_dataset_is_described_with_its_files_wherever_it_is_looked_up(site, suffix):
    text = site.get(f"/doc/dataset/sos.{suffix}").get_data(as_text=True)

    assert "/data/latest/lga-sos.ttl" in text
    assert "dataset/links" not in text


@pytest.mark.parametrize(("language", "words"), [("sl", "Stolpec"), ("en", "Column")])
def test_every_column_of_a_table_is_explained_on_its_page(site, release, language, words):
    header = (release.folder / "lga-membership.csv").read_bytes().decode().partition("\r\n")[0].split(",")

    text = site.get(f"/tables/lga-membership?lang={language}").get_data(as_text=True)

    assert f">{words}<" in text
    assert [name for name in header if f'<tr id="{name}">' not in text] == []
    assert site.get("/tables/lga-membership.json").json["url"] == "lga-membership.csv"


def test_every_table_has_a_page(site, release):
    listed = re.findall(r'href="(/tables/[\w-]+)', site.get("/tables").get_data(as_text=True))

    tables = [one.path for one in release.manifest.files if one.path.endswith(".csv")]
    assert sorted(f"{one.removeprefix('/tables/')}.csv" for one in set(listed)) == sorted(tables)
    assert {site.get(one).status_code for one in listed} == {200}


def test_the_citation_file_is_true():
    said = dict(re.findall(r'^([\w-]+): "?([^"\n]+)"?$', (PROJECT / "CITATION.cff").read_text("utf-8"), re.MULTILINE))

    assert said["cff-version"] == "1.2.0"
    assert said["version"] == __version__
    assert said["license"] == "CC-BY-4.0"
    assert said["url"] == "https://w3id.org/lga/"
    assert dt.date.fromisoformat(said["date-released"])
