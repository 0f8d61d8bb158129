"""How fast the site is, as ratios against a named baseline in the same run."""
