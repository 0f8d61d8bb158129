"""Shapes that look no further than from a thing to its values -> a validation in parts, with the same results.

What enters is shapes, the triples of the data sorted by subject, and the data as a draft that can be asked for the
classes of a value; what leaves is the results.  Where no constraint looks beyond the statements of the focus node and
the classes and texts of their values, a part needs only the statements about its own things, the classes of what they
point to and the hierarchy of classes (SHACL, 1.2 and 2.1.3).  A value must not become a focus node of the part, so
every target is replaced by a mark that only the part's own things bear.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from sos_graph.checks.shacl import TARGETS, Engine, ShapeResult, validate_lines
from sos_graph.store import Draft
from sos_graph.syntax.lines import triple_row_of
from sos_graph.syntax.rows import Row
from sos_graph.terms import OWL, RDF, RDFS, SH, NamedNode, Triple

__all__ = ["Part", "Plan", "beginnings_of", "make_plan", "ranges_of", "read_part", "text_of", "validate_part"]

RDFS_CLASS = NamedNode(f"{RDFS.base}Class")
MARK = "urn:x-sos-graph:target:"
TYPE, ABOVE = f"<{RDF.type.value}>", f"<{RDFS.subClassOf.value}>"
VALUE_SHAPES = {NamedNode(f"{SH.base}{name}") for name in ("qualifiedValueShape", "not", "node")}
BRANCHES = {NamedNode(f"{SH.base}{name}") for name in ("and", "or", "xone")}
INWARD = {NamedNode(f"{SH.base}{name}") for name in ("path", "property")}
LOCAL = """
and class datatype defaultValue deactivated description flags group hasValue in languageIn lessThan lessThanOrEquals
maxCount maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name node nodeKind not
or order path pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape severity targetClass targetNode
targetObjectsOf targetSubjectsOf uniqueLang xone equals disjoint
"""
"""The words of SHACL that look at a focus node, its statements and their values, and no further."""
KNOWN = {NamedNode(f"{SH.base}{name}") for name in LOCAL.split()}
CLASS, NODE, OBJECTS, SUBJECTS = (
    NamedNode(f"{SH.base}target{name}") for name in ("Class", "Node", "ObjectsOf", "SubjectsOf")
)
SMALLEST = 1 << 20
LARGEST: dict[Engine, int] = {"pyshacl": 1 << 24, "pyshifty": 1 << 21}
"""The bytes of a part: enough that its fixed costs do not show, few enough that little is done again after a change."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes whose targets are marks, and who bears which: things of a class, with a property, or by name."""

    shapes: tuple[Triple, ...]
    by_class: Mapping[str, frozenset[str]]
    by_property: Mapping[str, frozenset[str]]
    by_name: Mapping[str, frozenset[str]]
    hierarchy: tuple[str, ...]


Part = list[Row]
"""The rows of some things, all there are of each."""


def make_plan(shapes: Collection[Triple], draft: Draft) -> Plan | None:
    """The plan for validating in parts, or None where a shape looks further than from a thing to its values."""
    if not _is_local(shapes):
        return None
    marks: dict[Triple, str] = {}
    rewritten = []
    for one in sorted(shapes, key=str):
        if one.predicate in TARGETS:
            mark = marks.setdefault(Triple(SH.NodeShape, one.predicate, one.object), f"{MARK}{len(marks)}")
            rewritten.append(Triple(one.subject, SUBJECTS, NamedNode(mark)))
        else:
            rewritten.append(one)
    hierarchy = tuple(draft.triples(None, RDFS.subClassOf))
    bearers = {kind: _grouped(marks, kind) for kind in (CLASS, NODE, OBJECTS, SUBJECTS)}
    named = bearers[NODE]
    for verb, given in bearers[OBJECTS].items():
        for triple in draft.triples(None, NamedNode(verb[1:-1])):
            named.setdefault(str(triple.object), set()).update(given)
    return Plan(
        tuple(rewritten),
        _inherited(bearers[CLASS], hierarchy),
        _frozen(bearers[SUBJECTS]),
        _frozen(named),
        tuple(f"{one} .\n" for one in hierarchy),
    )


def _grouped(marks: Mapping[Triple, str], kind: NamedNode) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for target, mark in marks.items():
        if target.predicate == kind:
            found[str(target.object)].add(mark)
    return dict(found)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(marks) for name, marks in found.items()}


def _inherited(marks: Mapping[str, set[str]], hierarchy: Iterable[Triple]) -> dict[str, frozenset[str]]:
    """The marks of each class with those of the classes above it."""
    above: defaultdict[str, set[str]] = defaultdict(set)
    for one in hierarchy:
        above[str(one.subject)].add(str(one.object))
    found = {}
    for kind in {*marks, *above}:
        line, fringe = {kind}, {kind}
        while fringe:
            fringe = set[str]().union(*(above.get(one, ()) for one in fringe)) - line
            line |= fringe
        found[kind] = frozenset(mark for one in line for mark in marks.get(one, ()))
    return found


def _is_local(shapes: Collection[Triple]) -> bool:
    said: defaultdict[object, list[Triple]] = defaultdict(list)
    for one in shapes:
        said[one.subject].append(one)
    classes = {one.subject for one in shapes if one.predicate == RDF.type and one.object in (RDFS_CLASS, OWL.Class)}
    about = (one for one in shapes if one.predicate.value.startswith(SH.base))
    return all(one.predicate in KNOWN and one.subject not in classes and _is_near(one, said) for one in about)


