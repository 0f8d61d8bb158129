"""The names of everything, written when a release is built and read by the search and by reconciliation.

folding     text -> keys: letters without marks, municipalities' names without "občina", stems of Slovene names
countries   names of countries -> their codes
gathering   quads -> things with their names, acronyms and codes
lists       quads -> the pages of the site map, the sources, the maps
dating      quads -> between which days things may have been so
writing     things -> one SQLite file, the same bytes for the same things
opened      that file, opened for reading
listed      its lists, a range at a time
index       its names, and what a text leads to
reading     a text -> the ways to read it
scoring     readings and a thing's forms -> how well they fit
matching    a text -> the things it may mean
"""

from sos_graph.names.countries import code_of_country, country_name
from sos_graph.names.folding import collation_key, fold, squeeze
from sos_graph.names.gathering import SOUGHT, UNSOUGHT, How
from sos_graph.names.index import FormRow, Listed, Names, Run, open_names
from sos_graph.names.listed import Page, Source
from sos_graph.names.matching import find_names, suggest_names
from sos_graph.names.scoring import Candidate
from sos_graph.names.writing import NAMES, write_names

__all__ = [
    "NAMES",
    "SOUGHT",
    "UNSOUGHT",
    "Candidate",
    "FormRow",
    "How",
    "Listed",
    "Names",
    "Page",
    "Run",
    "Source",
    "code_of_country",
    "collation_key",
    "country_name",
    "find_names",
    "fold",
    "open_names",
    "squeeze",
    "suggest_names",
    "write_names",
]
