"""A release and its targets -> which links no longer hold, in words.

Every link is checked for whether what it leads to exists, has moved or been merged, or is no longer to be used; a link
of identity (the same thing, or the same concept) also for whether any name of the two agrees and whether the other is
of a plausible type.  Names agree when the words of one are all among the words of the other, without regard to marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sos_graph.errors import Language, Sentence
from sos_graph.links.asking import Asked, Unasked, ask
from sos_graph.links.targets import Target
from sos_graph.mappings import LINKS, links_by_target
from sos_graph.questions import LABELS
from sos_graph.release import Release
from sos_graph.store import Store
from sos_graph.terms import OWL, ROOT, SKOS, Literal, NamedNode, Quad, Triple

__all__ = ["LinkFinding", "LinkReport", "check_links"]

SAME = {
    OWL.sameAs.value,
    "http://schema.org/sameAs",
    f"{SKOS.base}exactMatch",
    f"{SKOS.base}closeMatch",
    "http://xmlns.com/foaf/0.1/focus",
}
"""The properties that say the two are one thing, or a concept and the thing it is of."""
NAMES = (*LABELS, SKOS.altLabel)
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """One link that no longer holds: its kind (missing, moved, deprecated, label, type), its ends, and the words."""

    kind: str
    target: str
    subject: str
    predicate: str
    object: str
    what: Sentence

    def say(self, language: Language) -> str:
        """One line for a person."""
        return f"{self.target}: {self.subject} → {self.object}: {self.what.say(language)}"


@dataclass(frozen=True, slots=True)
class LinkReport:
    """What came of a check: findings, targets that could not be asked, how many links were asked about, and the rest.

    `unchecked` has the targets that have no endpoint, each with the number of its links and the reason.
    """

    findings: tuple[LinkFinding, ...]
    unasked: tuple[Unasked, ...]
    checked: int
    unchecked: Mapping[str, tuple[int, Sentence]]


def check_links(release: Release, targets: Sequence[Target], say: Callable[[str], object]) -> LinkReport:
    """What has become of the links of a release to these targets; `say` is told whose turn it is."""
    links = links_by_target(_stated(release.store))
    findings: list[LinkFinding] = []
    unasked: list[Unasked] = []
    checked = 0
    askable = ((one, _askable(one, links.get(one.name, ()))) for one in targets if one.endpoint)
    for target, ours in filter(itemgetter(1), askable):
        say(f"{target.name} ({len(ours)})")
        answer = ask(target, sorted({_ends(link)[1] for link in ours}))
        if isinstance(answer, Unasked):
            unasked.append(answer)
        else:
            checked += len(ours)
            findings += [one for link in ours for one in _judge(release.store, target, link, answer)]
    unchecked = {one.name: (len(links.get(one.name, ())), one.reason) for one in targets if not one.endpoint}
    return LinkReport(tuple(findings), tuple(unasked), checked, unchecked)


def _stated(store: Store) -> Iterator[Quad]:
    """What the graphs of links hold."""
    for graph in store.graphs():
        if graph.value.startswith(LINKS):
            yield from store.quads(None, None, None, graph)


def _askable(target: Target, links: Iterable[Triple]) -> list[Triple]:
    return sorted((one for one in links if target.iris and _ends(one)[1].startswith(target.iris)), key=str)


def _ends(link: Triple) -> tuple[str, str]:
    """Our end of a link and the other."""
    first, second = (str(getattr(term, "value", "")) for term in (link.subject, link.object))
    return (first, second) if first.startswith(ROOT) else (second, first)


def _judge(store: Store, target: Target, link: Triple, answer: Asked) -> Iterator[LinkFinding]:
    """What is wrong with a link: that its other end is gone or has moved, or else what does not fit."""
    ours, theirs = _ends(link)
    said = answer.said[theirs]
    gone = _gone(said)
    found = [gone] if gone else _misfits(store, target, link, said)
    for kind, what in found:
        yield LinkFinding(kind, target.name, ours, link.predicate.value, theirs, what)


def _gone(said: Mapping[str, frozenset[str]]) -> tuple[str, Sentence] | None:
    if not said:
        return "missing", Sentence("na tej strani tega ni več.", "it is not there any more.")
    if said.get("successor"):
        where = ", ".join(sorted(said["successor"]))
        return "moved", Sentence(
            f"je združeno ali preusmerjeno na {where}.", f"it was merged or redirected to {where}."
        )
    if said.get("deprecated"):
        return "deprecated", Sentence("je opuščeno.", "it is deprecated.")
    return None


def _misfits(
    store: Store, target: Target, link: Triple, said: Mapping[str, frozenset[str]]
) -> Iterator[tuple[str, Sentence]]:
    """The names and types of the two ends of a link of identity that do not fit together."""
    if link.predicate.value not in SAME:
        return
    names, types = said.get("label", frozenset()), said.get("type", frozenset())
    own = _names(store, NamedNode(_ends(link)[0]))
    if names and own and not any(_agree(one, other) for one in names for other in own):
        theirs, ours = ", ".join(sorted(names)), ", ".join(sorted(own))
        yield (
            "label",
            Sentence(f"tam se imenuje »{theirs}«, pri nas »{ours}«.", f"it is called '{theirs}' there, '{ours}' here."),
        )
    if target.types and types and not types & target.types:
        listed = ", ".join(sorted(types))
        yield "type", Sentence(f"tam je vrste {listed}.", f"it is of type {listed} there.")


def _names(store: Store, iri: NamedNode) -> set[str]:
    found = (quad.object for name in NAMES for quad in store.quads(iri, name))
    return {one.value for one in found if isinstance(one, Literal)}


def _agree(one: str, other: str) -> bool:
    first, second = _words(one), _words(other)
    return bool(first and second) and (first <= second or second <= first)


def _words(name: str) -> set[str]:
    """The words of a name in small letters without marks.

    >>> sorted(_words("Občina Črna"))
    ['crna', 'obcina']
    """
    plain = "".join(one for one in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(one))
    return set(WORD.findall(plain))
