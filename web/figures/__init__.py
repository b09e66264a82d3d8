"""Pages of figures for a scheme's staff: the way of a cycle, load, notices on the calendar; drawn on the server."""

from web.figures import calendar, cycle, load
from web.figures.room import pages

__all__ = ["calendar", "cycle", "load", "pages"]
