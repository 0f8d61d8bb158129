"""The tests of the application's documents, asked of nginx in front of the export."""

from __future__ import annotations

import pytest

from tests.http import test_documents

globals().update({name: one for name, one in vars(test_documents).items() if name.startswith("test_")})
pytestmark = [pytest.mark.engines, test_documents.pytestmark]
