"""`serve` and `query`: the current release, answered for."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from sos_graph.settings import Settings

__all__ = ["query", "serve"]


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the current release until stopped."""
    gc.disable()  # nothing that is read from here to the fork of the workers is garbage
    from sos_graph.web.delivery.serving import serve

    serve(settings)


@click.command()
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
