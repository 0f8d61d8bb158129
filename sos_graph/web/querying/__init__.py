"""The endpoint, the published questions, and their answers as pages."""
