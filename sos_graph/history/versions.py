"""Changes -> the versions of things that followers of the feed take over (Linked Data Event Streams 1.0).

A version is a description of a thing under an IRI of its own: the same statements with the version as their subject,
what it is a version of, and when it was published.  A follower who puts the thing's IRI back in the version's place has
exactly the statements of the release.  A thing that was withdrawn says so itself; one that was removed gets a version
that says nothing else.  Versions come in pages that never change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sos_graph.history.differences import Change
from sos_graph.history.states import Description, State, Words, parse_line
from sos_graph.terms import DCT, LGA, PROV, RDF, ROOT, XSD

__all__ = ["PAGE", "Version", "page_iri", "page_of", "replay", "version_iri", "versions_in"]

PAGE = 250
"""How many versions a page holds at most."""
VERSION_OF = f"<{DCT.isVersionOf.value}>"
PUBLISHED = f"<{PROV.generatedAtTime.value}>"
BLANK = re.compile(r"_:v(\d+)")
"""The place of a thing on its page, by which its blank nodes are named."""
REMOVED = (f"<{RDF.type.value}>", f"<{LGA.Withdrawn.value}>")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a thing: its IRI, that of the thing, and the statements about the thing, none if it was removed."""

    iri: str
    thing: str
    statements: frozenset[Words]


def page_iri(publication: int, page: int) -> str:
    """The IRI of a page of versions.

    >>> page_iri(3, 1)
    'https://w3id.org/lga/changes/3/1'
    """
    return f"{ROOT}changes/{publication}/{page}"


def version_iri(publication: int, page: int, thing: str) -> str:
    """The IRI of a version: a part of its page.

    >>> version_iri(3, 1, "https://w3id.org/lga/ns#Body")
    'https://w3id.org/lga/changes/3/1#ns%23Body'
    """
    return f"{page_iri(publication, page)}#{thing.removeprefix(ROOT).replace('#', '%23')}"


def page_of(changes: Sequence[Change], page: int, publication: int, published: str) -> bytes:
    """A page of the versions that changes make, as sorted N-Triples."""
    lines: list[str] = []
    for place, change in enumerate(changes):
        version = f"<{version_iri(publication, page, change.iri)}>"
        lines.append(f"{version} {VERSION_OF} <{change.iri}> .\n")
        lines.append(f'{version} {PUBLISHED} "{published}"^^<{XSD.dateTime.value}> .\n')
        lines += _rewritten(change, version, place)
    return "".join(sorted(lines)).encode()


def _rewritten(change: Change, version: str, place: int) -> Iterator[str]:
    """The statements about a thing as statements about its version; blank nodes get names of their own on the page."""
    if not change.after.statements:
        yield f"{version} {' '.join(REMOVED)} .\n"
    for subject, verb, term in change.after.statements:
        named = version if subject == f"<{change.iri}>" else _blank(subject, place)
        yield f"{named} {verb} {_blank(term, place)} .\n"


def _blank(term: str, place: int) -> str:
    return f"_:v{place}{term[2:]}" if term.startswith("_:") else term


def versions_in(page: bytes) -> tuple[Version, ...]:
    """The versions on a page, by the IRI of the thing, their statements about the thing again."""
    rows = [parse_line(line) for line in page.decode().split("\n")[:-1]]
    things = {subject: term for subject, verb, term in rows if verb == VERSION_OF}
    ordered = sorted(things, key=lambda version: things[version])
    said = _by_version(rows, things, ordered)
    return tuple(Version(one[1:-1], things[one][1:-1], _unless_removed(said[one])) for one in ordered)


def _by_version(
    rows: Iterable[Words], things: Mapping[str, str], ordered: Sequence[str]
) -> Mapping[str, AbstractSet[Words]]:
    """What each version says, of the thing itself and of the blank nodes that belong to it."""
    said: dict[str, set[Words]] = {version: set() for version in ordered}
    for subject, verb, term in rows:
        if verb not in {VERSION_OF, PUBLISHED}:
            found = BLANK.match(subject)
            owner = ordered[int(found[1])] if found else subject
            said[owner].add((things.get(subject) or _original(subject), verb, _original(term)))
    return said


def _original(term: str) -> str:
    return BLANK.sub("_:", term, count=1)


def _unless_removed(rows: AbstractSet[Words]) -> frozenset[Words]:
    return frozenset() if {row[1:] for row in rows} == {REMOVED} else frozenset(rows)


def replay(pages: Iterable[bytes]) -> State:
    """The state that a follower of these pages, in their order, comes to; all of it counts as asserted."""
    state: dict[str, Description] = {}
    for page in pages:
        for version in versions_in(page):
            state[version.thing] = Description(version.statements)
    return {iri: said for iri, said in state.items() if said.statements}
