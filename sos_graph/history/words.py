"""Changes -> what they mean, told in Slovene and English.

What enters is the changes between two states; what leaves is what to tell of each thing.  Only what a source asserts
is told: what follows from it by rules changed because of it.  A part that came with its whole (the evidence of a new
claim, the code of a new municipality) is told with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sos_graph.errors import Language, Sentence
from sos_graph.history.differences import Change
from sos_graph.history.lexicon import NAMES, TYPE, Lexicon
from sos_graph.history.meanings import Meaning, Slot, Table, read_table
from sos_graph.history.states import Description, State, things_saying

__all__ = ["Telling", "tell"]

LANGUAGES: tuple[Language, ...] = ("sl", "en")
_Shared = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing to tell: the thing, the name of the meaning, its place among meanings, and the sentence."""

    iri: str
    meaning: str
    place: int
    sentence: Sentence


def tell(changes: Sequence[Change], before: State, after: State) -> tuple[Telling, ...]:
    """What there is to tell, what is most important first."""
    teller = _Teller(changes, Lexicon(before, after), read_table())
    told = (telling for change in changes for telling in teller.tell(change))
    return tuple(sorted(told, key=lambda one: (one.place, one.sentence.sl, one.iri)))


class _Teller:
    """Tells one change after another, knowing them all."""

    def __init__(self, changes: Iterable[Change], lexicon: Lexicon, table: Table) -> None:
        self._lexicon = lexicon
        self._table = table
        self._changes = {change.iri: change for change in changes}
        self._earlier: dict[str, dict[_Shared, list[tuple[str, str]]]] = {}
        self._added = {change.iri for change in self._changes.values() if change.kind == "added"}
        self._replaced = {
            change.iri: ended
            for meaning in table.meanings
            if meaning.replaces
            for change, ended in self._pairs(meaning)
        }

    def tell(self, change: Change) -> Iterator[Telling]:
        """What there is to tell of one change."""
        if not change.is_asserted or self._is_told_by_owner(change):
            return
        if change.kind == "changed":
            yield from self._tell_changed(change)
            return
        for meaning in self._table.meanings:
            other = self._other(meaning, change)
            if other is not None and self._fits(meaning, change):
                yield self._say(meaning, change, other)
                return

    def _is_told_by_owner(self, change: Change) -> bool:
        """Whether a new thing is a part of another that tells of it."""
        owners = self._lexicon.owners(change.iri) if change.kind == "added" else ()
        if any(owner in self._added for owner, _ in owners):
            return True
        return bool(owners) and not self._has_own_words(change)

    def _has_own_words(self, change: Change) -> bool:
        return any(meaning.classes and self._fits(meaning, change) for meaning in self._table.meanings)

    def _tell_changed(self, change: Change) -> Iterator[Telling]:
        if change.iri in self._replaced.values() or self._is_of(change, self._table.silent):
            return
        rows = self._rows_for(change)
        yield from (self._say(one, change, "") for one in rows)
        for property_ in self._untold(change, rows):
            yield from self._tell_property(change, property_)

    def _untold(self, change: Change, rows: Sequence[Meaning]) -> list[str]:
        """The properties that no row tells; a name made from other values only where nothing else is told."""
        told = self._table.quiet.union(*(one.gains for one in rows))
        rest = [one for one in self._differing(change) if one not in told]
        unnamed = [one for one in rest if one not in NAMES]
        return unnamed if self._is_of(change, self._table.unnamed) and (unnamed or rows) else rest

    def _rows_for(self, change: Change) -> list[Meaning]:
        """The rows that tell of a changed thing; those about its name only where its name is its own."""
        rows = [one for one in self._table.meanings if self._fits(one, change)]
        if self._is_of(change, self._table.unnamed):
            return [one for one in rows if one.gains.isdisjoint(NAMES)]
        return rows

    def _differing(self, change: Change) -> list[str]:
        """The properties of a thing of which the values changed; statements about its blank nodes count as one."""
        rows = change.before.asserted ^ change.after.asserted
        return sorted({verb for subject, verb, _ in rows if subject == f"<{change.iri}>"})

    def _tell_property(self, change: Change, property_: str) -> Iterator[Telling]:
        before, after = set(_values(change.before, property_)), set(_values(change.after, property_))
        gained = {one for one in after - before if not self._tells_itself(property_, one)}
        lost = before - after
        if lost or gained:
            name = ("corrected" if gained else "struck") if lost else "completed"
            sl, en = (self._known(property_, lost, gained, language) for language in LANGUAGES)
            yield self._say(self._table.named(name), change, "", sl, en)

    def _known(self, property_: str, lost: Iterable[str], gained: Iterable[str], language: Language) -> dict[str, str]:
        """What a sentence about one property is filled with."""
        lexicon = self._lexicon
        return {
            "property": lexicon.name(property_[1:-1], language),
            "before": lexicon.values(lost, language),
            "after": lexicon.values(gained, language),
        }

    def _tells_itself(self, property_: str, term: str) -> bool:
        """Whether a new value is a part that is told in its own words."""
        part = self._changes.get(term[1:-1]) if property_[1:-1] in self._lexicon.parts else None
        return part is not None and part.kind == "added" and self._has_own_words(part)

    def _is_of(self, change: Change, classes: frozenset[str]) -> bool:
        return any(f"<{one}>" in classes for one in self._lexicon.types(change.iri))

    def _fits(self, meaning: Meaning, change: Change) -> bool:
        follow = self._lexicon.follow
        return (
            change.kind in meaning.on
            and (not meaning.classes or self._is_of(change, meaning.classes))
            and (change.kind != "changed" or any(self._gains(change, one) for one in meaning.gains))
            and all(follow(route, change.iri) for route in meaning.has)
            and not any(follow(route, change.iri) for route in meaning.lacks)
        )

    def _gains(self, change: Change, property_: str) -> bool:
        return bool(set(_values(change.after, property_)) - set(_values(change.before, property_)))

    def _other(self, meaning: Meaning, change: Change) -> str | None:
        """The thing that a row speaks of besides: "" where it needs none, None where it needs one and there is none."""
        if meaning.replaces:
            return self._replaced.get(change.iri)
        return self._followed(meaning, change) if meaning.follows else ""

    def _pairs(self, meaning: Meaning) -> Iterator[tuple[Change, str]]:
        """What began and what ended, where with one value of a property exactly one thing did each."""
        began = _by_value((one for one in self._changes.values() if self._fits(meaning, one)), meaning.replaces)
        ended = _by_value(filter(self._ends, self._changes.values()), meaning.replaces)
        for value, changes in began.items():
            if len(changes) == len(ended[value]) == 1:
                yield changes[0], ended[value][0].iri

    def _ends(self, change: Change) -> bool:
        return change.kind == "changed" and any(self._gains(change, one) for one in self._table.ends)

    def _followed(self, meaning: Meaning, change: Change) -> str | None:
        """The latest thing of the same class and values that was there before and is earlier."""
        if meaning.name not in self._earlier:
            self._earlier[meaning.name] = self._index(meaning)
        date = max(_values(change.after, self._table.date), default="")
        found = self._earlier[meaning.name].get(_shared(meaning, change.after), ())
        return max((one for one in found if one[0] < date), default=(None, None))[1]

    def _index(self, meaning: Meaning) -> dict[_Shared, list[tuple[str, str]]]:
        """The dated things of a row's class that were there before, by the values that they must share."""
        found: defaultdict[_Shared, list[tuple[str, str]]] = defaultdict(list)
        for iri, said in things_saying(self._lexicon.before, {self._table.date}):
            dates = _values(said, self._table.date)
            if dates and any(kind in meaning.classes for kind in _values(said, TYPE)):
                found[_shared(meaning, said)].append((dates[-1], iri))
        return found

    def _say(self, meaning: Meaning, change: Change, other: str, *known: Mapping[str, str]) -> Telling:
        """The sentence of a row about a change, with what else is known to fill it with, in Slovene and in English."""
        filled = zip(LANGUAGES, known or ({}, {}), strict=True)
        sl, en = (self._fill(meaning, language, change.iri, other, one) for language, one in filled)
        return Telling(change.iri, meaning.name, meaning.place, Sentence(sl, en))

    def _fill(self, meaning: Meaning, language: Language, iri: str, other: str, known: Mapping[str, str]) -> str:
        """The sentence of a row, its gaps filled; a piece that may be left out is, where a gap of it stays empty."""
        text = ""
        for is_optional, parts in meaning.sentence[language]:
            said = [one if isinstance(one, str) else self._look_up(one, language, iri, other, known) for one in parts]
            if all(said) or not is_optional:
                text += "".join(said)
        return text[:1].upper() + text[1:]

    def _look_up(self, slot: Slot, language: Language, iri: str, other: str, known: Mapping[str, str]) -> str:
        if slot.name:
            lexicon = self._lexicon
            own = {"label": lexicon.name, "kind": lexicon.kind}
            return known[slot.name] if slot.name in known else own[slot.name](iri, language)
        return self._lexicon.values(self._lexicon.follow(slot.route, iri, other), language, in_phrase=slot.in_phrase)


def _values(said: Description, property_: str) -> list[str]:
    """The values of one property of a thing, sorted."""
    return sorted(term for _, verb, term in said.asserted if verb == property_)


def _shared(meaning: Meaning, said: Description) -> _Shared:
    """The values that a thing must share with another to follow it."""
    return tuple(tuple(_values(said, one)) for one in meaning.follows)


def _by_value(changes: Iterable[Change], property_: str) -> defaultdict[str, list[Change]]:
    """The changes of things by each value that they have of a property now."""
    found: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        for value in _values(change.after, property_):
            found[value].append(change)
    return found
