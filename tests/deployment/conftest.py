"""The small release of the tests over HTTP, here behind a proxy, below a prefix, and watched."""

from __future__ import annotations

from tests.http.conftest import release, releases  # noqa: F401 - fixtures, for every test here
