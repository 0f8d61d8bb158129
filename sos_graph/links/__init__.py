"""Our links out -> whether they still hold, by asking those who publish what they lead to.

targets   `links.toml`: whom to ask about which links, and how
asking    IRIs -> what an endpoint says of them, politely (SPARQL 1.1 Protocol, through SPARQLWrapper)
checking  links and answers -> findings in words
"""

from sos_graph.links.asking import Unasked
from sos_graph.links.checking import LinkFinding, LinkReport, check_links
from sos_graph.links.targets import Target, read_targets

__all__ = ["LinkFinding", "LinkReport", "Target", "Unasked", "check_links", "read_targets"]
