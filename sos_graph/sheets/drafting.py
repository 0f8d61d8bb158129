"""Things as they will be: what the files say, less what is taken away, and more what is added.

What enters is the facts and one decision after another; what leaves is the quads to add and to remove, and at any time
what would then be said of a thing, new ones included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sos_graph.sheets.facts import Facts, name_of
from sos_graph.terms import NamedNode, Term, Triple

__all__ = ["Draft"]


class Draft:
    """The state that the files would be in."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.added: defaultdict[str, set[Triple]] = defaultdict(set)
        self.removed: set[Triple] = set()
        self._values: dict[tuple[NamedNode, NamedNode], list[Term]] = {}
        self._home: dict[NamedNode, str] = {}

    def settle(self, thing: NamedNode, path: str) -> None:
        """Let what is said of a new thing stand in a file."""
        self._home[thing] = path

    def is_new(self, thing: NamedNode) -> bool:
        """Whether a thing is not in the files yet."""
        return thing in self._home

    def home(self, thing: NamedNode, files: Iterable[str] = ()) -> str:
        """The file in which new statements about a thing stand: that of a new thing, or the first that describes it."""
        known = self.facts.files(thing)
        preferred = [one for one in known if one.startswith(tuple(files))]
        return self._home.get(thing) or (preferred or known or [""])[0]

    def values(self, thing: NamedNode, property_: NamedNode) -> list[Term]:
        """What would be said of a thing."""
        key = (thing, property_)
        return list(self._values[key]) if key in self._values else self.facts.values(thing, property_)

    def replace(
        self, thing: NamedNode, property_: NamedNode, old: Iterable[Term], new: Iterable[Term], path: str = ""
    ) -> bool:
        """Put new values in the place of old ones; whether that changes anything."""
        before, after = dict.fromkeys(self.values(thing, property_)), dict.fromkeys(new)
        gone = dict.fromkeys(old).keys() - after.keys()
        come = [one for one in after if one not in before]
        if not gone and not come:
            return False
        self._values[thing, property_] = [one for one in before if one not in gone] + come
        self.removed.update(Triple(thing, property_, one) for one in gone)
        self.added[path or self.home(thing)].update(Triple(thing, property_, one) for one in come)
        return True

    def name(self, thing: NamedNode, language: str) -> str:
        """The label that a thing would have in a language, else in any."""
        return name_of(thing, language, self.values)
