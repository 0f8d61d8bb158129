"""The public query path: a visitor's text -> an answer in bytes, or an error that says why there is none.

gate          text -> Query, or QueryRefused (tokens, iris, prologue and wording are its parts)
client        Query -> Answer, asked of the pool
pool          the process that forks workers and watches their clocks (forking, confinement, verdicts)
worker        one query at a time: the engine's answer -> bytes (formats), in a process that may be killed
wire          what travels between them
complaint     the engine's words about a query -> QueryRefused
"""

from __future__ import annotations

from sos_graph.sparql.client import QueryClient, answer_once, start_pool
from sos_graph.sparql.formats import GRAPH_TYPES, RESULT_TYPES, offered_types
from sos_graph.sparql.gate import Form, Query, admit, choose_graphs
from sos_graph.sparql.wire import Answer

__all__ = [
    "GRAPH_TYPES",
    "RESULT_TYPES",
    "Answer",
    "Form",
    "Query",
    "QueryClient",
    "admit",
    "answer_once",
    "choose_graphs",
    "offered_types",
    "start_pool",
]
