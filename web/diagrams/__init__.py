"""Diagrams for process owners: drawn, compared, proposed, approved; and read as an outline."""
