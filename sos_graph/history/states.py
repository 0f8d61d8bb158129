"""Quads -> what is said of each thing: the published state that is compared, and told to those who follow.

A state is a map from the IRI of every named subject to its `Description`: its statements as N-Triples writes them,
those that a source asserts apart from those that rules derived, each triple once whatever graphs state it.  Blank
nodes belong to the thing that leads to them and are named canonically within it (RDFC-1.0), so the same description
is the same in every release.  A statement that only blank nodes lead to (an anonymous axiom of the vocabulary) is
about no thing, and is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sos_graph.syntax.canonical import canonical_lines
from sos_graph.syntax.media import N_TRIPLES
from sos_graph.syntax.reading import read_rdf
from sos_graph.syntax.rows import graphs_of
from sos_graph.terms import Quad, graph_iri

__all__ = ["Description", "State", "Words", "description_of", "parse_line", "state_of", "things_saying"]

Words = tuple[str, str, str]
"""A triple as N-Triples writes it."""
DERIVED = f"<{graph_iri('inferred').value}>"


@dataclass(frozen=True, slots=True)
class Description:
    """The statements about one thing: those that a source asserts, and those that only rules derived."""

    asserted: frozenset[Words] = frozenset()
    derived: frozenset[Words] = frozenset()

    @property
    def statements(self) -> frozenset[Words]:
        """All of them."""
        return self.asserted | self.derived


State = Mapping[str, Description]
"""What is said of each thing, by the IRI of the thing."""


def state_of(quads: Iterable[Quad]) -> State:
    """The state that a dataset is in."""
    return _state_of(row for rows in graphs_of(quads).values() for row in rows)


def _state_of(rows: Iterable[tuple[str, str, str, str]]) -> State:
    asserted: defaultdict[str, set[Words]] = defaultdict(set)
    derived: defaultdict[str, set[Words]] = defaultdict(set)
    for row in rows:
        said = derived if row[3] == DERIVED else asserted
        said[row[0]].add(row[:3])
    things = [subject for subject in (asserted | derived) if subject.startswith("<")]
    return {
        subject[1:-1]: Description(
            frozenset(_with_blanks(asserted.get(subject, set()), asserted)),
            frozenset(derived.get(subject, set()) - asserted.get(subject, set())),
        )
        for subject in things
    }


def description_of(rows: Iterable[tuple[str, str, str, str]], blanks: Mapping[str, set[Words]]) -> Description:
    """What rows say of one thing, with what is asserted of the blank nodes that they lead to."""
    asserted: set[Words] = set()
    derived: set[Words] = set()
    for row in rows:
        (derived if row[3] == DERIVED else asserted).add(row[:3])
    return Description(frozenset(_with_blanks(asserted, blanks)), frozenset(derived - asserted))


def things_saying(state: State, properties: Collection[str]) -> Iterator[tuple[str, Description]]:
    """Each thing of which something is asserted with one of these properties, given in brackets."""
    finder = getattr(state, "saying", None)
    found = finder(properties) if finder else state.items()
    return ((iri, said) for iri, said in found if any(verb in properties for _, verb, _ in said.asserted))


def _with_blanks(own: set[Words], said: Mapping[str, set[Words]]) -> set[Words]:
    """The statements about a thing with those about the blank nodes that it leads to, which get canonical names."""
    if not _blanks(own):
        return own
    rows = _closure(own, said)
    text = "".join(f"{' '.join(row)} .\n" for row in rows).encode()
    return {parse_line(line) for line in canonical_lines(read_rdf(text, N_TRIPLES, "N-Triples"))}


def _closure(own: set[Words], said: Mapping[str, set[Words]]) -> set[Words]:
    """Statements with those about the blank nodes that they lead to, step by step."""
    rows, seen = set(own), set[str]()
    fringe = _blanks(own)
    while fringe:
        seen |= fringe
        found = set[Words]().union(*(said.get(blank, ()) for blank in fringe))
        rows |= found
        fringe = _blanks(found) - seen
    return rows


def _blanks(rows: Iterable[Words]) -> set[str]:
    return {row[2] for row in rows if row[2].startswith("_:")}


def parse_line(line: str) -> Words:
    """The three terms of a line of canonical N-Triples.

    >>> parse_line('<http://a/x> <http://a/name> "x . y"@en .')
    ('<http://a/x>', '<http://a/name>', '"x . y"@en')
    """
    subject, predicate, rest = line.rstrip("\n").split(" ", 2)
    return subject, predicate, rest.removesuffix(" .")
