"""Municipalities as points: the map, the members of an association or section, and the outline they lie in."""
