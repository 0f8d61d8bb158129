"""A release on its way to other machines: one signed file, and what a replica does with it before it believes it.

keys       the keys that sign, and the signatures (minisign)
index      what a bundle says it holds
packing    a release and its log -> a bundle
unpacking  a stream of bytes -> the files that the signed index names, or nothing
pulling    a bundle -> a release that is staged on a replica
agreeing   whether the other replicas have it, too
"""

from sos_graph.bundles.agreeing import await_others
from sos_graph.bundles.keys import new_key
from sos_graph.bundles.packing import Packed, pack
from sos_graph.bundles.pulling import pull

__all__ = ["Packed", "await_others", "new_key", "pack", "pull"]
