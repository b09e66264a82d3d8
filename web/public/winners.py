"""Who was awarded what, year by year; a revoked award stays and says so."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from awards.publicity import winners
from awards.rule_texts import deployed_schemes
from web.access import ANYONE, may
from web.house import reading

pages = Blueprint("public_winners", __name__)


@pages.get("/winners")
@may(ANYONE)
def index() -> str:
    """One year of winners, by default the newest; `scheme` and `year` narrow."""
    scheme = request.args.get("scheme", "")[:60]
    with reading() as connection:
        known = deployed_schemes(connection)
        scheme = scheme if scheme in known else ""
        years = winners.years(connection, scheme or None)
        asked = request.args.get("year", type=int)
        year = asked if asked in years else next(iter(years), None)
        found = winners.winners(connection, known, year=year, scheme=scheme or None) if year else []
    grouped = {one: [w for w in found if w.scheme == one] for one in known}
    return render_template(
        "public/winners.html",
        years=years,
        year=year,
        scheme=scheme,
        schemes=sorted(known),
        groups={one: some for one, some in grouped.items() if some},
        most=winners.MOST if len(found) == winners.MOST else 0,
    )
