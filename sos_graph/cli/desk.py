"""`desk`: a page on this machine for the person who keeps the data in a spreadsheet."""

from __future__ import annotations

import signal
import sys
import webbrowser

import click

from sos_graph.cli.talk import language
from sos_graph.errors import Sentence
from sos_graph.settings import Settings

__all__ = ["desk"]

OPENED = Sentence(
    "Miza je odprta samo na tem računalniku. Naslov velja enkrat; končate jo s Ctrl+C.",
    "The desk is open on this machine only. The address is good for one time; Ctrl+C ends it.",
)


@click.command()
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.pass_obj
def desk(settings: Settings, *, no_browser: bool) -> None:
    """Open a page on this machine: bring in a workbook, read what is wrong, see the change, preview and write it."""
    from sos_graph.desk import open_desk

    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    with open_desk(settings) as (server, address):
        click.echo(address)
        click.echo(OPENED.say(language()), err=True)
        if not no_browser and sys.stdout.isatty():
            webbrowser.open(address)
        try:
            server.wait()
        except KeyboardInterrupt:
            return
