"""What a page shows for a value -> HTML: the words, the address they lead to, and the mark of another language.

A page has hundreds of values, and a template would take much longer for each.
"""

from __future__ import annotations

from markupsafe import Markup, escape

__all__ = ["markup_of"]

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