def _is_near(one: Triple, said: Mapping[object, list[Triple]]) -> bool:
    """Whether a path is one property, and what a value must be is told by the value and its classes alone."""
    if one.predicate.value == f"{SH.base}path":
        return isinstance(one.object, NamedNode)
    if one.predicate in VALUE_SHAPES:
        return _looks_at_value_only(one.object, said)
    if one.predicate in BRANCHES and any(other.predicate.value == f"{SH.base}path" for other in said[one.subject]):
        return all(_looks_at_value_only(member, said) for member in _members(one.object, said))
    return True


def _looks_at_value_only(shape: object, said: Mapping[object, list[Triple]]) -> bool:
    for one in said.get(shape, ()):
        if one.predicate in INWARD:
            return False
        if one.predicate in BRANCHES and not all(_looks_at_value_only(m, said) for m in _members(one.object, said)):
            return False
    return True


def _members(cell: object, said: Mapping[object, list[Triple]]) -> Iterator[object]:
    while cell != RDF.nil and cell in said:
        values = {one.predicate: one.object for one in said[cell]}
        yield values.get(RDF.first)
        cell = values.get(RDF.rest)


def ranges_of(
    triples: Path, share: int, things: Iterable[str] = (), *, engine: Engine = "pyshifty"
) -> list[tuple[int, int]]:
    """Where the parts of a file of sorted triples begin and end, `share` of them if they are then of a fit size.

    Where things are named, parts begin with them as far as that gives parts of a fit size, too: most of the parts are
    then what they were before something changed in others.
    """
    size = triples.stat().st_size
    step = min(max(size // share, SMALLEST), LARGEST[engine])
    with triples.open("rb") as lines:
        named = sorted({_place_of(lines, size, f"{thing} ".encode()) for thing in things} - {0, size})
        cuts = {0, *named, size}
        for begin, end in pairwise(sorted(cuts)):
            if end - begin > 2 * step or not named:
                cuts |= {min(_next_thing(lines, place), end) for place in range(begin + step, end, step)}
    return list(pairwise(sorted(cuts))) if size else []


def beginnings_of(triples: Path, ranges: Iterable[tuple[int, int]]) -> list[str]:
    """The things with which parts begin."""
    with triples.open("rb") as lines:
        return [_thing_at(lines, begin).decode() for begin, _ in ranges]


def _thing_at(lines: BinaryIO, place: int) -> bytes:
    lines.seek(place)
    return lines.readline().partition(b" ")[0]


def _place_of(lines: BinaryIO, size: int, beginning: bytes) -> int:
    """The place of the first line that does not sort before a beginning."""
    low, high = 0, size
    while low < high:
        lines.seek(middle := (low + high) // 2)
        lines.readline()
        line = lines.readline()
        if line and line < beginning:
            low = lines.tell()
        else:
            high = middle
    lines.seek(low)
    while (line := lines.readline()) and line < beginning:
        low = lines.tell()
    return low


def _next_thing(lines: BinaryIO, place: int) -> int:
    """The first place from this one on at which the statements about another thing begin."""
    lines.seek(place)
    lines.readline()
    subject = lines.readline().partition(b" ")[0]
    while True:
        here = lines.tell()
        line = lines.readline()
        if not line:
            return here
        if line.partition(b" ")[0] != subject:
            return here


def read_part(triples: Path, begin: int, end: int) -> Part:
    """The rows of one part."""
    with triples.open("rb") as lines:
        lines.seek(begin)
        return [triple_row_of(f"{line}\n") for line in lines.read(end - begin).decode().split("\n")[:-1]]


def validate_part(part: Part, text: bytes, plan: Plan, draft: Draft, engine: Engine) -> frozenset[ShapeResult]:
    """The results that the things of one part have, whose text `text_of` has made.

    Raises SourceError where the shapes cannot be used.
    """
    return validate_lines(
        text,
        plan.shapes,
        engine=engine,
        part=lambda things: text_of([row for row in part if row[0] in things], plan, draft),
    )


def text_of(part: Part, plan: Plan, draft: Draft) -> bytes:
    """What a part needs, as N-Triples: its own statements, the classes of their values, and the marks of its things."""
    lines = [f"{subject} {verb} {term} .\n" for subject, verb, term, _ in part]
    own = {row[0] for row in part}
    values = {term for _, verb, term, _ in part if term[0] == "<" and verb not in (TYPE, ABOVE)} - own
    for value in sorted(values):
        lines += sorted(f"{value} {TYPE} {kind} .\n" for kind in draft.objects(NamedNode(value[1:-1]), RDF.type))
    lines += plan.hierarchy
    lines += sorted({f'{thing} <{mark}> "" .\n' for thing, mark in _marks(part, plan)})
    return "".join(lines).encode()


def _marks(part: Part, plan: Plan) -> Iterator[tuple[str, str]]:
    none: frozenset[str] = frozenset()
    for subject, verb, term, _ in part:
        if verb == TYPE:
            yield from ((subject, mark) for mark in plan.by_class.get(term, none))
        yield from ((subject, mark) for mark in plan.by_property.get(verb, none))
        yield from ((subject, mark) for mark in plan.by_name.get(subject, none))
