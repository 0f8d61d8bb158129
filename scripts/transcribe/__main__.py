"""Transcribe the tables of facts: `python -m scripts.transcribe FACTS_DIR PROJECT_DIR`."""

from __future__ import annotations

from pathlib import Path

import click

from scripts.transcribe import municipalities, networks, sos
from scripts.transcribe.concepts import write_concepts
from scripts.transcribe.project import write_project

FAMILIES = {"municipalities": municipalities.transcribe, "sos": sos.transcribe, "networks": networks.transcribe}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("facts", type=FOLDER)
@click.argument("project", type=FOLDER)
def main(facts: Path, project: Path) -> None:
    """Write the data files of the PROJECT from the tables in FACTS, and say how many rows became what."""
    write_concepts(project)
    write_project(project)
    for name, transcribe in FAMILIES.items():
        trace = transcribe(facts, project)
        click.echo(f"{name}: {len(trace.reached)} rows recorded, {len(trace.held_back)} held back")


if __name__ == "__main__":
    main()
