"""What machines come for: catalogue, releases, changes, feeds, dumps, the vocabulary, the service."""
