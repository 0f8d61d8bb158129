"""`changes`: what changed between two kept releases, or between a release and the files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from sos_graph.cli.talk import Progress, language
from sos_graph.errors import Language, ReleaseError, Sentence
from sos_graph.settings import Settings

if TYPE_CHECKING:
    from sos_graph.history import Kind, Order, State

__all__ = ["changes"]

COUNTED: Mapping[Kind, Sentence] = {
    "added": Sentence("novo", "new"),
    "changed": Sentence("spremenjeno", "changed"),
    "withdrawn": Sentence("umaknjeno", "withdrawn"),
    "merged": Sentence("združeno", "merged"),
    "removed": Sentence("ni več objavljeno", "no longer published"),
}


@click.command()
@click.argument("first", required=False, default="current")
@click.argument("second", required=False)
@click.option("--json", "as_json", is_flag=True, help="The changes as JSON, with the statements.")
@click.option("--by", "order", type=click.Choice(["meaning", "thing"]), help="Under headings: what it means, or whose.")
@click.pass_obj
def changes(settings: Settings, first: str, second: str | None, *, as_json: bool, order: Order | None) -> None:
    """Tell what changed from one release to another, or to the files as they are; from the current one by default."""
    from sos_graph.history import compare, count_kinds, records_of

    before = _state_in(settings, first)
    after = _state_in(settings, second) if second else _state_of_files(settings)
    found = compare(before, after)
    counts, records = count_kinds(found), records_of(found, before, after)
    if as_json:
        said = {"from": first, "to": second, "counts": counts, "changes": records}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    spoken = language()
    for line in _lines(records, spoken, order):
        click.echo(line)
    told = (f"{COUNTED[kind].say(spoken)}: {count}" for kind, count in counts.items() if count)
    click.echo(", ".join(told) or Sentence("ni sprememb", "nothing changed").say(spoken), err=True)


def _lines(records: Sequence[Mapping[str, Any]], spoken: Language, order: Order | None) -> Iterator[str]:
    """A line for each sentence, and for each heading where there are any."""
    from sos_graph.history import under_headings

    if order is None:
        yield from (meaning[spoken] for record in records for meaning in record["meanings"])
        return
    for heading, sentences in under_headings(records, spoken, order):
        yield f"{heading} ({len(sentences)})"
        yield from (f"  {sentence}" for sentence in sentences)


def _state_in(settings: Settings, name: str) -> State:
    """The state of a kept release, by its id, or of the current one; raises ReleaseError where it is not kept."""
    from sos_graph.history import state_of
    from sos_graph.release import current_release, is_kept, open_release

    if name == "current":
        return state_of(current_release(settings.releases).store.quads())
    if not name.isalnum() or not is_kept(settings.releases, name):
        raise ReleaseError(
            Sentence("Take izdaje ni.", "There is no such release."),
            where=name,
            hint=Sentence("Poglejte sos-graph releases.", "See sos-graph releases."),
        )
    return state_of(open_release(settings.releases / name).store.quads())


def _state_of_files(settings: Settings) -> State:
    """The state that the files would be published in; raises the first SourceError of a file that cannot be read."""
    from sos_graph.history import state_of
    from sos_graph.inference import infer, newest, read_rules
    from sos_graph.sources import read_sources
    from sos_graph.store import gather
    from sos_graph.stored import quads_of, read_queries

    with Progress() as say:
        say("reading")
        sources, errors = read_sources(settings.project)
        if errors:
            raise errors[0]
        asserted = [quad for source in sources for quad in source.quads]
        asserted += quads_of(read_queries(settings.project), newest(asserted))
        say("inferring")
        return state_of(gather((*asserted, *infer(asserted, read_rules(settings.project)))).quads())
