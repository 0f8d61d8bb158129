"""The RDF syntaxes: bytes -> quads, and statements -> the same bytes for any order of the statements.

media    the one table of media types
names    IRIs -> short names, under a table of prefixes
reading  bytes -> quads, or errors that name line and column
lexical  is this literal well formed?
rows     statements -> sorted rows of text
blanks   which blank nodes are written inside others, and what the rest are called
turtle, jsonld, rdfxml, writing   rows -> bytes
scanning Turtle -> where in the file each statement and comment stands
"""

from __future__ import annotations

from sos_graph.syntax.jsonld import write_jsonld
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.syntax.turtle import write_trig, write_turtle
from sos_graph.syntax.writing import write_rdf
