"""What follows from the asserted graphs, in a graph of its own.

What enters is a store of asserted quads and the rules, SPARQL CONSTRUCT files in `ontology/rules/`; what leaves is
what the graph `https://w3id.org/lga/graph/inferred` says, which a reader can leave out.  Rules run in the order
of their file names until none of them gives a new triple, so a rule may build on another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from sos_graph.errors import Sentence, SourceError
from sos_graph.parallel import run_tasks
from sos_graph.store import Draft, Triples, triples_of
from sos_graph.syntax.lines import batches, read_lines
from sos_graph.terms import DCT, LGA, RDF, ROOT, VOID, XSD, Literal, NamedNode, Quad, Triple, graph_iri

__all__ = ["INFERRED", "Rule", "conclude", "infer", "inferred_quads", "newest", "read_rules"]

INFERRED = graph_iri("inferred")
VOCABULARY = NamedNode(f"{ROOT}ns")
LICENCE = NamedNode("http://creativecommons.org/licenses/by/4.0/")
ROUNDS = 10
BATCH = 200_000
"""How many lines go to the engine at once."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT query and the file it stands in."""

    path: str
    text: str


def read_rules(project: Path) -> tuple[Rule, ...]:
    """The rules of a project, in the order of their file names."""
    files = sorted((project / "ontology" / "rules").glob("*.rq"))
    return tuple(Rule(file.relative_to(project).as_posix(), file.read_text(encoding="utf-8")) for file in files)


def infer(asserted: Iterable[Quad], rules: Iterable[Rule]) -> tuple[Quad, ...]:
    """The quads of the inferred graph: its header, and every triple that the rules give and no graph asserts.

    Raises SourceError for a rule that is not a CONSTRUCT query or that never comes to an end.
    """
    known = list(asserted)
    draft = Draft()
    draft.add(quad.triple for quad in known)
    return tuple(dict.fromkeys(inferred_quads(conclude(draft, rules, newest(known)))))


def inferred_quads(lines: Iterable[str]) -> Iterator[Quad]:
    """The quads of the inferred graph for its lines of N-Triples."""
    return (Quad(one.subject, one.predicate, one.object, INFERRED) for one in triples_of(lines))


def conclude(
    draft: Draft, rules: Iterable[Rule], modified: str, folder: Path | None = None, *, forked: bool = False
) -> Iterator[str]:
    """The lines of the inferred graph, as N-Triples, for what a draft holds; they are added to the draft.

    Every rule of a round sees the same triples, so the order of the rules does not matter, and what several of them
    give comes several times.  What they find waits in the folder until the round is over; `forked`, all processors
    share the rules.  Raises SourceError as `infer` does.
    """
    ordered = tuple(rules)
    for number in range(ROUNDS):
        with TemporaryDirectory(dir=folder) as waiting:
            files = _ask_all(draft, ordered, Path(waiting), forked=forked)
            new = chain.from_iterable(map(read_lines, files)) if files else _header(modified, after=number)
            for lines in batches(new, BATCH):
                draft.load(lines)
                yield from lines
        if not files:
            return
    raise SourceError(
        Sentence("Pravila sklepanja se ne iztečejo.", "The rules of inference do not come to an end."),
        where="ontology/rules",
        hint=Sentence(
            "Preverite, ali katero pravilo v vsakem krogu naredi nov IRI.",
            "See whether a rule makes a new IRI in each round.",
        ),
    )


def _ask_all(draft: Draft, rules: Sequence[Rule], folder: Path, *, forked: bool) -> list[Path]:
    """The files in a folder with what the rules give that is new, none where nothing is."""
    files = {rule.path: folder / f"{place}.nt" for place, rule in enumerate(rules)}
    tasks = {rule.path: partial(_write_new_ones, draft, rule, files[rule.path]) for rule in rules}
    return [files[path] for path, count in run_tasks(tasks, forked=forked).items() if count]


def _write_new_ones(draft: Draft, rule: Rule, file: Path) -> int:
    """Write the triples down that a rule gives and the draft does not hold; how many they are."""
    count = 0
    with file.open("w", encoding="utf-8", newline="\n") as waiting:
        for triple in _construct(draft, rule):
            if triple not in draft:
                waiting.write(f"{triple} .\n")
                count += 1
    return count


def _construct(draft: Draft, rule: Rule) -> Iterable[Triple]:
    try:
        answer = draft.ask(rule.text)
    except SyntaxError as error:
        raise SourceError(
            Sentence(f"Pravila ni mogoče prebrati: {error}", f"The rule cannot be read: {error}"),
            where=f"{rule.path}:{error.lineno or 1}",
        ) from error
    if not isinstance(answer, Triples):
        raise SourceError(
            Sentence("Pravilo ni poizvedba CONSTRUCT.", "The rule is not a CONSTRUCT query."), where=rule.path
        )
    return answer


def _header(modified: str, after: int) -> Iterable[str]:
    """The lines of the header of the inferred graph, dated like the newest graph that it follows from.

    After no round that gave anything there is no such graph.
    """
    header = [
        Triple(INFERRED, RDF.type, VOID.Dataset),
        Triple(INFERRED, DCT.title, Literal("Izpeljane trditve", language="sl")),
        Triple(INFERRED, DCT.title, Literal("Inferred statements", language="en")),
        Triple(INFERRED, DCT.source, VOCABULARY),
        Triple(INFERRED, DCT.license, LICENCE),
        Triple(
            INFERRED,
            LGA.transcription,
            Literal("Izpeljano s pravili v ontology/rules; nič od tega ne stoji v viru.", language="sl"),
        ),
        Triple(
            INFERRED,
            LGA.transcription,
            Literal("Derived by the rules in ontology/rules; none of it stands in a source.", language="en"),
        ),
    ]
    if modified:
        header.append(Triple(INFERRED, DCT.modified, Literal(modified, datatype=XSD.date)))
    return (f"{one} .\n" for one in header if after)


def newest(quads: Iterable[Quad]) -> str:
    """The latest date on which any graph says that it was modified, or nothing."""
    dates = [quad.object for quad in quads if quad.predicate == DCT.modified]
    return max((date.value for date in dates if isinstance(date, Literal)), default="")
