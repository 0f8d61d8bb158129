"""`links check`: whether the links out still hold, as those say whom they lead to."""

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
    from sos_graph.links import LinkReport

__all__ = ["links"]


@click.group()
def links() -> None:
    """Look after the links that lead out."""


@links.command()
@click.option("--target", "wanted", multiple=True, help="Ask about the links to this target only; may be repeated.")
@click.option(
    "--targets",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whom to ask and how; links.toml of the project by default.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of sentences.")
@click.pass_obj
def check(settings: Settings, *, wanted: tuple[str, ...], file: Path | None, as_json: bool) -> None:
    """Ask other collections whether the links of the current release to them still hold."""
    from sos_graph.links import check_links, read_targets
    from sos_graph.links.targets import FILE
    from sos_graph.release import current_release

    targets = read_targets(file or settings.project / FILE)
    unknown = sorted(set(wanted) - {one.name for one in targets})
    if unknown:
        raise click.BadParameter(", ".join(unknown), param_hint="--target")
    chosen = [one for one in targets if not wanted or one.name in wanted]
    release = current_release(settings.releases)
    with Progress() as say:
        report = check_links(release, chosen, say)
    _show(report, as_json=as_json)
    sys.exit(3 if report.unasked else int(bool(report.findings)))


def _show(report: LinkReport, *, as_json: bool) -> None:
    """Print what was found, what could not be asked, and what has nobody to ask, each in a line."""
    if as_json:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))
        return
    spoken = language()
    for finding in report.findings:
        click.echo(finding.say(spoken))
    for unasked in report.unasked:
        click.echo(unasked.say(spoken), err=True)
    for name, (number, reason) in report.unchecked.items():
        if number:
            click.echo(f"{name} ({number}): {reason.say(spoken)}", err=True)
    click.echo(f"{report.checked} links checked, {len(report.findings)} findings", err=True)
