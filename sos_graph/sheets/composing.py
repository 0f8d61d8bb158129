"""The templates of `sheets.toml` -> addresses and names of new things.

A token names a property of the row (or a way to one: ``lga:inTerm/lga:from``), ``@date`` or ``@source`` of the change,
or a text after an apostrophe; a bar separates what is tried in turn, and ``#year``, ``#kind``, ``#slug`` take a part of
what was found.  A published address is never used again, so a new one that is taken gets a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sos_graph.names import fold
from sos_graph.sheets.drafting import Draft
from sos_graph.sheets.facts import kind_of, slug_of
from sos_graph.sheets.vocabulary import expand
from sos_graph.terms import DCT, ROOT, Literal, NamedNode, Term

__all__ = ["Minter", "RowValues", "compose", "find_values"]

RowValues = Callable[[str], list[Term]]
"""The values of a row by the key of a property (``skos:prefLabel@en``), or of ``@date`` and ``@source``."""
BRACES = re.compile(r"\{(?:([^{}?]*)\?)?([^{}]+)\}")
UNSAFE = re.compile(r"[^a-z0-9-]")
YEAR = 4
LONGEST = 100


def find_values(token: str, row: RowValues, draft: Draft) -> tuple[list[Term], str]:
    """The values that a token finds, and the part of them that it asks for."""
    ways, _, part = token.partition("#")
    for way in ways.split("|"):
        found = _follow(way, row, draft)
        if found:
            return found, part
    return [], part


def _follow(way: str, row: RowValues, draft: Draft) -> list[Term]:
    if way.startswith("'"):
        return [Literal(way[1:])]
    first, *steps = way.split("/")
    found = row(first)
    for step in steps:
        found = [value for one in found if isinstance(one, NamedNode) for value in draft.values(one, expand(step))]
    return found


def compose(template: str, row: RowValues, draft: Draft, language: str) -> str:
    """The text of a template in a language; a text before a question mark stands only where something was found."""

    def fill(found: re.Match[str]) -> str:
        values, part = find_values(found[2], row, draft)
        said = sorted(values, key=lambda one: _is_foreign(one, language))
        return (found[1] or "") + _say(said[0], part, draft, language) if said else ""

    text = " ".join(BRACES.sub(fill, template).split())
    return text[:1].upper() + text[1:]


def _say(value: Term, part: str, draft: Draft, language: str) -> str:
    if isinstance(value, NamedNode) and not part:
        codes = [one.value for one in draft.values(value, DCT.identifier) if isinstance(one, Literal)]
        return codes[0] if codes else draft.name(value, language)
    return _part(value, part)


def _is_foreign(value: Term, language: str) -> bool:
    """Whether a text is in another language."""
    return isinstance(value, Literal) and bool(value.language) and value.language != language


def _part(value: Term, part: str) -> str:
    if isinstance(value, NamedNode):
        return kind_of(value) if part == "kind" else slug_of(value)
    text = value.value
    return text[:YEAR] if part == "year" else text


class Minter:
    """Makes addresses that no thing has, ever had, or is getting now."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def mint(self, kind: str, tokens: Sequence[str], row: RowValues, draft: Draft) -> NamedNode | None:
        """The address of a new thing; None where nothing is there to make it of."""
        pieces = [self._piece(token, row, draft) for token in tokens]
        slug = "-".join(piece for piece in pieces if piece)[:LONGEST].strip("-")
        if not pieces or not pieces[0]:
            return None
        number = 1
        while (iri := f"{ROOT}id/{kind}/{slug}{f'-{number}' if number > 1 else ''}") in self._taken:
            number += 1
        self._taken.add(iri)
        return NamedNode(iri)

    def _piece(self, token: str, row: RowValues, draft: Draft) -> str:
        values, part = find_values(token, row, draft)
        return UNSAFE.sub("", fold(_part(values[0], part)).replace(" ", "-")) if values else ""
