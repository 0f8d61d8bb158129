"""The checks: everything that is wrong with a project, as findings for the person who keeps its files.

findings      what a check finds, and which findings block
shacl         shapes -> results, from either of two engines
hygiene       rules across things, written as queries
permanence    IRIs that were published and must not be lost
places        where in the files a finding stands
completeness  what each term of the vocabulary has and lacks
examination   all of it in one go
neighbourhoods  shapes that look no further than from a thing to its values, in parts
kept_parts    the results for a part, kept from one examination to the next
stages        all of it for a dataset on disk, in tasks
"""

from sos_graph.checks.completeness import COLUMNS, TermRow, tabulate_terms
from sos_graph.checks.examination import examine
from sos_graph.checks.findings import SEVERITIES, Finding, Severity, group_findings, sort_findings
from sos_graph.checks.hygiene import HygieneRule, read_hygiene
from sos_graph.checks.kept_parts import KeptParts
from sos_graph.checks.permanence import read_published, remember_published
from sos_graph.checks.shacl import Engine, ShapeResult, validate_shapes
from sos_graph.checks.stages import Examination

__all__ = [
    "COLUMNS",
    "SEVERITIES",
    "Engine",
    "Examination",
    "Finding",
    "HygieneRule",
    "KeptParts",
    "Severity",
    "ShapeResult",
    "TermRow",
    "examine",
    "group_findings",
    "read_hygiene",
    "read_published",
    "remember_published",
    "sort_findings",
    "tabulate_terms",
    "validate_shapes",
]
