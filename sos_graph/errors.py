"""The tree of everything that can go wrong.

SosGraphError
├── SettingError        a setting that cannot be used
├── SourceError         a file that cannot be read as what it claims to be
├── CheckFailed         a dataset with findings that block its publication
├── DeskError           a change that the desk does not write, or not as things stand
├── ReleaseError        a release that cannot be written, found or trusted
│   ├── NoRelease       nothing has been published yet
│   └── BundleRefused   a bundle of a release that must not be taken
├── QueryError          a visitor's query that gets no answer
│   ├── QueryRefused    not a query that this endpoint answers (the visitor mends it)
│   ├── QueryLimit      a limit was hit; the answer is withheld, never cut
│   │   └── BudgetSpent  a client, or all together, have used up the time of the workers (try again)
│   └── QueryUnavailable  no worker is free or alive just now (try again)
└── RequestError        an HTTP request that cannot be answered as asked
    ├── NotAcceptable   no representation of the asked kinds
    ├── Unknown         nothing was ever published at that address
    ├── Gone            something was published there and has been withdrawn
    ├── BadParameter    a parameter of the address does not mean anything
    └── NotPermitted    what is there is not for whoever asks

Every error says what is wrong, where, and how to mend it, in Slovene and English.  Which HTTP status
answers which class is not said here but in one table of the web layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "BadParameter",
    "BudgetSpent",
    "BundleRefused",
    "CheckFailed",
    "DeskError",
    "Gone",
    "Language",
    "NoRelease",
    "NotAcceptable",
    "NotPermitted",
    "QueryError",
    "QueryLimit",
    "QueryRefused",
    "QueryUnavailable",
    "ReleaseError",
    "RequestError",
    "Sentence",
    "SettingError",
    "SosGraphError",
    "SourceError",
    "Unknown",
]

Language = Literal["sl", "en"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same sentence in Slovene and in English.

    >>> Sentence("Ni vira.", "There is no source.").say("sl")
    'Ni vira.'
    """

    sl: str
    en: str

    def say(self, language: Language) -> str:
        """The sentence in one of the two languages."""
        return self.sl if language == "sl" else self.en


NOTHING = Sentence("", "")


class SosGraphError(Exception):
    """What is wrong, where it is wrong, and how to mend it."""

    def __init__(self, what: Sentence, *, where: str = "", hint: Sentence = NOTHING) -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def say(self, language: Language) -> str:
        """One line for a person: place, what is wrong, how to mend it."""
        place = f"{self.where}: " if self.where else ""
        hint = f" {self.hint.say(language)}" if self.hint.say(language) else ""
        return f"{place}{self.what.say(language)}{hint}"

    def __str__(self) -> str:
        return self.say("en")

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.what, self.where, self.hint)


def _again(kind: type[SosGraphError], what: Sentence, where: str, hint: Sentence) -> SosGraphError:
    """The same error in another process."""
    return kind(what, where=where, hint=hint)


class SettingError(SosGraphError):
    """A setting of the environment that cannot be used."""


class SourceError(SosGraphError):
    """A file that cannot be read as what it claims to be."""


class CheckFailed(SosGraphError):
    """A dataset with findings that block its publication."""


class DeskError(SosGraphError):
    """A change that the desk does not write, or not as things stand."""


class ReleaseError(SosGraphError):
    """A release that cannot be written, found or trusted."""


class NoRelease(ReleaseError):
    """Nothing has been published yet."""


class BundleRefused(ReleaseError):
    """A bundle that nobody trusted has signed, that is damaged, or that tells another story than this site."""


class QueryError(SosGraphError):
    """A visitor's query that gets no answer."""


class QueryRefused(QueryError):
    """A text that is not a query this endpoint answers; the visitor can mend it."""


class QueryLimit(QueryError):
    """A query that reached a limit; its answer is withheld, never cut.

    `limit` names the limit (``time``, ``memory``, ``size``, ``rows``, ``budget``), `used` and `allowed` are in the
    limit's own unit (seconds, bytes, bytes, rows, seconds).
    """

    def __init__(self, what: Sentence, *, limit: str, used: float, allowed: float, hint: Sentence = NOTHING) -> None:
        super().__init__(what, hint=hint)
        self.limit = limit
        self.used = used
        self.allowed = allowed


class BudgetSpent(QueryLimit):
    """A client, or all together, have used up the time of the workers; `retry_after` seconds bring some back."""

    def __init__(
        self, what: Sentence, *, limit: str, used: float, allowed: float, retry_after: int, hint: Sentence = NOTHING
    ) -> None:
        super().__init__(what, limit=limit, used=used, allowed=allowed, hint=hint)
        self.retry_after = retry_after


class QueryUnavailable(QueryError):
    """No query worker is free or alive just now; the same query may be tried again in `retry_after` seconds."""

    def __init__(self, what: Sentence, *, retry_after: int = 1, hint: Sentence = NOTHING) -> None:
        super().__init__(what, hint=hint)
        self.retry_after = retry_after


class RequestError(SosGraphError):
    """An HTTP request that cannot be answered as asked."""


class NotAcceptable(RequestError):
    """None of the asked media types is offered; `offered` lists those that are (RFC 9110, 15.5.7)."""

    def __init__(self, what: Sentence, *, offered: tuple[str, ...], hint: Sentence = NOTHING) -> None:
        super().__init__(what, hint=hint)
        self.offered = offered


class Unknown(RequestError):
    """Nothing was ever published at that address."""


class Gone(RequestError):
    """Something was published at that address and has been withdrawn."""


class BadParameter(RequestError):
    """A parameter of the address does not mean anything; `where` is its name."""


class NotPermitted(RequestError):
    """What is there is not for whoever asks."""
