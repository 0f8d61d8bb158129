"""The vocabulary -> a diagram of its classes, as SVG.

What enters is a lexicon; what leaves is one text, the same for the same vocabulary.  A box is a class with its
properties; a line leads from a property to the class of its values, an arrow with an empty head to the class above.
Where a box stands is written here, because a person places twenty boxes better than a program does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from xml.sax.saxutils import escape

from scripts.document.lexicon import DOMAIN, RANGE, Entry, Lexicon, short
from sos_graph.syntax.names import FILE_PREFIXES
from sos_graph.terms import OWL, NamedNode

__all__ = ["draw"]

COLUMNS = (
    ("lga:Question", "lga:Parameter", "lga:Dispute", "lga:Evidence", "lga:Attestation", "lga:Denial", "lga:Source"),
    ("lga:Observation", "lga:Rule", "lga:StatusPeriod", "lga:Event", "lga:Withdrawn"),
    ("org:Membership", "lga:Membership", "lga:Holding", "lga:Term", "lga:Project", "lga:Service"),
    ("lga:Association", "lga:Network", "org:Organization", "lga:Body", "lga:Section", "lga:Municipality"),
    ("org:Post", "eli:LegalResource", "lga:Territory"),
)
SHOWN = ("org:member", "org:organization", "org:postIn")
"""The properties of other vocabularies without which the picture would not hold together."""
WIDTH, GAP, MARGIN, ROW, APART = 286, 84, 56, 16, 26
CROWDED = 4
"""A property of this many classes or more is named in each box, without lines."""
STYLE = """\
text { font: 12px system-ui, sans-serif; fill: #1b1b1b }
.name { font-weight: 600 }
.above, .value { fill: #555 }
.ours { fill: #eef4fb; stroke: #2b5d8c }
.theirs { fill: #f4f1ea; stroke: #8a7a52 }
.link { fill: none; stroke: #2b5d8c; stroke-opacity: .55 }
.kind { fill: none; stroke: #444; stroke-dasharray: 5 3 }"""
MARKERS = """\
<defs>
<marker id="link-end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#2b5d8c"/>
</marker>
<marker id="kind-end" viewBox="0 0 12 12" refX="12" refY="6" markerWidth="12" markerHeight="12" orient="auto">
<path d="M0 0 12 6 0 12z" fill="#fff" stroke="#444"/>
</marker>
</defs>"""


@dataclass(frozen=True, slots=True)
class Row:
    """A property in a box: its name, the classes of its values, and those of them that a line leads to."""

    name: str
    values: tuple[str, ...]
    led_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A class in its place: its name, the classes above it that have no box, and its properties with their values."""

    name: str
    above: tuple[str, ...]
    rows: tuple[Row, ...]
    column: int
    top: int

    @property
    def left(self) -> int:
        """Where the box begins."""
        return MARGIN + self.column * (WIDTH + GAP)

    @property
    def head(self) -> int:
        """How tall the part above the properties is."""
        return 2 * ROW + (ROW if self.above else 0)

    @property
    def height(self) -> int:
        """How tall the box is."""
        return self.head + ROW * len(self.rows) - (0 if self.rows else 8)

    def line(self, number: int) -> int:
        """The height at which a property is written."""
        return self.top + self.head + ROW * number + 4

    def sides(self, other: Box, *, left: bool) -> tuple[int, int, int, int]:
        """Where a line leaves this box and reaches another one, and to which side it leaves and comes from."""
        if self.column < other.column:
            return self.left + WIDTH, other.left, 1, -1
        if self.column > other.column:
            return self.left, other.left + WIDTH, -1, 1
        return (self.left, other.left, -1, -1) if left else (self.left + WIDTH, other.left + WIDTH, 1, 1)


def draw(lexicon: Lexicon) -> str:
    """The diagram of the classes of a vocabulary."""
    boxes = {box.name: box for box in _boxes(lexicon)}
    width = max(box.left for box in boxes.values()) + WIDTH + GAP
    height = max(box.top + box.height for box in boxes.values()) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-labelledby="title">',
        f'<title id="title" xml:lang="en">{escape(lexicon.title.en)}</title>',
        f'<desc xml:lang="sl">{escape(lexicon.title.sl)}</desc>',
        f"<style>\n{STYLE}\n</style>",
        MARKERS,
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *chain.from_iterable(_lines(box, boxes) for box in boxes.values()),
        *chain.from_iterable(_arrows(box, boxes, lexicon) for box in boxes.values()),
        *chain.from_iterable(map(_picture, boxes.values())),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _boxes(lexicon: Lexicon) -> Iterator[Box]:
    """The box of each class, column by column; a class that has no place yet stands at the end."""
    placed = tuple(chain.from_iterable(COLUMNS))
    late = tuple(name for name in (f"lga:{entry.name}" for entry in lexicon.of_kind(OWL.Class)) if name not in placed)
    for number, column in enumerate((*COLUMNS[:-1], COLUMNS[-1] + late)):
        top = MARGIN
        for name in column:
            above = tuple(short(one) for one in lexicon.lineage(_expand(name))[1:2] if short(one) not in placed)
            box = Box(name, above if name.startswith("lga:") else (), tuple(_rows(name, lexicon)), number, top)
            yield box
            top += box.height + APART


def _rows(name: str, lexicon: Lexicon) -> Iterator[Row]:
    """The properties of a class: those of other vocabularies, then ours that link things, then ours with values."""
    said = lexicon.statements
    for borrowed in (one for one in said.subjects(_expand(name), DOMAIN) if short(one) in SHOWN):
        values = tuple(map(short, said.iris(borrowed, RANGE)))
        yield Row(short(borrowed), values, values)
    own = [one for one in lexicon.entries if one.kind != OWL.Class and name in map(short, one.domain)]
    yield from map(_row, sorted(own, key=lambda one: (one.kind != OWL.ObjectProperty, one.name)))


def _row(entry: Entry) -> Row:
    """One of our properties; where it has many values or many classes, they are left out."""
    values = tuple(map(short, entry.range)) if entry.kind == OWL.ObjectProperty else ()
    few = values if len(values) < CROWDED else ()
    return Row(entry.name, few, few if len(entry.domain) < CROWDED else ())


def _expand(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(FILE_PREFIXES[prefix] + local)


def _lines(box: Box, boxes: dict[str, Box]) -> Iterator[str]:
    """A line from each property to each class of its values that has a box."""
    for number, row in enumerate(box.rows):
        for other in (boxes[value] for value in row.led_to if value in boxes):
            yield _curve("link", box, other, box.line(number) - 4, other.top + 18)


def _arrows(box: Box, boxes: dict[str, Box], lexicon: Lexicon) -> Iterator[str]:
    """An arrow to the nearest class above that has a box."""
    family = lexicon.lineage(_expand(box.name))[1:] if box.name.startswith("lga:") else ()
    above = next((boxes[short(one)] for one in family if short(one) in boxes), None)
    if above:
        yield _curve("kind", box, above, box.top + 8, above.top + 28)


def _curve(kind: str, box: Box, other: Box, start: int, end: int) -> str:
    """A curve from a height of one box to a height of another."""
    left, right, leaves, arrives = box.sides(other, left=kind == "kind")
    pull = GAP // 2 if box.column == other.column else abs(right - left) // 2 + GAP // 4
    path = f"M{left} {start}C{left + leaves * pull} {start} {right + arrives * pull} {end} {right} {end}"
    return f'<path class="{kind}" d="{path}" marker-end="url(#{kind}-end)"/>'


def _picture(box: Box) -> Iterator[str]:
    """The rectangle and the texts of a box."""
    owner = "ours" if box.name.startswith("lga:") else "theirs"
    x, y = box.left + 10, box.top + 18
    yield f'<rect class="{owner}" x="{box.left}" y="{box.top}" width="{WIDTH}" height="{box.height}" rx="4"/>'
    yield f'<text class="name" x="{x}" y="{y}">{box.name}</text>'
    if box.above:
        yield f'<text class="above" x="{x}" y="{y + 15}">{", ".join(box.above)}</text>'
    for number, row in enumerate(box.rows):
        value = f' <tspan class="value">→ {" | ".join(row.values)}</tspan>' if row.values else ""
        yield f'<text x="{x}" y="{box.line(number)}">{row.name}{value}</text>'
