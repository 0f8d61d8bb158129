"""The links out as SSSOM tables and as linksets: what links to what, why, and what was looked for and not found.

What enters is the quads of a dataset; what leaves is files.  A table is SSSOM/TSV: a commented YAML head with the map
of prefixes, then one row for each `sssom:Mapping`, sorted; one table has all, and each target has its own.  Every IRI
is written as a CURIE, as the format asks; prefixes that nobody has named are numbered.  A linkset (VoID, 5) is the
links to one target as plain triples in N-Triples, for whoever wants to load the links and nothing about them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.terms import DCT, RDF, ROOT, SKOS, Literal, NamedNode, Quad, Triple, graph_iri

__all__ = ["LINKS", "LINKSET", "MAPPINGS", "links_by_target", "linksets", "mappings"]

STEM = "lga-links"
TABLE = ".sssom.tsv"
MAPPINGS = STEM + TABLE
LINKSET = (f"{STEM}-", ".nt")
"""How the file name of a linkset begins and ends; between stands the target."""
SSSOM = FILE_PREFIXES["sssom"]
MAPPING = NamedNode(f"{SSSOM}Mapping")
NOT_FOUND = f"{SSSOM}NoTermFound"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LINKS = graph_iri("data/links/").value
"""How the names of the graphs of links begin; then comes the target."""
PLACES = ("subject_id", "predicate_id", "object_id", "mapping_justification")
COLUMNS = (*PLACES, "subject_label", "confidence", "mapping_source", "comment")
NAMED = "dcterms eu-country eurovoc foaf nuts org owl rdfs schema skos sssom wd"
KNOWN = {FILE_PREFIXES[name]: name for name in NAMED.split()}
KNOWN |= {f"{ROOT}id/": "lga-id", "https://w3id.org/semapv/vocab/": "semapv"}

Said = defaultdict[str, set[str]]
"""What is said of a thing: for each property its values as text."""


@dataclass(frozen=True, slots=True)
class _Target:
    """The graph of links to one target: its mappings, its header, and the links that it states as they are."""

    rows: dict[str, Said] = field(default_factory=lambda: defaultdict(_nothing))
    header: Said = field(default_factory=lambda: defaultdict(set))
    links: set[Triple] = field(default_factory=set)


def _nothing() -> Said:
    return defaultdict(set)


def mappings(dataset: Iterable[Quad]) -> Iterator[tuple[str, bytes]]:
    """The name and content of the table of all mappings, then of each target's, where the dataset has any."""
    quads = list(dataset)
    labels = _labels(quads)
    targets = _targets(quads)
    everything = [row for one in targets.values() for row in _mapped(one)]
    if everything:
        yield MAPPINGS, _write(MAPPINGS, everything, labels, defaultdict(set))
    for name, target in sorted(targets.items()):
        rows = _mapped(target)
        if rows:
            file = f"{STEM}-{name}{TABLE}"
            yield file, _write(file, rows, labels, target.header)


def linksets(dataset: Iterable[Quad]) -> Iterator[tuple[str, bytes]]:
    """The name and content of the links to each target as N-Triples, sorted; what was not found is no link."""
    for name, links in links_by_target(dataset).items():
        yield name.join(LINKSET), "".join(f"{one} .\n" for one in links).encode()


def links_by_target(dataset: Iterable[Quad]) -> dict[str, tuple[Triple, ...]]:
    """The links to each target that has any, sorted: those stated as they are, and those that a mapping makes."""
    found = {
        name: tuple(sorted({*target.links, *map(_link, filter(_is_found, _mapped(target)))}, key=str))
        for name, target in sorted(_targets(dataset).items())
    }
    return {name: links for name, links in found.items() if links}


def _targets(dataset: Iterable[Quad]) -> dict[str, _Target]:
    """What the graphs of links hold, by the name of the graph."""
    targets: defaultdict[str, _Target] = defaultdict(_Target)
    for quad in dataset:
        graph = str(getattr(quad.graph_name, "value", ""))
        if graph.startswith(LINKS):
            _collect(quad, graph, targets[graph.removeprefix(LINKS)])
    return targets


def _collect(quad: Quad, graph: str, target: _Target) -> None:
    """Put a quad of a graph of links where it belongs."""
    subject, term = (str(getattr(one, "value", "")) for one in (quad.subject, quad.object))
    if subject == graph:
        target.header[quad.predicate.value].update(_said(quad))
    elif "/id/mapping/" in subject:
        target.rows[subject][quad.predicate.value].update(_said(quad))
    elif quad.predicate != RDF.type and isinstance(quad.object, NamedNode) and _is_between(subject, term):
        target.links.add(quad.triple)


def _is_between(subject: str, term: str) -> bool:
    """Whether one end of a statement is ours and the other is not."""
    return subject.startswith(ROOT) != term.startswith(ROOT)


def _mapped(target: _Target) -> list[Said]:
    return [one for one in target.rows.values() if MAPPING.value in one[RDF.type.value]]


def _is_found(row: Said) -> bool:
    return all(len(row[SSSOM + name]) == 1 for name in PLACES[:3]) and NOT_FOUND not in row[SSSOM + "object_id"]


def _link(row: Said) -> Triple:
    return Triple(*(NamedNode(next(iter(row[SSSOM + name]))) for name in PLACES[:3]))


def _labels(quads: Iterable[Quad]) -> dict[str, str]:
    """The English names of things."""
    return {
        quad.subject.value: quad.object.value
        for quad in quads
        if quad.predicate == SKOS.prefLabel
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.object.language == "en"
    }


def _said(quad: Quad) -> list[str]:
    """The text of an IRI, a number, or a text in English."""
    term = quad.object
    if isinstance(term, Literal):
        return [] if term.language not in {None, "en"} else [term.value]
    return [term.value] if isinstance(term, NamedNode) else []


def _write(file: str, rows: Iterable[Said], labels: Mapping[str, str], header: Said) -> bytes:
    curies = _Curies()
    ordered = sorted(rows, key=lambda row: [sorted(row[SSSOM + name]) for name in PLACES])
    lines = ["\t".join(_cells(row, labels, curies)) for row in ordered]
    head = [f"#mapping_set_id: {ROOT}data/latest/{file}", *_head("mapping_set_title", header[DCT.title.value])]
    head += [f"#license: {LICENCE}", *_head("mapping_date", header[DCT.modified.value])]
    head += ["#curie_map:", *(f"#  {prefix}: {namespace}" for namespace, prefix in sorted(curies.items()))]
    return ("\n".join([*head, "\t".join(COLUMNS), *lines]) + "\n").encode()


def _head(name: str, values: Iterable[str]) -> Sequence[str]:
    """A line of the head, where there is something to say."""
    return [f'#{name}: "{value}"' for value in sorted(values)[:1]]


def _cells(row: Said, labels: Mapping[str, str], curies: _Curies) -> Iterator[str]:
    for name in PLACES:
        yield "|".join(curies.shorten(iri) for iri in sorted(row[SSSOM + name]))
    yield "|".join(_plain(labels.get(iri, "")) for iri in sorted(row[SSSOM + "subject_id"]))
    yield "|".join(sorted(row[SSSOM + "confidence"]))
    yield "|".join(curies.shorten(iri) for iri in sorted(row[DCT.source.value]))
    yield _plain(" ".join(sorted(row[DCT.description.value] or row[SKOS.prefLabel.value])))


def _plain(text: str) -> str:
    """A text without tabs and new lines."""
    return " ".join(text.split())


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
