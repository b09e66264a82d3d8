"""A diagram as SVG, drawn here so that the page that shows it needs no script."""

from engine.rehearsal.drawing.picture import svg

__all__ = ["svg"]
