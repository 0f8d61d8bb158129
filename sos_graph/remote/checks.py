"""What an endpoint has to do, as data: a request, what its reply must be, and the sentence where it is not.

The checks follow the SPARQL 1.1 Protocol, the results formats (JSON, XML, CSV, TSV), the query language where engines
are known to leave it, and the Service Description.  They ask for nothing that any dataset must hold: values stand in
the queries.
"""

from __future__ import annotations

from sos_graph.remote.expecting import Check
from sos_graph.remote.format_checks import FORMATS
from sos_graph.remote.language_checks import LANGUAGE
from sos_graph.remote.protocol_checks import PROTOCOL

__all__ = ["CHECKS"]

CHECKS: tuple[Check, ...] = (*PROTOCOL, *FORMATS, *LANGUAGE)
