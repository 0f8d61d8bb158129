"""Terms -> what a page shows for them: words in the reader's language, and where they lead.

A label comes in the language asked for, else in another with a visible mark.  Only http, https, mailto and tel IRIs
become links (a `javascript:` IRI is shown, never followed); links to our own things are relative, so that a copy of
the site can be browsed at any host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from sos_graph.errors import Language
from sos_graph.questions import label
from sos_graph.terms import XSD, Literal, NamedNode, local_path
from sos_graph.web.site import Site
from sos_graph.web.telling.markup import markup_of
from sos_graph.web.telling.outside import say_outside
from sos_graph.web.telling.statements import Object
from sos_graph.web.words import phrases
from sos_graph.wording import is_date, say_literal

__all__ = ["LONGEST_LABEL", "Speaker", "Value", "address_of"]

FOLLOWED = ("https://", "http://", "mailto:", "tel:")
REMEMBERED = 4_096
SHOWN_AT_ONCE = 12
"""A longer list of values is folded."""
LONGEST_LABEL = 200
"""How many characters of a label a link shows; the page of the thing shows all of it."""
VOCABULARIES = ("http://www.w3.org/", "https://www.w3.org/ns/", "http://purl.org/", "https://w3id.org/")
"""Where the terms of vocabularies stand, whose last part says what they mean."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[-_]")


@dataclass(frozen=True, slots=True)
class Value:
    """Words, the language they are in where it is not the page's, and the address they lead to."""

    text: str
    href: str = ""
    lang: str = ""
    is_elsewhere: bool = False
    is_date: bool = False


@lru_cache(maxsize=REMEMBERED)
def address_of(iri: str) -> str:
    """The relative address of the page about one of our IRIs, or "" for anybody else's.

    >>> address_of("https://w3id.org/lga/id/network/nalas"), address_of("https://w3id.org/lga/ns#Body")
    ('/doc/network/nalas', '/ns#Body')
    """
    path = local_path(iri)
    if path is None:
        return ""
    shown = f"doc/{path[3:]}" if path.startswith("id/") else path
    return "/" + quote(shown, safe="%:/?#[]@!$&'()*+,;=~")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says terms in one language.

    `chosen` is whether the reader chose it, so that links must keep it; `longest` is how much of a label is shown.
    """

    site: Site
    language: Language
    chosen: bool = False
    longest: int = LONGEST_LABEL

    def word(self, name: str, **values: object) -> str:
        """A phrase of the pages in this language, its gaps filled."""
        phrase = phrases()[name].say(self.language)
        return phrase.format(**values) if values else phrase

    def link(self, address: str) -> str:
        """A relative address that keeps the chosen language."""
        if not self.chosen or not address.startswith("/"):
            return address
        path, mark, fragment = address.partition("#")
        return f"{path}{'&' if '?' in path else '?'}lang={self.language}{mark}{fragment}"

    def name(self, iri: NamedNode) -> Value:
        """The label of an IRI, with a link to its page."""
        found = label(self.site.labels(iri), self.language)
        text, tag = found or (_from_iri(iri.value), "")
        here = address_of(iri.value)
        outside = iri.value if not here and iri.value.lower().startswith(FOLLOWED) else ""
        return Value(self._shortened(text), self.link(here) or outside, self._foreign(tag), is_elsewhere=bool(outside))

    def say(self, term: Object) -> Value:
        """What a page shows for any term."""
        if isinstance(term, NamedNode):
            return self.name(term)
        if not isinstance(term, Literal):
            return Value(str(term))
        if term.datatype == XSD.anyURI and term.value.lower().startswith(FOLLOWED):
            return Value(self._shortened(say_outside(term.value)), term.value, is_elsewhere=True)
        text = say_literal(term, self.language)
        return Value(text, lang=self._foreign(term.language or ""), is_date=is_date(term))

    def markup(self, value: Value, begins: bool = False) -> Markup:  # noqa: FBT001, FBT002 - as templates call it
        """A value as HTML, with a capital where it begins a line."""
        text = f"{value.text[:1].upper()}{value.text[1:]}" if begins else value.text
        mark = self.word("foreign_mark", tag=value.lang) if value.lang else ""
        return markup_of(text, value.href, value.lang, mark, is_elsewhere=value.is_elsewhere)

    def list_markup(self, values: Sequence[Value]) -> Markup:
        """One value as HTML, several as a list, and a long list folded."""
        if len(values) == 1:
            return self.markup(values[0])
        items = Markup("").join(Markup("<li>{}</li>").format(self.markup(one)) for one in values)
        shown = Markup('<ul class="plain">{}</ul>').format(items)
        if len(values) <= SHOWN_AT_ONCE:
            return shown
        said = self.word("and_more", total=len(values))
        return Markup("<details><summary>{}</summary>{}</details>").format(said, shown)

    def best(self, literals: Iterable[Object]) -> list[Value]:
        """Terms in words: of texts that come in several languages, those in this one, else those in another."""
        terms = sorted(set(literals), key=str)
        tags = {tag for tag in map(_tag, terms) if tag}
        kept = next(({tag} for tag in (self.language, "en", "sl") if tag in tags), tags)
        return [self.say(one) for one in terms if _tag(one) in {"", *kept}]

    def kind_name(self, kind: str) -> str:
        """The name of a kind of things, in the plural."""
        return self.word(f"kind_{kind}") if f"kind_{kind}" in phrases() else kind.replace("-", " ")

    def types(self, types: Iterable[Object]) -> list[NamedNode]:
        """The most specific of a thing's types; where some of them are ours, those alone."""
        named = sorted({one for one in types if isinstance(one, NamedNode)}, key=str)
        above = {one for kind in named for one in self.site.superclasses(kind)}
        specific = [one for one in named if one not in above] or named[:1]
        return [one for one in specific if local_path(one.value)] or specific

    def _shortened(self, text: str) -> str:
        return text if len(text) <= self.longest else text[: self.longest] + "…"

    def _foreign(self, tag: str) -> str:
        """The tag of a language that is not the page's, else ""."""
        return "" if tag == self.language else tag


def _tag(term: Object) -> str:
    """The language tag of a text; "" for any other term."""
    return (term.language or "") if isinstance(term, Literal) else ""


def _from_iri(iri: str) -> str:
    """Words for an IRI without a label: the last part of one of ours or of a term, else whose it is and which one.

    >>> _from_iri("http://www.w3.org/ns/org#unitOf"), _from_iri("https://example.org/a/")
    ('unit of', 'example.org/a')
    """
    local = re.split(r"[#/]", iri)[-1]
    if local and (iri.startswith(VOCABULARIES) or local_path(iri) is not None):
        return CAMEL.sub(" ", local).lower() if "#" in iri else CAMEL.sub(" ", local)
    return say_outside(iri)
