"""`check`, `tidy`, `build`: the files, what is wrong with them, and the release they make."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sos_graph.cli.talk import Progress, language
from sos_graph.cli.terms import term_records, term_summary, term_table
from sos_graph.settings import Settings

if TYPE_CHECKING:
    from sos_graph.checks import Engine, Finding, TermRow
    from sos_graph.terms import Quad

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
    _, findings, rows = _examine(settings, engine)
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
    from sos_graph.checks import remember_published
    from sos_graph.release import publish

    quads, findings, _ = _examine(settings, engine)
    if any(finding.blocking for finding in findings):
        _show(findings, as_json=as_json)
    manifest = publish(quads, findings, settings.releases, shrink=shrink)
    remember_published(settings.project, quads)
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


def _examine(settings: Settings, engine: Engine) -> tuple[tuple[Quad, ...], tuple[Finding, ...], tuple[TermRow, ...]]:
    """The quads of the project, asserted and inferred, everything that is wrong with them, and what each term has."""
    from sos_graph.checks import examine, read_hygiene, read_published, tabulate_terms
    from sos_graph.inference import infer, newest, read_rules
    from sos_graph.sources import read_sources
    from sos_graph.store import gather
    from sos_graph.stored import quads_of, read_queries

    with Progress() as say:
        say("reading")
        sources, errors = read_sources(settings.project)
        asserted = [quad for source in sources for quad in source.quads]
        asserted += quads_of(read_queries(settings.project), newest(asserted))
        say("inferring")
        quads = (*asserted, *infer(asserted, read_rules(settings.project)))
        say("checking")
        rules, store = read_hygiene(settings.project), gather(quads)
        findings = examine(sources, errors, store, read_published(settings.project), rules, engine=engine)
        return quads, findings, tabulate_terms(store, rules)


def _show(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings, the blocking ones first, each in one line in the reader's language."""
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        return
    spoken = language()
    for finding in findings:
        click.echo(finding.say(spoken))
    blocking = sum(finding.blocking for finding in findings)
    click.echo(f"{len(findings)} findings, {blocking} of them block", err=True)
