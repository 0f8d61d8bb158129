"""The links out as one SSSOM table: what links to what, why, and what was looked for and not found.

What enters is the quads of a dataset; what leaves is the lines of SSSOM/TSV: a commented YAML head with the map of
prefixes, then one row for each `sssom:Mapping`, sorted.  Every IRI is written as a CURIE, as the format asks; prefixes
that nobody has named are numbered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.terms import DCT, RDF, ROOT, SKOS, Literal, NamedNode, Quad

__all__ = ["MAPPINGS", "mappings"]

MAPPINGS = "lga-links.sssom.tsv"
SSSOM = FILE_PREFIXES["sssom"]
MAPPING = NamedNode(f"{SSSOM}Mapping")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PLACES = ("subject_id", "predicate_id", "object_id", "mapping_justification")
COLUMNS = (*PLACES, "confidence", "mapping_source", "comment")
KNOWN = {FILE_PREFIXES[name]: name for name in ("skos", "owl", "rdfs", "foaf", "schema", "sssom")}
KNOWN |= {f"{ROOT}id/": "lga-id", "https://w3id.org/semapv/vocab/": "semapv"}


def mappings(dataset: Iterable[Quad]) -> Iterator[tuple[str, bytes]]:
    """The name and content of the table, where the dataset has any mapping."""
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in dataset:
        if isinstance(quad.subject, NamedNode) and "/id/mapping/" in quad.subject.value:
            found[quad.subject.value][quad.predicate.value].update(_said(quad))
    rows = [one for one in found.values() if MAPPING.value in one[RDF.type.value]]
    if rows:
        yield MAPPINGS, _write(rows)


def _said(quad: Quad) -> list[str]:
    """The text of an IRI, a number, or a text in English."""
    term = quad.object
    if isinstance(term, Literal):
        return [] if term.language not in {None, "en"} else [term.value]
    return [term.value] if isinstance(term, NamedNode) else []


def _write(rows: Iterable[dict[str, set[str]]]) -> bytes:
    curies = _Curies()
    ordered = sorted(rows, key=lambda row: [sorted(row[SSSOM + name]) for name in PLACES])
    lines = ["\t".join(_cells(row, curies)) for row in ordered]
    head = [f"#mapping_set_id: {ROOT}data/latest/{MAPPINGS}", f"#license: {LICENCE}"]
    head += ["#curie_map:", *(f"#  {prefix}: {namespace}" for namespace, prefix in sorted(curies.items()))]
    return ("\n".join([*head, "\t".join(COLUMNS), *lines]) + "\n").encode()


def _cells(row: dict[str, set[str]], curies: _Curies) -> Iterator[str]:
    for name in PLACES:
        yield "|".join(curies.shorten(iri) for iri in sorted(row[SSSOM + name]))
    yield "|".join(sorted(row[SSSOM + "confidence"]))
    yield "|".join(curies.shorten(iri) for iri in sorted(row[DCT.source.value]))
    said = row[DCT.description.value] or row[SKOS.prefLabel.value]
    yield " ".join(" ".join(sorted(said)).split())


class _Curies(dict[str, str]):
    """The prefixes in use, by namespace; a namespace that nobody has named gets a number."""

    def shorten(self, iri: str) -> str:
        """The IRI as a CURIE."""
        namespace = next((one for one in KNOWN if iri.startswith(one)), None) or _namespace(iri)
        prefix = self.setdefault(namespace, KNOWN.get(namespace) or f"ns{len(self) + 1}")
        return f"{prefix}:{iri[len(namespace) :]}"


def _namespace(iri: str) -> str:
    """The part of an IRI before its last step."""
    cut = max(iri.rstrip("/").rfind("/"), iri.rfind("#")) + 1
    return iri[:cut]
