"""`push` and `probe`: a release into another engine, and how far an endpoint keeps to the standards."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sos_graph.cli.talk import Progress, language
from sos_graph.settings import Settings

if TYPE_CHECKING:
    from sos_graph.remote.counting import Difference

__all__ = ["probe", "push"]


@click.command()
@click.argument("url", required=False)
@click.option("--store", default="", help="Address of the graph store, where the kind of engine does not tell it.")
@click.option("--verify", "only_verify", is_flag=True, help="Load nothing, only count what is there.")
@click.option(
    "--file",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the quads to this file, for the engine's own loader; no URL then.",
)
@click.option("--json", "as_json", is_flag=True, help="The differences as JSON.")
@click.pass_obj
def push(
    settings: Settings, *, url: str | None, store: str, only_verify: bool, file: Path | None, as_json: bool
) -> None:
    """Load the current release into the engine at URL and verify the counts; the exit status is 3 where they differ."""
    from sos_graph.release import current_release
    from sos_graph.remote.adapters import read_engine
    from sos_graph.remote.counting import differences, expected_counts, found_counts
    from sos_graph.remote.loading import aim, load, write_file

    if (url is None) == (file is None):
        raise click.UsageError("Give either a URL or --file.")
    release = current_release(settings.releases)
    if file is not None:
        with file.open("wb") as sink:
            write_file(release, sink)
        return
    engine = read_engine(url or "")
    with Progress() as say:
        if only_verify:
            found = found_counts(engine.url, settings.sparql_user, settings.sparql_password)
            differing = differences(expected_counts(release), found)
        else:
            differing = load(release, aim(engine, store, settings), say)
    _show(differing, release.id, as_json=as_json)
    sys.exit(3 if differing else 0)


def _show(differing: list[Difference], release: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([asdict(one) for one in differing]))
        return
    for one in differing:
        click.echo(one.what.say(language()))
    click.echo(f"{release}: {len(differing)} graphs differ", err=True)


@click.command()
@click.argument("url")
@click.option("--seconds", default=10.0, show_default=True, help="Seconds that one answer may take.")
@click.option("--json", "as_json", is_flag=True, help="The deviations as JSON.")
@click.pass_obj
def probe(_: Settings, *, url: str, seconds: float, as_json: bool) -> None:
    """Say how the SPARQL endpoint at URL deviates from the standards; the exit status is 1 where it does."""
    from sos_graph.remote.adapters import read_engine
    from sos_graph.remote.checks import CHECKS
    from sos_graph.remote.probing import probe

    with Progress() as say:
        found = probe(read_engine(url).url, seconds, say)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    for one in () if as_json else found:
        click.echo(f"{one.check}: {one.what.say(language())} ({one.seen})")
    if not as_json:
        click.echo(f"{len(CHECKS)} checks, {len(found)} deviations", err=True)
    sys.exit(bool(found))
