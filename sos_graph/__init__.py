"""sos-graph: a linked-data publisher for associations of local authorities.

Files become sources, sources a store, a store that passes every check a release, a release answers questions,
an answer becomes a representation, a representation an HTTP response.  Each arrow is one module.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
