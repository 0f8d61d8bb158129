"""A release, or a dataset of it -> how to cite it: in words, in BibTeX, in RIS and in CSL-JSON.

A citation names the release, so that whoever follows it gets the very data that were used.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sos_graph.errors import Language, Sentence
from sos_graph.release import Manifest
from sos_graph.terms import ROOT

__all__ = ["Citation", "as_bibtex", "as_csl", "as_ris", "cite_dataset", "cite_release"]

CREATOR = "sos-graph"
LICENCE = "CC BY 4.0"
WHOLE = Sentence("Povezani podatki o združenjih lokalnih skupnosti", "Linked data on associations of local authorities")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited: a short key, its title, the release, the date of its data, and its persistent address."""

    key: str
    title: Sentence
    release: str
    date: str
    address: str

    def say(self, language: Language) -> str:
        """The citation as one line of text."""
        version = {"sl": "izdaja", "en": "release"}[language]
        year = f" ({self.date[:4]})" if self.date else ""
        return f"{CREATOR}{year}. {self.title.say(language)}, {version} {self.release}. {LICENCE}. {self.address}"


def cite_release(manifest: Manifest) -> Citation:
    """The citation of a release."""
    return Citation(f"sos-graph-{manifest.id}", WHOLE, manifest.id, manifest.modified, f"{ROOT}releases/{manifest.id}")


def cite_dataset(name: str, title: Sentence, modified: str, manifest: Manifest) -> Citation:
    """The citation of a dataset as it is in a release."""
    return Citation(f"sos-graph-{name}-{manifest.id}", title, manifest.id, modified, f"{ROOT}id/dataset/{name}")


def as_bibtex(citation: Citation) -> bytes:
    """The citation as a BibTeX entry in UTF-8, with braces around what must keep its capitals."""
    year, month, *_ = (*citation.date.split("-"), "", "")
    fields = {
        "author": f"{{{CREATOR}}}",
        "title": f"{{{citation.title.en}}}",
        "year": year,
        "month": month.lstrip("0"),
        "version": citation.release,
        "url": citation.address,
        "note": f"Data set, release {citation.release}, {LICENCE}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return (f"@misc{{{citation.key},\n" + ",\n".join(lines) + "\n}\n").encode()


def as_ris(citation: Citation) -> bytes:
    """The citation as a RIS record, its lines ending in CR LF."""
    fields = (
        ("TY", "DATA"),
        ("AU", CREATOR),
        ("TI", citation.title.en),
        ("PY", citation.date[:4]),
        ("DA", citation.date.replace("-", "/")),
        ("ET", citation.release),
        ("UR", citation.address),
        ("N1", f"Licence: {LICENCE}"),
        ("LA", "sl, en"),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in (*fields, ("ER", "")) if value or tag == "ER").encode()


def as_csl(citation: Citation) -> bytes:
    """The citation as an item of CSL-JSON."""
    item = {
        "id": citation.key,
        "type": "dataset",
        "title": citation.title.en,
        "author": [{"literal": CREATOR}],
        "issued": {"date-parts": [[int(part) for part in citation.date.split("-") if part]]},
        "version": citation.release,
        "publisher": CREATOR,
        "license": LICENCE,
        "URL": citation.address,
    }
    return (json.dumps([item], ensure_ascii=False, indent=1) + "\n").encode()
