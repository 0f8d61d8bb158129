"""Names of countries in Slovene and English -> their codes (ISO 3166-1 alpha-2), from the Unicode CLDR as Babel has it.

They tell apart what is called the same in two countries: "ZMOS Slovakia" and "ZMOS, Slovenija" are two associations.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sos_graph.names.folding import fold, sought_stems, stem_of

__all__ = ["code_of_country", "country_name", "split_country"]

LANGUAGES = ("sl", "en")
LONGEST = 4
"""The most words of a country's name that are looked for at either end of a text."""
JOINING = {"v", "na", "iz", "of", "in", "from", "the"}


@cache
def _territories(language: str) -> Mapping[str, str]:
    from babel import Locale

    return {code: name for code, name in Locale(language).territories.items() if len(code) == 2 and code.isalpha()}  # noqa: PLR2004


@cache
def _stems() -> Mapping[str, str]:
    """The code of each country by the stem of its name."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in sorted(_territories(language).items()):
            found.setdefault(stem_of(fold(name)), code)
    found.pop("", None)
    return found


def country_name(code: str, language: str) -> str:
    """The name of a country in a language; the code itself where CLDR has none.

    >>> country_name("SK", "sl"), country_name("ZZZ", "en")
    ('Slovaška', 'ZZZ')
    """
    return _territories(language).get(code.upper(), code)


def code_of_country(text: str) -> str:
    """The code of the country that a text names, by code or by name in any case; "" for anything else.

    >>> code_of_country("si"), code_of_country("Slovaške"), code_of_country("Ruritania")
    ('SI', 'SK', '')
    """
    if text.upper() in _territories("en"):
        return text.upper()
    return next((_stems()[stem] for stem in sought_stems(fold(text)) if stem in _stems()), "")


def split_country(text: str) -> tuple[str, str] | None:
    """What a text says besides the country at its end or beginning, folded, and the code of that country.

    A code counts only in capitals, because "na" and "is" are words.

    >>> split_country("ZMOS na Slovaškem"), split_country("ZMOS (SI)"), split_country("SI ZMOS")
    (('zmos', 'SK'), ('zmos', 'SI'), ('zmos', 'SI'))
    """
    written = text.replace("(", " ").replace(")", " ").replace(",", " ").split()
    for place in range(1, min(LONGEST, len(written) - 1) + 1):
        for named, rest in ((written[-place:], written[:-place]), (written[:place], written[place:])):
            code = _code_in(" ".join(named))
            if code:
                return _without_joining(fold(" ".join(rest))), code
    return None


def _code_in(named: str) -> str:
    if len(named) == 2:  # noqa: PLR2004 - alpha-2
        return named if named.isupper() and named in _territories("en") else ""
    return code_of_country(named)


def _without_joining(rest: str) -> str:
    words = rest.split()
    while words and words[-1] in JOINING:
        words.pop()
    return " ".join(words)
