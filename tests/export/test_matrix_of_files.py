"""The tests of the application's matrix, asked of nginx in front of the export."""

from __future__ import annotations

import pytest

from tests.http import test_matrix

globals().update({name: one for name, one in vars(test_matrix).items() if name.startswith("test_")})
pytestmark = pytest.mark.engines
