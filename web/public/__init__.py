"""What everybody may read and do without an account: notices, objections, winners, open data."""

from flask import Flask

from web.public import evidence, following, frame, home, notices, opendata, rules, winners

PAGES = (frame, home, notices, rules, winners, opendata, following)


def install(app: Flask) -> None:
    """To be called before anybody reads a form."""
    evidence.install(app)
