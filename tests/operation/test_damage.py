"""Any file of a release may be damaged in any way: a whole one is served, or an honest 503, and the log says why."""

from __future__ import annotations

import logging

import pytest

from sos_graph.release import MANIFEST, damaged, is_vital, verify
from tests.operation.breaking import WAYS, Site, broken, flip, remove


def _files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_damaged_file_is_named(way, releases, report):
    folder, (current, *_) = releases
    trials = 0
    for file in _files(folder / current):
        with broken(file, way) as is_broken:
            found = [file.relative_to(folder / current).as_posix()] if is_broken else []
            assert verify(folder / current) == found
            assert damaged(folder / current) == found
        trials += is_broken

    assert trials > 60
    report("every file of a release, named by verify", trials)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_site_begins_with_the_release_before_and_says_what_is_damaged(way, releases, tmp_path, caplog, report):
    folder, (current, before, _) = releases
    site = Site(folder, tmp_path / "board")
    trials = 0
    for file in _files(folder / current):
        with broken(file, way) as is_broken:
            caplog.clear()
            site.changeover._refused.clear()
            assert site.changeover.begin() == (before if is_broken else current)
            assert not is_broken or file.name in caplog.text
        trials += is_broken

    report("every file, at the start of a site that has another release", trials)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_site_stays_on_its_release_where_the_next_one_is_damaged(way, releases, tmp_path, caplog, report):
    folder, (current, before, _) = releases
    _point(folder, before)
    site = Site(folder, tmp_path / "board")
    assert site.begin() == before
    _point(folder, current)
    trials = 0
    for file in _files(folder / current):
        with broken(file, way) as is_broken:
            if not is_broken:
                continue
            caplog.clear()
            site.changeover._refused.clear()
            site.changeover._glance()
            assert site.board.order().current.release == before
            assert (current in caplog.text, file.name in caplog.text) == (True, True)
        trials += 1

    assert site.client.get("/").headers["X-Release"] == before
    report("every file, when its release becomes current", trials)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_site_without_another_release_answers_503_for_what_is_damaged(way, releases, tmp_path, report):
    folder, (current, *others) = releases
    for name in others:
        (folder / name).rename(tmp_path / name)
    trials = 0
    for number, file in enumerate(_files(folder / current)):
        path = file.relative_to(folder / current).as_posix()
        if number % 4:
            continue
        with broken(file, way) as is_broken:
            site = Site(folder, tmp_path / f"board{number}")
            assert site.begin() == ("" if is_broken and is_vital(path) else current)
            statuses = [site.status(one) for one in ("/", f"/data/latest/{path}", "/doc/association/xx-one")]
            assert statuses == _expected(path, is_broken=is_broken)
            assert not is_broken or site.client.get("/health/ready").get_json()["damaged"] == {current: [path]}
        trials += is_broken

    report("files that are damaged where there is no other release", trials)


def _expected(path, *, is_broken):
    if is_broken and is_vital(path):
        return [503, 503, 503]
    return [200, 503 if is_broken else 404 if path == MANIFEST or "/" in path else 200, 200]


def _point(folder, name):
    (folder / "current").unlink()
    (folder / "current").symlink_to(name)


def test_a_closed_site_says_so_in_both_languages_and_opens_when_it_is_mended(releases, tmp_path):
    folder, (current, *others) = releases
    for name in others:
        (folder / name).rename(tmp_path / name)
    site = Site(folder, tmp_path / "board")
    with broken(folder / current / "store" / "CURRENT", flip):
        assert site.begin() == ""
        said = [site.client.get("/", headers={"Accept-Language": one}) for one in ("sl", "en")]
        assert [one.get_json()["title"] for one in said] == [
            "Podatki trenutno niso na voljo", "The data are not available at the moment",
        ]  # fmt: skip
        assert {(one.status_code, one.mimetype, one.headers["Retry-After"]) for one in said} == {
            (503, "application/problem+json", "60")
        }
        page = site.client.get("/", headers={"Accept": "text/html", "Accept-Language": "sl"})
        assert "<h1>Podatki trenutno niso na voljo</h1>" in page.text
        assert site.client.get("/health/live").status_code == 200

    assert site.begin() == current
    assert site.client.get("/").status_code == 200


def test_a_file_that_goes_while_it_is_served_takes_nothing_else_with_it(releases, tmp_path, caplog):
    folder, (current, *_) = releases
    site = Site(folder, tmp_path / "board")
    site.begin()
    remove(folder / current / "lga.ttl.gz")

    with caplog.at_level(logging.ERROR):
        response = site.client.get("/data/latest/lga.ttl.gz", headers={"Accept-Language": "sl"})

    assert (response.status_code, response.get_json()["detail"]) == (
        503,
        "Datoteka je poškodovana, zato je ne pošljemo.",
    )
    assert f"{current}/lga.ttl.gz" in caplog.text
    assert site.status("/data/latest/lga.ttl") == 200
