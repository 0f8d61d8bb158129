"""A plan -> the site as it is and as it would be, side by side on this machine.

What enters is the dataset that the files would make, as N-Quads; what leaves is two addresses.  The release is made by
the same gate as any other, in a folder of its own beside a copy of the one that is current, so its pages, its feed
and its refusals are those that publishing would bring; what is only downloaded is not made.  Each page leads to its
twin.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from markupsafe import escape

from sos_graph.desk.processes import elsewhere
from sos_graph.desk.serving import LocalServer
from sos_graph.desk.voice import voice_for
from sos_graph.history import HISTORY
from sos_graph.release import Release, current_release, publish
from sos_graph.release.inheriting import RECIPES
from sos_graph.settings import Settings
from sos_graph.syntax.media import N_QUADS
from sos_graph.syntax.reading import read_rdf
from sos_graph.web import create_app

if TYPE_CHECKING:
    from sos_graph.desk.guard import Keys

__all__ = ["Preview", "open_preview"]

CURRENT = "current"
CONTENT = b'<main id="content" class="measure" tabindex="-1">'
"""Where the content of a page of the site begins."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The servers of the site as it would be and as it is (none where nothing was published yet), and their folder."""

    new: LocalServer
    old: LocalServer | None
    folder: TemporaryDirectory[str]

    def close(self) -> None:
        """Stop the servers and remove the release."""
        for server in (self.new, self.old):
            if server is not None:
                server.stop()
        self.folder.cleanup()


def open_preview(dataset: Path, settings: Settings, keys: Keys, cookie: str) -> Preview:
    """The site that a file of N-Quads would make, beside the one that is current.

    Raises CheckFailed or ReleaseError where the gate would not let them be published.
    """
    folder = TemporaryDirectory(prefix="sos-graph-preview-")
    try:
        releases = Path(folder.name) / "releases"
        before = _copy_current(settings.releases, releases)
        elsewhere(_rehearse, dataset, releases)
        own = replace(settings, releases=releases)
        new = LocalServer(keys, cookie)
        old = LocalServer(keys, cookie) if before else None
        new.serve(_site(current_release(releases), own, "desk_preview_new", old))
        if before and old:
            old.serve(_site(before, own, "desk_preview_old", new))
    except BaseException:
        folder.cleanup()
        raise
    return Preview(new, old, folder)


def _rehearse(dataset: Path, releases: Path) -> None:
    publish(read_rdf(dataset.read_bytes(), N_QUADS, dataset.name), (), releases, whole=False)


def _copy_current(releases: Path, target: Path) -> Release | None:
    """The release that is current, copied with the log of publications; None where nothing was published.

    How its files were made is copied as well, so that the new release takes over what stays the same.
    """
    target.mkdir()
    if not (releases / CURRENT).exists():
        return None
    name = (releases / CURRENT).resolve().name
    for part in (name, HISTORY, RECIPES):
        if (releases / part).exists():
            shutil.copytree(releases / part, target / part, symlinks=True)
    (target / CURRENT).symlink_to(name)
    return current_release(target)


def _site(release: Release, settings: Settings, words: str, twin: LocalServer | None) -> Flask:
    """The site of a release, each page of which says that it is a preview and leads to its twin."""
    app = create_app(release, settings, None)

    def mark(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.is_streamed:
            response.set_data(response.get_data().replace(CONTENT, CONTENT + _notice(words, twin), 1))
        return response

    app.after_request(mark)
    return app


def _notice(words: str, twin: LocalServer | None) -> bytes:
    voice = voice_for(request)
    lead = f'<p class="notice">{escape(voice.word(words))}'
    link = (
        f' <a href="{escape(twin.address + request.full_path)}">{escape(voice.word(words + "_twin"))}</a>'
        if twin
        else ""
    )
    return f"{lead}{link}</p>".encode()
