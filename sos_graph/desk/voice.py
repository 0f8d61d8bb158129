"""A request -> the language of the desk's pages, and its phrases: those of the site, and a part of their own."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request

from sos_graph.errors import Language
from sos_graph.negotiation import negotiate_language
from sos_graph.web.telling.languages import LANGUAGES
from sos_graph.web.words import phrases

__all__ = ["Voice", "voice_for"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Says the phrases of the desk in one language; `chosen` is whether links must keep it."""

    language: Language
    chosen: bool

    def word(self, name: str, **values: object) -> str:
        """A phrase, its gaps filled."""
        phrase = phrases()[name].say(self.language)
        return phrase.format(**values) if values else phrase

    def link(self, address: str) -> str:
        """An address that keeps the chosen language."""
        if not self.chosen:
            return address
        path, mark, fragment = address.partition("#")
        return f"{path}{'&' if '?' in path else '?'}lang={self.language}{mark}{fragment}"


def voice_for(request: Request) -> Voice:
    """The voice that answers a request: in the language of the address, else in that of the browser."""
    asked = request.args.get("lang")
    for language in LANGUAGES:
        if language == asked:
            return Voice(language, chosen=True)
    return Voice(negotiate_language(request.headers.get("Accept-Language"), LANGUAGES, "en"), chosen=False)
