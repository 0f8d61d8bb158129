"""The results of validating a part of the data, kept from one examination to the next.

What enters is what a validation depends on, to the byte: the data of the part, the shapes, the engine and its version;
what leaves is the results that the same gave before, if it did.  They are kept as N-Triples terms in a file named by
the digest of what they follow from, behind a digest of their own, so one that was damaged is found anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import cast

from sos_graph.checks.findings import SEVERITIES
from sos_graph.checks.shacl import Engine, ShapeResult
from sos_graph.syntax.media import N_TRIPLES
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import NamedNode, Term, Triple

__all__ = ["KeptParts"]

PROGRAM = ("shacl.py", "kept_parts.py")
CUTS = "cuts"
"""The file of the things with which the parts begin."""
NOTHING = "-"
Words = tuple[str, str, str, str, str]
"""Focus, path, value, shape and severity of a result; a path or value that there is none of is a dash."""


@dataclass(frozen=True, slots=True)
class KeptParts:
    """A folder of kept results, those of one engine, and when its user began."""

    folder: Path
    engine: Engine
    began: float

    @classmethod
    def of(cls, folder: Path, engine: Engine) -> KeptParts:
        """What is kept for an engine, from now on."""
        return cls(folder / engine, engine, time.time())

    def key(self, shapes: tuple[Triple, ...], data: bytes) -> str:
        """The name under which the results of some data under some shapes are kept."""
        return hashlib.sha256(_program(self.engine, shapes) + hashlib.sha256(data).digest()).hexdigest()[:32]

    def recall(self, key: str) -> frozenset[ShapeResult] | None:
        """The results under a key; None where there are none, or they were damaged."""
        try:
            digest, _, text = (self.folder / key).read_text("utf-8").partition("\n")
            if digest != _digest(text):
                return None
            os.utime(self.folder / key)
            return frozenset(map(_result, json.loads(text)))
        except (OSError, ValueError, KeyError):
            return None

    def remember(self, key: str, results: frozenset[ShapeResult]) -> None:
        """Keep results under a key; where that cannot be written, they are found anew next time."""
        text = json.dumps(sorted(map(_words, results)))
        self._write(key, f"{_digest(text)}\n{text}")

    def cuts(self) -> list[str]:
        """The things with which the parts began the last time, in order."""
        try:
            return (self.folder / CUTS).read_text("utf-8").splitlines()
        except (OSError, ValueError):
            return []

    def remember_cuts(self, things: Iterable[str]) -> None:
        """Keep the things with which the parts begin."""
        self._write(CUTS, "".join(f"{one}\n" for one in things))

    def forget_unused(self) -> None:
        """Remove what nobody has asked for since the beginning."""
        with suppress(OSError):
            for file in list(self.folder.iterdir()):
                if file.stat().st_mtime < self.began - 1:
                    file.unlink()

    def _write(self, name: str, text: str) -> None:
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh = self.folder / f".{name}.{os.getpid()}"
            fresh.write_text(text, "utf-8")
            fresh.replace(self.folder / name)


@lru_cache(maxsize=1)
def _program(engine: Engine, shapes: tuple[Triple, ...]) -> bytes:
    """The digest of all but the data that results follow from."""
    digest = hashlib.sha256(f"{engine} {version(engine)} {version('rdflib')}".encode())
    for file in PROGRAM:
        digest.update((Path(__file__).parent / file).read_bytes())
    digest.update("".join(f"{one} .\n" for one in shapes).encode())
    return digest.digest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _words(one: ShapeResult) -> Words:
    path, value = (NOTHING if term is None else str(term) for term in (one.path, one.value))
    return str(one.focus), path, value, str(one.shape), one.severity


def _result(words: Words) -> ShapeResult:
    focus, path, value, shape = (_term(word) for word in words[:4])
    severity = next(one for one in SEVERITIES if one == words[4])
    return ShapeResult(cast("Term", focus), cast("NamedNode | None", path), value, cast("NamedNode", shape), severity)


def _term(word: str) -> Term | None:
    return None if word == NOTHING else next(_parsed(word))


def _parsed(word: str) -> Iterator[Term]:
    for quad in read_rdf(f"<urn:x> <urn:x> {word} .\n".encode(), N_TRIPLES, "kept"):
        yield cast("Term", quad.object)
