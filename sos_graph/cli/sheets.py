"""`import`: a workbook back into the files; and the writing of one, which `export --sheets` asks for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sos_graph.cli.talk import Progress, language, set_right
from sos_graph.errors import Sentence
from sos_graph.settings import Settings

if TYPE_CHECKING:
    from sos_graph.checks import Engine
    from sos_graph.errors import Language
    from sos_graph.sheets import Plan

__all__ = ["export_sheets", "import_sheets"]

HEADS = {
    "violation": Sentence("Ustavi uvoz", "Stops the import"),
    "warning": Sentence("Poglejte", "Have a look"),
    "info": Sentence("Za vednost", "For your information"),
}
DONE = Sentence("Zapisano", "Written")
WOULD = Sentence("Zapisano bi bilo", "Would be written")
NOTHING_NEW = Sentence("V zvezku ni sprememb.", "Nothing was changed in the workbook.")


@click.command("import")
@click.argument("workbook", type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of sentences.")
@click.option(
    "--engine",
    type=click.Choice(["pyshacl", "pyshifty"]),
    default="pyshifty",
    show_default=True,
    help="Validator of the shapes; pyshacl is the reference, pyshifty is faster.",
)
@click.pass_obj
def import_sheets(settings: Settings, *, workbook: Path, dry_run: bool, as_json: bool, engine: Engine) -> None:
    """Write what was changed in WORKBOOK, an .xlsx file or a folder of CSV files, into the files of the project.

    Nothing is written while anything is wrong.
    """
    from sos_graph.sheets import apply, plan, read_workbook

    set_right(settings.project)
    with Progress() as say:
        made = plan(read_workbook(workbook), settings.project, engine=engine, say=say)
    written = () if made.blocking or dry_run else apply(made)
    if as_json:
        click.echo(json.dumps(_record(made, written), ensure_ascii=False, indent=1))
    else:
        for line in _lines(made, language(), dry_run=dry_run):
            click.echo(line)
    sys.exit(made.blocking)


def _record(made: Plan, written: tuple[str, ...]) -> dict[str, object]:
    return {
        "written": list(written),
        "files": [one.path for one in made.files],
        "changes": [
            {
                "kind": one.kind,
                "thing": one.thing,
                "label": {"sl": one.label.sl, "en": one.label.en},
                "sheet": one.place.sheet,
                "row": one.place.row,
            }
            for one in made.rows
        ],
        "findings": [one.record() for one in made.findings],
    }


def _lines(made: Plan, spoken: Language, *, dry_run: bool) -> Iterator[str]:
    for severity, head in HEADS.items():
        found = [one.say(spoken) for one in made.findings if one.severity == severity]
        if found:
            yield "\n  ".join((f"{head.say(spoken)} ({len(found)}):", *found))
    if not made.blocking:
        head = WOULD if dry_run else DONE
        files = [one.path for one in made.files]
        yield "\n  ".join((f"{head.say(spoken)}:", *files)) if files else NOTHING_NEW.say(spoken)


def export_sheets(project: Path, target: Path) -> tuple[str, ...]:
    """Write the workbook of a project to an .xlsx file, or as CSV files into a folder; the names of the files."""
    from sos_graph.sheets import write_csv, write_workbook

    if target.suffix.lower() == ".xlsx":
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write_workbook(project))
        return (str(target),)
    target.mkdir(parents=True, exist_ok=True)
    files = write_csv(project)
    for name, content in files.items():
        (target / name).write_bytes(content)
    return tuple(str(target / name) for name in files)
