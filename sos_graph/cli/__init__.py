"""The command line: files in, release out, and the site in front of it.

Exit status: 0 good, 1 findings, 2 wrong use, 3 broken.  Findings and answers go to standard output, errors and
progress to standard error; `--json` gives what a program reads.  Heavy modules are imported by the command that
needs them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from sos_graph import __version__
from sos_graph.cli import bundles, changes, desk, export, gate, links, releases, remote, serving, sheets
from sos_graph.cli.talk import language
from sos_graph.errors import CheckFailed, QueryRefused, SettingError, SosGraphError, SourceError
from sos_graph.settings import read_settings

__all__ = ["commands", "main"]

STATUS = ((SourceError, 1), (CheckFailed, 1), (SettingError, 2), (QueryRefused, 2), (SosGraphError, 3))
COMMANDS = (
    gate.check,
    gate.tidy,
    gate.build,
    serving.serve,
    serving.query,
    releases.releases,
    releases.rollback,
    releases.switch,
    bundles.keygen,
    bundles.bundle,
    bundles.pull,
    changes.changes,
    links.links,
    export.export,
    sheets.import_sheets,
    desk.desk,
    remote.push,
    remote.probe,
)
"""What `sos-graph --help` lists; a new command takes its place here."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status; an error of ours is one sentence, never a traceback."""
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
        click.echo(error.say(language()), err=True)
        sys.exit(next(status for kind, status in STATUS if isinstance(error, kind)))


@click.group(commands=COMMANDS)
@click.version_option(__version__)
@click.pass_context
def commands(context: click.Context) -> None:
    """A linked-data publisher for associations of local authorities."""
    context.obj = read_settings(os.environ)
