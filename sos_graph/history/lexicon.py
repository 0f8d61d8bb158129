"""Two states -> the words for what stands in them: labels of things, and values as a sentence writes them.

A name comes from the state after, or from the one before where the thing is gone; in the language asked for, else in
another.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sos_graph.errors import Language
from sos_graph.history.meanings import Route
from sos_graph.history.states import Description, State, things_saying
from sos_graph.syntax.rows import plain, split_literal
from sos_graph.terms import DCT, FOAF, LGA, RDF, RDFS, SKOS, XSD, Literal, NamedNode, local_path
from sos_graph.wording import is_date, say_date, say_literal

__all__ = ["NAMES", "TYPE", "Lexicon", "types_of"]

NAMES = tuple(f"<{one.value}>" for one in (SKOS.prefLabel, RDFS.label, DCT.title, FOAF.name))
TYPE = f"<{RDF.type.value}>"
BRINGS_ALONG = f"<{LGA.bringsAlong.value}>"
LONGEST = 160
"""How many characters of a text a sentence quotes."""
MOST = 3
"""How many values of one kind a sentence names."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_]")
NOTHING = Description()


class Lexicon:
    """Looks things up in the state after a change, and in the one before."""

    def __init__(self, before: State, after: State) -> None:
        self.before = before
        self.after = after
        self.parts = frozenset(iri for iri, _ in things_saying(after, {BRINGS_ALONG}))
        self._owners: dict[str, list[tuple[str, str]]] | None = None

    def owners(self, thing: str) -> list[tuple[str, str]]:
        """The things that bring a thing along, and the property in brackets with which they do."""
        if self._owners is None:
            self._owners = defaultdict(list)
            for owner, property_, part in _links(self.after, {f"<{one}>" for one in self.parts}):
                self._owners[part].append((owner, property_))
        return self._owners.get(thing, [])

    def follow(self, route: Route, thing: str, other: str = "") -> list[str]:
        """The terms that a path leads to from a thing, each once, in order."""
        place = {"": f"<{thing}>", "old": f"<{thing}>", "other": f"<{other}>" if other else ""}[route.start]
        fringe = [place] if place else []
        for step in route.steps:
            fringe = sorted({term for one in fringe for term in self._step(one, step, is_old=route.start == "old")})
        return [term for term in fringe if not route.goal or term == route.goal]

    def _step(self, term: str, step: str, *, is_old: bool) -> Iterator[str]:
        if step.startswith("^"):
            yield from (f"<{owner}>" for owner, name in self.owners(term[1:-1]) if name == step[1:])
        elif term.startswith("<"):
            said = self.before.get(term[1:-1], NOTHING) if is_old else self._description(term[1:-1])
            yield from (value for _, verb, value in said.asserted if verb == step)

    def _description(self, iri: str) -> Description:
        return self.after.get(iri) or self.before.get(iri, NOTHING)

    def values(self, terms: Iterable[str], language: Language, *, in_phrase: bool = False) -> str:
        """Terms in words, in the order of the alphabet; of texts in several languages, those in this one."""
        said = sorted({self._say(one, language, in_phrase=in_phrase) for one in _in_one(terms, language)})
        joint = "; " if any("," in one for one in said) else ", "
        more = {"sl": " in še {}", "en": " and {} more"}[language].format(len(said) - MOST)
        return joint.join(said[:MOST]) + (more if len(said) > MOST else "")

    def _say(self, term: str, language: Language, *, in_phrase: bool) -> str:
        if term.startswith("<"):
            return self.name(term[1:-1], language)
        if not term.startswith('"'):
            return "[]"
        literal = _literal(term)
        text = say_date(literal, language, in_phrase=in_phrase) if is_date(literal) else say_literal(literal, language)
        if literal.datatype == XSD.string or literal.language:
            text = " ".join(text.split())
        return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"

    def name(self, iri: str, language: Language) -> str:
        """The label of a thing; of a thing without one, the last part of its IRI."""
        for state in (self.after, self.before):
            said = state.get(iri, NOTHING).asserted
            for name in NAMES:
                found = [term for _, verb, term in said if verb == name and term.startswith('"')]
                if found:
                    return self._say(min(_in_one(found, language)), language, in_phrase=False)
        return _from_iri(iri)

    def kind(self, iri: str, language: Language) -> str:
        """The name of the class of a thing: those of our own vocabulary first, by the alphabet."""
        types = self.types(iri)
        return self.name(types[0], language) if types else ""

    def types(self, iri: str) -> list[str]:
        """The classes that a thing is said to be of."""
        return types_of(self._description(iri))


def types_of(said: Description) -> list[str]:
    """The classes that a description names: of our own vocabulary first, withdrawn only after all others."""
    kinds = {term[1:-1] for _, verb, term in said.asserted if verb == TYPE}
    return sorted(kinds, key=lambda one: (one == LGA.Withdrawn.value, local_path(one) is None, one))


def _links(state: State, properties: set[str]) -> Iterator[tuple[str, str, str]]:
    """Each thing that has one of these properties, the property, and the thing that it points to."""
    for iri, said in things_saying(state, properties):
        yield from ((iri, verb, term[1:-1]) for _, verb, term in said.asserted if verb in properties)


def _in_one(terms: Iterable[str], language: Language) -> list[str]:
    """The terms but for texts in other languages, where there are texts in this one, or else in English or Slovene."""
    by_tag: Mapping[str, list[str]] = defaultdict(list)
    for term in terms:
        by_tag[split_literal(term)[1] if term.startswith('"') else ""].append(term)
    spoken = next((tag for tag in (language, "en", "sl") if tag in by_tag), None)
    tagged = by_tag[spoken] if spoken else [term for tag in by_tag if tag for term in by_tag[tag]]
    return sorted([*by_tag.get("", ()), *tagged])


def _literal(term: str) -> Literal:
    value, tag, datatype = split_literal(term)
    if tag:
        return Literal(plain(value), language=tag)
    return Literal(plain(value), datatype=NamedNode(datatype[1:-1]) if datatype else None)


def _from_iri(iri: str) -> str:
    """Words for an IRI without a label.

    >>> _from_iri("http://www.w3.org/ns/org#unitOf"), _from_iri("https://example.org/a/")
    ('unit of', 'example.org/a/')
    """
    local = re.split(r"[#/]", iri)[-1]
    return CAMEL.sub(" ", local).lower() if local else re.sub(r"^https?://", "", iri)
