"""Pages on a real database."""
