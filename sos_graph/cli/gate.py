"""`check`, `tidy`, `build`: the files, what is wrong with them, and the release they make."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sos_graph.cli.talk import Progress, language, set_right
from sos_graph.cli.terms import term_records, term_summary, term_table
from sos_graph.settings import Settings

if TYPE_CHECKING:
    from sos_graph.checks import Engine, Finding

__all__ = ["build", "check", "tidy"]

ENGINE = click.option(
    "--engine",
    type=click.Choice(["pyshacl", "pyshifty"]),
    default="pyshacl",
    show_default=True,
    help="Validator of the shapes; pyshifty is faster on large data.",
)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of sentences.")
@click.option("--terms", "whole", is_flag=True, help="A line for each term of the vocabulary, not the sums alone.")
@ENGINE
@click.pass_obj
def check(settings: Settings, *, as_json: bool, whole: bool, engine: Engine) -> None:
    """Say everything that is wrong with the files, at once, and what each term of the vocabulary has."""
    from sos_graph.release import check_project

    set_right(settings.project)
    with Progress() as say:
        findings, rows = check_project(settings.project, settings.releases, engine, say)
    if as_json:
        listed = [asdict(finding) for finding in findings]
        click.echo(json.dumps({"findings": listed, "terms": term_records(rows)}, ensure_ascii=False))
    else:
        _show(findings, as_json=False)
        for line in (term_table if whole else term_summary)(rows, language()):
            click.echo(line)
    sys.exit(any(finding.blocking for finding in findings))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The manifest as JSON.")
@click.option("--shrink", is_flag=True, help="Publish though more than a fifth of the things would be gone.")
@ENGINE
@click.pass_obj
def build(settings: Settings, *, as_json: bool, shrink: bool, engine: Engine) -> None:
    """Check the files and publish them as a release; a finding that blocks leaves the served release as it is."""
    from sos_graph.release import build_release

    def tell(findings: Sequence[Finding]) -> None:
        if any(finding.blocking for finding in findings):
            _show(findings, as_json=as_json)

    set_right(settings.project)
    with Progress() as say:
        manifest = build_release(
            settings.project, settings.releases, engine, tell=tell, say=say, shrink=shrink, keep=settings.keep_releases
        )
    if as_json:
        click.echo(json.dumps(asdict(manifest), ensure_ascii=False))
    else:
        click.echo(f"{manifest.id}: {manifest.quads} quads, {manifest.graphs} graphs, {manifest.things} things")


@click.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def tidy(settings: Settings, files: tuple[Path, ...]) -> None:
    """Rewrite Turtle files in canonical form: those named, or all of the project."""
    from sos_graph.sources import read_source, source_paths, tidy

    for path in files or source_paths(settings.project):
        file = settings.project / path
        source = read_source(settings.project, file.relative_to(settings.project))
        content = tidy(source)
        if content != source.text:
            file.write_bytes(content)
            click.echo(source.path)


def _show(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings in the reader's language, the blocking ones first, those that say the same together."""
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        return
    for line in _told(findings):
        click.echo(line)
    blocking = sum(finding.blocking for finding in findings)
    click.echo(f"{len(findings)} findings, {blocking} of them block", err=True)


def _told(findings: Sequence[Finding]) -> Iterator[str]:
    """The lines about findings: each place with its sentence; of those that say the same, the sentence first."""
    from sos_graph.checks import group_findings

    spoken = language()
    for group in group_findings(findings):
        if len(group) == 1:
            yield group[0].say(spoken)
            continue
        yield group[0].message.say(spoken)
        yield from (f"  {finding.place}{finding.say_value(spoken)}" for finding in group)
