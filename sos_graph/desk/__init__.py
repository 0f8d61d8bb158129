"""The desk: a page on this machine only, on which a workbook is checked, previewed and written into the files.

What enters is a workbook; what leaves is files of the project, and nothing goes anywhere else.  The desk stands above
the site, whose pages it shows before they are published.

guard      who may ask; serving, servers on this machine alone
voice      the language of a page; faults, errors as pages
drafts     workbooks that were brought in; processes, where they are worked out
telling    a change in words; marking, findings beside the rows
preview    the site as it is and as it would be, side by side
standing   what the files are, and who may change them; writing, a plan -> the files
commits    git; entries, what was written
pages      the pages
"""

from __future__ import annotations

from sos_graph.desk.opening import open_desk
from sos_graph.desk.pages import Desk, create_desk

__all__ = ["Desk", "create_desk", "open_desk"]
