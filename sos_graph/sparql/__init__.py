"""The public query path: a visitor's text -> an answer in bytes, or an error that says why there is none.

gate          text -> Query, or QueryRefused (tokens, iris, prologue and wording are its parts)
client        Query -> Answer, asked of the pool
keeping       the pool as a process: started, healed, stopped
pool          the process that forks workers and watches their clocks (forking, confinement, verdicts)
lanes         which worker does what, and for how long (waiting, budgets, common_budgets)
repeating     whether a query has the same answer each time
worker        one query at a time: the engine's answer -> bytes (formats), in a process that may be killed
wire          what travels between them
complaint     the engine's words about a query -> QueryRefused
"""

from __future__ import annotations

from sos_graph.sparql.budgets import total_budget
from sos_graph.sparql.client import QueryClient, QueryService
from sos_graph.sparql.formats import GRAPH_TYPES, RESULT_TYPES, offered_types
from sos_graph.sparql.gate import Form, Query, admit, choose_graphs
from sos_graph.sparql.keeping import Lines, PoolKeeper, answer_once, lines_of, start_pool
from sos_graph.sparql.repeating import is_repeatable
from sos_graph.sparql.wire import Allowance, Answer, Ticket

__all__ = [
    "GRAPH_TYPES",
    "RESULT_TYPES",
    "Allowance",
    "Answer",
    "Form",
    "Lines",
    "PoolKeeper",
    "Query",
    "QueryClient",
    "QueryService",
    "Ticket",
    "admit",
    "answer_once",
    "choose_graphs",
    "is_repeatable",
    "lines_of",
    "offered_types",
    "start_pool",
    "total_budget",
]
