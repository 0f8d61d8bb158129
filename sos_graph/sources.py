"""Files -> sources: the quads of each file in the graph that is named after it.

What enters is the folder of a project; what leaves is a `Source` for each Turtle file below ``ontology/``, ``shapes/``
and ``data/``, or every error that stands in the way.  A source keeps its bytes, so that a finding can name the line
a fact stands in and `tidy` can say whether the file is in canonical form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path, PurePath

from sos_graph.errors import Sentence, SourceError
from sos_graph.syntax.lexical import ill_typed
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.syntax.reading import examine_turtle
from sos_graph.syntax.scanning import Lines, comments_in, lines_of
from sos_graph.syntax.turtle import write_turtle
from sos_graph.terms import OWL, RDF, ROOT, XSD, BlankNode, Literal, NamedNode, Quad, Term, Triple, graph_iri

__all__ = [
    "Source",
    "examine_source",
    "is_tidy",
    "line_of",
    "literal_errors",
    "read_source",
    "read_sources",
    "source_paths",
    "tidy",
]

FOLDERS = ("data", "ontology", "shapes")
NOT_PUBLISHED = PurePath("ontology/examples")
KINDS_OF_VALUES = {
    XSD.date: Sentence("dan", "a day"),
    XSD.gYearMonth: Sentence("mesec", "a month"),
    XSD.gYear: Sentence("leto", "a year"),
    XSD.dateTime: Sentence("trenutek", "a moment"),
    XSD.integer: Sentence("celo število", "a whole number"),
    XSD.decimal: Sentence("število", "a number"),
    XSD.boolean: Sentence("da ali ne", "yes or no"),
    RDF.langString: Sentence("besedilo z veljavno oznako jezika", "a text with a valid tag of its language"),
}
OTHER_VALUE = Sentence("vrednost svoje vrste", "a value of its datatype")


@dataclass(frozen=True, slots=True)
class Source:
    """A file that could be read: its path below the project, its graph, its quads and its bytes with their SHA-256."""

    path: str
    graph: NamedNode
    quads: tuple[Quad, ...]
    digest: str
    text: bytes
    prefixes: tuple[tuple[str, str], ...] = ()


def source_paths(project: Path) -> tuple[Path, ...]:
    """The paths of a project's source files, relative to the project and sorted; usage examples are left out."""
    files = (file.relative_to(project) for folder in FOLDERS for file in (project / folder).rglob("*.ttl"))
    published = (path for path in files if not path.is_relative_to(NOT_PUBLISHED))
    return tuple(sorted(published, key=PurePath.as_posix))


def read_sources(project: Path) -> tuple[tuple[Source, ...], tuple[SourceError, ...]]:
    """Every source of a project that can be read, sorted by path, and every error of those that cannot."""
    sources: list[Source] = []
    errors: list[SourceError] = []
    for path in source_paths(project):
        source, wrong = examine_source(project, path)
        if source is not None:
            sources.append(source)
        errors += wrong
    return tuple(sources), tuple(errors)


def read_source(project: Path, path: str | Path) -> Source:
    """The source at a path below the project; raises the first SourceError, at ``file:line:column``."""
    source, errors = examine_source(project, Path(path))
    if source is None:
        raise errors[0]
    return source


def examine_source(project: Path, path: Path) -> tuple[Source | None, tuple[SourceError, ...]]:
    """The source at a path below the project, or every error that stands in the way."""
    where = path.as_posix()
    try:
        text = (project / path).read_bytes()
        graph = graph_iri(path.with_suffix("").as_posix())
    except OSError as error:
        return None, (_unreadable(where, error),)
    except ValueError:
        return None, (_badly_named(where),)
    reading = examine_turtle(text, where, graph)
    if reading.errors:
        return None, reading.errors
    return Source(where, graph, reading.quads, sha256(text).hexdigest(), text, reading.prefixes), ()


def _unreadable(where: str, error: OSError) -> SourceError:
    return SourceError(
        Sentence(f"Datoteke ni mogoče prebrati: {error.strerror}.", f"The file cannot be read: {error.strerror}."),
        where=where,
    )


def _badly_named(where: str) -> SourceError:
    return SourceError(
        Sentence("Ime datoteke ne more biti del naslova IRI.", "The name of the file cannot be part of an IRI."),
        where=where,
        hint=Sentence(
            "Preimenujte jo; uporabite črke, števke, vezaje in pike.",
            "Rename it; use letters, digits, hyphens and dots.",
        ),
    )


