"""Rehearse docs/operation.md and deploy/Containerfile, each in a fresh Debian; needs `make wheel`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from scripts.rehearse.debian import fresh_debian, missing
from scripts.rehearse.steps import rehearse_container, rehearse_installation

if lacking := missing():
    sys.exit(f"A rehearsal needs {lacking}.")
began = time.monotonic()
with fresh_debian() as debian:
    catalogue = rehearse_installation(debian)
    print(f"docs/operation.md: installed, published and served in {time.monotonic() - began:.0f} s")
    print(f"  the catalogue through nginx: {len(catalogue)} bytes")
    releases = Path(debian.root / "var/lib/sos-graph/releases")
    began = time.monotonic()
    with fresh_debian() as container:
        health = rehearse_container(container, releases).strip()
        print(f"deploy/Containerfile: {health} in {time.monotonic() - began:.0f} s")
