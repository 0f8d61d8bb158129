"""Test suites of others, fetched when the tests run and never committed."""
