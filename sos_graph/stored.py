"""The published questions: files in `queries/` -> quads of one graph -> typed questions again.

A file is a SPARQL query below comment lines that say what it asks:

    # sl: Kdo je na dani dan predsedoval SOS?
    # en: Who presided over SOS on a given day?
    # keywords: offices, history
    # parameter: on date 2020-06-01 | dan | day

A parameter is a variable with a block of its own in the query, `VALUES ?on { "2020-06-01"^^xsd:date }`, so the text
runs as it stands, and another value is put in its place.

The questions travel in the release like everything else, as `sh:SPARQLExecutable` (SHACL-SPARQL, 5.1), so the site
and any editor that reads examples from the store find them there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from sos_graph.errors import QueryRefused, Sentence, SourceError
from sos_graph.store import Store
from sos_graph.terms import DCT, LGA, RDF, RDFS, ROOT, SCHEMA, SH, SKOS, VOID, XSD, Literal, NamedNode, Quad, graph_iri

__all__ = ["QUERIES", "Parameter", "StoredQuery", "bind", "quads_of", "read_queries", "stored_queries"]

QUERIES = graph_iri("queries")
LICENCE = NamedNode("http://creativecommons.org/licenses/by/4.0/")
SOURCE = NamedNode(f"{ROOT}id/source/lga-vocabulary")
FORMS = {
    "select": (SH.SPARQLSelectExecutable, SH.select),
    "construct": (SH.SPARQLConstructExecutable, SH.construct),
    "ask": (SH.SPARQLAskExecutable, SH.ask),
}
PARAMETER = re.compile(r"(\w+) (date|iri|integer|string) (.+?) \| (.+?) \| (.+)")
PLAIN = re.compile(r'[^\x00-\x1f"\\]+')
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+", re.IGNORECASE)
REMEMBERED_STORES = 4
BLOCK = re.compile(r"VALUES \?(\w+) \{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that a visitor fills in: its name, its type, the value it is tested with, and its label."""

    name: str
    type: str
    default: str
    label: Sentence


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A published question: its name in the address, its words, its keywords, its parameters and its text."""

    name: str
    title: Sentence
    keywords: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def form(self) -> str:
        """The form of the query: select, construct or ask."""
        found = re.search(r"^\s*(select|construct|ask)\b", self.text, re.IGNORECASE | re.MULTILINE)
        return found.group(1).lower() if found else ""


def read_queries(project: Path) -> tuple[StoredQuery, ...]:
    """The questions of a project, sorted by name; raises SourceError for a file that does not say what it asks."""
    files = sorted((project / "queries").glob("*.rq"))
    return tuple(_read(file.stem, file.relative_to(project).as_posix(), file.read_text("utf-8")) for file in files)


def _read(name: str, path: str, content: str) -> StoredQuery:
    header = re.findall(r"^# (\w+): (.+)$", content, re.MULTILINE)
    known = dict(header)
    parameters = [PARAMETER.fullmatch(value) for key, value in header if key == "parameter"]
    query = StoredQuery(
        name,
        Sentence(known.get("sl", ""), known.get("en", "")),
        tuple(sorted(known.get("keywords", "").split(", "))),
        tuple(Parameter(m[1], m[2], m[3], Sentence(m[4], m[5])) for m in parameters if m),
        re.sub(r"\A(#.*\n)+", "", content),
    )
    blocks = [query.text.count(f"VALUES ?{one.name} {{") == 1 for one in query.parameters]
    if not all((query.title.sl, query.title.en, all(query.keywords), query.form, all(parameters), all(blocks))):
        raise SourceError(
            Sentence(
                "Vprašanju manjka del glave ali poizvedba.", "The question lacks a part of its header or its query."
            ),
            where=path,
            hint=Sentence(
                "Vpišite vrstice # sl:, # en:, # keywords: in za vsak parameter # parameter: z blokom VALUES.",
                "Write the lines # sl:, # en:, # keywords: and for each parameter # parameter: with its VALUES block.",
            ),
        )
    return query


def quads_of(queries: Iterable[StoredQuery], modified: str) -> Iterator[Quad]:
    """The graph of the questions: its header and one node for each question and parameter."""
    header = (
        (RDF.type, VOID.Dataset),
        (DCT.title, *_both(Sentence("Objavljena vprašanja", "Published questions"))),
        (DCT.source, SOURCE),
        (DCT.license, LICENCE),
        (DCT.modified, Literal(modified, datatype=XSD.date)),
        (LGA.transcription, *_both(Sentence("Iz datotek v queries/.", "From the files in queries/."))),
    )
    yield from _state(QUERIES, *header)
    for query in queries:
        node = NamedNode(f"{ROOT}id/question/{query.name}")
        executable, text = FORMS[query.form]
        parameters = [NamedNode(f"{ROOT}id/parameter/{query.name}-{one.name}") for one in query.parameters]
        yield from _state(
            node,
            (RDF.type, LGA.Question, SH.SPARQLExecutable, executable),
            (SKOS.prefLabel, *_both(query.title)),
            (RDFS.comment, *_both(query.title)),
            (SCHEMA.keywords, *(Literal(word) for word in query.keywords)),
            (text, Literal(query.text)),
            (LGA.parameter, *parameters),
        )
        for iri, one in zip(parameters, query.parameters, strict=True):
            yield from _state(
                iri,
                (RDF.type, LGA.Parameter),
                (SKOS.prefLabel, *_both(one.label)),
                (LGA.parameterName, Literal(one.name)),
                (LGA.parameterType, Literal(one.type)),
                (LGA.defaultValue, Literal(one.default)),
            )


def _both(sentence: Sentence) -> tuple[Literal, Literal]:
    return Literal(sentence.sl, language="sl"), Literal(sentence.en, language="en")


def _state(subject: NamedNode, *statements: tuple[NamedNode, *tuple[NamedNode | Literal, ...]]) -> Iterator[Quad]:
    return (Quad(subject, predicate, one, QUERIES) for predicate, *objects in statements for one in objects)


@lru_cache(maxsize=REMEMBERED_STORES)
def stored_queries(store: Store) -> Mapping[str, StoredQuery]:
    """The questions that a store holds, by name; read once, because a store does not change."""
    nodes = sorted((quad.subject for quad in store.quads(None, RDF.type, LGA.Question, QUERIES)), key=str)
    found = (_from_store(store, node) for node in nodes if isinstance(node, NamedNode))
    return MappingProxyType({query.name: query for query in found})


def _from_store(store: Store, node: NamedNode) -> StoredQuery:
    text = next(quad.object for _, property_ in FORMS.values() for quad in store.quads(node, property_))
    parameters = sorted((quad.object for quad in store.quads(node, LGA.parameter)), key=str)
    return StoredQuery(
        node.value.rpartition("/")[2],
        _sentence(store, node),
        tuple(sorted(_text(quad.object) for quad in store.quads(node, SCHEMA.keywords))),
        tuple(_parameter(store, one) for one in parameters if isinstance(one, NamedNode)),
        _text(text),
    )


def _parameter(store: Store, node: NamedNode) -> Parameter:
    name, kind, default = (
        _text(next(store.quads(node, one)).object) for one in (LGA.parameterName, LGA.parameterType, LGA.defaultValue)
    )
    return Parameter(name, kind, default, _sentence(store, node))


def _sentence(store: Store, node: NamedNode) -> Sentence:
    spoken = {
        q.object.language: q.object.value for q in store.quads(node, SKOS.prefLabel) if isinstance(q.object, Literal)
    }
    return Sentence(spoken["sl"], spoken["en"])


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""


def bind(query: StoredQuery, given: Mapping[str, str]) -> str:
    """The text of a question with each parameter's VALUES block holding the given value, or the default.

    Values become typed terms first and are written by the term's own serialiser, all in one pass over the text, so no
    text of a visitor is ever read as SPARQL, not even one that looks like the block of another parameter.
    Raises QueryRefused for a value that is not of its parameter's type, and for an unknown name.
    """
    unknown = sorted(set(given) - {one.name for one in query.parameters})
    if unknown:
        raise QueryRefused(
            Sentence(f"Parametra »{unknown[0]}« vprašanje nima.", f"The question has no parameter '{unknown[0]}'."),
            where=query.name,
        )
    terms = {one.name: _term(one, given.get(one.name) or one.default) for one in query.parameters}
    return BLOCK.sub(
        lambda block: f"VALUES ?{block[1]} {{ {terms[block[1]]} }}" if block[1] in terms else block[0], query.text
    )


def _term(parameter: Parameter, text: str) -> NamedNode | Literal:
    try:
        if parameter.type == "iri" and IRI.fullmatch(text):
            return NamedNode(text)
        if parameter.type == "date":
            return Literal(dt.date.fromisoformat(text).isoformat(), datatype=XSD.date)
        if parameter.type == "integer":
            return Literal(str(int(text)), datatype=XSD.integer)
        if parameter.type == "string" and PLAIN.fullmatch(text):
            return Literal(text)
    except ValueError:
        pass
    example = parameter.default
    raise QueryRefused(
        Sentence(
            f"Vrednost »{text}« ni prava za »{parameter.label.sl}«.",
            f"The value '{text}' does not fit '{parameter.label.en}'.",
        ),
        where=parameter.name,
        hint=Sentence(f"Vpišite na primer {example}.", f"Write for example {example}."),
    )
