"""The vocabulary and the shapes -> `docs/vocabulary.sl.md`, `docs/vocabulary.en.md` and the diagram of its classes.

`python -m scripts.document.vocabulary` writes them.  Each page speaks one language; every term has an anchor of its
own name, so `docs/vocabulary.en.md#Holding` leads to the class and `#inPost` to the property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from scripts.document.diagram import draw
from scripts.document.lexicon import Entry, Lexicon, read_lexicon, short
from scripts.document.wording import DATATYPES, SECTIONS, WORDS
from sos_graph.errors import Language, Sentence
from sos_graph.terms import LGA_NS, OWL, NamedNode

__all__ = ["pages", "render"]

PAGES: dict[Path, Language] = {Path("docs/vocabulary.en.md"): "en", Path("docs/vocabulary.sl.md"): "sl"}
DIAGRAM = Path("docs/vocabulary.svg")


def pages(lexicon: Lexicon) -> dict[Path, str]:
    """Every file that is written from a vocabulary, by its path below the project."""
    return {path: render(lexicon, language) for path, language in PAGES.items()} | {DIAGRAM: draw(lexicon)}


def render(lexicon: Lexicon, language: Language) -> str:
    """The page of the vocabulary in one language, in Markdown."""
    return "\n".join(_Page(lexicon, language).lines()) + "\n"


class _Page:
    """One page: what is said of the whole, the lists of terms, and an entry for each term."""

    def __init__(self, lexicon: Lexicon, language: Language) -> None:
        self.lexicon = lexicon
        self.language = language
        self.own = {entry.iri: entry for entry in lexicon.entries}

    def say(self, word: str) -> str:
        """A word of the page in its language."""
        return WORDS[word].say(self.language)

    def lines(self) -> Iterator[str]:
        """Every line of the page."""
        lexicon = self.lexicon
        yield f"# {lexicon.title.say(self.language)}"
        yield lexicon.description.say(self.language)
        yield ""
        yield self.say("written")
        yield ""
        yield f"- {self.say('prefix')}: `lga:`, {self.say('namespace')}: `{LGA_NS}`"
        yield f"- {self.say('version')}: {lexicon.version}; {self.say('licence')}: <{lexicon.licence}>"
        yield f"- {self.say('disjoint')}"
        yield f"- {self.say('examples')}"
        yield ""
        yield f"![{self.say('diagram')}](vocabulary.svg)"
        for kind, heading in SECTIONS.items():
            yield from self.section(kind, heading)

    def section(self, kind: NamedNode, heading: Sentence) -> Iterator[str]:
        """The terms of one kind: a list of them all, then the entry of each."""
        entries = sorted(self.lexicon.of_kind(kind), key=lambda entry: entry.name.casefold())
        yield ""
        yield f"## {heading.say(self.language)}"
        yield " · ".join(f"[{entry.label.say(self.language)}](#{entry.name})" for entry in entries)
        for entry in entries:
            yield ""
            yield from self.entry(entry)

    def entry(self, entry: Entry) -> Iterator[str]:
        """One term: its anchor, its words, its place, its example, the rules, its sources."""
        yield f'### <a id="{entry.name}"></a>{entry.label.say(self.language)}'
        yield f"`lga:{entry.name}`" + (f" **{self.say('deprecated')}**" if entry.deprecated else "")
        yield ""
        yield self.mention(entry.definition.say(self.language))
        yield self.mention(entry.comment.say(self.language))
        yield ""
        yield "```turtle"
        yield entry.example
        yield "```"
        yield ""
        yield from (f"- {name}: {text}" for name, text in self.facts(entry) if text)
        yield from self.rules(entry)

    def facts(self, entry: Entry) -> Iterator[tuple[str, str]]:
        """What the vocabulary says of the term, as pairs of a name and a text."""
        is_class = entry.kind == OWL.Class
        yield self.say("kind of"), self.links(entry.above)
        if is_class:
            yield self.say("kinds"), self.links(one.iri for one in self.lexicon.entries if entry.iri in one.above)
            yield self.say("properties"), self.links(self.properties(entry))
        else:
            yield self.say("domain"), self.either(entry.domain) or self.say("of anything")
            yield self.say("range"), self.either(entry.range) or self.say("anything")
            yield self.say("values"), self.say("one" if entry.single else "many")
            yield self.say("limits"), self.say("not itself") if entry.irreflexive else ""
        yield self.say("replaced by"), self.links(entry.successors)
        yield self.say("why"), entry.reason.say(self.language)
        yield self.say("status"), WORDS[entry.status].say(self.language)
        yield self.say("source"), ", ".join(self.source(one) for one in entry.sources)

    def rules(self, entry: Entry) -> Iterator[str]:
        """What the checks say when the term is used wrongly, in the words of the shapes."""
        if entry.rules:
            yield f"- {self.say('rules')}:"
            yield from (f"    - {rule.say(self.language)}" for rule in entry.rules)

    def properties(self, entry: Entry) -> list[NamedNode]:
        """The properties that a thing of the class may have, by what the vocabulary says of their domain."""
        family = set(self.lexicon.lineage(entry.iri))
        return [one.iri for one in self.lexicon.entries if one.kind != OWL.Class and family & set(one.domain)]

    def either(self, classes: tuple[NamedNode, ...]) -> str:
        """The classes or datatypes of a domain or range, in words."""
        *most, last = [self.link(one) for one in classes] or [""]
        return f"{', '.join(most)} {self.say('or')} {last}" if most else last

    def links(self, iris: Iterable[NamedNode]) -> str:
        """The names of some terms, each linked to its entry where it has one."""
        return ", ".join(self.link(one) for one in iris)

    def link(self, iri: NamedNode) -> str:
        """The name of a term: a link to its entry, or its label and its short name in another vocabulary."""
        if iri in self.own:
            return f"[{self.own[iri].label.say(self.language)}](#{self.own[iri].name})"
        if iri in DATATYPES:
            return DATATYPES[iri].say(self.language)
        return f"{self.lexicon.label(iri, self.language)} (`{short(iri)}`)"

    def mention(self, text: str) -> str:
        """A text in which each term it names is a link to its entry, or at least looks like a term."""
        linked = re.sub(r"\blga:(\w+)", r"[`lga:\1`](#\1)", text)
        return re.sub(r"(?<![`:/\w])((?:adms|dcterms|eli|locn|org):\w+)", r"`\1`", linked)

    def source(self, iri: NamedNode) -> str:
        """Where the notion comes from: the name of a source of ours, or the address of a standard."""
        label = self.lexicon.label(iri, self.language)
        return f"<{iri.value}>" if label == short(iri) else f"[{label}]({iri.value})"


@click.command()
@click.argument("project", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(project: Path) -> None:
    """Write the pages and the diagram of the vocabulary."""
    for path, text in pages(read_lexicon(project)).items():
        (project / path).write_text(text, encoding="utf-8")
        click.echo(path.as_posix())


if __name__ == "__main__":
    main()
