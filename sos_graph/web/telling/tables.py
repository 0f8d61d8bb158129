"""The parts of a thing -> tables for people, one for each class of parts.

A class that readers know has a layout: which properties are columns and what its rows are grouped by.  Any other
class gets the label and the properties its parts use most.  A column that only repeats the thing itself is left out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import attrgetter

from sos_graph.questions import Document, Page, kind_of
from sos_graph.terms import ADMS, LOCN, ORG, RDF, SKOS, NamedNode
from sos_graph.validity import State
from sos_graph.web.telling.amounts import say_amount
from sos_graph.web.telling.evidence import Witness, date_key, say_period, witnesses
from sos_graph.web.telling.plots import Plot, plot_of
from sos_graph.web.telling.speech import Speaker, Value
from sos_graph.web.telling.statements import Said, lga
from sos_graph.web.telling.wording import collation_key
from sos_graph.web.words import phrases

__all__ = ["Group", "Row", "Table", "tables_of"]

MOST_COLUMNS = 4
NO_GROUP = NamedNode("page:none")
LABEL, AMOUNT, WHEN = (NamedNode(f"page:{name}") for name in ("label", "amount", "when"))
"""Columns that are made from several properties."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a class, the first that says something new being the head of each row."""

    columns: tuple[NamedNode, ...]
    grouped_by: NamedNode | None = None
    by_date: bool = False


HOLDING, MEMBERSHIP = lga("Holding"), lga("Membership")
LAYOUTS = {
    lga("Observation"): Layout((AMOUNT, lga("about"), lga("inRelationTo"), WHEN), lga("measure"), by_date=True),
    MEMBERSHIP: Layout((ORG.member, ORG.organization, NamedNode(f"{ORG.base}role"), WHEN)),
    HOLDING: Layout(
        (ORG.member, lga("inPost"), ORG.organization, lga("sitsFor"), lga("nominatedBy"), WHEN), lga("inTerm")
    ),
    lga("Rule"): Layout((lga("measure"), AMOUNT, lga("about"), lga("statedIn"), WHEN)),
    lga("StatusPeriod"): Layout((lga("status"), lga("about"), WHEN), by_date=True),
    lga("Term"): Layout((LABEL, lga("termOf"), lga("electedAt"), WHEN), by_date=True),
    lga("Dispute"): Layout((LABEL, lga("disputeState"), lga("about"))),
    NamedNode(f"{ORG.base}Post"): Layout(
        (LABEL, NamedNode(f"{ORG.base}role"), NamedNode(f"{ORG.base}postIn"), lga("seatOf"), lga("exOfficio"))
    ),
    ADMS.Identifier: Layout((lga("identifierScheme"), SKOS.notation)),
    LOCN.Address: Layout((LABEL, NamedNode(f"{LOCN.base}fullAddress"))),
}
ORDER = tuple(LAYOUTS)
UNCOUNTED = {RDF.type, SKOS.prefLabel, lga("evidence"), lga("earliest"), lga("latest")}
MADE = {WHEN: ("from", "fromNotAfter", "until", "untilNotAfter", "onDate", "onDateNotAfter")}


@dataclass(frozen=True, slots=True)
class Row:
    """One part: its head, its other cells, the evidence for it, the address of its own page, its state on the day."""

    head: tuple[Value, ...]
    cells: tuple[tuple[Value, ...], ...]
    evidence: tuple[Witness, ...]
    href: str
    state: State | None
    order: tuple[object, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that belong together, such as those of one term or one measure; the title of a lone group is None."""

    title: Value | None
    rows: tuple[Row, ...]
    plot: Plot | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the parts of one class: anchor, title, how many there are on all pages, headings, and rows."""

    anchor: str
    title: str
    total: int
    shown: int
    headings: tuple[str, ...]
    groups: tuple[Group, ...]
    has_evidence: bool
    has_states: bool


def tables_of(
    document: Document, said: Said, speaker: Speaker, told: AbstractSet[NamedNode] = frozenset()
) -> list[Table]:
    """The tables of a document's parts, known classes first; without the classes told elsewhere.

    Evidence is told with its claim, not in a table.
    """
    by_class = _by_class(document, said, speaker)
    ordered = [(kind, by_class[kind]) for kind in sorted(by_class.keys() - told, key=_class_order)]
    both = [(kind, parts) for kind, mixed in ordered for parts in _by_direction(kind, mixed, document.iri, said)]
    return [_table(kind, parts, document, said, speaker) for kind, parts in both]


def _by_class(document: Document, said: Said, speaker: Speaker) -> dict[NamedNode, list[NamedNode]]:
    by_class: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    evidence = {one for part in (document.iri, *document.parts) for one in said.all(part, lga("evidence"))}
    for part in document.parts:
        types = speaker.types(said.all(part, RDF.type)) if part not in evidence else []
        if types:
            by_class[types[0]].append(part)
    return by_class


def _by_direction(kind: NamedNode, parts: list[NamedNode], thing: NamedNode, said: Said) -> list[list[NamedNode]]:
    """Memberships of others in the thing apart from its own in others; the parts of any other class together."""
    if kind != MEMBERSHIP:
        return [parts]
    own = [part for part in parts if thing in said.all(part, ORG.member)]
    return [some for some in ([part for part in parts if part not in own], own) if some]


def _class_order(kind: NamedNode) -> tuple[int, str]:
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), kind.value)