def line_of(
    source: Source, subject: Term, predicate: NamedNode | None = None, object_: Term | None = None
) -> int | None:
    """The line in which a statement stands, else that of its predicate, else that of its subject, else None.

    A blank node stands where the statement that names it does.
    """
    lines = _lines(source.text)
    value = None if isinstance(object_, BlankNode) else object_
    if not isinstance(subject, BlankNode):
        return lines.find(subject, predicate, value)
    places = [(None, predicate), *_naming(source, subject)]
    return next((line for place in places if (line := lines.find(*place, value))), None)


@lru_cache(maxsize=32)
def _lines(text: bytes) -> Lines:
    return lines_of(text.decode())


def _naming(source: Source, blank: BlankNode) -> Iterator[tuple[NamedNode | None, NamedNode]]:
    """Subject and predicate of the statements that lead to a blank node, the nearest first; None is a blank subject."""
    seen: set[BlankNode] = set()
    wanted = {blank}
    while wanted:
        seen |= wanted
        above = [quad for quad in source.quads if quad.object in wanted]
        yield from ((quad.subject if isinstance(quad.subject, NamedNode) else None, quad.predicate) for quad in above)
        wanted = {quad.subject for quad in above if isinstance(quad.subject, BlankNode)} - seen


def literal_errors(source: Source) -> tuple[SourceError, ...]:
    """An error for each statement whose literal breaks the rules of its datatype or language, with its line."""
    literals = ((quad, quad.object) for quad in source.quads if isinstance(quad.object, Literal))
    return tuple(_ill_typed(source, quad, literal) for quad, literal in literals if ill_typed(literal))


def _ill_typed(source: Source, quad: Quad, literal: Literal) -> SourceError:
    line = None if isinstance(quad.subject, Triple) else line_of(source, quad.subject, quad.predicate, literal)
    kind = KINDS_OF_VALUES.get(literal.datatype, OTHER_VALUE)
    return SourceError(
        Sentence(f"»{literal.value}« ni {kind.sl}.", f"'{literal.value}' is not {kind.en}."),
        where=f"{source.path}:{line}" if line else source.path,
        hint=Sentence(
            "Popravite vrednost (datum je na primer 2023-02-28) ali njeno vrsto.",
            "Mend the value (a date is, for example, 2023-02-28) or its datatype.",
        ),
    )


def tidy(source: Source) -> bytes:
    """The file in canonical form: comments at its top, prefixes, its header, then its other subjects, sorted.

    Prefixes that only this file declares are kept where they are used.  Raises SourceError for any other comment,
    because canonical form has no place for it and nothing is lost in silence.
    """
    comments = comments_in(source.text.decode())
    for comment in comments:
        if not comment.leading:
            raise _comment_lost(source, comment.line)
    head = "".join(f"{comment.text.rstrip()}\n" for comment in comments)
    body = _body(source)
    return (f"{head}\n{body}" if head and body else head + body).encode()


def _body(source: Source) -> str:
    return write_turtle(source.quads, _prefixes(source), _headers(source))


def is_tidy(source: Source) -> bool:
    """Whether the file is in canonical form; one with comments that tidying would lose is not."""
    if not source.text.startswith(b"#"):  # no comment stands at the top, so canonical form has none at all
        return source.text == _body(source).encode()
    try:
        return tidy(source) == source.text
    except SourceError:
        return False


def _prefixes(source: Source) -> dict[str, str]:
    known = set(FILE_PREFIXES.values())
    own = {prefix: iri for prefix, iri in source.prefixes if iri not in known and not iri.startswith(ROOT)}
    return own | dict(FILE_PREFIXES)


def _headers(source: Source) -> Iterable[NamedNode]:
    ontologies = {q.subject for q in source.quads if q.object == OWL.Ontology and q.predicate == RDF.type}
    named = sorted((one for one in ontologies if isinstance(one, NamedNode)), key=lambda one: one.value)
    return (source.graph, *named)


def _comment_lost(source: Source, line: int) -> SourceError:
    return SourceError(
        Sentence("Urejanje bi izgubilo ta komentar.", "Tidying would lose this comment."),
        where=f"{source.path}:{line}",
        hint=Sentence(
            "Zapišite ga z rdfs:comment ali ga prestavite na vrh datoteke.",
            "Say it with rdfs:comment, or move it to the top of the file.",
        ),
    )
