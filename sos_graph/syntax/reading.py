"""Bytes -> quads, or errors that name line, column and the way to mend it.

What enters is a file's bytes; what leaves is its quads, all of them or none.  Syntax is strict: UTF-8, absolute IRIs
without spaces or brackets (RFC 3987), well-formed language tags, RDF 1.1 only.  Blank nodes are renamed by the
order in which the file first names them, under a name of the file, so that files can be put together and the same
bytes give the same quads in every process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

import pyoxigraph as engine

from sos_graph.errors import NOTHING, Sentence, SourceError
from sos_graph.syntax.media import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, MediaType
from sos_graph.terms import BlankNode, DefaultGraph, Literal, NamedNode, Quad

__all__ = ["Reading", "examine_turtle", "read_rdf", "read_turtle"]

FORMATS = {
    TURTLE: engine.RdfFormat.TURTLE,
    JSON_LD: engine.RdfFormat.JSON_LD,
    RDF_XML: engine.RdfFormat.RDF_XML,
    N_TRIPLES: engine.RdfFormat.N_TRIPLES,
    TRIG: engine.RdfFormat.TRIG,
    N_QUADS: engine.RdfFormat.N_QUADS,
}
MOST_ERRORS = 20
NO_GRAPH = DefaultGraph()
PLACE = re.compile(r"^Parser error (?:at|between) .*?\d: ")
LEFT_OPEN = re.compile("Line jumps")
"""What is said of a string without an end: all that follows is then read inside out, and more errors mean nothing."""

MISTAKES = (
    (
        re.compile("\ufeff"),
        "Na začetku datoteke je oznaka BOM.",
        Sentence("Shranite datoteko brez nje.", "Save the file without a byte order mark."),
    ),
    (
        re.compile("IRI code point"),
        "Naslov IRI vsebuje nedovoljen znak.",
        Sentence(
            "Presledke, oklepaje [ ] < > { } in podobne znake zapišite z znakom %.",
            "Write spaces, brackets [ ] < > { } and the like with a percent sign.",
        ),
    ),
    (
        re.compile("No scheme found"),
        "Naslov IRI ni popoln.",
        Sentence(
            "Zapišite ga v celoti, na primer <https://primer.si/x>.", "Write it whole, as in <https://example.org/x>."
        ),
    ),
    (
        re.compile("percent encoding"),
        "Za znakom % v naslovu IRI ni dveh šestnajstiških števk.",
        Sentence("Sam znak % zapišite kot %25.", "Write a percent sign that stands for itself as %25."),
    ),
    (
        re.compile("prefix .* has not been declared"),
        "Predpona ni napovedana.",
        Sentence("Na vrh datoteke dodajte vrstico @prefix.", "Add a @prefix line at the top of the file."),
    ),
    (
        re.compile("dot is expected"),
        "Stavek se ne konča s piko.",
        Sentence("Poglejte tudi vrstico pred to.", "Look at the line before this, too."),
    ),
    (
        re.compile("subtag|anguage"),
        "Jezikovna oznaka ni pravilna.",
        Sentence("Pravilni oznaki sta na primer sl in sl-SI.", "Right ones are, for example, sl and sl-SI."),
    ),
    (
        re.compile("Line jumps"),
        "Niz se nadaljuje v naslednji vrstici.",
        Sentence(
            'V tej vrstici morda manjka narekovaj; niz z več vrsticami zapišite med trojnimi narekovaji """.',
            'A quotation mark may be missing in this line; a string of several lines stands between triple ones """.',
        ),
    ),
    (
        re.compile("not a valid (?:subject|predicate|RDF object)|datatype IRI"),
        "Na tem mestu stavka ta zapis nima pomena.",
        Sentence(
            "Stavek ima osebek, lastnost in vrednost; med več lastnostmi stoji podpičje.",
            "A statement has a subject, a property and a value; a semicolon stands between several properties.",
        ),
    ),
    (
        re.compile("end of file|end of line|string"),
        "Datoteka se konča sredi stavka ali niza.",
        Sentence(
            "Preverite, ali imajo vsi narekovaji in oklepaji svoj par.",
            "See whether every quotation mark and bracket has its partner.",
        ),
    ),
)
UNCLEAR = (PLACE, "Zapis ni pravilen.", NOTHING)
"""What the parser says, in its own words, with what that is in Slovene and the way to mend it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a file: its quads, the prefixes it declares, and every error that was met."""

    quads: tuple[Quad, ...]
    prefixes: tuple[tuple[str, str], ...]
    errors: tuple[SourceError, ...]