def _table(kind: NamedNode, parts: list[NamedNode], document: Document, said: Said, speaker: Speaker) -> Table:
    layout = LAYOUTS.get(kind) or _layout_for(parts, document.iri, said)
    columns = _columns(layout, parts, document, said)
    rows = {part: _row(part, columns, layout, said, speaker, state=document.states.get(part)) for part in parts}
    is_own = kind in (HOLDING, MEMBERSHIP) and ORG.member not in columns
    return Table(
        anchor=re.split("[/#]", kind.value)[-1].lower() + ("-own" if is_own else ""),
        title=_title(kind, speaker, is_own=is_own),
        total=max(len(parts), _links(parts, document.page)),
        shown=len(parts),
        headings=tuple(_heading(column, speaker) for column in columns),
        groups=_groups(rows, layout, said, speaker),
        has_evidence=any(map(attrgetter("evidence"), rows.values())),
        has_states=any(map(attrgetter("state"), rows.values())),
    )


def _columns(layout: Layout, parts: Sequence[NamedNode], document: Document, said: Said) -> list[NamedNode]:
    """The columns of a layout that say something new of the parts of a thing."""
    return [one for one in layout.columns if _says_something(one, parts, document.iri, said)] or [LABEL]


def _title(kind: NamedNode, speaker: Speaker, *, is_own: bool) -> str:
    phrase = f"many_{re.split('[/#]', kind.value)[-1]}{'_own' if is_own else ''}"
    return speaker.word(phrase) if phrase in phrases() else speaker.name(kind).text


def _links(parts: Iterable[NamedNode], page: Page) -> int:
    """How many things of the kinds of these parts point to the thing, on all pages."""
    kinds = {kind_of(part.value) for part in parts}
    return sum(one.links for one in page.kinds if one.kind in kinds) if page.count > 1 else 0


def _layout_for(parts: Sequence[NamedNode], thing: NamedNode, said: Said) -> Layout:
    """The label and the properties that the parts use most."""
    used = Counter(name for part in parts for name in said.of(part) if name not in UNCOUNTED)
    chosen = sorted(used, key=lambda name: (-used[name], name.value))
    columns = [one for one in chosen if any(thing not in said.all(part, one) for part in parts)]
    return Layout((LABEL, *columns[:MOST_COLUMNS]))


def _says_something(column: NamedNode, parts: Iterable[NamedNode], thing: NamedNode, said: Said) -> bool:
    if column in (LABEL, AMOUNT):
        return True
    names = [lga(name) for name in MADE[column]] if column in MADE else [column]
    return any(value != thing for part in parts for name in names for value in said.all(part, name))


def _row(
    part: NamedNode,
    columns: Sequence[NamedNode],
    layout: Layout,
    said: Said,
    speaker: Speaker,
    *,
    state: State | None,
) -> Row:
    head, *cells = (_cell(part, column, said, speaker) for column in columns)
    place = collation_key(head[0].text if head else "~")
    order = (date_key(said, part), place) if layout.by_date else (place, date_key(said, part))
    evidence = witnesses(said, speaker, part)
    return Row(head, tuple(cells), evidence, speaker.name(part).href, state, (*order, part.value))


def _cell(part: NamedNode, column: NamedNode, said: Said, speaker: Speaker) -> tuple[Value, ...]:
    if column == LABEL:
        return (speaker.name(part),)
    if column in (AMOUNT, WHEN):
        text = say_amount(said, speaker, part) if column == AMOUNT else say_period(said, speaker, part)
        return (Value(text),) if text else ()
    return tuple(speaker.best(said.all(part, column)))


def _heading(column: NamedNode, speaker: Speaker) -> str:
    made = {LABEL: "column_name", AMOUNT: "column_amount", WHEN: "column_when"}
    return speaker.word(made[column]) if column in made else speaker.name(column).text


def _groups(rows: Mapping[NamedNode, Row], layout: Layout, said: Said, speaker: Speaker) -> tuple[Group, ...]:
    """The rows by what they are grouped by, in order; those that name no group come last."""
    by_group: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for part in rows:
        by_group[_group_of(part, layout, said)].append(part)
    if set(by_group) == {NO_GROUP}:
        return (Group(None, _in_order(rows.values())),)
    return tuple(
        Group(
            _group_title(key, speaker),
            _in_order(rows[part] for part in by_group[key]),
            plot_of(by_group[key], said, speaker) if layout.by_date else None,
        )
        for key in sorted(by_group, key=lambda key: (key == NO_GROUP, key.value))
    )


def _group_of(part: NamedNode, layout: Layout, said: Said) -> NamedNode:
    nodes = said.nodes(part, layout.grouped_by) if layout.grouped_by else []
    return nodes[0] if nodes else NO_GROUP


def _group_title(key: NamedNode, speaker: Speaker) -> Value:
    return Value(speaker.word("not_grouped")) if key == NO_GROUP else speaker.name(key)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.order))
