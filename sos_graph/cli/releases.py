"""`releases` and `rollback`: what is kept, and going back to it."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from sos_graph.settings import Settings

__all__ = ["releases", "rollback"]


@click.command()
@click.option("--verify", "checked", is_flag=True, help="Recompute every checksum.")
@click.option("--json", "as_json", is_flag=True, help="The manifests as JSON.")
@click.pass_obj
def releases(settings: Settings, *, checked: bool, as_json: bool) -> None:
    """List the releases that are kept, the current one first."""
    from sos_graph.release import list_releases, verify

    kept = list_releases(settings.releases)
    damaged = {one.id: verify(settings.releases / one.id) for one in kept} if checked else {}
    if as_json:
        click.echo(json.dumps([asdict(one) for one in kept], ensure_ascii=False))
    for one in () if as_json else kept:
        click.echo(f"{one.id}  {one.modified}  {one.quads} quads  {', '.join(damaged.get(one.id, ()))}".rstrip())
    sys.exit(3 if any(damaged.values()) else 0)


@click.command()
@click.argument("release", required=False)
@click.pass_obj
def rollback(settings: Settings, release: str | None) -> None:
    """Make an earlier release current: the one named, or the one before."""
    from sos_graph.release import roll_back

    click.echo(roll_back(settings.releases, release).id)
