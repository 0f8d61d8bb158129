"""The tree that a wheel is built from -> the same with its phrases compiled, whatever was compiled there before."""

from __future__ import annotations

import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

__all__ = ["CatalogueHook"]


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # what it configures is nobody's business here
    """Compiles the catalogues of phrases before a wheel takes them up."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as hatchling calls it
        """Leave the compiled catalogues beside their parts; raises babel's PoFileError for one not well formed."""
        sys.path.insert(0, self.root)
        from sos_graph.web.words import FOLDERS, compile_catalogue, write_catalogue

        for folder in FOLDERS:
            write_catalogue(folder, compile_catalogue(folder))
