"""Ready bytes: what was answered once is kept, packed, and answered again, and the server that does it and turns to a new release."""
