"""The checks of a dataset on disk, in tasks that all processors share: the same findings as from `examine`.

What enters is the transcripts of the files, the union of all graphs as a draft, and the dataset; what leaves is first
the tasks that need no store, then, with their results and the store that was written meanwhile, the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from sos_graph.checks.completeness import incomplete_terms
from sos_graph.checks.examination import SHAPES, about_file, from_error, from_results, from_row, lost_address, unread
from sos_graph.checks.findings import Finding, sort_findings
from sos_graph.checks.hygiene import HygieneRule, Row, ask_rule
from sos_graph.checks.kept_parts import KeptParts
from sos_graph.checks.neighbourhoods import (
    Plan,
    beginnings_of,
    make_plan,
    ranges_of,
    read_part,
    text_of,
    validate_part,
)
from sos_graph.checks.places import Places
from sos_graph.checks.shacl import Engine, ShapeResult, load_engine, validate_lines
from sos_graph.dataset import Dataset
from sos_graph.errors import SourceError
from sos_graph.parallel import Tasks, processors, run_tasks
from sos_graph.store import MANY, Draft, Store, open_store
from sos_graph.syntax.lines import read_lines
from sos_graph.syntax.media import N_QUADS
from sos_graph.syntax.reading import read_rdf
from sos_graph.terms import NamedNode, Triple
from sos_graph.transcripts import Transcript, lines_in

__all__ = ["Examination"]

TOGETHER = 8
"""How many parts are validated by one process at most, one after another: to begin a process takes time, too."""
GROUPS = 4
"""Into how many tasks the rules are put for each processor."""
Answer = tuple[str, tuple[Row, ...], SourceError | None]
"""The name of a rule, its rows, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything there is to check: the files by themselves, the dataset, and the rules."""

    project: Path
    transcripts: tuple[Transcript, ...]
    errors: tuple[SourceError, ...]
    dataset: Dataset
    draft: Draft
    rules: tuple[HygieneRule, ...]
    published: frozenset[NamedNode]
    engine: Engine
    kept: KeptParts

    def tasks(self) -> Tasks:
        """What can be done before there is a store: the shapes and, unless that is done alone, the rules."""
        share = GROUPS * processors()
        groups = [] if self._is_large else [self._simple()[place::share] for place in range(share)]
        return {
            **self._validations(),
            **{f"rules {number}": partial(self._ask, group) for number, group in enumerate(groups, 1) if group},
            **({} if self.errors else {"addresses": self._lost}),
        }

    def alone(self) -> Tasks:
        """What is done in this process afterwards: to read a draft touches it, so that each fork would own a copy."""
        return {"rules 1": partial(self._ask, self._simple())} if self._is_large else {}

    @property
    def _is_large(self) -> bool:
        return self.dataset.quads > MANY

    def _simple(self) -> list[HygieneRule]:
        """The rules that ask for no graph."""
        return [one for one in self._usable() if not one.needs_graphs]

    def findings(self, results: Mapping[str, Any], folder: Path, say: Callable[[str], object]) -> tuple[Finding, ...]:
        """Every finding, the blocking ones first, from the results of the tasks and the store in a folder."""
        rules = [one for one in self._usable() if one.needs_graphs]
        later = {f"rules {one.name}": partial(self._ask_store, one, folder) for one in rules}
        rest = {} if self.errors else {"terms": partial(self._incomplete, folder)}
        forked = len(self.dataset.graphs) > 1
        answers = run_tasks({**later, **rest}, say, forked=forked)
        self.kept.forget_unused()
        across = {"places": partial(self._across, {**results, **answers}, folder)}  # the store starts threads
        found = run_tasks(across, say, forked=forked)["places"]
        return sort_findings([*self._by_themselves(), *found])

    def _usable(self) -> list[HygieneRule]:
        return [one for one in self.rules if not (self.errors and one.needs_every_file)]

    def _validations(self) -> dict[str, Callable[[], Any]]:
        load_engine(self.engine)
        shapes = self._shapes()
        plan = make_plan(shapes, self.draft)
        triples = self.dataset.triples
        if plan is None:
            return {"shapes 1": partial(self._validate_whole, shapes)}
        ranges = ranges_of(triples, 2 * processors(), self.kept.cuts(), engine=self.engine)
        self.kept.remember_cuts(beginnings_of(triples, ranges))
        some = max(1, min(TOGETHER, len(ranges) // (2 * processors())))
        shares = [ranges[place : place + some] for place in range(0, len(ranges), some)]
        return {f"shapes {number}": partial(self._validate, plan, share) for number, share in enumerate(shares, 1)}

    def _shapes(self) -> frozenset[Triple]:
        files = (one for one in self.transcripts if one.path.startswith(SHAPES))
        texts = ("".join(lines_in(one)).encode() for one in files)
        return frozenset(quad.triple for text in texts for quad in read_rdf(text, N_QUADS, SHAPES))

    def _validate(self, plan: Plan, ranges: Iterable[tuple[int, int]]) -> frozenset[ShapeResult] | SourceError:
        try:
            return frozenset(chain.from_iterable(self._validate_part(plan, *one) for one in ranges))
        except SourceError as error:
            return error

    def _validate_part(self, plan: Plan, begin: int, end: int) -> frozenset[ShapeResult]:
        part = read_part(self.dataset.triples, begin, end)
        text = text_of(part, plan, self.draft)
        key = self.kept.key(plan.shapes, text)
        found = self.kept.recall(key)
        if found is None:
            found = validate_part(part, text, plan, self.draft, self.engine)
            self.kept.remember(key, found)
        return found

    def _validate_whole(self, shapes: frozenset[Triple]) -> frozenset[ShapeResult] | SourceError:
        try:
            return validate_lines(self.dataset.triples.read_bytes(), shapes, engine=self.engine)
        except SourceError as error:
            return error

    def _ask(self, rules: Sequence[HygieneRule]) -> list[Answer]:
        return [_answer(rule, self.draft) for rule in rules]

    def _ask_store(self, rule: HygieneRule, folder: Path) -> list[Answer]:
        return [_answer(rule, open_store(folder))]

    def _incomplete(self, folder: Path) -> list[Finding]:
        store = open_store(folder)
        return list(incomplete_terms(store, self._usable(), self._places(store)))

    def _lost(self) -> list[NamedNode]:
        left = {f"<{one.value}>" for one in self.published}
        for line in read_lines(self.dataset.triples):
            left.discard(line.partition(" ")[0])
        return [NamedNode(one[1:-1]) for one in sorted(left)]

    def _places(self, store: Store) -> Places:
        return Places.within(self.project, {one.graph: one.path for one in self.transcripts}, store)

    def _by_themselves(self) -> Iterator[Finding]:
        yield from unread(self.errors)
        for one in self.transcripts:
            yield from about_file(one.path, one.errors, tidy=one.tidy)

    def _across(self, results: Mapping[str, Any], folder: Path) -> list[Finding]:
        """The findings that the results make, with their places, for which the store in a folder is asked."""
        store = open_store(folder)
        places, rules, shapes = self._places(store), {one.name: one for one in self.rules}, self._shapes()
        validations = (result for name, result in results.items() if name.startswith("shapes "))
        answers = chain.from_iterable(one for name, one in results.items() if name.startswith("rules "))
        return [
            *chain.from_iterable(_from_validation(one, shapes, store, places) for one in validations),
            *chain.from_iterable(_from_answer(rules, answer, places) for answer in answers),
            *map(lost_address, results.get("addresses", ())),
            *results.get("terms", ()),
        ]


def _answer(rule: HygieneRule, store: Store | Draft) -> Answer:
    try:
        return rule.name, tuple(ask_rule(rule, store)), None
    except SourceError as error:
        return rule.name, (), error


def _from_validation(
    result: frozenset[ShapeResult] | SourceError, shapes: frozenset[Triple], store: Store, places: Places
) -> Iterator[Finding]:
    if isinstance(result, SourceError):
        yield from_error("unusable-shapes", result)
    else:
        yield from from_results(result, shapes, store, places)


def _from_answer(rules: Mapping[str, HygieneRule], answer: Answer, places: Places) -> Iterator[Finding]:
    name, rows, error = answer
    yield from (from_row(rules[name], row, places) for row in rows)
    if error is not None:
        yield from_error(name, error)
