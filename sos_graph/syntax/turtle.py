"""Triples -> canonical Turtle; quads -> canonical TriG."""
