"""Pages and documents of things, and the lists that lead to them."""
