"""A base IRI and a reference -> the IRI that is meant (RFC 3986, 5.2, as RFC 3987, 6.5 applies it to IRIs).

An IRI with a scheme of its own means itself, dot segments and all: SPARQL compares IRIs as they are written, and
asks for no normalisation (SPARQL 1.1 Query, 4.1.1.2); nor do the parsers of the data make any.
The standard library's `urljoin` is not used: it drops an empty fragment, and ``<ns#>`` is how vocabularies end.
"""

from __future__ import annotations

import re

__all__ = ["resolve"]

SCHEME = re.compile("([A-Za-z][A-Za-z0-9+.-]*):")


def resolve(base: str, reference: str) -> str:
    """The IRI that a reference means under a base.

    >>> resolve("https://w3id.org/lga/", "ns#")
    'https://w3id.org/lga/ns#'
    >>> resolve("http://a/b/c/d;p?q", "../../g")
    'http://a/g'
    """
    scheme, authority, path, query, fragment = _parts(reference)
    if scheme is not None:
        return reference
    own_scheme, own_authority, own_path, own_query, _ = _parts(base)
    if authority is not None:
        return _whole(own_scheme, authority, _without_dots(path), query, fragment)
    if not path:
        return _whole(own_scheme, own_authority, own_path, own_query if query is None else query, fragment)
    merged = path if path.startswith("/") else _merge(own_authority, own_path, path)
    return _whole(own_scheme, own_authority, _without_dots(merged), query, fragment)


def _parts(iri: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    """Scheme, authority, path, query and fragment; None for a part that is not there (RFC 3986, appendix B)."""
    head, has_fragment, fragment = iri.partition("#")
    head, has_query, query = head.partition("?")
    found = SCHEME.match(head)
    rest = head[found.end() :] if found else head
    authority, slash, path = rest[2:].partition("/") if rest.startswith("//") else (None, "", rest)
    return (
        found[1] if found else None,
        authority,
        slash + path,
        query if has_query else None,
        fragment if has_fragment else None,
    )


def _merge(authority: str | None, own_path: str, path: str) -> str:
    if authority is not None and not own_path:
        return f"/{path}"
    return own_path[: own_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """The path without its `.` and `..` segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for number, segment in enumerate(segments):
        if segment == ".." and len(kept) > 1:
            kept.pop()
        if segment not in {".", ".."}:
            kept.append(segment)
        elif number == len(segments) - 1:
            kept.append("")
    return "/".join(kept)


def _whole(scheme: str | None, authority: str | None, path: str, query: str | None, fragment: str | None) -> str:
    marked = ((scheme, "{}:"), (authority, "//{}"), (path, "{}"), (query, "?{}"), (fragment, "#{}"))
    return "".join(form.format(part) for part, form in marked if part is not None)
