"""The committee's pages: meetings with their agendas, declarations, minutes, and help with its forms."""

from flask import Flask

from web.committee import helping, meetings, minutes, ranking
from web.committee.room import pages

__all__ = ["helping", "install", "meetings", "minutes", "pages"]


def install(app: Flask) -> None:
    """What the special renderings of the committee's forms call."""
    app.jinja_env.filters["ranked"] = ranking.ranked
    app.jinja_env.globals.update(dossiers=ranking.dossiers, undeclared=helping.undeclared)
