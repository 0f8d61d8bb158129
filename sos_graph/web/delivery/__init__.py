"""Ready bytes, kept packed from one answer to the next; the server that sends them; its turn to a new release."""
