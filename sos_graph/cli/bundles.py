"""`keygen`, `bundle`, `pull`: a release on its way to other machines."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from sos_graph.cli.talk import Progress
from sos_graph.settings import Settings

__all__ = ["bundle", "keygen", "pull"]


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def keygen(settings: Settings, *, file: Path) -> None:
    """Write a new secret key to FILE and the public one beside it, and print the public one."""
    from sos_graph.bundles import new_key

    click.echo(new_key(file, settings.bundle_password))


@click.command()
@click.argument("release", default="")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write; in a folder it is named by its release and SHA-256.",
)
@click.option("--json", "as_json", is_flag=True, help="File, size, SHA-256 and release as JSON.")
@click.pass_obj
def bundle(settings: Settings, *, release: str, target: Path, as_json: bool) -> None:
    """Write one signed file with a release, the current one unless another is named, and the log up to it."""
    from sos_graph.bundles import pack

    with Progress() as say:
        say("packing")
        packed = pack(settings, release, target)
    if as_json:
        click.echo(json.dumps(asdict(packed) | {"file": str(packed.file)}))
    else:
        click.echo(f"{packed.sha256}  {packed.file}")


@click.command()
@click.argument("source", metavar="URL|FILE")
@click.option("--switch", "at_once", is_flag=True, help="Make it current at once.")
@click.pass_obj
def pull(settings: Settings, *, source: str, at_once: bool) -> None:
    """Verify a bundle and stage its release: a running site opens it beside the current one, until `switch`."""
    from sos_graph.bundles import pull
    from sos_graph.release import NEXT, switch, target_of

    with Progress() as say:
        say("pulling")
        name = pull(source, settings)
    if at_once and target_of(settings.releases, NEXT) == name:
        switch(settings.releases, settings.keep_releases)
    click.echo(name)
