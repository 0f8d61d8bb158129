"""The map of municipalities: points, table, CSV and GeoJSON say the same, and never too much at once."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil

import pytest

from sos_graph.errors import SettingError
from sos_graph.inference import infer, read_rules
from sos_graph.release import current_release, publish
from sos_graph.settings import Settings
from sos_graph.sources import read_sources
from sos_graph.web import create_app
from tests.small import FACTS, PROJECT

ROOT = "https://w3id.org/lga/id"
HEAD = FACTS[: FACTS.index("<https://w3id.org/lga/id/association/")]
PREFIXES = """\
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""
ORGANISATIONS = f"""
<{ROOT}/association/xx-one> a lga:Association ; skos:prefLabel "Združenje Ena"@sl , "Association One"@en .
<{ROOT}/association/xx-two> a lga:Association ; skos:prefLabel "Brez občin"@sl , "Without municipalities"@en .
<{ROOT}/section/si-sos-urban> a lga:Section ; org:unitOf <{ROOT}/association/xx-one> ;
  skos:prefLabel "Mestne"@sl , "Urban"@en .
<{ROOT}/section/si-sos-other> a lga:Section ; org:unitOf <{ROOT}/association/xx-one> ;
  skos:prefLabel "Ostale"@sl , "Other"@en .
<{ROOT}/municipality/xx-1> adms:identifier <{ROOT}/identifier/xx-1> .
<{ROOT}/identifier/xx-1> a adms:Identifier ; skos:prefLabel "1"@sl , "1"@en ; skos:notation "001" .
<{ROOT}/status/xx-1> a lga:StatusPeriod ; lga:about <{ROOT}/municipality/xx-1> ;
  lga:status <{ROOT}/concept/status/city-municipality> ; skos:prefLabel "Mestna"@sl , "City"@en .
"""
DATES = {
    1: 'lga:from "2010-01-01"^^xsd:date ; lga:until "2020-01-01"^^xsd:date',
    2: f"lga:evidence <{ROOT}/evidence/xx-2-a> , <{ROOT}/evidence/xx-2-b>",
    3: f"lga:evidence <{ROOT}/evidence/xx-3>",
    4: None,
}
EVIDENCE = {
    "xx-2-a": ("Attestation", "2011-01-01"),
    "xx-2-b": ("Attestation", "2019-01-01"),
    "xx-3": ("Denial", "2012-01-01"),
}


def _municipality(number):
    name = f"{ROOT}/municipality/xx-{number}"
    place = f"<{ROOT}/territory/xx-{number}> a lga:Territory ; skos:prefLabel 'O'@sl , 'T'@en"
    yield f'<{name}> a lga:Municipality ; skos:prefLabel "Občina {number}"@sl , "Municipality {number}"@en ;'
    yield f"  lga:territory <{ROOT}/territory/xx-{number}> ."
    yield place + (f" ; geo:lat 46.{number} ; geo:long 14.{number} ." if number < 4 else " .")
    if DATES[number]:
        yield f'<{ROOT}/membership/xx-{number}> a lga:Membership ; skos:prefLabel "Č"@sl , "M"@en ;'
        yield f"  org:member <{name}> ; org:organization <{ROOT}/association/xx-one> ; {DATES[number]} ."


