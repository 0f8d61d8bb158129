"""The Reconciliation Service API as its clients meet it: manifest, batches, suggestions, previews, extension."""

from __future__ import annotations

import json
import re

import pytest

MUNICIPALITY = "https://w3id.org/lga/ns#Municipality"
ISO = "https://w3id.org/lga/id/concept/identifier-scheme/iso-3166-2"


def _ask(client, queries):
    return client.post("/reconcile", data={"queries": json.dumps(queries)})


def _is_candidate(one):
    """Whether a candidate has the fields that both versions demand, of their types."""
    return (
        isinstance(one["id"], str)
        and isinstance(one["name"], str)
        and isinstance(one["score"], float)
        and 0 <= one["score"] <= 100
        and isinstance(one["match"], bool)
        and all(set(kind) == {"id", "name"} for kind in one["type"])
        and all({"id", "name", "value"} == set(feature) for feature in one["features"])
    )


def test_the_manifest_says_what_both_versions_demand(client):
    said = client.get("/reconcile", base_url="http://localhost:8000").json
    assert said["versions"] == ["0.2", "1.0-draft"]
    assert said["identifierSpace"] == "https://w3id.org/lga/id/"
    assert said["schemaSpace"] == "https://w3id.org/lga/ns#"
    assert {"name", "view", "preview", "suggest", "extend", "defaultTypes", "batchSize"} <= set(said)
    for template in (said["view"]["url"], said["preview"]["url"]):
        assert "{{id}}" in template
    assert MUNICIPALITY in [one["id"] for one in said["defaultTypes"]]
    for service in said["suggest"].values():
        assert service["service_url"] == "http://localhost:8000/reconcile"
        assert service["flyout_service_path"].endswith("?id=${id}")


def test_every_address_in_the_manifest_answers(client):
    said = client.get("/reconcile", base_url="http://localhost:8000").json
    thing = "municipality%2Fsi-050"
    addresses = [said["documentation"], said["logo"], said["preview"]["url"].replace("{{id}}", thing)]
    addresses += [f"{one['service_url']}{one['service_path']}?prefix=k" for one in said["suggest"].values()]
    entity = said["suggest"]["entity"]
    addresses.append(entity["flyout_service_url"] + entity["flyout_service_path"].replace("${id}", thing))
    for one in addresses:
        with client.get(one) as answer:
            assert answer.status_code == 200, one
    view = client.get(said["view"]["url"].replace("{{id}}", thing))
    assert (view.status_code, view.headers["Location"]) == (303, "/id/municipality/si-050")


def test_a_host_that_is_not_this_machine_is_not_believed(client):
    assert b"evil.example" not in client.get("/reconcile", base_url="http://evil.example").data


def test_a_batch_is_answered_under_its_own_keys_by_post_and_by_get(client):
    queries = {"a": {"query": "Kranj", "type": MUNICIPALITY, "limit": 3}, "ž": {"query": "ZMOS"}}
    posted = _ask(client, queries).json
    assert posted == client.get("/reconcile", query_string={"queries": json.dumps(queries)}).json
    assert set(posted) == {"a", "ž"}
    assert all(_is_candidate(one) for answer in posted.values() for one in answer["result"])
    assert (posted["a"]["result"][0]["id"], posted["a"]["result"][0]["match"]) == ("municipality/si-052", True)
    assert [one["match"] for one in posted["ž"]["result"][:2]] == [False, False]


def test_a_property_decides_between_namesakes(client):
    for country in ("SK", "Slovakia", "Slovaška"):
        query = {"query": "ZMOS", "properties": [{"pid": "country", "v": country}]}
        first, second = _ask(client, {"q": query}).json["q"]["result"][:2]
        assert (first["id"], first["match"]) == ("association/sk-zmos", True)
        assert (second["match"], second["score"] < first["score"]) == (False, True)


def test_a_property_that_speaks_against_a_thing_keeps_it_from_being_matched(client):
    query = {"query": "Kranj", "type": MUNICIPALITY, "properties": [{"pid": ISO, "v": "SI-061"}]}
    assert not any(one["match"] for one in _ask(client, {"q": query}).json["q"]["result"])


def test_a_code_alone_finds_its_thing(client):
    query = {"type": MUNICIPALITY, "properties": [{"pid": ISO, "v": ["SI-061"]}]}
    (found,) = _ask(client, {"q": query}).json["q"]["result"]
    assert (found["id"], found["match"], found["score"]) == ("municipality/si-061", True, 100.0)


