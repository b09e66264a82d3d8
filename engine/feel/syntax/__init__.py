"""From source to tree: tokens, names with spaces, the grammar of DMN 1.5 §10.3.1."""
