"""Which content type the files have -> blocks of the configuration of nginx, which goes by the ending of a file.

Most suffixes mean the same everywhere.  Where files of a part of the site have another type (`/cite/x.json` is
CSL-JSON), that part gets a block of its own; where a longer ending says more (`.csv-metadata.json`), that ending does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from sos_graph.web.exporting.accepting import quoted
from sos_graph.web.exporting.visiting import LEFT_AS_IT_IS

__all__ = ["Types", "parts", "types_block", "usual_types"]

Types = Mapping[tuple[str, str], Counter[str]]
"""How often each content type comes with an ending of files in a part of the site, which is the first step."""


def types_block(types: Mapping[str, str]) -> Iterator[str]:
    """The block that gives each last suffix its content type."""
    yield "types {"
    for suffix, content_type in sorted(types.items()):
        yield f"  {quoted(content_type)} {suffix};"
    yield "}"


def usual_types(types: Types, part: str | None = None) -> dict[str, str]:
    """The content type that most files with a last suffix have, in a part of the site or in all of it."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (where, ending), found in types.items():
        if part in {None, where}:
            counted[_last(ending)].update(found)
    return {suffix: _most(found) for suffix, found in counted.items()}


def parts(types: Types, steps: str) -> Iterator[str]:
    """A location, answering in these steps, for each part where files have other types or are sent as they are."""
    everywhere = usual_types(types)
    for part in sorted({part for part, _ in types if part}):
        usual = usual_types(types, part)
        longer = _longer_endings(types, part, usual)
        is_sent_as_it_is = f"/{part}/" == LEFT_AS_IT_IS
        if longer or is_sent_as_it_is or not usual.items() <= everywhere.items():
            yield f"location ^~ /{part}/ {{"
            yield "  gzip_static off;" if is_sent_as_it_is else "  gzip_static on;"
            yield from types_block(everywhere | usual)
            yield from _locations(longer, steps)
            yield f"{steps}}}"


def _longer_endings(types: Types, part: str, usual: Mapping[str, str]) -> dict[str, str]:
    """The endings whose files have another content type than their last suffix says in a part of the site."""
    said = {ending: _most(found) for (where, ending), found in sorted(types.items()) if where == part}
    return {ending: content_type for ending, content_type in said.items() if content_type != usual[_last(ending)]}


def _locations(endings: Mapping[str, str], steps: str) -> Iterator[str]:
    for ending, content_type in endings.items():
        yield f"location ~ {quoted('[.]' + ending.replace('.', '[.]') + '$')} {{"
        yield f"  types {{ }}\n  default_type {quoted(content_type)};\n{steps}}}"


def _last(ending: str) -> str:
    return ending.rpartition(".")[2]


def _most(found: Counter[str]) -> str:
    return max(sorted(found), key=found.__getitem__)