def test_types_and_limits_are_kept(client):
    asked = {"q": {"query": "Kranj", "limit": 1}, "p": {"query": "Kranj", "type": ["https://example.org/None"]}}
    found = _ask(client, asked).json
    assert (len(found["q"]["result"]), found["p"]["result"]) == (1, [])


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"q":1}', '{"q":{}}', '{"q":{"query":""}}', '{"q":{"query":5}}', "[" * 5_000,
        '{"q":{"query":"a","limit":0}}', '{"q":{"query":"a","limit":"x"}}', '{"q":{"query":"a","limit":1e999}}',
        '{"q":{"query":"a","type":5}}', '{"q":{"query":"a","properties":{}}}', '{"q":{"query":"a","type":[5]}}',
        '{"q":{"query":"a","properties":[{"pid":"x"}]}}', '{"q":{"query":"a","properties":[{"v":"x"}]}}',
    ],
)  # fmt: skip
def test_a_malformed_batch_is_refused_with_a_problem(client, text):
    answer = client.post("/reconcile", data={"queries": text})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_what_is_too_large_or_not_a_form_is_refused(client):
    assert _ask(client, {str(one): {"query": "a"} for one in range(51)}).status_code == 413
    assert client.post("/reconcile", data={}).status_code in {400, 415}
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    both = client.post("/reconcile", data={"queries": "{}", "extend": "{}"})
    assert both.status_code == 400
    for name, value in (("cursor", "-1"), ("cursor", "x"), ("cursor", "9" * 30)):
        assert client.get(f"/reconcile/suggest/entity?prefix=a&{name}={value}").status_code == 400


def test_the_draft_of_1_0_is_answered_by_the_same_things(client):
    conditions = [
        {"matchType": "name", "propertyValue": "ZMOS"},
        {"matchType": "property", "propertyId": "country", "propertyValue": ["SI"], "required": True},
    ]
    found = client.post("/reconcile/match", json={"queries": [{"type": "lga:Association", "conditions": conditions}]})
    (answer,) = found.json["results"]
    assert [(one["id"], one["match"]) for one in answer["candidates"]] == [("association/si-zmos", True)]
    for wrong in ({}, {"queries": [{}]}, {"queries": [{"conditions": [{"matchType": "x", "propertyValue": "a"}]}]}):
        assert client.post("/reconcile/match", json=wrong).status_code == 400


def test_none_of_some_values_drops_what_has_one(client):
    conditions = [
        {"matchType": "name", "propertyValue": "ZMOS"},
        {
            "matchType": "property", "propertyId": "country", "propertyValue": ["SI"],
            "required": True, "matchQuantifier": "none",
        },
    ]  # fmt: skip
    (answer,) = client.post("/reconcile/match", json={"queries": [{"conditions": conditions}]}).json["results"]
    assert "association/si-zmos" not in [one["id"] for one in answer["candidates"]]


def test_values_are_fetched_in_both_versions(client):
    asked = {"ids": ["municipality/si-050", "no/thing"], "properties": [{"id": ISO}, {"id": "lga:seat"}]}
    old = client.post("/reconcile", data={"extend": json.dumps(asked)}).json
    new = client.post("/reconcile/extend", json=asked).json
    seat = [{"id": "territory/si-050-seat", "name": "Koper"}]
    assert [one["id"] for one in old["meta"]] == [ISO, "lga:seat"]
    assert old["rows"]["municipality/si-050"] == {ISO: [{"str": "SI-050"}], "lga:seat": seat}
    assert old["rows"]["no/thing"] == {ISO: [], "lga:seat": []}
    assert new["rows"][0]["properties"] == [
        {"id": ISO, "values": [{"str": "SI-050"}]},
        {"id": "lga:seat", "values": seat},
    ]


def test_properties_are_proposed_for_a_type(client):
    said = client.get("/reconcile/extend/propose", query_string={"type": MUNICIPALITY, "limit": 5}).json
    assert (said["type"], said["limit"], len(said["properties"])) == (MUNICIPALITY, 5, 5)
    every = client.get("/reconcile/extend/propose", query_string={"type": MUNICIPALITY}).json["properties"]
    assert {ISO, "https://w3id.org/lga/ns#seat"} <= {one["id"] for one in every}


def test_suggestions_can_be_paged_and_are_in_the_language_asked_for(client):
    first = client.get("/reconcile/suggest/entity?prefix=s").json["result"]
    second = client.get(f"/reconcile/suggest/entity?prefix=s&cursor={len(first)}").json["result"]
    assert not {one["id"] for one in first} & {one["id"] for one in second}
    answers = {
        one: client.get("/reconcile/suggest/type?prefix=", headers={"Accept-Language": one}) for one in ("sl", "en")
    }
    assert answers["sl"].json != answers["en"].json
    assert answers["sl"].headers["Vary"] == "Accept-Language"


def test_the_preview_may_stand_in_a_frame_and_nothing_else_may(client):
    answer = client.get("/reconcile/preview?id=municipality/si-050")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "script" not in answer.get_data(as_text=True)
    assert "frame-ancestors 'none'" in client.get("/search?q=koper").headers["Content-Security-Policy"]
    assert client.get("/reconcile/preview?id=nothing").status_code == 404


def test_nothing_that_is_sent_comes_back_as_markup_or_script(client):
    hostile = "<script>alert(1)</script>"
    for address in ("flyout/type", "flyout/property", "suggest/entity", "extend/propose"):
        answer = client.get(f"/reconcile/{address}", query_string={"id": hostile, "prefix": hostile, "type": hostile})
        assert answer.mimetype == "application/json"
        assert "<script>" not in answer.json.get("html", "")
    assert not re.match(rb"\w+\(", client.get("/reconcile?callback=alert").data)


def test_every_origin_may_read_and_send(client):
    for answer in (client.get("/reconcile"), _ask(client, {"q": {"query": "a"}}), client.get("/reconcile/view?id=x")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/reconcile/match", headers={"Access-Control-Request-Method": "POST"})
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