def read_turtle(text: bytes, where: str, graph: NamedNode | DefaultGraph = NO_GRAPH) -> tuple[Quad, ...]:
    """The quads of a Turtle text, all in that graph; raises the first SourceError, at ``file:line:column``."""
    reading = examine_turtle(text, where, graph)
    if reading.errors:
        raise reading.errors[0]
    return reading.quads


def examine_turtle(text: bytes, where: str, graph: NamedNode | DefaultGraph = NO_GRAPH) -> Reading:
    """The quads of a Turtle text, all in that graph, with every error up to twenty; an error costs its statement.

    A string that is left open costs the rest, and is the last error.
    """
    wrong = _not_utf8(text, where)
    if wrong is not None:
        return Reading((), (), (wrong,))
    parser = engine.parse(text, format=engine.RdfFormat.TURTLE)
    quads, errors = _all_quads(parser, where)
    placed = _Placing(where, graph)
    return Reading(tuple(map(placed, quads)), tuple(sorted(parser.prefixes.items())), tuple(errors))


def read_rdf(text: bytes, media_type: MediaType, where: str, base: str | None = None) -> tuple[Quad, ...]:
    """The quads of a document in any of the RDF syntaxes; relative IRIs are resolved against `base` if there is one.

    Raises the first SourceError; remote JSON-LD contexts and XML entities are never fetched.
    """
    wrong = _not_utf8(text, where)
    if wrong is not None:
        raise wrong
    quads, errors = _all_quads(engine.parse(text, format=FORMATS[media_type], base_iri=base), where)
    if errors:
        raise errors[0]
    return tuple(quads)


def _all_quads(parser: Iterator[Quad], where: str) -> tuple[list[Quad], list[SourceError]]:
    quads: list[Quad] = []
    errors: dict[int, SourceError] = {}
    while len(errors) < MOST_ERRORS:
        try:
            quad = next(parser)
        except StopIteration:
            break
        except SyntaxError as error:
            errors.setdefault(error.lineno or 0, _mistake(error, where))
            if LEFT_OPEN.search(error.msg or ""):
                break
            continue
        if _newer(quad.object):
            errors.setdefault(0, _too_new(where))
        quads.append(quad)
    return quads, list(errors.values())


def _newer(term: object) -> bool:
    """Whether only RDF 1.2 has such an object: a triple, or a literal with a base direction."""
    if isinstance(term, Literal):
        return term.direction is not None
    return not isinstance(term, NamedNode | BlankNode)


def _too_new(where: str) -> SourceError:
    return SourceError(
        Sentence("Datoteka uporablja zapis, ki ga pozna šele RDF 1.2.", "The file uses what only RDF 1.2 knows."),
        where=where,
        hint=Sentence(
            "Opustite trditve o trditvah <<( )>> in smeri pisave.",
            "Leave out triple terms <<( )>> and base directions.",
        ),
    )


def _mistake(error: SyntaxError, where: str) -> SourceError:
    message = PLACE.sub("", error.msg or "")
    _, slovene, hint = next((mistake for mistake in MISTAKES if mistake[0].search(message)), UNCLEAR)
    place = f"{where}:{error.lineno}:{error.offset}" if error.lineno else where
    return SourceError(Sentence(slovene, f"{message}."), where=place, hint=hint)


def _not_utf8(text: bytes, where: str) -> SourceError | None:
    try:
        text.decode()
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        column = error.start - text.rfind(b"\n", 0, error.start)
        return SourceError(
            Sentence(
                f"Bajt {error.start} (0x{text[error.start]:02x}) ni UTF-8.",
                f"Byte {error.start} (0x{text[error.start]:02x}) is not UTF-8.",
            ),
            where=f"{where}:{line}:{column}",
            hint=Sentence("Shranite datoteko v kodiranju UTF-8.", "Save the file in UTF-8."),
        )
    return None


class _Placing:
    """Puts quads into the graph of their file, and names their blank nodes by file and order."""

    def __init__(self, where: str, graph: NamedNode | DefaultGraph) -> None:
        self._graph = graph
        self._stem = "f" + blake2b(where.encode(), digest_size=5).hexdigest()
        self._known: dict[BlankNode, BlankNode] = {}

    def __call__(self, quad: Quad) -> Quad:
        subject, value = quad.subject, quad.object
        if isinstance(subject, BlankNode):
            subject = self._renamed(subject)
        if isinstance(value, BlankNode):
            value = self._renamed(value)
        return Quad(subject, quad.predicate, value, self._graph)

    def _renamed(self, blank: BlankNode) -> BlankNode:
        known = self._known.get(blank)
        if known is None:
            known = self._known[blank] = BlankNode(f"{self._stem}n{len(self._known)}")
        return known
