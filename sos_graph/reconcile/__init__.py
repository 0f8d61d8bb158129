"""Names in other people's lists -> our things: the Reconciliation Service API 0.2, and the draft of 1.0 beside it.

queries       the text of a batch -> queries
scope         what a client calls entities, types and properties -> ours
descriptions  a thing -> what tells it from its namesakes
values        the values of properties, and whether they are what a client expects
candidates    a query -> candidates, at most one of them matched without asking
extension     things and properties -> values
service       all of it as JSON values
"""

from sos_graph.reconcile.candidates import Match, reconcile
from sos_graph.reconcile.descriptions import describe_thing
from sos_graph.reconcile.extension import extend, extend_in_rows
from sos_graph.reconcile.queries import BATCH, Query, read_batch, read_conditions, read_extension
from sos_graph.reconcile.scope import IDENTIFIERS, Scope
from sos_graph.reconcile.service import (
    PREVIEW_SIZE,
    manifest,
    propose,
    results,
    results_in_order,
    suggest_entities,
    suggest_properties,
    suggest_types,
)

__all__ = [
    "BATCH",
    "IDENTIFIERS",
    "PREVIEW_SIZE",
    "Match",
    "Query",
    "Scope",
    "describe_thing",
    "extend",
    "extend_in_rows",
    "manifest",
    "propose",
    "read_batch",
    "read_conditions",
    "read_extension",
    "reconcile",
    "results",
    "results_in_order",
    "suggest_entities",
    "suggest_properties",
    "suggest_types",
]
