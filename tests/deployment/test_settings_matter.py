"""Every setting matters: each is shown here, or by the test that is named for it."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace

import pytest

from sos_graph.errors import QueryRefused, SettingError
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sparql import admit
from sos_graph.syntax import read_turtle
from sos_graph.terms import graph_iri
from sos_graph.web import create_app
from sos_graph.web.delivery.ready import ReadyBytes
from sos_graph.web.maps.boundaries import read_boundaries
from tests.small import FACTS, PROJECT

HERE = "tests/deployment/test_settings_matter.py"
WATCHING = "tests/deployment/test_watching.py"
SHOWN = {
    "host": "tests/test_settings.py::test_each_value_is_of_its_settings_type",
    "port": "tests/http/test_server.py::test_no_header_tells_a_version",
    "project": "tests/test_cli.py",
    "releases": "tests/http/test_server.py::test_a_stopped_server_leaves_no_process",
    "keep_releases": "tests/operation/test_kept.py",
    "bundle_secret": "tests/operation/test_bundles.py",
    "bundle_password": "tests/operation/test_bundles.py",
    "bundle_keys": "tests/operation/test_bundles.py",
    "public_url": "tests/deployment/test_prefix.py::test_what_programs_read_names_the_address_of_the_site",
    "web_workers": "tests/deployment/test_watching.py::test_the_moment_is_told_release_age_and_processes",
    "trusted_proxies": f"{WATCHING}::test_the_counters_are_for_the_networks_that_the_operator_names",
    "query_workers": "tests/deployment/test_watching.py::test_the_moment_is_told_release_age_and_processes",
    "query_yield_seconds": "tests/sparql/test_lanes.py",
    "query_fast_seconds": "tests/sparql/test_lanes.py",
    "query_slow_workers": "tests/sparql/test_lanes.py",
    "query_seconds": "tests/http/test_hostile_requests.py::test_many_equal_slow_queries_leave_pages_alone",
    "query_slow_seconds": "tests/http/test_query_answers.py",
    "query_client_budget": "tests/sparql/test_common_budgets.py::test_two_pools_share_what_a_visitor_may_use",
    "query_total_budget": "tests/sparql/test_budgets.py",
    "query_budget_window": "tests/http/test_query_answers.py",
    "query_budget_redis": "tests/sparql/test_common_budgets.py::test_two_pools_share_what_a_visitor_may_use",
    "query_memory": "tests/http/test_hostile_requests.py",
    "query_bytes": "tests/sparql/test_formats.py",
    "query_rows": "tests/sparql/test_formats.py",
    "query_text": f"{HERE}::test_a_query_may_be_as_large_as_the_operator_says",
    "query_depth": f"{HERE}::test_a_query_may_be_as_large_as_the_operator_says",
    "query_operators": f"{HERE}::test_a_query_may_be_as_large_as_the_operator_says",
    "query_queue": "tests/sparql/test_lanes.py",
    "query_in_memory": "tests/sparql/test_pool.py",
    "sparql_endpoints": "tests/remote/test_engines.py",
    "sparql_user": "tests/remote/test_engines.py",
    "sparql_password": "tests/remote/test_engines.py",
    "contact_email": "tests/test_discovery.py::test_security_txt_names_an_address_and_a_day_within_a_year",
    "issues_url": f"{HERE}::test_reports_go_where_the_operator_says",
    "log_requests": "tests/deployment/test_watching.py::test_the_operator_says_which_requests_are_told_of",
    "slow_seconds": "tests/deployment/test_watching.py::test_a_slow_query_is_told_of_with_its_text",
    "metrics_readers": f"{WATCHING}::test_the_counters_are_for_the_networks_that_the_operator_names",
    "ready_bytes": f"{HERE}::test_no_more_is_kept_than_the_operator_says",
    "page_size": f"{HERE}::test_a_page_has_as_many_links_as_the_operator_says",
    "map_size": "tests/http/test_map.py",
    "boundaries": "tests/http/test_map.py",
    "boundary_code": f"{HERE}::test_boundaries_are_found_by_the_property_that_the_operator_names",
}
"""The test, or the file of tests, that shows what a setting does."""


def test_every_setting_is_shown_to_matter():
    assert {one.name for one in fields(Settings)} - set(SHOWN) == set()
    for name, place in SHOWN.items():
        file, _, test = place.partition("::")
        path = PROJECT / file
        assert path.exists(), place
        text = path.read_text("utf-8")
        assert f"def {test}(" in text if test else re.search(rf"\b(?:{name}|{name.upper()}|keep)\b", text), place


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("query_text", "ASK { ?s ?p ?o }"),
        ("query_depth", "ASK { { { { ?s ?p ?o } } } }"),
        ("query_operators", "ASK { ?s <x:a>/<x:b>/<x:c>/<x:d> ?o }"),
    ],
)
def test_a_query_may_be_as_large_as_the_operator_says(name, query):
    assert admit(query, Settings(), ()).wording

    with pytest.raises(QueryRefused):
        admit(query, replace(Settings(), **{name: 2}), ())


@pytest.mark.parametrize(("room", "kept"), [(64_000_000, True), (1, False)])
def test_no_more_is_kept_than_the_operator_says(release, room, kept):
    from werkzeug.test import Client

    settings = Settings(releases=release.folder.parent, ready_bytes=room)
    ready = ReadyBytes(create_app(release, settings, None), settings.ready_bytes)
    Client(ready).get("/ns.ttl").close()

    assert (ready.used > 0) == kept
    assert ready.used <= room


def _page(release, path, **chosen):
    settings = Settings(releases=release.folder.parent, **chosen)
    return create_app(release, settings, None).test_client().get(path, headers={"Accept": "text/html"}).text


def test_a_page_has_as_many_links_as_the_operator_says(release):
    few, many = (_page(release, "/doc/municipality", page_size=size) for size in (1, 50))

    assert len(re.findall('href="/doc/municipality/', few)) < len(re.findall('href="/doc/municipality/', many))


def test_reports_go_where_the_operator_says(release):
    forms = "https://example.org/issues/new"

    assert forms not in _page(release, "/doc/association/xx-one")
    assert forms in _page(release, "/doc/association/xx-one", issues_url=forms)
    assert "mailto:urad@example.org" in _page(release, "/doc/association/xx-one", contact_email="urad@example.org")


def test_boundaries_are_found_by_the_property_that_the_operator_names(tmp_path):
    ring = [[14.0, 46.0], [14.1, 46.0], [14.1, 46.1], [14.0, 46.0]]
    area = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"kode": "001"}, "geometry": area}
    file = tmp_path / "areas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    publish(read_turtle(FACTS.encode(), "small.ttl", graph_iri("data/small")), (), tmp_path / "releases")
    release = current_release(tmp_path / "releases")

    assert b"xx-001" in read_boundaries(release, str(file), "kode")
    with pytest.raises(SettingError, match="'lau'"):
        read_boundaries(release, str(file), "lau")