def _facts():
    yield PREFIXES + HEAD + ORGANISATIONS
    for number in DATES:
        yield from _municipality(number)
    for name, (kind, day) in EVIDENCE.items():
        yield f'<{ROOT}/evidence/{name}> a lga:{kind} ; skos:prefLabel "P"@sl , "A"@en ;'
        yield f'  lga:attestedOn "{day}"^^xsd:date .'


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release with four municipalities: one known, one attested, one denied, and one of which nothing is said."""
    project = tmp_path_factory.mktemp("map") / "project"
    for part in ("ontology", "queries"):
        shutil.copytree(PROJECT / part, project / part)
    for part in ("shapes", "data"):
        (project / part).mkdir()
    shutil.copy(PROJECT / "shapes" / "claim.shapes.ttl", project / "shapes")
    (project / "data" / "map.ttl").write_text("\n".join(_facts()), encoding="utf-8")
    sources, errors = read_sources(project)
    assert not errors
    asserted = [quad for source in sources for quad in source.quads]
    publish((*asserted, *infer(asserted, read_rules(project))), (), project.parent / "releases")
    return current_release(project.parent / "releases")


@pytest.fixture(scope="module")
def get(release):
    """Ask a site for an address: the status and the text."""

    def fetch(path, map_size=500):
        settings = Settings(releases=release.folder.parent, map_size=map_size)
        with create_app(release, settings, None).test_client().get(path) as response:
            return response.status_code, response.get_data(as_text=True)

    return fetch


def _states(text):
    return {row["name_en"][-1]: row["state"] for row in csv.DictReader(io.StringIO(text))}


def test_a_day_tells_what_is_known_attested_and_not_known(get):
    assert _states(get("/map.csv?on=2015-06-01")[1]) == {"1": "known", "2": "attested", "3": "not_known", "4": "silent"}


def test_without_a_day_the_sources_speak(get):
    assert _states(get("/map.csv")[1]) == {"1": "ended", "2": "seen", "3": "denied", "4": "silent"}


def test_the_points_say_what_the_table_says(get):
    rows = list(csv.DictReader(io.StringIO(get("/map.csv?on=2015-06-01")[1])))
    features = json.loads(get("/map.geojson?on=2015-06-01")[1])["features"]

    told = [(one["id"], one["properties"]["state"], one["properties"]["section"]) for one in features]
    assert told == [(row["iri"], row["state"], row["section"]) for row in rows]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [14.1, 46.1]}
    assert features[3]["geometry"] is None


@pytest.mark.parametrize("language", ["sl", "en"])
def test_the_page_has_a_point_for_each_row_with_a_place(get, language):
    status, page = get(f"/map?lang={language}&on=2015-06-01")

    assert status == 200
    assert page.count('<use href="#mark-') - page.count("sample") == 3
    assert page.count("<tr data-lat=") == 3
    assert len(re.findall(r'<th scope="row">', page)) == 4


def test_a_section_shows_its_municipalities_alone(get):
    assert _states(get("/map.csv?section=si-sos-urban")[1]).keys() == {"1"}


def test_the_table_can_be_ordered_by_what_is_known(get):
    page = get("/map?by=state&on=2015-06-01&lang=en")[1]

    assert re.findall(r'class="state (\w+)"', page) == ["known", "attested", "not_known", "silent"]


def test_a_map_shows_no_more_than_it_may_and_says_so(get):
    status, page = get("/map?lang=en", map_size=3)

    assert (status, page.count('<th scope="row">')) == (200, 3)
    assert "municipalities 1 to 3 of 4" in page
    assert get("/map.csv?page=2", map_size=3)[1].count("municipality/xx-") == 1
    assert get("/map?page=3", map_size=3)[0] == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/map?association=xx-two", 404),
        ("/map?association=../etc", 404),
        ("/map?section=xx-none", 404),
        ("/map?by=colour", 404),
        ("/map?on=2015-02-30", 400),
        ("/map.ttl", 404),
        ("/map?page=0", 404),
    ],
)
def test_what_has_no_map_is_refused_in_words(get, path, status):
    found, text = get(path)

    assert found == status
    assert json.loads(text)["detail"]


def test_an_association_shows_its_members_and_leads_to_the_map(get):
    status, page = get("/doc/association/xx-one?lang=en&on=2015-06-01")

    assert status == 200
    assert "/map.csv?association=xx-one&amp;on=2015-06-01&amp;of=members" in page
    assert page.count("<title>Municipality") == 3
    assert "members" not in get("/doc/association/xx-two?lang=en")[1].split("<main")[1]


def test_the_table_of_a_section_is_the_csv_that_it_offers(get):
    page = get("/doc/section/si-sos-other?lang=en&on=2015-06-01")[1]
    address = re.search(r'href="(/map\.csv[^"]*)"', page)[1].replace("&amp;", "&")

    table = page.split('<table class="rows members">')[1].split("</table>")[0]
    assert re.findall(r'class="state (\w+)"', table) == list(_states(get(address)[1]).values())
    assert _states(get(address)[1]) == {"2": "attested", "3": "not_known"}


def test_the_home_page_has_a_small_map(get):
    page = get("/?lang=en")[1]

    assert page.split('class="small-map"')[1].count("<use ") == 3


AREA = {"type": "Polygon", "coordinates": [[[14, 46], [15, 46], [15, 47], [14, 46]]]}


def _collection(geometry, code):
    feature = {"type": "Feature", "properties": {"lau": code}, "geometry": geometry}
    return {"type": "FeatureCollection", "features": [feature]}


@pytest.fixture
def bounded(release, tmp_path):
    """The site of an operator who has added a file of boundaries."""

    def made(content):
        file = tmp_path / "boundaries.geojson"
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        settings = Settings(releases=release.folder.parent, boundaries=str(file))
        return create_app(release, settings, None).test_client()

    return made


def test_boundaries_of_an_operator_are_given_with_their_municipality(bounded):
    site = bounded(_collection(AREA, "001"))

    (feature,) = json.loads(site.get("/map/boundaries.geojson").data)["features"]
    assert (feature["id"], feature["geometry"]) == (f"{ROOT}/municipality/xx-1", AREA)
    assert b'data-boundaries="/map/boundaries.geojson"' in site.get("/map").data


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ([], "FeatureCollection"),
        (_collection({"type": "Point", "coordinates": [14, 46]}, "001"), "Polygon"),
        (_collection({"type": "Polygon", "coordinates": [[[460000, 100000]]]}, "001"), "degrees"),
        (_collection({"type": "Polygon", "coordinates": "x"}, "001"), "properly"),
        (_collection(AREA, "none"), "code of a municipality"),
        (" " * 5_000_001, "too large"),
    ],
)
def test_wrong_boundaries_are_refused_in_words_before_the_site_starts(bounded, content, said):
    with pytest.raises(SettingError) as refused:
        bounded(content)

    assert said in refused.value.what.en


def test_without_boundaries_there_are_none(get):
    assert json.loads(get("/map/boundaries.geojson")[1])["features"] == []
