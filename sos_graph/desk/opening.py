"""Settings -> a desk at an address of this machine, for as long as somebody sits at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sos_graph.desk.drafts import Drafts
from sos_graph.desk.entries import settle
from sos_graph.desk.guard import Keys
from sos_graph.desk.pages import Desk, create_desk
from sos_graph.desk.serving import LocalServer
from sos_graph.errors import Sentence, SettingError
from sos_graph.settings import Settings
from sos_graph.sheets import recover

__all__ = ["open_desk"]


@contextmanager
def open_desk(settings: Settings) -> Iterator[tuple[LocalServer, str]]:
    """A desk that answers: its server, and the address that opens it once.

    What another writer left half-way is set right first.  Raises SettingError without a project, and DeskError where
    that cannot be set right.
    """
    if not (settings.project / "data").is_dir():
        raise SettingError(
            Sentence("V tej mapi ni podatkov.", "There are no data in this folder."),
            where=str(settings.project.resolve()),
            hint=Sentence(
                "Nastavite PROJECT ali ukaz poženite v mapi projekta.", "Set PROJECT, or run it in the folder."
            ),
        )
    news = recover(settings.project)
    settle(settings.project, settings.releases)
    keys = Keys()
    with TemporaryDirectory(prefix="sos-graph-desk-") as folder:
        server = LocalServer(keys, changes=True)
        drafts = Drafts(settings.project, Path(folder))
        server.serve(create_desk(Desk(settings, drafts, server, keys.proof, news)))
        try:
            yield server, f"{server.address}/?ticket={keys.ticket}"
        finally:
            server.stop()
            drafts.close()
