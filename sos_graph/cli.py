"""The command line: files in, release out, and the site in front of it.

Exit status: 0 good, 1 findings, 2 wrong use, 3 broken.  Findings and answers go to standard output, errors and
progress to standard error; `--json` gives what a program reads.  Heavy modules are imported by the command that
needs them.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from sos_graph import __version__
from sos_graph.errors import CheckFailed, Language, QueryRefused, SettingError, SosGraphError, SourceError
from sos_graph.settings import Settings, read_settings

if TYPE_CHECKING:
    from sos_graph.checks import Engine, Finding
    from sos_graph.terms import Quad

__all__ = ["commands", "main"]

STATUS = ((SourceError, 1), (CheckFailed, 1), (SettingError, 2), (QueryRefused, 2), (SosGraphError, 3))

ENGINE = click.option(
    "--engine",
    type=click.Choice(["pyshacl", "pyshifty"]),
    default="pyshacl",
    show_default=True,
    help="Validator of the shapes; pyshifty is faster on large data.",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; an error of ours is one sentence, never a traceback."""
    language = _language()
    try:
        commands.main(args=arguments, prog_name="sos-graph", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except SosGraphError as error:
        click.echo(error.say(language), err=True)
        sys.exit(next(status for kind, status in STATUS if isinstance(error, kind)))


def _language() -> Language:
    """Slovene where the environment's locale is Slovene, English otherwise."""
    return "sl" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("sl") else "en"


@click.group()
@click.version_option(__version__)
@click.pass_context
def commands(context: click.Context) -> None:
    """A linked-data publisher for associations of local authorities."""
    context.obj = read_settings(os.environ)


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of sentences.")
@ENGINE
@click.pass_obj
def check(settings: Settings, *, as_json: bool, engine: Engine) -> None:
    """Say everything that is wrong with the files, at once."""
    _, findings = _examine(settings, engine)
    _show(findings, as_json=as_json)
    sys.exit(any(finding.blocking for finding in findings))


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="The manifest as JSON.")
@click.option("--shrink", is_flag=True, help="Publish though more than a fifth of the things would be gone.")
@ENGINE
@click.pass_obj
def build(settings: Settings, *, as_json: bool, shrink: bool, engine: Engine) -> None:
    """Check the files and publish them as a release; a finding that blocks leaves the served release as it is."""
    from sos_graph.checks import remember_published
    from sos_graph.release import publish

    quads, findings = _examine(settings, engine)
    if any(finding.blocking for finding in findings):
        _show(findings, as_json=as_json)
    manifest = publish(quads, findings, settings.releases, shrink=shrink)
    remember_published(settings.project, quads)
    if as_json:
        click.echo(json.dumps(asdict(manifest), ensure_ascii=False))
    else:
        click.echo(f"{manifest.id}: {manifest.quads} quads, {manifest.graphs} graphs, {manifest.things} things")


@commands.command()
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


@commands.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the current release until stopped."""
    from sos_graph.web.serving import serve

    serve(settings)


@commands.command()
@click.argument("text")
@click.option(
    "--format", "suffix", default="csv", show_default=True, help="csv, tsv, srj, srx, ttl, nt, rdf or jsonld."
)
@click.pass_obj
def query(settings: Settings, text: str, suffix: str) -> None:
    """Answer a SPARQL query from the current release, with the limits of the public endpoint; @FILE reads a file."""
    from sos_graph.release import current_release
    from sos_graph.sparql import answer_once

    if text.startswith("@"):
        text = Path(text[1:]).read_text(encoding="utf-8")
    release = current_release(settings.releases)
    sys.stdout.buffer.write(answer_once(text, suffix, release.folder / "store", settings))


@commands.command()
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


@commands.command()
@click.argument("release", required=False)
@click.pass_obj
def rollback(settings: Settings, release: str | None) -> None:
    """Make an earlier release current: the one named, or the one before."""
    from sos_graph.release import roll_back

    click.echo(roll_back(settings.releases, release).id)


def _examine(settings: Settings, engine: Engine) -> tuple[tuple[Quad, ...], tuple[Finding, ...]]:
    """The quads of the project, asserted and inferred, and everything that is wrong with them."""
    from sos_graph.checks import examine, read_hygiene, read_published
    from sos_graph.inference import infer, newest, read_rules
    from sos_graph.sources import read_sources
    from sos_graph.store import gather
    from sos_graph.stored import quads_of, read_queries

    with _Progress() as say:
        say("reading")
        sources, errors = read_sources(settings.project)
        asserted = [quad for source in sources for quad in source.quads]
        asserted += quads_of(read_queries(settings.project), newest(asserted))
        say("inferring")
        quads = (*asserted, *infer(asserted, read_rules(settings.project)))
        say("checking")
        rules = read_hygiene(settings.project)
        return quads, examine(sources, errors, gather(quads), read_published(settings.project), rules, engine=engine)


class _Progress:
    """A line on a terminal that says what is being done; nothing in a pipe."""

    def __enter__(self) -> Self:
        from rich.console import Console

        self._status = Console(stderr=True).status("")
        if sys.stderr.isatty():
            self._status.start()
        return self

    def __call__(self, what: str) -> None:
        self._status.update(f"{what} …")

    def __exit__(self, *_: object) -> None:
        self._status.stop()


def _show(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings, the blocking ones first, each in one line in the reader's language."""
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        return
    language = _language()
    for finding in findings:
        click.echo(finding.say(language))
    blocking = sum(finding.blocking for finding in findings)
    click.echo(f"{len(findings)} findings, {blocking} of them block", err=True)
