"""`export`: the site of the current release as plain files, or the data as a workbook."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from sos_graph.cli.sheets import export_sheets
from sos_graph.cli.talk import Progress
from sos_graph.settings import Settings

__all__ = ["export"]


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--sheets",
    type=click.Path(path_type=Path),
    help="Write the data as a workbook, FILE.xlsx or a folder of CSV files.",
)
@click.option("--jobs", type=click.IntRange(1), help="Processes that write; as many as the machine has by default.")
@click.option("--root", default="", help="Where the files will stand on the server; FOLDER/site by default.")
@click.option("--json", "as_json", is_flag=True, help="What was written, as JSON.")
@click.pass_obj
def export(
    settings: Settings, *, folder: Path | None, sheets: Path | None, jobs: int | None, root: str, as_json: bool
) -> None:
    """Write the whole site of the current release to FOLDER as files, with a configuration of nginx.

    FOLDER may be new, empty, or an earlier export, which is replaced when the new one is whole.  With --sheets the data
    of the project are written as a workbook instead, for people who keep lists; `import` reads it back.
    """
    if (folder is None) == (sheets is None):
        raise click.UsageError("Name a FOLDER for the site, or --sheets FILE.xlsx for the workbook.")
    if sheets is not None:
        files = export_sheets(settings.project, sheets)
        click.echo(json.dumps({"files": files}) if as_json else "\n".join(files))
    elif folder is not None:
        _export_site(settings, folder, jobs, root, as_json=as_json)


def _export_site(settings: Settings, folder: Path, jobs: int | None, root: str, *, as_json: bool) -> None:
    from sos_graph.release import current_release
    from sos_graph.web.exporting import export

    release = current_release(settings.releases)
    with Progress() as say:
        written = export(
            release,
            settings,
            folder,
            jobs=jobs or os.cpu_count() or 1,
            root=root,
            say=lambda done, of: say(f"{done} / {of}"),
        )
    if as_json:
        click.echo(json.dumps(asdict(written)))
    else:
        click.echo(f"{written.release}: {written.addresses} addresses, {written.files} files, {written.bytes} bytes")
