"""Pages of figures for a scheme's staff: the way of a cycle, load, notices on the calendar; drawn on the server."""

from web.figures import calendar, cycle, evaluated, load
from web.figures.room import pages

__all__ = ["calendar", "cycle", "evaluated", "load", "pages"]
