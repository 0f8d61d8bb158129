"""Names -> things: search, completion and reconciliation."""
