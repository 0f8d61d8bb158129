"""Comparisons and figures -> `docs/performance.md` and its plots, and the numbers behind them as JSON."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from bench.comparisons import Comparison
from bench.own import Figure

__all__ = ["write_page"]

PAGE, PLOT, NUMBERS = Path("docs/performance.md"), Path("docs/images/performance.svg"), Path("bench/results/peers.json")
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LEFT, WIDTH, LINE, RIGHT = 330, 420, 22, 60
DECADES = (-1, 4)
FONT = 'font-family="sans-serif" font-size="12"'


def write_page(
    compared: Sequence[Comparison], figures: Sequence[Figure], skipped: Sequence[tuple[str, str]], machine: str
) -> None:
    """Put what was measured between the marks of the page, draw the plot, and keep the numbers."""
    NUMBERS.parent.mkdir(exist_ok=True)
    numbers = {"compared": [asdict(one) for one in compared], "figures": figures, "skipped": skipped}
    NUMBERS.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    PLOT.write_text(_plot(compared), encoding="utf-8")
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    measured = "\n".join([BEGIN, "", machine, "", *_table(compared), "", *_costs(figures), "", *_skips(skipped), END])
    PAGE.write_text(before + measured + after, encoding="utf-8")


def _table(compared: Iterable[Comparison]) -> list[str]:
    lines = [
        "| what | beside | requests a second | from … to | requests for a second of processor | bar |",
        "|---|---|--:|---|--:|--:|",
    ]
    for one in compared:
        middle, cost = statistics.median(one.rates), _short(statistics.median(one.costs)) if one.costs else ""
        spread = f"{_short(min(one.rates))} … {_short(max(one.rates))}"
        lines.append(f"| {one.what} | {one.peer} | {_short(middle)} | {spread} | {cost} | {_bar(one.bar)} |")
    return lines


def _costs(figures: Iterable[Figure]) -> list[str]:
    lines = ["| what | measured | bar |", "|---|--:|--:|"]
    return lines + [f"| {what} | {_short(much)} {unit} | {_short(bar)} |" for what, much, unit, bar in figures]


def _skips(skipped: Iterable[tuple[str, str]]) -> list[str]:
    return [f"Not measured: {name} ({reason})." for name, reason in skipped]


def _bar(bar: float | None) -> str:
    return _short(bar) if bar else ""


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _plot(compared: Sequence[Comparison]) -> str:
    """Each median as a point on a scale of powers of ten, with its spread, and its bar as a mark."""
    height = LINE * (len(compared) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {height}" role="img" {FONT}>',
        "<title>Requests a second: the site for each of a peer</title>",
        f'<rect width="{LEFT + WIDTH + RIGHT}" height="{height}" fill="#fff"/>',
    ]
    for decade in range(DECADES[0], DECADES[1] + 1):
        x, weight = _place(10.0**decade), 2 if decade == 0 else 1
        parts.append(f'<path d="M{x} 20V{height - 22}" stroke="#bbb" stroke-width="{weight}"/>')
        parts.append(f'<text x="{x}" y="{height - 6}" text-anchor="middle" fill="#333">{10.0**decade:g}</text>')
    for number, one in enumerate(compared):
        y = LINE * (number + 1) + 8
        middle, low, high = statistics.median(one.rates), min(one.rates), max(one.rates)
        parts.append(f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end" fill="#111">{one.what} / {one.peer}</text>')
        parts.append(f'<path d="M{_place(low)} {y}H{_place(high)}" stroke="#0b5394" stroke-width="3"/>')
        parts.append(f'<circle cx="{_place(middle)}" cy="{y}" r="5" fill="#0b5394"/>')
        if one.bar:
            parts.append(f'<path d="M{_place(one.bar)} {y - 8}V{y + 8}" stroke="#b45309" stroke-width="3"/>')
    return "\n".join([*parts, "</svg>", ""])


def _place(ratio: float) -> float:
    """Where a ratio stands from left to right."""
    share = (math.log10(max(ratio, 10.0 ** DECADES[0])) - DECADES[0]) / (DECADES[1] - DECADES[0])
    return round(LEFT + WIDTH * min(share, 1.0), 1)
