"""What administrators do in pages of their own: accounts."""
