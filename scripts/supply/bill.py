"""What a site runs -> a software bill of materials (CycloneDX 1.6): `python -m scripts.supply.bill FILE`.

What enters is the lock file of a deployment, with the hashes of every package, and that of the front end, of which
those packages count that the scripts of the pages are bundled from.  What leaves says name, version, address (purl),
hashes and licence of each; the same locks give the same bytes, so there is no moment and no random number in it.
"""

from __future__ import annotations

import json
import re
import sys
from base64 import b64decode
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import cast

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from sos_graph import __version__

__all__ = ["bill_of_materials"]

PROJECT = Path(__file__).parents[2]
LOCK = PROJECT / "deploy" / "requirements.lock"
FRONTEND = PROJECT / "sos_graph" / "web" / "frontend" / "package-lock.json"
LICENCES = PROJECT / "sos_graph" / "web" / "static" / "built" / "licences.txt"
PACKAGE = re.compile(r"^([\w.-]+)==(\S+)(?:[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)*)", re.MULTILINE)
SHA_256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")
BUNDLED = re.compile(r"^(\S+) (\d\S*) \(([^)]*)\)$", re.MULTILINE)
OTHER_WORDS = {"MIT License": "MIT", "BSD": "BSD-3-Clause", "Apache 2.0": "Apache-2.0", "Apache License": "Apache-2.0"}
"""What packages of Python write instead of the name that SPDX has for their licence."""


def bill_of_materials() -> bytes:
    """The bill as JSON; a front end that has not been built is not in it."""
    root = Component(
        name="sos-graph",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="sos-graph",
        purl=PackageURL("pypi", None, "sos-graph", __version__),
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    components = [*_of_python(), *_of_pages()]
    bom = Bom(components=components, metadata=BomMetaData(component=root))
    bom.register_dependency(root, components)
    said = json.loads(JsonV1Dot6(bom).output_as_string())
    del said["serialNumber"], said["metadata"]["timestamp"]
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def _of_python() -> Iterator[Component]:
    """The packages of the lock."""
    for found in PACKAGE.finditer(LOCK.read_text(encoding="utf-8")):
        name, version = found[1], found[2]
        yield Component(
            name=name,
            version=version,
            purl=PackageURL("pypi", None, name, version),
            bom_ref=f"pkg:pypi/{name}@{version}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in SHA_256.findall(found[0])],
            licenses=[_licence(name)],
        )


def _licence(name: str) -> License:
    """The licence that an installed package names."""
    try:
        about = cast("Message", metadata(name))
    except PackageNotFoundError:  # of another platform
        return LicenseFactory().make_from_string("NOASSERTION")
    classified = [one.rpartition(" :: ")[2] for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    said = about.get("License-Expression") or about.get("License", "").partition("\n")[0] or "; ".join(classified)
    return LicenseFactory().make_from_string(OTHER_WORDS.get(said, said) or "NOASSERTION")


def _of_pages() -> Iterator[Component]:
    """The packages that the scripts of the pages are bundled from."""
    if not LICENCES.exists():
        return
    locked = json.loads(FRONTEND.read_text(encoding="utf-8"))["packages"]
    for name, version, licence in BUNDLED.findall(LICENCES.read_text(encoding="utf-8")):
        integrity = locked[f"node_modules/{name}"]["integrity"].removeprefix("sha512-")
        yield Component(
            name=name,
            version=version,
            purl=PackageURL.from_string(f"pkg:npm/{name.replace('@', '%40')}@{version}"),
            bom_ref=f"pkg:npm/{name}@{version}",
            hashes=[HashType(alg=HashAlgorithm.SHA_512, content=b64decode(integrity).hex())],
            licenses=[LicenseFactory().make_from_string(licence)],
        )


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(bill_of_materials())
