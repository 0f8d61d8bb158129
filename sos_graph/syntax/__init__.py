"""The RDF syntaxes: bytes -> quads, and triples or quads -> the same bytes for any order of input."""
