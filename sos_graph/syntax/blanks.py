"""Rows with blank nodes -> which of them are written inside others, which form lists, and what the rest are called.

A blank node that one statement names, and no other, needs no label: it is written where it is named, as ``[ ... ]``,
or as ``( ... )`` where it heads a well-formed list (RDF 1.1 Turtle, 2.7 and 2.8).  That part does not depend on
labels at all.  The others are numbered by what is said of them: colours are refined until they tell nodes apart
(a colour is what a node says and who says what of it), and ties are broken one by one.  RDFC-1.0 would number them
too, but takes seconds for eight nodes that all name each other, and a visitor may ask for such a graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sos_graph.syntax.rows import Graphs, Row

__all__ = ["FIRST", "NIL", "REST", "Blanks", "arrange_blanks", "label_blanks"]

RDF_NS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIRST, REST, NIL = f"<{RDF_NS}first>", f"<{RDF_NS}rest>", f"<{RDF_NS}nil>"
DEEPEST = 30
FEWEST_ROUNDS = 8
WORK = 200_000

Edge = tuple[bool, str, str, str]
Edges = Mapping[str, list[Edge]]


@dataclass(frozen=True, slots=True)
class Blanks:
    """How the blank nodes of a graph are written.

    `nested` are written inside the only statement that names them, `lists` gives the members of those that head a
    list, `cells` are the inner cells of those lists, `labels` the labels of all the others that are named anywhere.
    """

    nested: frozenset[str] = frozenset()
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cells: frozenset[str] = frozenset()
    labels: Mapping[str, str] = field(default_factory=dict)


NO_BLANKS = Blanks()


def arrange_blanks(graphs: Graphs) -> dict[str, Blanks]:
    """How the blank nodes of each graph are written; a node of two graphs always has a label."""
    homes = _homes(graphs)
    if not homes:
        return dict.fromkeys(graphs, NO_BLANKS)
    shapes = {name: _Shape(rows, {b for b, home in homes.items() if home == {name}}) for name, rows in graphs.items()}
    inside = set[str]().union(*(shape.nested | shape.cells for shape in shapes.values()))
    labels = label_blanks(graphs, (_named(graphs) | {b for b, home in homes.items() if len(home) > 1}) - inside)
    return {name: Blanks(shape.nested, shape.lists, shape.cells, labels) for name, shape in shapes.items()}


def _named(graphs: Graphs) -> set[str]:
    """The blank nodes that something names: as its value, or as the name of a graph."""
    values = {row[2] for rows in graphs.values() for row in rows if row[2][0] == "_"}
    return values | {graph for graph in graphs if graph[:1] == "_"}


def _homes(graphs: Graphs) -> dict[str, set[str]]:
    homes: dict[str, set[str]] = defaultdict(set)
    for graph, rows in graphs.items():
        if graph.startswith("_"):
            homes[graph] |= {graph, ""}
        for subject, _, value, _ in rows:
            if subject[0] == "_":
                homes[subject].add(graph)
            if value[0] == "_":
                homes[value].add(graph)
    return homes


class _Shape:
    """The trees and lists that the blank nodes of one graph form."""

    def __init__(self, rows: Iterable[Row], own: set[str]) -> None:
        self.said: dict[str, list[Row]] = defaultdict(list)
        self.naming: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row[0] in own:
                self.said[row[0]].append(row)
            if row[2] in own:
                self.naming[row[2]].append(row)
        self.parents = {b: naming[0] for b, naming in self.naming.items() if len(naming) == 1}
        self.lists = self._find_lists()
        self.depths: dict[str, int] = {}
        self._settle()
        self.nested = frozenset(blank for blank in self.parents if self.depths.get(blank, 0) > 0)
        self.cells = frozenset(cell for head in self.lists for cell in self._chain[head][1:])

    def _find_lists(self) -> dict[str, tuple[str, ...]]:
        self._chain: dict[str, list[str]] = {}
        lists = {}
        for last in self.said:
            if self._value(last, REST) == NIL:
                chain = self._climb(last)
                if chain:
                    self._chain[chain[0]] = chain
                    lists[chain[0]] = tuple(self._value(cell, FIRST) for cell in chain)
        return lists

    def _value(self, cell: str, predicate: str) -> str:
        """The value of the predicate where the node is a cell of a list, else nothing."""
        said = self.said.get(cell, ())
        if sorted(row[1] for row in said) != [FIRST, REST]:
            return ""
        return next(row[2] for row in said if row[1] == predicate)

    def _climb(self, cell: str) -> list[str]:
        chain: list[str] = []
        while cell in self.parents:
            chain.append(cell)
            above = self.parents[cell]
            if above[1] != REST or not self._value(above[0], REST):
                break
            cell = above[0]
        return chain[::-1]

    def _settle(self) -> None:
        """Depths of all nodes, dropping lists that stand in a circle or too deep until none is left."""
        while True:
            self.depths = {}
            inside = {cell: head for head in self.lists for cell in self._chain[head]}
            for blank in self.parents:
                self._measure(blank, inside)
            lost = [head for head in self.lists if not self.depths[head]]
            if not lost:
                return
            for head in lost:
                del self.lists[head]

    def _measure(self, blank: str, inside: Mapping[str, str]) -> None:
        """Set the depth of a node and of those above it; 0 is a node that needs its own block."""
        path: dict[str, None] = {}  # a dict keeps the order and finds a repetition at once
        at = inside.get(blank, blank)
        while at in self.parents and at not in self.depths and at not in path:
            path[at] = None
            above = self.parents[at][0]
            at = inside.get(above, above)
        steps = list(path)
        if at in path:
            circle = steps[steps.index(at) :]
            steps = steps[: -len(circle)]
            self.depths |= dict.fromkeys(circle, 0)
        depth = self.depths.get(at, 0)
        for node in reversed(steps):
            depth = depth + 1 if depth < DEEPEST else 0
            self.depths[node] = depth


def label_blanks(graphs: Graphs, wanted: Iterable[str]) -> dict[str, str]:
    """Labels ``_:b0``, ``_:b1`` … for the wanted nodes, the same for the same graph whatever they were called before.

    Nodes that nothing tells apart are told apart one at a time.  The work is bounded: where it runs out, and in the
    rare regular graphs whose colours hide a difference, former labels decide, so that labels stay right but may vary.
    """
    wanted = sorted(wanted)
    if not wanted:
        return {}
    edges = _edges(graphs)
    tangled = [blank for blank in wanted if any(other[:1] == "_" for _, _, _, other in edges[blank])]
    colours = _Colours(edges)
    colours.refine()
    while colours.rounds and (tie := colours.first_tie(tangled)):
        colours.single_out(tie)
    order = sorted(wanted, key=lambda blank: (colours.of[blank], blank))
    return {blank: f"_:b{number}" for number, blank in enumerate(order)}


def _edges(graphs: Graphs) -> Edges:
    edges: dict[str, list[Edge]] = defaultdict(list)
    for graph, rows in graphs.items():
        nameless = graph[:1] == "_"
        home = "" if nameless else graph
        for subject, predicate, value, _ in rows:
            if nameless:
                edges[graph].append((True, "", predicate, subject))
            if subject[0] == "_":
                edges[subject].append((True, home, predicate, value))
            if value[0] == "_":
                edges[value].append((False, home, predicate, subject))
    return edges


class _Colours:
    """A number for each blank node: nodes of which different things are said have different ones."""

    def __init__(self, edges: Edges) -> None:
        self._edges = edges
        self.of = dict.fromkeys(edges, 0)
        self.rounds = max(FEWEST_ROUNDS, WORK // len(edges))

    def refine(self) -> None:
        """Let each node take in the colours of its neighbours until that tells no more nodes apart."""
        before = 0
        while self.rounds and (count := len(set(self.of.values()))) > before:
            before = count
            self.rounds -= 1
            signatures = {blank: (colour, tuple(self._seen(blank))) for blank, colour in self.of.items()}
            ranks = {signature: rank for rank, signature in enumerate(sorted(set(signatures.values())))}
            self.of = {blank: ranks[signature] for blank, signature in signatures.items()}

    def _seen(self, blank: str) -> list[tuple[Edge, int]]:
        return sorted(
            ((outward, graph, predicate, ""), self.of[other])
            if other[:1] == "_"
            else ((outward, graph, predicate, other), -1)
            for outward, graph, predicate, other in self._edges[blank]
        )

    def first_tie(self, blanks: Iterable[str]) -> str | None:
        """One of the nodes that share the first colour that several of these have."""
        by_colour: dict[int, list[str]] = defaultdict(list)
        for blank in blanks:
            by_colour[self.of[blank]].append(blank)
        ties = [colour for colour, same in by_colour.items() if len(same) > 1]
        return min(by_colour[min(ties)]) if ties else None

    def single_out(self, chosen: str) -> None:
        """Give one node a colour of its own, just before that of its equals, and refine again."""
        self.of = {blank: 2 * colour + (blank != chosen) for blank, colour in self.of.items()}
        self.refine()
