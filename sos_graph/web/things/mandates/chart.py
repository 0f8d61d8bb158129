"""The tree of an organisation -> a chart of boxes and lines, in numbers that a template draws as SVG.

The chart shows what the nested list beside it says and nothing more: the organisation on the left, its units and posts
to the right of it, and a dot for each seat.  Depth is drawn from left to right, so that long names have room.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from sos_graph.web.things.mandates.organisation import Post, Unit

__all__ = ["Box", "Chart", "chart_of"]

BOX, GAP, LINE, PADDING, DOT, BETWEEN = 262, 34, 17, 9, 12, 8
"""In pixels: the width of a box, between columns, the height of a line of text, inside a box, a dot, between boxes."""
LETTERS = 30
"""What fits on a line of a box."""
MOST_DOTS = 40
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its corner and height, its lines of text, what it stands for, and the dots of its seats."""

    x: int
    y: int
    height: int
    lines: tuple[tuple[int, str], ...]
    kind: str
    dots: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """The boxes, the lines between them, and the size of the drawing."""

    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    width: int
    height: int
    box: int = BOX
    padding: int = PADDING


@dataclass(frozen=True, slots=True)
class _Node:
    """What a box says, and what hangs on it."""

    text: str
    kind: str
    dots: tuple[str, ...] = ()
    below: tuple[_Node, ...] = ()


def chart_of(unit: Unit) -> Chart | None:
    """The chart of an organisation; None where nothing hangs on it."""
    root = _node(unit)
    if not root.below:
        return None
    boxes: list[Box] = []
    lines: list[str] = []
    height = _place(root, 0, 0, boxes, lines)
    width = max(box.x for box in boxes) + BOX
    return Chart(tuple(boxes), tuple(lines), width, height - BETWEEN)


def _node(unit: Unit) -> _Node:
    below = (
        *(_post(one) for one in unit.posts),
        *(_node(one) for one in unit.units),
        *(_Node(f"{one.kind} · {len(one.units)}", "group") for one in unit.groups),
    )
    return _Node(unit.name.text, "unit", below=below)


def _post(post: Post) -> _Node:
    marks = [*("office" if one.is_ex_officio else "filled" for one in post.holders), *("vacant",) * post.vacant]
    return _Node(post.name.text, "post", tuple(marks) if len(marks) <= MOST_DOTS else ())


def _place(node: _Node, depth: int, top: int, boxes: list[Box], lines: list[str]) -> int:
    """Draw a node and what hangs on it from a height on; gives the height at which the next one begins."""
    x = depth * (BOX + GAP)
    height = _height(node)
    first = len(boxes)
    below = top
    children = node.below if depth < COLUMNS - 1 else ()
    for child in children:
        below = _place(child, depth + 1, below, boxes, lines)
    bottom = max(below - BETWEEN, top + height)
    own = _box(node, x, top, height)
    boxes.insert(first, own)
    lines += _lines(own, (box for box in boxes[first + 1 :] if box.x == x + BOX + GAP))
    return bottom + BETWEEN


def _height(node: _Node) -> int:
    rows = -(-len(node.dots) // _dots_in_a_row())
    return 2 * PADDING + LINE * len(_wrapped(node)) + (rows * DOT + 4 if rows else 0)


def _dots_in_a_row() -> int:
    return (BOX - 2 * PADDING) // DOT


def _wrapped(node: _Node) -> list[str]:
    return wrap(node.text, LETTERS) or [node.text]


def _box(node: _Node, x: int, y: int, height: int) -> Box:
    text = _wrapped(node)
    under = y + PADDING + LINE * len(text) + 4
    in_a_row = _dots_in_a_row()
    dots = (
        (x + PADDING + DOT * (n % in_a_row) + DOT // 2, under + DOT * (n // in_a_row) + DOT // 2, kind)
        for n, kind in enumerate(node.dots)
    )
    lines = ((y + PADDING + LINE * n + 13, line) for n, line in enumerate(text))
    return Box(x, y, height, tuple(lines), node.kind, tuple(dots))


def _lines(box: Box, below: Iterable[Box]) -> Iterable[str]:
    """The paths from a box to those that hang on it: along, down, along."""
    for one in below:
        start, middle = box.y + min(box.height, 36) // 2, box.x + BOX + GAP // 2
        yield f"M{box.x + BOX} {start}H{middle}V{one.y + min(one.height, 36) // 2}H{one.x}"
