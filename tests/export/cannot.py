"""What a site of files cannot do, test by test of those that the application passes, and why.

A test that is listed here and passes all the same fails: the list says no more than is so.
"""

from __future__ import annotations

PROGRAM = "needs the program: 503"
CANNOT: dict[str, str] = {}
