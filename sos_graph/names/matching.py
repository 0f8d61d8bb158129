"""A text and the names of a release -> the things it may mean, the likeliest first.

What enters is what somebody typed or what stands in a cell of a table.  Things are looked up by the keys, the stems
and the words of the text, and where none of them fits well, by words and names that look like it; `scoring` says how
well each fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sos_graph.names.folding import core_of, fold, squeeze
from sos_graph.names.index import FormRow, Names, Run
from sos_graph.names.reading import LONGEST_TEXT, Reading, read_text, telling_words
from sos_graph.names.scoring import EXACT, PART, SURE, WORST, Candidate, score_things
from sos_graph.terms import ROOT

__all__ = ["find_names", "suggest_names"]

MOST_SCORED, MOST_SUGGESTED = 120, 40
"""How many things are compared letter by letter, and how many of them while somebody types."""
SHORTEST_MISTAKEN = 3
"""The letters of a word from which on others may be like it."""
IDENTIFIER = re.compile(r"(?:^|^https?://\S+/(?:id|doc)/|^/(?:id|doc)/)([a-z-]+/[\w./-]+)$", re.ASCII)


def find_names(names: Names, text: str, runs: Sequence[Run] = (), limit: int = 25) -> list[Candidate]:
    """The things that a text may mean, of the kinds in some runs of numbers or of all."""
    itself = _itself(names, text.strip())
    if itself:
        return [itself]
    readings = read_text(text)
    numbers, found = _as_written(names, readings, runs, MOST_SCORED)
    if not found or found[0].score < SURE:
        found = score_things(names, _more(numbers, _by_likeness(names, readings, runs)), readings)
    return found[:limit]


def _itself(names: Names, text: str) -> Candidate | None:
    """The thing whose IRI, address or identifier ("municipality/si-050") a text is."""
    found = IDENTIFIER.search(text)
    number = names.number_of(f"{ROOT}id/{found[1]}") if found else None
    forms = names.forms([number]) if number else []
    if not number or not forms:
        return None
    return Candidate(names.things([number])[number], names.kind_of(number), EXACT, exact=True, form=forms[0])


def suggest_names(names: Names, text: str, runs: Sequence[Run] = (), limit: int = 8) -> list[Candidate]:
    """The things that a text names, then those whose name it begins, then those that it may mean."""
    core = core_of(fold(text[:LONGEST_TEXT]))
    if not core:
        return []
    _, found = _as_written(names, read_text(text), runs, MOST_SUGGESTED) if len(core) > 1 else ([], [])
    begun = _begun(names, core, runs, limit)
    ordered = [*(one for one in found if one.score >= SURE), *begun, *found]
    chosen: dict[int, Candidate] = {}
    for one in ordered or _nearly_begun(names, core, runs, limit) or find_names(names, text, runs, limit):
        chosen.setdefault(one.thing.number, one)
    return list(chosen.values())[:limit]


def _as_written(
    names: Names, readings: Sequence[Reading], runs: Sequence[Run], most: int
) -> tuple[list[int], list[Candidate]]:
    """The numbers and scores of the things that have the key, the stem or all words of a text."""
    numbers = _more(_by_keys(names, readings, runs), _by_words(names, readings, runs))[:most]
    return numbers, score_things(names, numbers, readings)


def _begun(names: Names, core: str, runs: Sequence[Run], limit: int) -> list[Candidate]:
    """The things whose name a text begins, those of the kinds that are looked for most first."""
    forms: dict[int, FormRow] = {}
    for form in names.beginning_with(core, runs):
        forms.setdefault(form.thing, form)
    kept = sorted(forms, key=lambda number: (names.place_of(number), number))[:limit]
    listed = names.things(kept)
    return [Candidate(listed[one], names.kind_of(one), SURE, exact=False, form=forms[one]) for one in kept]


def _nearly_begun(names: Names, core: str, runs: Sequence[Run], limit: int) -> list[Candidate]:
    """The things with a word that a text with one mistake begins."""
    from rapidfuzz.distance import OSA

    size = len(core)
    near = [
        number
        for number, text in names.terms_like(squeeze(core))
        if min(OSA.distance(core, text[: size + more]) for more in (-1, 0, 1)) <= 1
    ]
    numbers = names.things_of(near, runs)[:limit] if near else []
    listed = names.things(numbers)
    forms = {form.thing: form for form in reversed(names.forms(numbers))}
    return [Candidate(listed[one], names.kind_of(one), PART, exact=False, form=forms[one]) for one in numbers]


def _by_keys(names: Names, readings: Iterable[Reading], runs: Sequence[Run]) -> list[int]:
    """The things with a form of the very key, core or stem."""
    found: dict[int, None] = {}
    for reading in readings:
        forms = names.with_key(reading.key)
        forms += [one for core in {reading.core, reading.folded} for one in names.with_core(core)]
        forms += names.with_key(squeeze(reading.core)) + names.with_stem(sorted(reading.stems))
        found |= dict.fromkeys(one.thing for one in forms if _is_within(one.thing, runs))
    return list(found)


def _by_words(names: Names, readings: Sequence[Reading], runs: Sequence[Run]) -> list[int]:
    """The things whose names have every word of the text, each as a whole or as the beginning of a word."""
    groups = [names.terms_beginning_with(word) for word in telling_words(readings[0].core)] if readings else []
    return _in_all(names, groups, runs) if groups and all(groups) else []


def _by_likeness(names: Names, readings: Sequence[Reading], runs: Sequence[Run]) -> list[int]:
    """The things with a word or whole name like one in the text: those of all words first, then those of any."""
    found: list[int] = []
    for core in dict.fromkeys(reading.core for reading in readings):
        whole, *words = (_terms_near(names, word) for word in (squeeze(core), *telling_words(core)))
        groups = [group for group in words if group]
        found += names.things_of(whole, runs)
        found += _in_all(names, groups, runs)
        found += [number for group in groups for number in names.things_of(group, runs)[:MOST_SCORED]]
    return list(dict.fromkeys(found))


def _terms_near(names: Names, word: str) -> list[int]:
    """The words that differ from a word in few letters."""
    from rapidfuzz.distance import OSA

    like = names.terms_like(word) if len(word) >= SHORTEST_MISTAKEN else []
    return [number for number, text in like if OSA.normalized_distance(word, text) <= WORST]


def _in_all(names: Names, groups: Iterable[Sequence[int]], runs: Sequence[Run]) -> list[int]:
    """The things that a word of each group leads to; the rarest group is followed first."""
    found: list[int] | None = None
    for group in sorted(groups, key=names.reach):
        found = names.things_of(group, runs, found)
    return found or []


def _more(numbers: Sequence[int], others: Iterable[int]) -> list[int]:
    return list(dict.fromkeys((*numbers, *others)))[:MOST_SCORED]


def _is_within(number: int, runs: Sequence[Run]) -> bool:
    return not runs or any(first <= number <= last for first, last in runs)
