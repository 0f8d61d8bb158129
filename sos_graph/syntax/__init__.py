"""The RDF syntaxes: bytes -> quads, and statements -> the same bytes for any order of the statements.

media       the one table of media types
names       IRIs -> short names, under a table of prefixes
reading     bytes -> quads, or errors that name line and column
lexical     whether a literal is well formed
scanning    Turtle -> where in the file each statement and comment stands
rows        statements -> sorted rows of text
blanks      which blank nodes are written inside others, and what the rest are called
turtle, jsonld, rdfxml, writing   rows -> text, and by media type
canonical   quads -> the lines that are hashed and compared (RDFC-1.0)
"""

from __future__ import annotations

from sos_graph.syntax.jsonld import write_jsonld
from sos_graph.syntax.lexical import ill_typed
from sos_graph.syntax.media import (
    CSV,
    HTML,
    JSON_LD,
    MEDIA_TYPES,
    N_QUADS,
    N_TRIPLES,
    RDF_TYPES,
    RDF_XML,
    TRIG,
    TURTLE,
    MediaType,
    by_name,
    by_suffix,
)
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.syntax.reading import read_rdf, read_turtle
from sos_graph.syntax.turtle import write_trig, write_turtle
from sos_graph.syntax.writing import write_rdf

__all__ = [
    "CSV",
    "FILE_PREFIXES",
    "HTML",
    "JSON_LD",
    "MEDIA_TYPES",
    "N_QUADS",
    "N_TRIPLES",
    "RDF_TYPES",
    "RDF_XML",
    "TRIG",
    "TURTLE",
    "MediaType",
    "by_name",
    "by_suffix",
    "ill_typed",
    "read_rdf",
    "read_turtle",
    "write_jsonld",
    "write_rdf",
    "write_trig",
    "write_turtle",
]
