"""What is promised of the IRIs: every published one has the promised form, and the policy says the same everywhere."""

from __future__ import annotations

import json
import re

import pytest
from rdflib import Graph, URIRef

from sos_graph.catalogue.policy import EXAMPLE, FORMATTER, IDENTIFIER, uri_policy
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.terms import ROOT, NamedNode, Quad
from sos_graph.web import create_app
from tests.catalogued import small_release
from tests.small import PROJECT

PUBLISHED = (PROJECT / "published.txt").read_text("utf-8").split()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    release = small_release(tmp_path_factory.mktemp("policy"))
    settings = Settings(releases=release.folder.parent, contact_email="graph@example.org")
    return create_app(release, settings, None).test_client()


@pytest.fixture(scope="module")
def policy(client):
    return json.loads(client.get("/about/uri-policy.json").data)


def test_every_published_thing_has_a_name_of_the_promised_form():
    names = [path.removeprefix("id/") for path in PUBLISHED if path.startswith("id/")]

    assert [name for name in names if not re.fullmatch(IDENTIFIER, name)] == []
    assert len(names) > 10_000


def test_every_published_iri_matches_a_pattern_of_the_policy(policy):
    patterns = [re.compile(one) for one in policy["patterns"].values()]

    assert [path for path in PUBLISHED if not any(one.match(ROOT + path) for one in patterns)] == []


@pytest.mark.parametrize(
    "name", ["", "association", "association/", "Association/si-sos", "association/si_sos", "a/b/c/d", "../etc/passwd"]
)
def test_what_is_no_name_does_not_match(name):
    assert not re.fullmatch(IDENTIFIER, name)


def test_the_formatter_makes_the_iri_of_the_example(policy):
    assert policy["identifier"]["stands_for"] == FORMATTER.replace("$1", EXAMPLE)
    assert policy["identifier"]["stands_for"].removeprefix(ROOT) in PUBLISHED


def test_page_and_data_hold_the_same_promises_and_say_who_answers(client, policy):
    for language in ("sl", "en"):
        page = client.get("/about/uri-policy", headers={"Accept": "text/html", "Accept-Language": language}).text
        assert all(one[language] in page for one in policy["promises"])
        assert "graph@example.org" in page
        assert IDENTIFIER in page


def test_the_policy_in_rdf_has_every_pattern(client, policy):
    graph = Graph().parse(data=client.get("/about/uri-policy.ttl").data, format="turtle")
    stated = {str(one) for one in graph.objects(None, URIRef("http://rdfs.org/ns/void#uriRegexPattern"))}

    assert stated == set(policy["patterns"].values())


def test_an_unknown_format_is_not_found(client):
    assert client.get("/about/uri-policy.exe").status_code == 404


def test_a_policy_without_a_catalogue_names_nobody(tmp_path):
    publish(
        [Quad(*map(NamedNode, ("https://a.example/s", "https://a.example/p", "https://a.example/o")))], [], tmp_path
    )

    assert uri_policy(current_release(tmp_path), "").as_json()["publisher"] == {"iri": None, "name": {}}
