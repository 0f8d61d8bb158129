"""How the first data files were transcribed from tables of sourced facts.

The Turtle files in `data/` are the truth; these modules are the record of how every row of the tables became
triples or was held back, and the tests use that record to show that no row was lost.
"""
