"""The tests of the application's pages, asked of nginx in front of the export."""

from __future__ import annotations

import pytest

from tests.http import test_pages

globals().update({name: one for name, one in vars(test_pages).items() if name.startswith("test_")})
pytestmark = pytest.mark.engines
