"""History: what changed between two published states, in words and as data, and the log of what was published when.

states        quads -> what is said of each thing
stored        the same, looked up in a dump
differences   two states -> what changed, thing by thing
meanings      the table of what a change means, and the sentences that say so
lexicon       names of things and values in Slovene and English
words         changes -> what they mean
chapters      what they mean, under headings
records       changes -> what the log keeps of them
versions      changes -> the versions of things that followers take over
log           the publications on disk
mentions      what a publication did to one thing, looked up there
"""

from sos_graph.history.chapters import Order, chapter_of, read_chapters, under_headings
from sos_graph.history.differences import KINDS, Change, Kind, compare
from sos_graph.history.lexicon import types_of
from sos_graph.history.log import (
    HISTORY,
    Act,
    Mention,
    Publication,
    append,
    count_kinds,
    forget_unfinished,
    last_state,
    mentions_in,
    read_changes,
    read_log,
    read_page,
    until_release,
)
from sos_graph.history.mentions import mention_of, mentions_on
from sos_graph.history.records import records_of
from sos_graph.history.states import Description, State, state_of
from sos_graph.history.stored import DumpState
from sos_graph.history.versions import page_iri, version_iri
from sos_graph.history.words import Telling, tell

__all__ = [
    "HISTORY",
    "KINDS",
    "Act",
    "Change",
    "Description",
    "DumpState",
    "Kind",
    "Mention",
    "Order",
    "Publication",
    "State",
    "Telling",
    "append",
    "chapter_of",
    "compare",
    "count_kinds",
    "forget_unfinished",
    "last_state",
    "mention_of",
    "mentions_in",
    "mentions_on",
    "page_iri",
    "read_changes",
    "read_chapters",
    "read_log",
    "read_page",
    "records_of",
    "state_of",
    "tell",
    "types_of",
    "under_headings",
    "until_release",
    "version_iri",
]
