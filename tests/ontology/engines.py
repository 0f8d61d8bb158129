"""The engines that stand outside this project: HermiT and the OWL API, which come with owlready2 and need Java.

The only literals that OWL 2 has no datatype for are dates of day, month and year precision (OWL 2 Structural
Specification, 4.7: of the dates of XML Schema the map holds xsd:dateTime alone), so both are given such a date as its
first moment.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from sos_graph.terms import XSD, Triple

LIBRARY = importlib.util.find_spec("owlready2")
JAR = Path(LIBRARY.origin).parent / "hermit" / "HermiT.jar" if LIBRARY and LIBRARY.origin else Path("HermiT.jar")
PROFILES = Path(__file__).parent / "Profiles.java"
HERMIT = "org.semanticweb.HermiT.cli.CommandLine"
DATE = re.compile(rf'"(\d{{4}})(-\d\d)?(-\d\d)?"\^\^<{re.escape(XSD.base)}(?:date|gYearMonth|gYear)>')
needs_java = pytest.mark.skipif(
    not JAR.exists() or shutil.which("java") is None, reason="HermiT needs Java and the library owlready2"
)
needs_compiler = pytest.mark.skipif(
    not JAR.exists() or shutil.which("javac") is None,
    reason="the OWL API needs a Java compiler and the library owlready2",
)


def write_statements(triples: Iterable[Triple], file: Path) -> Path:
    """The statements as N-Triples, each date as a moment."""
    file.write_text("".join(sorted(f"{DATE.sub(_moment, str(one))} .\n" for one in triples)), encoding="utf-8")
    return file


def _moment(found: re.Match[str]) -> str:
    year, month, day = found.groups(default="-01")
    return f'"{year}{month}{day}T00:00:00"^^<{XSD.base}dateTime>'


def ask_hermit(file: Path) -> str:
    """What HermiT says of the consistency of the statements and of the classes that can have no things."""
    return _run("-Xmx3g", "-cp", str(JAR), HERMIT, "-k", "-U", str(file))


def ask_profiles(file: Path) -> list[str]:
    """Every way in which the statements leave OWL 2 DL or OWL 2 RL, in the words of the OWL API."""
    return _run("-Xmx3g", "-cp", str(JAR), str(PROFILES), str(file)).splitlines()


def _run(*arguments: str) -> str:
    finished = subprocess.run(["java", *arguments], capture_output=True, text=True, check=False, timeout=600)
    return finished.stdout + finished.stderr
