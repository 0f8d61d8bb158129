"""Who sits where, and since when: the bodies of an organisation, their posts, and the mandates of their holders.

spans         the dates of a claim, and their places on an axis of years
holdings      a store -> who held which post
composition   holdings + a day -> who sat in a post
seats         the rules of a statute -> how many seats are filled
organisation  an organisation -> its bodies, sections, posts and holders as a tree
chart         the tree -> boxes and lines
timeline      holdings -> a table of mandates with bars
pages         a document -> what its page shows of all this
"""

from __future__ import annotations

from sos_graph.web.things.mandates.pages import Mandates, mandates_of

__all__ = ["Mandates", "mandates_of"]
