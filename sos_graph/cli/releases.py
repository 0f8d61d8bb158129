"""`releases`, `rollback`, `switch`: what is kept and whether it is whole, going back, turning to what was staged."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from sos_graph.cli.talk import Progress
from sos_graph.settings import Settings

__all__ = ["releases", "rollback", "switch"]


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The manifests as JSON.")
@click.pass_context
def releases(context: click.Context, *, as_json: bool) -> None:
    """List the releases that are kept, the current one first."""
    from sos_graph.release import list_releases

    if context.invoked_subcommand:
        return
    kept = list_releases(context.obj.releases)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in kept], ensure_ascii=False))
    for one in () if as_json else kept:
        click.echo(f"{one.id}  {one.modified}  {one.quads} quads")


@releases.command()
@click.argument("wanted", metavar="[RELEASE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="The damaged files of each release as JSON.")
@click.pass_obj
def verify(settings: Settings, *, wanted: tuple[str, ...], as_json: bool) -> None:
    """Read every file of the releases named, or of all that are kept, and say which are damaged."""
    from sos_graph.release import candidates, verify

    with Progress() as say:
        say("verifying")
        found = {name: verify(settings.releases / name) for name in wanted or candidates(settings.releases)}
    lines = (f"{name}  {', '.join(damaged) or 'whole'}" for name, damaged in found.items())
    click.echo(json.dumps(found) if as_json else "\n".join(lines))
    sys.exit(3 if any(found.values()) else 0)


@click.command()
@click.argument("release", required=False)
@click.pass_obj
def rollback(settings: Settings, release: str | None) -> None:
    """Make an earlier release current: the one named, or the one before."""
    from sos_graph.release import roll_back

    click.echo(roll_back(settings.releases, release).id)


@click.command()
@click.option("--with", "others", multiple=True, metavar="URL", help="Wait until this replica has the release, too.")
@click.option("--seconds", default=300.0, show_default=True, help="How long to wait for the others.")
@click.pass_obj
def switch(settings: Settings, *, others: tuple[str, ...], seconds: float) -> None:
    """Make the staged release current."""
    from sos_graph.bundles import await_others
    from sos_graph.release import NEXT, switch, target_of

    staged = target_of(settings.releases, NEXT)
    if staged and others:
        await_others(others, staged, seconds)
    click.echo(switch(settings.releases, settings.keep_releases).id)
