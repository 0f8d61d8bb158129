"""What a page shows for a value -> HTML: the words, the address they lead to, and the mark of another language.

A page has hundreds of values, and a template would take much longer for each; as it would for what every document ends
with, its formats and its statements as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from sos_graph.syntax.media import MediaType
from sos_graph.terms import Quad

__all__ = ["alternates", "format_links", "markup_of", "statement_rows"]

OUTWARD = ' rel="external noopener" class="elsewhere"'


def markup_of(text: str, href: str, lang: str, mark: str, *, is_elsewhere: bool) -> Markup:
    """The words of a value as HTML; `mark` tells of their language, where they are in another one than the page.

    >>> markup_of("A & B", "/doc/x", "", "", is_elsewhere=False)
    Markup('<a href="/doc/x"><bdi>A &amp; B</bdi></a>')
    """
    tongue = escape(lang)
    words = f'<bdi lang="{tongue}">{escape(text)}</bdi>' if lang else f"<bdi>{escape(text)}</bdi>"
    if href:
        spoken = f' hreflang="{tongue}"' if lang else ""
        words = f'<a href="{escape(href)}"{spoken}{OUTWARD if is_elsewhere else ""}>{words}</a>'
    return Markup(words + (f'<abbr class="tongue" title="{escape(mark)}">{tongue}</abbr>' if lang else ""))  # noqa: S704 - every part is escaped


def alternates(formats: Iterable[MediaType], address: str) -> Markup:
    """The links in the head of a page to the same in other formats."""
    here = escape(address)
    links = (f'<link rel="alternate" type="{escape(one.name)}" href="{here}.{one.suffix}">\n' for one in formats)
    return Markup("".join(links))  # noqa: S704 - every part is escaped, and a suffix is letters


def format_links(formats: Iterable[MediaType], address: str, query: str) -> Markup:
    """The links that a reader sees to the same in other formats."""
    here, asked = escape(address), escape(query)
    links = (
        f'<a href="{here}.{one.suffix}{asked}" type="{escape(one.name)}" rel="alternate">{escape(one.label)}</a>'
        for one in formats
    )
    return Markup("".join(links))  # noqa: S704 - every part is escaped, and a suffix is letters


def statement_rows(quads: Iterable[Quad]) -> Markup:
    """Statements as they are, the property and the value of each as a row of a table."""
    rows = (
        f'<tr><th scope="row"><code>{escape(one.predicate.value)}</code></th>'
        f"<td><code>{escape(str(one.object))}</code></td></tr>\n"
        for one in quads
    )
    return Markup("".join(rows))  # noqa: S704 - every part is escaped
