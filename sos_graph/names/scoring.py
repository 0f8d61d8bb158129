"""Readings of a text and a thing's forms -> how well they fit, between 0 and 100, and whether the text is exact.

*Exact* is a text that has, but for case, marks and punctuation, the very letters of a recorded name, acronym or code;
a word that only says that it is a municipality's, or a country that is the thing's own, may stand beside it.  Other
cases of a Slovene name, typing mistakes (edit distance with neighbours exchanged, by RapidFuzz) and parts of names
score less and are never exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sos_graph.names.folding import squeeze
from sos_graph.names.gathering import How
from sos_graph.names.index import FormRow, Listed, Names
from sos_graph.names.reading import Reading, telling_words

__all__ = ["EXACT", "PART", "SURE", "WORST", "Candidate", "score_things"]

EXACT, QUALIFIED, INFLECTED, NAMED_APART = 100.0, 98.0, 92.0, 90.0
SHORTENED, AS_NUMBER, OF_ANOTHER_KIND = 90.0, 88.0, 80.0
ELSEWHERE = 45.0
"""The most that a thing of another country than the one named can score."""
SURE = 85.0
"""A score from which on nobody looks for typing mistakes."""
PENALTY, WORST = 1.6, 0.42
"""What a mistake costs, as a share of the letters, and the share from which on two names are different names."""
PART, WHOLE = 40.0, 35.0
"""What a part of a name scores, and what more it scores the more of the name it is."""
COMPARED = {How.NAME, How.ALTERNATIVE, How.FORMER, How.WRITTEN}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a text may mean, how well it fits (0 to 100), whether it is exact, and the form that fits best."""

    thing: Listed
    kind: str
    score: float
    exact: bool
    form: FormRow


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing with its kind, its forms, and the words of its names."""

    listed: Listed
    kind: str
    forms: Sequence[FormRow]
    words: frozenset[str]


def score_things(names: Names, numbers: Sequence[int], readings: Sequence[Reading]) -> list[Candidate]:
    """The things with their scores, the best first; of equal ones those of the kind that is looked for more."""
    scored = (_candidate(one, readings) for one in _things(names, numbers))
    good = [one for one in scored if one.score > 0]
    return sorted(good, key=lambda one: (-one.score, names.place_of(one.thing.number), one.form.how, one.thing.number))


def _things(names: Names, numbers: Sequence[int]) -> Iterable[_Thing]:
    listed = names.things(numbers)
    by_thing: defaultdict[int, list[FormRow]] = defaultdict(list)
    for form in names.forms(numbers):
        by_thing[form.thing].append(form)
    for number, forms in by_thing.items():
        words = frozenset(word for form in forms if form.how in COMPARED for word in form.folded.split())
        yield _Thing(listed[number], names.kind_of(number), forms, words)


def _candidate(thing: _Thing, readings: Sequence[Reading]) -> Candidate:
    """The thing with the best score that one of its forms has under one of the readings."""
    named = {reading.country for reading in readings} - {""}
    is_elsewhere = bool(named) and thing.listed.country not in {"", *named}
    fits = [(_fit(reading, form, thing), reading, form) for reading in readings for form in thing.forms]
    if is_elsewhere:
        fits = [(_lowered(fit, reading, form), reading, form) for fit, reading, form in fits]
    (score, exact), _, form = max(fits, key=lambda one: one[0])
    return Candidate(thing.listed, thing.kind, round(score, 1), exact=exact, form=form)


def _lowered(fit: tuple[float, bool], reading: Reading, form: FormRow) -> tuple[float, bool]:
    """What a form scores whose thing is in another country; a whole name that has the country in it stands."""
    score, exact = fit
    stands = exact and not reading.country and form.how != How.ACRONYM
    return fit if stands else (min(score, ELSEWHERE), False)


def _fit(reading: Reading, form: FormRow, thing: _Thing) -> tuple[float, bool]:
    """The score of one form under one reading, and whether it is exact."""
    if reading.key == form.key or squeeze(reading.core) == squeeze(form.core):
        return _fit_of_same(reading, form, thing)
    if form.how == How.ACRONYM:
        return (NAMED_APART if _is_acronym_with_words(reading, form, thing.words) else 0.0), False
    return (_fit_of_other(reading, form, thing) if form.how in COMPARED else 0.0), False


def _fit_of_same(reading: Reading, form: FormRow, thing: _Thing) -> tuple[float, bool]:
    """The score of a form that has the letters of the text."""
    is_same = reading.key == form.key
    if form.how == How.BARE_CODE:
        return AS_NUMBER, False
    if reading.country:
        return (QUALIFIED, True) if thing.listed.country == reading.country else (OF_ANOTHER_KIND, False)
    if not is_same and _says_another_kind(reading, thing):
        return OF_ANOTHER_KIND, False
    return EXACT - (0.0 if is_same else 1.0), True


def _fit_of_other(reading: Reading, form: FormRow, thing: _Thing) -> float:
    """The score of a name that has other letters than the text."""
    if form.stem in reading.stems:
        return OF_ANOTHER_KIND if _says_another_kind(reading, thing) else INFLECTED
    score = max(_likeness(reading.core, form.core), _part(reading.folded, thing.words, form.core))
    return score - (0.0 if form.how == How.NAME else 0.5)


def _says_another_kind(reading: Reading, thing: _Thing) -> bool:
    return reading.says_municipality and thing.kind != "municipality"


def _is_acronym_with_words(reading: Reading, form: FormRow, words: frozenset[str]) -> bool:
    """Whether a text is an acronym beside words of the thing's other names."""
    rest = f" {reading.folded} ".replace(f" {form.folded} ", " ", 1).split()
    return len(rest) < len(reading.folded.split()) and all(word in words for word in rest)


def _likeness(sought: str, name: str) -> float:
    """How alike two names are, as they stand or with their words in order, up to 95."""
    if _is_shortened(sought, name):
        return SHORTENED
    return max(_near(squeeze(sought), squeeze(name)), 0.98 * _near(_in_order(sought), _in_order(name)))


def _is_shortened(sought: str, name: str) -> bool:
    """Whether a text has the words of a name, some of them cut short ("Sv. Jurij v Slov. goricah")."""
    pairs = list(zip(sought.split(), name.split(), strict=False))
    is_as_long = sought.count(" ") == name.count(" ") > 0
    return is_as_long and pairs[-1][0] == pairs[-1][1] and all(whole.startswith(part) for part, whole in pairs)


def _near(one: str, other: str) -> float:
    """How alike two texts are by the letters that would have to change, up to 95; 0 where too many would."""
    longest = max(len(one), len(other))
    most = int(WORST * longest)
    if not longest or abs(len(one) - len(other)) > most:
        return 0.0
    from rapidfuzz.distance import OSA

    mistakes = OSA.distance(one, other, score_cutoff=most)
    return 95.0 * (1.0 - PENALTY * mistakes / longest) if mistakes <= most else 0.0


@lru_cache(maxsize=16_384)
def _in_order(name: str) -> str:
    return "".join(sorted(telling_words(name)))


def _part(sought: str, words: frozenset[str], name: str) -> float:
    """What a text scores whose every word begins a word of the thing's names, by how much of this name it says."""
    parts = telling_words(sought)
    if not parts or not all(part in words or _begins_one(part, words) for part in parts):
        return 0.0
    own = set(name.split())
    said = sum(len(part) for part in parts if part in own or _begins_one(part, own))
    return PART + WHOLE * min(1.0, said / max(1, len(squeeze(name))))


def _begins_one(part: str, words: Iterable[str]) -> bool:
    return any(word.startswith(part) for word in words)
