"""A bundle brings a release whole, from somebody trusted, or nothing at all."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
from xml.etree import ElementTree as ET

import pytest
import zstandard

from sos_graph.bundles import new_key, pack, pull
from sos_graph.bundles.keys import sign
from sos_graph.errors import BundleRefused, ReleaseError, SettingError
from sos_graph.release import CURRENT, NEXT, current_release, roll_back, switch, target_of, verify
from sos_graph.settings import Settings
from sos_graph.web import create_app
from tests.operation.plain import plain_quads

HEADERS = {"Date"}
"""What the same answer may say differently on another machine."""


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    """The file of a secret key, and the public key."""
    file = tmp_path_factory.mktemp("key") / "bundle.key"
    return file, new_key(file)


@pytest.fixture(scope="session")
def bundle(story, key, tmp_path_factory):
    """The bundle of the last release of the story."""
    return pack(Settings(releases=story, bundle_secret=str(key[0])), "", tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def replica(tmp_path, key):
    """The settings of an empty machine that trusts the key."""
    return Settings(releases=tmp_path / "replica", bundle_keys=key[1])


def _listing(folder):
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), int(path.stat().st_mtime))
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_release_makes_the_same_bundle(story, key, bundle, tmp_path):
    again = pack(Settings(releases=story, bundle_secret=str(key[0])), "", tmp_path / "again")

    assert again.file.read_bytes() == bundle.file.read_bytes()
    assert bundle.file.name == f"lga-{bundle.release}-{bundle.sha256[:16]}.tar.zst"


def test_a_bundle_is_staged_and_then_switched_to(story, bundle, replica):
    assert pull(str(bundle.file), replica) == bundle.release
    releases = replica.releases
    assert (target_of(releases, NEXT), target_of(releases, CURRENT)) == (bundle.release, "")

    assert switch(releases).id == bundle.release
    assert (target_of(releases, NEXT), target_of(releases, CURRENT)) == ("", bundle.release)
    for part in (bundle.release, "history"):
        assert _listing(releases / part) == _listing(story / part)
    assert pull(str(bundle.file), replica) == bundle.release
    assert target_of(releases, NEXT) == ""


def test_a_site_restored_from_a_bundle_alone_is_the_same_to_the_byte(releases, bundle, replica, report):
    folder, (current, *others) = releases
    for name in others:
        shutil.rmtree(folder / name)
    pull(str(bundle.file), replica)
    switch(replica.releases)

    first, second = (
        create_app(current_release(one), Settings(releases=one), None).test_client()
        for one in (folder, replica.releases)
    )
    paths = _addresses(first, current)
    for path in paths:
        assert _answer(first, path) == _answer(second, path), path
    report("addresses of a site restored from a bundle, each the same in bytes and headers", len(paths))


def _addresses(client, release):
    """What the site map and the manifest lead to, each document in three formats, and what tells of releases."""
    things = [one.text for one in _locations(client.get("/sitemap.xml").text)]
    documents = [f"{path}{suffix}" for path in things if path.startswith("/doc/") for suffix in ("", ".ttl", ".jsonld")]
    files = [f"/data/{release}/{one['path']}" for one in client.get(f"/releases/{release}.json").get_json()["files"]]
    told = ("/", "/catalog.ttl", "/.well-known/void", "/releases", f"/releases/{release}", "/changes", "/changes.atom")
    return [*told, "/changes/1", "/changes/3/1", "/search?q=bela", "/search?q=bela&format=json", *documents, *files]


def _locations(text):
    for one in ET.fromstring(text).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        one.text = "/" + one.text.split("/", 3)[3]
        yield one


def _answer(client, path):
    with client.get(path) as response:
        headers = sorted((name, value) for name, value in response.headers if name not in HEADERS)
        return response.status_code, headers, response.get_data()


@pytest.mark.parametrize("way", ["flipped", "cut"])
def test_a_bundle_that_was_damaged_on_its_way_is_refused(way, bundle, replica, tmp_path, report):
    content = bundle.file.read_bytes()
    trials = range(0, len(content), len(content) // 40)
    for place in trials:
        broken = bytearray(content[:place] if way == "cut" else content)
        if way == "flipped":
            broken[place] ^= 1
        (tmp_path / "broken").write_bytes(broken)
        with pytest.raises(BundleRefused):
            pull(str(tmp_path / "broken"), replica)
        assert _names(replica.releases) <= {".lock"}

    report(f"bundles {way} at some place", len(trials))


def _names(folder):
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def test_a_bundle_that_somebody_else_signed_is_refused(bundle, replica, tmp_path):
    other = Settings(releases=replica.releases, bundle_keys=new_key(tmp_path / "other"))

    with pytest.raises(BundleRefused, match="Nobody whom you trust"):
        pull(str(bundle.file), other)
    with pytest.raises(SettingError, match="No public key is named"):
        pull(str(bundle.file), Settings(releases=replica.releases))
    assert pull(
        str(bundle.file), Settings(releases=replica.releases, bundle_keys=f"{other.bundle_keys}, {replica.bundle_keys}")
    )


def _file(name, content=b"x", kind=tarfile.REGTYPE, size=None, link=""):
    head = tarfile.TarInfo(name)
    head.type, head.size, head.linkname = kind, len(content) if size is None else size, link
    return head.tobuf(tarfile.USTAR_FORMAT, errors="surrogateescape") + content + bytes(-len(content) % 512)


def _index(*paths, size=1, release="0" * 12):
    import hashlib
    import json

    files = [{"path": one, "size": size, "sha256": hashlib.sha256(b"x").hexdigest(), "modified": 0} for one in paths]
    return json.dumps({"format": 1, "release": release, "files": files}).encode()


MANIFEST = "release/manifest.json"
HOSTILE = {
    "a path that climbs": (_index("release/../../../evil", MANIFEST), [_file("release/../../../evil")]),
    "a path from the root": (_index("/tmp/evil", MANIFEST), [_file("/tmp/evil")]),
    "a hidden file": (_index("release/.lock", MANIFEST), [_file("release/.lock")]),
    "a symbolic link": (_index(MANIFEST), [_file(MANIFEST, b"", tarfile.SYMTYPE, link="/etc/passwd")]),
    "a hard link": (_index(MANIFEST), [_file(MANIFEST, b"", tarfile.LNKTYPE, link="/etc/passwd")]),
    "a device": (_index(MANIFEST), [_file(MANIFEST, b"", tarfile.CHRTYPE)]),
    "a folder": (_index(MANIFEST), [_file("release", b"", tarfile.DIRTYPE)]),
    "a header that rewrites the next": (
        _index(MANIFEST),
        [_file("PaxHeader", b"30 path=../../evil\n", tarfile.XHDTYPE)],
    ),
    "a long name": (_index(MANIFEST), [_file("././@LongLink", b"../../evil", tarfile.GNUTYPE_LONGNAME)]),
    "a file that the index does not name": (_index(MANIFEST), [_file("release/evil")]),
    "a file larger than the index says": (_index(MANIFEST), [_file(MANIFEST, b"x" * 600)]),
    "a file other than the index says": (_index(MANIFEST), [_file(MANIFEST, b"y")]),
    "a file twice": (_index(MANIFEST), [_file(MANIFEST), _file(MANIFEST)]),
    "a file too few": (_index(MANIFEST, "release/store/CURRENT"), [_file(MANIFEST)]),
    "a bomb": (_index(MANIFEST), [_file(MANIFEST, bytes(200_000_000))]),
    "a size that is no size": (_index(MANIFEST, size=-1), [_file(MANIFEST)]),
    "no manifest": (_index("release/x"), [_file("release/x")]),
    "a manifest that is none": (_index(MANIFEST), [_file(MANIFEST)]),
    "a release with another name": (_index(MANIFEST, release="../../../tmp"), [_file(MANIFEST)]),
    "no index": (b"[]", []),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_a_bundle_must_not_hold_is_refused_even_if_it_is_signed(what, key, replica, tmp_path):
    index, files = HOSTILE[what]
    heads = [_file("bundle.json", index), _file("bundle.json.minisig", sign(index, "", str(key[0])))]
    (tmp_path / "hostile").write_bytes(zstandard.compress(b"".join([*heads, *files, bytes(1024)])))

    with pytest.raises(BundleRefused):
        pull(str(tmp_path / "hostile"), replica)

    assert _names(replica.releases) <= {".lock"}
    assert _names(tmp_path) <= {"hostile", "replica"}


def test_what_asks_for_too_much_memory_is_refused(replica, tmp_path):
    parameters = zstandard.ZstdCompressionParameters.from_level(19, window_log=30)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    (tmp_path / "wide").write_bytes(packed.compress(bytes(1_000)) + packed.flush())

    with pytest.raises(BundleRefused):
        pull(str(tmp_path / "wide"), replica)


def test_a_bundle_that_is_older_than_what_is_here_is_refused(releases, bundle, replica, key, tmp_path):
    folder, (current, before, _) = releases
    pull(str(bundle.file), replica)
    switch(replica.releases)
    roll_back(folder, before)
    back = pack(Settings(releases=folder, bundle_secret=str(key[0])), "", tmp_path / "back")

    assert pull(str(back.file), replica) == before
    assert switch(replica.releases).id == before
    with pytest.raises(BundleRefused, match="older than what is here"):
        pull(str(bundle.file), replica)
    assert target_of(replica.releases, CURRENT) == before
    assert current != before


def test_a_bundle_that_tells_another_story_is_refused(bundle, replica):
    from sos_graph.release import publish

    publish(plain_quads(3), [], replica.releases)

    with pytest.raises(BundleRefused, match="Publication 1 is another one here"):
        pull(str(bundle.file), replica)


def test_a_damaged_release_is_not_bundled_and_a_damaged_one_is_replaced_by_a_bundle(releases, bundle, key, tmp_path):
    folder, (current, *_) = releases
    (folder / current / "lga.nq").write_text("")
    with pytest.raises(ReleaseError, match=r"lga\.nq"):
        pack(Settings(releases=folder, bundle_secret=str(key[0])), "", tmp_path / "no")

    pull(str(bundle.file), Settings(releases=folder, bundle_keys=key[1]))

    assert verify(folder / current) == []


def test_a_secret_key_with_a_password_needs_it(story, tmp_path):
    public = new_key(tmp_path / "secret", "geslo")
    wrong = Settings(releases=story, bundle_secret=str(tmp_path / "secret"), bundle_password="beseda")
    right = Settings(releases=story, bundle_secret=str(tmp_path / "secret"), bundle_password="geslo")

    with pytest.raises(SettingError, match="wrong password"):
        pack(wrong, "", tmp_path / "one")
    packed = pack(right, "", tmp_path / "one")

    assert pull(str(packed.file), Settings(releases=tmp_path / "r", bundle_keys=public)) == packed.release
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
    with pytest.raises(SettingError, match="cannot be written"):
        new_key(tmp_path / "secret")


@pytest.mark.engines
@pytest.mark.skipif(shutil.which("minisign") is None, reason="Debian's package minisign brings the program")
def test_other_programs_open_and_verify_a_bundle(bundle, key, tmp_path):
    subprocess.run(["tar", "--zstd", "-xf", bundle.file, "-C", tmp_path], check=True)
    checked = subprocess.run(
        ["minisign", "-V", "-P", key[1], "-m", tmp_path / "bundle.json"],
        capture_output=True, text=True, check=False, env=os.environ | {"LC_ALL": "C"},
    )  # fmt: skip

    assert checked.returncode == 0, checked.stderr
    assert f"release {bundle.release}" in checked.stdout
    assert verify(tmp_path / "release") == []
    assert io.BytesIO(bundle.file.read_bytes()).read(4) == b"\x28\xb5\x2f\xfd"
